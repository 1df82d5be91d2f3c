"""The options that several commands take, and what they stand for."""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from advisor.library import Advisor
    from advisor.model.rulebook import Area, Rulebook

Rules: TypeAlias = Annotated[
    Path | None, typer.Option("--rules", metavar="DIR", help="A folder of rules that replaces the bundled one.")
]
Edition: TypeAlias = Annotated[
    Literal["notes", "today"],
    typer.Option("--edition", help="What the notes of 2020 say, or what is right today.", show_default=True),
]
TextOrJson: TypeAlias = Annotated[Literal["text", "json"], typer.Option("--format", help="How to print it.")]
InputFormat: TypeAlias = Annotated[
    Literal["yaml", "json", "jsonl", "csv"] | None,
    typer.Option("--input-format", help="How cases are written where no file name tells (standard input)."),
]
Paths: TypeAlias = Annotated[
    list[str], typer.Argument(metavar="PATH", help="Files, folders, or - for standard input.", show_default=False)
]

WIDEST = 100


def load_advisor(rules: Path | None, edition: Literal["notes", "today"]) -> "Advisor":
    """The advisor of a rulebook. Raises InputError."""
    from advisor.library import Advisor

    return Advisor.load(rules, edition)


def load_rules(rules: Path | None, edition: Literal["notes", "today"]) -> "Rulebook":
    """A rulebook by itself, which is loaded faster. Raises InputError."""
    from advisor.load import load_rulebook

    return load_rulebook(rules, edition)


def known(
    kind: str,
    names: Iterable[str],
    all_names: Iterable[str],
    elsewhere: Mapping[str, Edition] | None = None,
) -> None:
    """End the command with a usage error for a name that is not known, but perhaps in the edition `elsewhere`."""
    from advisor.load.page import unknown

    every = list(all_names)
    for name in names:
        if name not in every:
            message, hint = unknown(kind, name, every, elsewhere)
            raise typer.BadParameter(f"{message}. {hint}")


def known_options(given: Iterable[str], areas: Iterable["Area"]) -> None:
    """End the command with a usage error for an option (or the first of a plan) that no area has."""
    first = [name.partition(">")[0].partition("@")[0].strip() for name in given]
    every = list(areas)
    names = [name for area in every for name in (*area.options, *area.families)]
    known("option", first, names, options_elsewhere(every))


def options_elsewhere(areas: Iterable["Area"]) -> dict[str, Edition]:
    """The options of these areas that only the other edition has."""
    return {name: edition for area in areas for name, edition in area.elsewhere.items()}


def console() -> "Console":
    """Standard output for people: 80 columns unless the terminal is narrower, or a little wider."""
    from rich.console import Console

    made = Console(highlight=False, markup=False, emoji=False, soft_wrap=False)
    if not sys.stdout.isatty():
        made = Console(highlight=False, markup=False, emoji=False, width=80, color_system=None)
    elif made.width > WIDEST:
        made.width = WIDEST
    return made
