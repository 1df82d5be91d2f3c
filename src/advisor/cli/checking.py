"""`check`: the problems of a rulebook."""

import json
from pathlib import Path
from typing import Annotated

import typer

from advisor.cli.guard import FINE, WRONG, command, tell
from advisor.cli.options import Rules, TextOrJson, console
from advisor.errors import InputError, Problem


@command
def check(
    folder: Annotated[
        Path | None, typer.Argument(metavar="RULES_DIR", help="The folder to check, else the bundled rules.")
    ] = None,
    notes: Annotated[
        Path | None, typer.Option("--notes", metavar="FILE", help="The notes, to prove the quotes against.")
    ] = None,
    format: TextOrJson = "text",
    rules: Rules = None,
) -> int:
    """Find what is wrong with a rulebook, in both its editions.

    With --notes, also that each quote stands in its line and that no line was passed over.

    \b
    Example:
      advisor check rules --notes ../shared/notes/000_16fa144a8f06a55c.txt
    """
    from advisor.cli.streams import json_text
    from advisor.load import bundled_rules
    from advisor.render.problems import problems_json

    where = folder or rules or bundled_rules()
    said, problems = _problems(where, notes)
    if format == "json":
        print(json_text(json.dumps(problems_json(problems), indent=2, ensure_ascii=False)))
    tell(problems)
    if not problems and format == "text":
        console().print(said)
    return WRONG if problems else FINE


def _problems(rules: Path, notes: Path | None) -> tuple[str, list[Problem]]:
    """What the rulebook holds, in words, and what is wrong with it."""
    from advisor.advise import Advisor
    from advisor.load import load_rulebook
    from advisor.model.rulebook import EDITIONS
    from advisor.render.listings import rulebook_said
    from advisor.verify import check_citations

    try:
        rulebooks = [load_rulebook(rules, edition) for edition in EDITIONS]
        for rulebook in rulebooks:
            Advisor(rulebook)  # the engine has limits of its own
        problems = check_citations(rulebooks, notes, rules) if notes else []
    except InputError as error:
        return "", list(error.problems)
    proof = "Every quote stands in its line, and no line was passed over." if notes else "The quotes were not checked."
    return f"{rulebook_said(rulebooks[0])} No problems. {proof}", problems
