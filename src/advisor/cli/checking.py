"""`check`: the problems of a rulebook."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from advisor.cli.freshness import show_freshness
from advisor.cli.guard import FINE, USAGE, WRONG, command, tell
from advisor.cli.options import Edition, Rules, console, known
from advisor.errors import InputError

if TYPE_CHECKING:
    from advisor.authoring.renumbering import Renumbered
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
    lines: Annotated[
        bool, typer.Option("--lines", help="List the lines of the notes: cited (by what), background, or neither.")
    ] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="Set right the numbers of lines whose quotes stand once elsewhere now.")
    ] = False,
    fast: Annotated[bool, typer.Option("--fast", help="Only the form of the files: no proofs.")] = False,
    mutate: Annotated[
        bool, typer.Option("--mutate", help="Change the rules one place at a time: which changes does no case notice?")
    ] = False,
    freshness: Annotated[
        bool, typer.Option("--freshness", help="How long ago was what has changed since the notes looked up?")
    ] = False,
    older_than: Annotated[
        str | None,
        typer.Option(
            "--older-than", metavar="AGE", help="With --freshness: only what is older, '180 days'; then exit 1."
        ),
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DAY", help="With --freshness: on this day, else on this very one.")
    ] = None,
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
    --fast, --mutate, --coverage, --freshness and --notes leave these proofs out. With --notes, that each quote stands
    in its line and that no line was passed over.

    \b
    Example:
      advisor check rules --notes notes.txt --lines
      advisor check rules --mutate --cases cases --area ebs-volume
      advisor check rules --freshness --older-than '180 days'
    """
    from advisor.authoring.renumbering import renumber
    from advisor.load import bundled_rules
    from advisor.verify.checking import check_form

    if folder is not None and rules is not None:
        raise typer.BadParameter("the folder to check is given twice; expected RULES_DIR or --rules, not both.")
    if freshness:
        return show_freshness(folder or rules, older_than, on, format)
    if older_than is not None or on is not None:
        raise typer.BadParameter("--older-than and --on belong to --freshness.")
    if notes is None and (lines or fix):
        raise typer.BadParameter(
            f"--{'lines' if lines else 'fix'} is about the notes: say with --notes where they are."
        )
    if fix and folder is None and rules is None:
        raise typer.BadParameter("--fix changes files: say which rules, such as 'advisor check rules'.")
    root = folder or rules or bundled_rules()
    renumbered = renumber(root, notes) if fix and notes is not None else None
    checked = check_form(root, notes)
    missing = ""
    if not checked.problems:
        known("area", area or (), checked.editions[0].areas)
        rulebook = next(each for each in checked.editions if each.edition == edition)
        if mutate or coverage:
            checked = _tried(checked, rulebook, _cases(cases, rulebook), area, mutate, coverage)
        elif not fast and notes is None:
            checked, missing = _proved(checked, area)
    _print(checked if lines else replace(checked, lines=None), format, renumbered)
    if missing:
        print(f"Nothing was proved: {missing}", file=sys.stderr)
    return WRONG if not checked.is_fine else USAGE if missing else FINE


def _proved(checked: "Checked", areas: list[str] | None) -> "tuple[Checked, str]":
    """What was checked, with its proofs; or as it was, with the words on what is missing for them."""
    from advisor.verify.formulas import MissingSolver
    from advisor.verify.rulebooks import prove

    try:
        return replace(checked, proofs=tuple(prove(checked.editions, areas))), ""
    except MissingSolver as missing:
        return checked, str(missing)


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


def _print(checked: "Checked", format: CheckFormat, renumbered: "Renumbered | None") -> None:
    from advisor.cli.streams import json_text
    from advisor.render.checked import checked_json, checked_text
    from advisor.render.sarif import sarif

    if format == "text":
        console().print(checked_text(checked, renumbered, checked.lines is not None))
    else:
        data = checked_json(checked, renumbered) if format == "json" else sarif(checked)
        print(json_text(json.dumps(data, indent=2, ensure_ascii=False)))
    tell(checked.problems)
