"""`docs`: the decisions as pages for readers."""

from pathlib import Path
from typing import Annotated

import typer

from advisor.cli.guard import FINE, WRONG, command, tell
from advisor.errors import InputError, Place, Problem
from advisor.printable import printable

_HINT = "Write it with 'advisor docs'."


@command
def docs(
    folder: Annotated[
        Path | None, typer.Argument(metavar="RULES_DIR", help="The folder of the rules, else the bundled ones.")
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", metavar="DIR", help="The folder of the pages.", show_default=True)
    ] = Path("docs/areas"),
    check: Annotated[bool, typer.Option("--check", help="Write nothing; say which pages are not up to date.")] = False,
) -> int:
    """Write a page of Markdown for each decision: options, picture, decision table, rules with quotes, advice.

    Pages that the command wrote and whose decision is gone are removed. Both editions stand on one page.

    \b
    Example:
      advisor docs rules --output docs/areas
    """
    from advisor.load import bundled_rules, load_rulebook
    from advisor.model.rulebook import EDITIONS
    from advisor.render.area_docs import MARK, area_docs

    pages = area_docs([load_rulebook(folder or bundled_rules(), edition) for edition in EDITIONS])
    old = [path for path in sorted(output.glob("*.md")) if path.name not in pages and MARK in (_read(path) or "")]
    changed = [output / name for name, text in pages.items() if _read(output / name) != text]
    if check:
        tell([Problem(Place(printable(str(path))), "the page is not what the rules say.", _HINT) for path in changed])
        tell([Problem(Place(printable(str(path))), "the page is about no decision.", _HINT) for path in old])
        return WRONG if changed or old else FINE
    _write(output, pages)
    for path in old:
        path.unlink()
    print(f"{len(changed)} of {len(pages)} pages written to {printable(str(output))}, {len(old)} removed.")
    return FINE


def _write(output: Path, pages: dict[str, str]) -> None:
    from advisor.cli.streams import output_to

    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise InputError([Problem(Place(printable(str(output))), "no folder can be made here.")]) from None
    for name, text in pages.items():
        if _read(output / name) != text:
            with output_to(output / name) as file:
                file.write(text)


def _read(path: Path) -> str | None:
    """The text of a page; None if there is none."""
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except (FileNotFoundError, NotADirectoryError):
        return None
