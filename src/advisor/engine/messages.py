"""What the engine is told of the facts known: a flat message, one field or a few for each fact.

A fact that is not known has no field. Partial knowledge has fields of its own: the bounds of a number, and for
choices the members known to be there or not.
"""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

from advisor.model.rulebook import Fact
from advisor.model.values import OneOf, SomeOf, Value, whole_range
from advisor.quantities import Range

Told: TypeAlias = dict[str, str]  # by a fact's id, what the engine is told of it

_MEMORY = 16384  # values whose fields are remembered


class Teller:
    """Says what is known of some facts as the engine hears it; a value is put into words once."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._facts = {fact.id: fact for fact in facts}
        self.part = lru_cache(maxsize=_MEMORY)(self._part)

    def told(self, known: Mapping[str, Value]) -> Told:
        """What the engine is told of the facts known (by id, in whole or in part)."""
        return {fact: self.part(fact, value) for fact, value in known.items() if fact in self._facts}

    def _part(self, fact: str, value: Value) -> str:
        return message_part(self._facts[fact], value)


def message_part(fact: Fact, value: Value | None) -> str:
    """What the engine is told of one fact: fields of a JSON object, each after a comma."""
    name, names = fact.name, fact.names
    fields: dict[str, Any] = {}
    if fact.kind == "number":
        fields = _number_fields(fact, value if isinstance(value, Range) else None)
    elif isinstance(value, OneOf):
        fields = {f"{name}/{other}": False for other in names if other not in value.names}
    elif isinstance(value, SomeOf):
        fields = {f"{name}/{member}": True for member in value.includes}
        fields |= {f"{name}/{member}": False for member in value.excludes}
    elif value is not None:
        fields = {name: value}
    return "".join(f",{json.dumps(field)}:{_plain(content)}" for field, content in fields.items())


def _number_fields(fact: Fact, value: Range | None) -> dict[str, Any]:
    """The bounds known: `min` or (exclusive) `above`, `max` or `below`; an unknown number has its declared ones."""
    name, low, high = fact.name, fact.minimum, fact.maximum
    low_open = high_open = False
    if value is not None:
        value = whole_range(value) if fact.whole else value
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
