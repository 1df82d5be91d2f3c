"""`diff`: two rulebooks compared."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advisor.cli.guard import FINE, WRONG, command, tell
from advisor.cli.options import Edition, TextOrJson, console

if TYPE_CHECKING:
    from advisor.advise import Advisor
    from advisor.model.case import Case

_LIMIT = 1  # how certain a recommendation is does not matter here


@command
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD_RULES", help="The folder of the rules before.")],
    new: Annotated[Path, typer.Argument(metavar="NEW_RULES", help="The folder of the rules after.")],
    cases: Annotated[
        list[str] | None, typer.Argument(metavar="CASES", help="Cases to try, else workloads are searched for.")
    ] = None,
    format: TextOrJson = "text",
    edition: Edition = "notes",
) -> int:
    """Compare two rulebooks: which rules changed, and which recommendations change with them.

    Each change of a recommendation is shown with what it was, what it is, and the rules that make it so.

    \b
    Example:
      advisor diff old/rules rules cases
    """
    from advisor.advise import Advisor
    from advisor.cli.streams import json_text
    from advisor.render.differences import differences_json, differences_text
    from advisor.verify.differences import Differences, case_differences, rule_changes
    from advisor.verify.formulas import MissingSolver
    from advisor.verify.witnessed import witnessed_differences

    before, after = (Advisor.load(folder, edition, _LIMIT) for folder in (old, new))
    code = FINE
    undecided: list[str] = []
    if cases:
        pairs, code = _pairs(cases, before, after)
        found = list(case_differences(before, after, pairs))
    else:
        try:
            found, undecided = witnessed_differences(before.rulebook, after.rulebook)
        except MissingSolver as missing:
            raise typer.BadParameter(f"{missing} Or give cases to compare on.") from None
    differences = Differences(
        rules=rule_changes(before.rulebook, after.rulebook), recommendations=tuple(found), undecided=tuple(undecided)
    )
    if format == "json":
        print(json_text(json.dumps(differences_json(differences), indent=2, ensure_ascii=False)))
    else:
        console().print(differences_text(differences))
    return code


def _pairs(paths: list[str], before: "Advisor", after: "Advisor") -> "tuple[list[tuple[Case, Case]], int]":
    """Each case as read with both rulebooks; what only one of them can read is told, and the code is WRONG."""
    from advisor.batch import read_cases

    pairs, code = [], FINE
    for old, new in zip(read_cases(paths, before), read_cases(paths, after), strict=False):
        if old.case is not None and new.case is not None:
            pairs.append((old.case, new.case))
        else:
            tell(dict.fromkeys([*old.problems, *new.problems]))
            code = WRONG
    return pairs, code
