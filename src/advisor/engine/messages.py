"""What a ruleset is told of the facts known: a flat message, of each fact only what the rules of the set can use.

A fact that is not known has no field, so that no check of it passes.
"""

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TypeAlias

from advisor.engine.alternatives import LOW, Check, Field
from advisor.model.rulebook import Fact
from advisor.model.values import OneOf, SomeOf, Value, whole_range
from advisor.quantities import Range

_MEMORY = 4096  # values of one fact whose words are remembered


class WordReader(dict[Value, str]):
    """What one ruleset reads of a flag, a choice or a list: for a value, fields of a JSON object, each after a comma.

    A field is left out if no check can use it.
    """

    def __init__(self, fact: Fact, checks: Iterable[Check], names: Mapping[Field, str]) -> None:
        self._fact = fact
        self._names = names
        self._equal: dict[Field, set[bool | float]] = {}
        for check in sorted(checks):
            self._equal.setdefault(check.field, set()).add(check.operand)

    def __missing__(self, value: Value) -> str:
        said = [(field, _known(self._fact, field.part, value)) for field in self._equal]
        text = "".join(
            _written(self._names[field], content)
            for field, content in said
            if content is not None and content in self._equal[field]
        )
        if len(self) < _MEMORY:
            self[value] = text
        return text


class NumberReader:
    """What one ruleset reads of a number: for a value, its ends as fields of a JSON object, each after a comma."""

    def __init__(self, fact: Fact, checks: Iterable[Check], names: Mapping[Field, str]) -> None:
        self._whole = fact.whole
        self._names = [(names[field], field.part == LOW) for field in sorted({check.field for check in checks})]

    def __getitem__(self, value: Value) -> str:
        assert isinstance(value, Range)
        if self._whole and value.low != value.high:
            value = whole_range(value)
        text = ""
        for name, is_low in self._names:
            end = _low(value) if is_low else _high(value)
            if end is not None:
                text += _written(name, end)
        return text


Reader: TypeAlias = WordReader | NumberReader


def reader(fact: Fact, checks: Iterable[Check], names: Mapping[Field, str]) -> Reader:
    """What a ruleset with these checks reads of a fact; `names` are those of the fields in a message."""
    return (NumberReader if fact.kind == "number" else WordReader)(fact, checks, names)


def _known(fact: Fact, part: tuple[str, ...], value: Value) -> bool | int | None:
    """What is known of a part of a fact (see `Field`); None for nothing."""
    if isinstance(value, bool):
        return value
    if isinstance(value, SomeOf):
        return True if part[0] in value.includes else False if part[0] in value.excludes else None
    assert isinstance(value, str | OneOf)
    possible = value.names if isinstance(value, OneOf) else {value}
    if part:
        return possible.issubset(part) or None
    return fact.names.index(*possible) if len(possible) == 1 else None


def _low(value: Range) -> float | None:
    """The lowest number: of an open end, the number next to it, as exact as numbers are."""
    return math.nextafter(value.low, math.inf) if value.low_open and value.low is not None else value.low


def _high(value: Range) -> float | None:
    """The highest number."""
    return math.nextafter(value.high, -math.inf) if value.high_open and value.high is not None else value.high


def _written(name: str, content: bool | float) -> str:
    return f',"{name}":{plain(content)}'


def plain(content: bool | float) -> str:
    """JSON without exponents, which the engine refuses."""
    if isinstance(content, bool):
        return "true" if content else "false"
    if isinstance(content, int):
        return str(content)
    return str(int(content)) if content.is_integer() else f"{Decimal(repr(content)):f}"
