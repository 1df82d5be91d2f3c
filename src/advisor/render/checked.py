"""What came of checking a rulebook, as text and as JSON."""

from collections.abc import Iterator
from typing import Any

from advisor.authoring.renumbering import Renumbered
from advisor.printable import printable
from advisor.render.listings import rulebook_said
from advisor.render.notes_lines import add_lines, add_renumbered
from advisor.render.paper import Paper
from advisor.render.problems import problem_json, problems_json
from advisor.render.proofs import add_proofs, case_said
from advisor.render.words import counted
from advisor.verify.checking import Checked
from advisor.verify.coverage import AreaCoverage
from advisor.verify.mutation import AreaMutation, Survivor

_SHOWN = 10  # survivors shown of one area; JSON has all


def checked_json(checked: Checked, renumbered: Renumbered | None = None) -> dict[str, Any]:
    """Everything as JSON data; `areas` are the scores of the changed rules."""
    data = problems_json(checked.problems)
    if renumbered is not None:
        data["changed"] = renumbered.model_dump(mode="json")
    if checked.warnings:
        data["warnings"] = [problem_json(each) for each in checked.warnings]
    for key, parts in (
        ("lines", checked.lines),
        ("proofs", checked.proofs),
        ("areas", checked.mutation),
        ("coverage", checked.coverage),
    ):
        if parts is not None:
            data[key] = [part.model_dump(mode="json") for part in parts]
    return data


def checked_text(checked: Checked, renumbered: Renumbered | None = None, every_line: bool = False) -> Paper:
    """Everything for a person, but for the problems of form, which go to standard error.

    `renumbered`: what was changed before; `every_line`: list the lines of the notes, problems or not.
    """
    paper = Paper()
    if renumbered is not None:
        add_renumbered(paper, renumbered)
    if every_line:
        add_lines(paper, checked.lines or ())
    if checked.problems:
        return paper
    paper.blank()
    quotes = "Every quote stands in its line, and no line was passed over." if checked.quotes else ""
    fine = "No problems." if checked.is_fine else "No problems of form."
    paper.add(f"{rulebook_said(checked.editions[0])} {fine} {quotes or 'The quotes were not checked.'}")
    if checked.warnings:
        paper.heading(counted(len(checked.warnings), "thing"), " to look at")
        for warning in checked.warnings:
            paper.bullet(printable(str(warning)))
    if checked.proofs is not None:
        add_proofs(paper, checked.proofs)
    for score in checked.mutation or ():
        _add_score(paper, score)
    for area in checked.coverage or ():
        _add_coverage(paper, area)
    return paper


def _add_score(paper: Paper, score: AreaMutation) -> None:
    paper.heading(score.area)
    said = f"{score.noticed:,} of {counted(score.mutants, 'change')} noticed ({score.score:.1%}) by "
    paper.add(f"{said}{counted(score.expectations, 'expectation')}; {score.equivalent:,} that none could.", indent=2)
    for survivor in score.survivors[:_SHOWN]:
        paper.bullet(f"{survivor.rule}: {survivor.change}", indent=2)
        for line in _told_apart(survivor):
            paper.add(line, indent=4, hang=2)
    if len(score.survivors) > _SHOWN:
        paper.add(f"... and {len(score.survivors) - _SHOWN:,} more; JSON has all.", indent=2)


def _told_apart(survivor: Survivor) -> Iterator[str]:
    """The case that would notice a change."""
    if survivor.witness is not None:
        yield f"Tried on {case_said(survivor.witness)}:"
        yield f"was {' and '.join(survivor.before)}, is {' and '.join(survivor.after)}."


def _add_coverage(paper: Paper, area: AreaCoverage) -> None:
    paper.heading(area.area)
    for kind, counts in (("rule", area.rules), ("option", area.options), ("advice", area.advice)):
        for name, count in counts.items():
            paper.add(f"{count:>5}  {kind} {name}", indent=2, hang=7)
    for each in area.thresholds:
        said = f"{each.fact} {each.operator} {each.number} ({each.rule})"
        paper.add(f"{each.passing:>5}  pass and {each.failing} fail {said}", indent=2, hang=7)
    missing = area.missing()
    paper.add(f"Not exercised: {', '.join(missing) or 'nothing'}.", indent=2, hang=2)
