"""What the engine is told of the facts known: a flat message, one field or a few for each fact.

A fact that is not known has no field. Partial knowledge has fields of its own: the bounds of a number, and for
choices the members known to be there or not.
"""

import json
from functools import lru_cache
from typing import Any

from advisor.model.rulebook import Fact
from advisor.model.values import OneOf, SomeOf, Value, whole_range
from advisor.quantities import Range


@lru_cache(maxsize=16384)
def _fields(
    value: Value | None, kind: str, name: str, names: tuple[str, ...], bounds: tuple[float | None, float | None, bool]
) -> str:
    fields: dict[str, Any] = {}
    if kind == "number":
        low, high, whole = bounds
        fields = _number_fields(name, value if isinstance(value, Range) else None, low, high, whole)
    elif isinstance(value, OneOf):
        fields = {f"{name}/{other}": False for other in names if other not in value.names}
    elif isinstance(value, SomeOf):
        fields = {f"{name}/{member}": True for member in value.includes}
        fields |= {f"{name}/{member}": False for member in value.excludes}
    elif value is not None:
        fields = {name: value}
    return ",".join(f"{json.dumps(field)}:{_plain(content)}" for field, content in fields.items())


def message_part(fact: Fact, value: Value | None) -> str:
    """What the engine is told of one fact, as the inside of a JSON object."""
    return _fields(value, fact.kind, fact.name, fact.names, (fact.minimum, fact.maximum, fact.whole))


def _number_fields(
    name: str, value: Range | None, low: float | None, high: float | None, whole: bool
) -> dict[str, Any]:
    """The bounds known: `min` or (exclusive) `above`, `max` or `below`; an unknown number has its declared ones."""
    low_open = high_open = False
    if value is not None:
        value = whole_range(value) if whole else value
        if value.low is not None and (low is None or value.low >= low):
            low, low_open = value.low, value.low_open
        if value.high is not None and (high is None or value.high <= high):
            high, high_open = value.high, value.high_open
    fields = {}
    if low is not None:
        fields[f"{name}:above" if low_open else f"{name}:min"] = low
    if high is not None:
        fields[f"{name}:below" if high_open else f"{name}:max"] = high
    return fields


def _plain(content: Any) -> str:
    """JSON without exponents, which the engine refuses."""
    if isinstance(content, float):
        text = f"{content:.12f}".rstrip("0")
        return text + "0" if text.endswith(".") else text
    return json.dumps(content)
