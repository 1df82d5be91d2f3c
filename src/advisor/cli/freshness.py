"""`check --freshness`: which records of a rulebook to look at again."""

import json
from datetime import date
from pathlib import Path

import typer

from advisor.cli.guard import FINE, WRONG
from advisor.cli.options import console


def show_freshness(folder: Path | None, older_than: str | None, on: str | None, format: str) -> int:
    """Print the age of each record; WRONG if an age is asked about and some are older. Raises InputError."""
    from advisor.cli.streams import json_text
    from advisor.editions import freshness
    from advisor.load import load_rulebook
    from advisor.model.rulebook import EDITIONS
    from advisor.render.fresh import freshness_json, freshness_text

    if format == "sarif":
        raise typer.BadParameter("--freshness is printed as text or json.")
    day, limit = _day(on), None if older_than is None else _days(older_than)
    found = freshness([load_rulebook(folder, edition) for edition in EDITIONS], day, limit)
    if format == "json":
        print(json_text(json.dumps(freshness_json(found), indent=2, ensure_ascii=False)))
    else:
        console().print(freshness_text(found))
    return WRONG if found.old else FINE


def _day(text: str | None) -> date:
    from advisor.load.page import shown

    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"--on: expected a day such as 2026-11-23, not {shown(text)}.") from None


def _days(text: str) -> float:
    from advisor.quantities import parse_number

    try:
        age = parse_number(text, "days")
    except ValueError as error:
        raise typer.BadParameter(f"--older-than: {error}") from None
    if not age.exact or age.low is None or age.low < 0:
        raise typer.BadParameter("--older-than: expected one age of 0 days or more, such as '180 days'.")
    return age.low
