"""What a case expects of a decision, and which options it admits: `expect` and `among`."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from advisor.load.page import listing, shown, unknown
from advisor.load.values import exact_number
from advisor.model.case import Expectation, Step
from advisor.model.rulebook import Area

OUTCOMES = ("not-needed", "conflict")


def read_expected(area: Area, data: Any) -> tuple[Expectation, ...]:
    """The answers any of which is right: a text, a tie, or a list of these. Raises ValueError."""
    return _unique(_expected(area, entry) for entry in _entries(data))


def read_admitted(area: Area, data: Any) -> tuple[Expectation, ...]:
    """The options and plans admitted; a family stands for its members. Raises ValueError."""
    admitted: list[Expectation] = []
    for entry in _entries(data):
        if not isinstance(entry, str):
            raise ValueError(f"expected an option, not {shown(entry)}")
        admitted += [_plan(area, name) for name in area.families.get(entry.strip(), (entry,))]
    return _unique(admitted)


def _entries(data: Any) -> list[Any]:
    entries = list(data) if isinstance(data, list | tuple) else [data]
    if not entries:
        raise ValueError("expected at least one option, not an empty list")
    return entries


def _unique(answers: Iterable[Expectation]) -> tuple[Expectation, ...]:
    return tuple(dict.fromkeys(answers))


def _expected(area: Area, entry: Any) -> Expectation:
    if isinstance(entry, Mapping):
        return _tie(area, entry)
    if not isinstance(entry, str):
        raise ValueError(f"expected an option, a list of options or {{tie: [...]}}, not {shown(entry)}")
    if entry.strip() in OUTCOMES:
        return Expectation(outcome=entry.strip())
    return _plan(area, entry)


def _tie(area: Area, entry: Mapping[Any, Any]) -> Expectation:
    if list(entry) != ["tie"] or not isinstance(entry["tie"], list | tuple):
        raise ValueError(f"expected {{tie: [...]}}, not a mapping with {listing(shown(key) for key in entry)}")
    names = frozenset(_option(area, name) for name in entry["tie"])
    if len(names) < 2:
        raise ValueError("expected at least two options in a tie")
    return Expectation(tie=names)


def _plan(area: Area, text: str) -> Expectation:
    """One option, or steps such as `standard > standard-ia@30 days > glacier@90 days`."""
    pieces = text.split(">")
    steps = tuple(_step(area, piece) for piece in pieces)
    if len(steps) > 1 and not area.over_time:
        raise ValueError(f"{area.id} makes no plans over time; expected one option, not {shown(text)}")
    if steps[0].from_days:
        raise ValueError(f"the first step of a plan begins on day 0, not on day {steps[0].from_days:g}")
    days = [step.from_days for step in steps[1:] if step.from_days is not None]
    if days != sorted(set(days)) or (days and days[0] <= 0):
        raise ValueError(f"expected the days of a plan in rising order, not {shown(text)}")
    for before, after in pairwise(steps):
        if before.option == after.option:
            raise ValueError(f"expected another option after {before.option}, not the same again")
    return Expectation(steps=steps)


def _step(area: Area, piece: str) -> Step:
    name, at, day = piece.partition("@")
    option = _option(area, name.strip())
    return Step(option=option, from_days=exact_number(day.strip(), "days") if at else None)


def _option(area: Area, name: Any) -> str:
    if isinstance(name, str) and name in area.options:
        return name
    if isinstance(name, str) and name in area.families:
        raise ValueError(f"'{name}' is a family of options; expected one of {listing(area.families[name])}")
    if not isinstance(name, str):
        raise ValueError(f"expected an option, not {shown(name)}")
    message, hint = unknown(f"option of {area.id}", name, area.options, area.elsewhere)
    raise ValueError(f"{message}. {hint}")
