"""How two rulebooks differ, as text and as JSON."""

from typing import Any

from advisor.render.paper import Paper
from advisor.render.proofs import case_said
from advisor.render.words import counted, joined
from advisor.verify.differences import Differences

DIFFERENCES_SCHEMA = "advisor/differences/1"


def differences_json(differences: Differences) -> dict[str, Any]:
    """The differences as JSON data."""
    return {"schema": DIFFERENCES_SCHEMA, **differences.model_dump(mode="json")}


def differences_text(differences: Differences) -> Paper:
    """The differences for a person."""
    paper = Paper()
    paper.add((f"{counted(len(differences.rules), 'change')} of the rules", "bold"))
    for change in differences.rules:
        keys = f": {joined(change.keys)}" if change.keys else ""
        paper.bullet(f"{change.kind} {change.area}.{change.rule}{keys}", indent=2)
    paper.heading(f"{counted(len(differences.recommendations), 'recommendation')} changed")
    for each in differences.recommendations:
        about = each.case if each.witness is None else f"{case_said(each.witness)}"
        paper.bullet(f"{about}, {each.label}: was {each.before}, is {each.after}", indent=2)
        for reason in each.reasons:
            paper.bullet(reason, indent=4)
    for reason in differences.undecided:
        paper.bullet(f"not all was compared: {reason}", indent=2)
    return paper
