"""`new area` and `new rule`: pages begun for an author."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advisor.cli.guard import FINE, command

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.authoring import Draft

new = typer.Typer(
    help="Begin a decision or a rule: files with <blanks>, which 'advisor check' asks to be filled.\n\n\b\n"
    "Example:\n  advisor new area tea --rules rules",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Folder = Annotated[Path, typer.Option("--rules", metavar="DIR", help="The folder of the rulebook.", show_default=True)]
Cases = Annotated[
    Path | None, typer.Option("--cases", metavar="DIR", help="The folder of the cases, else 'cases' beside the rules.")
]


@new.command("area")
@command
def area(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The id of the decision.", show_default=False)],
    subject: Annotated[
        str | None, typer.Option("--subject", metavar="S", help="What it is about, else a subject named like it.")
    ] = None,
    rules: Folder = Path("rules"),
    cases: Cases = None,
    notes: Annotated[
        Path | None, typer.Option("--notes", metavar="FILE", help="The notes, if the rulebook is to begin as well.")
    ] = None,
) -> int:
    """Begin a decision: its page, its facts (unless the subject has some), its notes and its cases.

    Nothing is overwritten. A folder that is no rulebook yet becomes one.

    \b
    Example:
      advisor new area tea --rules rules --notes notes.txt
    """
    from advisor.authoring import begin_area

    try:
        drafts = begin_area(rules, _beside(rules, cases), name, subject, notes)
    except ValueError as error:
        raise typer.BadParameter(f"{error}.") from None
    return _written(drafts, rules)


@new.command("rule")
@command
def rule(
    area: Annotated[str, typer.Argument(metavar="AREA", help="The decision it belongs to.", show_default=False)],
    id: Annotated[str, typer.Argument(metavar="ID", help="The id of the rule.", show_default=False)],
    rules: Folder = Path("rules"),
    cases: Cases = None,
) -> int:
    """Begin a rule at the end of a decision's page, and its cases.

    The rest of the page stays as it is, comments and all.

    \b
    Example:
      advisor new rule tea strong-in-the-morning --rules rules
    """
    from advisor.authoring import begin_rule

    try:
        drafts = begin_rule(rules, _beside(rules, cases), area, id)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    return _written(drafts, rules)


def _beside(rules: Path, cases: Path | None) -> Path:
    return rules.parent / "cases" if cases is None else cases


def _written(drafts: "Sequence[Draft]", rules: Path) -> int:
    from advisor.authoring import write
    from advisor.printable import printable

    write(drafts)
    for draft in drafts:
        print(f"{'extended' if draft.replaces else 'written':<8}  {printable(str(draft.path))}")
    print(f"Fill in the <blanks>; 'advisor check {printable(str(rules))} --fast' says which are left.")
    return FINE
