"""Problems of an input, as lines and as JSON."""

from collections.abc import Iterable
from typing import Any

from advisor.errors import Place, Problem
from advisor.printable import printable

PROBLEMS_SCHEMA = "advisor/problems/1"


def problem_text(problem: Problem) -> str:
    """`file:line:column: what. hint`, with nothing raw in it."""
    return printable(str(problem))


def problems_json(problems: Iterable[Problem], case: str | None = None, place: Place | None = None) -> dict[str, Any]:
    """The problems of a case (or of what was read before any case) as JSON data."""
    about: dict[str, Any] = {} if case is None else {"case": case}
    if place is not None:
        about["place"] = str(place)
    return {"schema": PROBLEMS_SCHEMA, **about, "problems": [problem_json(each) for each in problems]}


def problem_json(problem: Problem) -> dict[str, Any]:
    """One problem as JSON data."""
    place = problem.place
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "message": problem.message,
        "hint": problem.hint,
    }
