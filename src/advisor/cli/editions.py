"""`compare`: both editions side by side."""

import json
import os
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from advisor.cli.guard import FINE, WRONG, command, tell
from advisor.cli.options import InputFormat, Rules, console, known, load_advisor

if TYPE_CHECKING:
    from advisor.library import Advisor
    from advisor.model.comparison import Comparison


@command
def compare(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A file with one case or several, or - for input.")],
    area: Annotated[
        list[str] | None, typer.Option("--area", metavar="AREA", help="Only this decision. May be given repeatedly.")
    ] = None,
    no_assumptions: Annotated[
        bool, typer.Option("--no-assumptions", help="Leave open what the case does not say.")
    ] = False,
    format: Annotated[Literal["text", "json", "markdown"], typer.Option("--format", help="How to print it.")] = "text",
    input_format: InputFormat = None,
    rules: Rules = None,
) -> int:
    """Lay both editions side by side: what the notes of 2020 recommend, what is right today, and why they differ.

    The case may state facts that only today's edition knows. Several cases in JSON are printed one a line.

    \b
    Example:
      advisor compare cases/stories/web-shop.yaml --area ebs-volume
    """
    from advisor.batch import read_cases

    if case != "-" and os.path.isdir(case):  # noqa: PTH112 - says no where pathlib raises
        raise typer.BadParameter(f"'{case}' is a folder; expected a file with a case.")
    advisor = load_advisor(rules, "today")
    known("area", area or (), advisor.rulebook.areas)
    code = FINE
    comparisons: list[Comparison] = []
    for entry in read_cases([case], advisor, input_format):
        if entry.case is None:
            tell(entry.problems)
            code = WRONG
        else:
            comparisons.append(advisor.compare(entry.case, areas=area, assumptions=not no_assumptions))
    _print(comparisons, advisor, format)
    return code


def _print(comparisons: "list[Comparison]", advisor: "Advisor", format: str) -> None:
    from advisor.cli.streams import json_text
    from advisor.render.compared import add_comparison
    from advisor.render.page import MarkdownPage, TextPage

    for number, each in enumerate(comparisons):
        if format == "json":
            data = each.model_dump(mode="json")
            print(json_text(json.dumps(data, indent=None if len(comparisons) > 1 else 2, ensure_ascii=False)))
            continue
        page = TextPage() if format == "text" else MarkdownPage()
        add_comparison(page, each, advisor.in_edition("notes").rulebook, advisor.rulebook)
        if number:
            print()
        if isinstance(page, TextPage):
            console().print(page.paper)
        else:
            print(page.text(), end="")
