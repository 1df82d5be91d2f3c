"""`check`: the problems of a rulebook."""

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from advisor.cli.guard import FINE, WRONG, command, tell
from advisor.cli.options import Edition, Rules, console, known
from advisor.errors import InputError

if TYPE_CHECKING:
    from advisor.model.case import Case
    from advisor.model.rulebook import Rulebook
    from advisor.verify.checking import Checked

CheckFormat = Literal["text", "json", "sarif"]


@command
def check(
    folder: Annotated[
        Path | None, typer.Argument(metavar="RULES_DIR", help="The folder to check, else the bundled rules.")
    ] = None,
    notes: Annotated[
        Path | None, typer.Option("--notes", metavar="FILE", help="The notes, to prove the quotes against.")
    ] = None,
    fast: Annotated[bool, typer.Option("--fast", help="Only the form of the files: no proofs.")] = False,
    mutate: Annotated[
        bool, typer.Option("--mutate", help="Change the rules one place at a time: which changes does no case notice?")
    ] = False,
    coverage: Annotated[bool, typer.Option("--coverage", help="What the cases exercise of the rules.")] = False,
    cases: Annotated[
        list[Path] | None, typer.Option("--cases", metavar="DIR", help="The cases to try, else those in cases/.")
    ] = None,
    area: Annotated[
        list[str] | None, typer.Option("--area", metavar="AREA", help="Only this decision. May be given repeatedly.")
    ] = None,
    format: Annotated[CheckFormat, typer.Option("--format", help="How to print it.")] = "text",
    rules: Rules = None,
    edition: Edition = "notes",
) -> int:
    """Find what is wrong with a rulebook, in both its editions.

    Proves over all workloads that options can win, that rules matter, and which workloads end in a conflict or a tie;
    --fast, --mutate, --coverage and --notes leave these proofs out. With --notes, that each quote stands in its line
    and that no line was passed over.

    \b
    Example:
      advisor check rules --notes notes.txt
      advisor check rules --mutate --cases cases --area ebs-volume
    """
    from advisor.load import bundled_rules
    from advisor.verify.checking import check_form

    checked = check_form(folder or rules or bundled_rules(), notes)
    if not checked.problems:
        known("area", area or (), checked.editions[0].areas)
        rulebook = next(each for each in checked.editions if each.edition == edition)
        if mutate or coverage:
            checked = _tried(checked, rulebook, _cases(cases, rulebook), area, mutate, coverage)
        elif not fast and notes is None:
            checked = _proved(checked, area)
    _print(checked, format)
    return FINE if checked.is_fine else WRONG


def _proved(checked: "Checked", areas: list[str] | None) -> "Checked":
    from advisor.verify.formulas import MissingSolver
    from advisor.verify.rulebooks import prove

    try:
        return replace(checked, proofs=tuple(prove(checked.editions, areas)))
    except MissingSolver as missing:
        raise typer.BadParameter(str(missing)) from None


def _tried(
    checked: "Checked", rulebook: "Rulebook", cases: "list[Case]", areas: list[str] | None, mutate: bool, cover: bool
) -> "Checked":
    from advisor.verify.coverage import coverage
    from advisor.verify.mutation import mutate as changed

    return replace(
        checked,
        mutation=tuple(changed(rulebook, cases, areas)) if mutate else None,
        coverage=tuple(coverage(rulebook, cases, areas)) if cover else None,
    )


def _cases(folders: list[Path] | None, rulebook: "Rulebook") -> "list[Case]":
    """The cases of the folders. Raises InputError with all that is wrong with them."""
    from advisor.advise import Advisor
    from advisor.batch import read_cases

    if folders is None and not Path("cases").is_dir():
        raise typer.BadParameter("there is no folder 'cases' here; say with --cases where the cases are.")
    entries = list(read_cases([str(folder) for folder in folders or [Path("cases")]], Advisor(rulebook)))
    problems = [problem for entry in entries for problem in entry.problems]
    if problems:
        raise InputError(problems)
    return [entry.case for entry in entries if entry.case is not None]


def _print(checked: "Checked", format: CheckFormat) -> None:
    from advisor.cli.streams import json_text
    from advisor.render.checked import checked_json, checked_text
    from advisor.render.sarif import sarif

    if format == "text":
        console().print(checked_text(checked))
    else:
        data = checked_json(checked) if format == "json" else sarif(checked)
        print(json_text(json.dumps(data, indent=2, ensure_ascii=False)))
    tell(checked.problems)
