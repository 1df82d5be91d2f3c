"""What was proved of a rulebook, as text."""

from collections.abc import Mapping, Sequence
from typing import Any

from advisor.render.paper import Paper
from advisor.render.words import counted, joined
from advisor.verify.findings import AreaProofs, Finding, Region


def add_proofs(paper: Paper, proofs: Sequence[AreaProofs]) -> None:
    """Each area in a line, with what was disproved or left undecided."""
    for area in proofs:
        edition = "" if area.edition == "notes" else f" (edition '{area.edition}')"
        paper.heading(f"{area.area}{edition}")
        accepted = [finding for finding in area.findings if finding.accepted]
        disproved = len(area.having("disproved")) - len(accepted)
        said = [f"{len(area.having('proved')):,} proved", f"{disproved:,} disproved"]
        said += [f"{len(area.having('undecided')):,} undecided"]
        said += [f"{len(accepted):,} accepted"] if accepted else []
        paper.add(f"{counted(area.rules, 'rule')}: {joined(said)}, in {area.seconds:g} seconds.", indent=2)
        for finding in area.findings:
            if finding.problem() is not None:
                _add_finding(paper, finding)


def _add_finding(paper: Paper, finding: Finding) -> None:
    paper.bullet((f"{finding.outcome}: ", "bold"), f"{finding.why} ({finding.place})", indent=2)
    for region in finding.regions:
        if region.accepted is None:
            _add_region(paper, region)


def _add_region(paper: Paper, region: Region) -> None:
    outcome = f"a tie of {joined(region.options)}" if region.options else "a conflict"
    facts = ", ".join(f"{fact}: {value_text(value)}" for fact, value in region.facts.items())
    paper.bullet(f"{outcome} where {facts or 'nothing is said'}", indent=4)
    paper.add(f"For instance {case_said(region.witness)}", indent=6, hang=2)
    for rule in region.rules:
        quotes = joined(f'"{quote}"' for quote in rule.quotes)
        paper.add(f"{rule.rule}: {quotes}", indent=6, hang=2)


def case_said(case: Mapping[str, Any]) -> str:
    """A case in one line, as a file could hold it."""
    return "{" + ", ".join(f"{key}: {value_text(value)}" for key, value in case.items()) + "}" if case else "{}"


def value_text(value: Any) -> str:
    """A value as YAML would hold it in one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return case_said(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(value_text, value))}]"
    return str(value)
