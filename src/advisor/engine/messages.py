"""What a ruleset is told of the facts known: a flat message, of each fact only what the rules of the set can use.

A fact that is not known has no field, so that no check of it passes.
"""

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TypeAlias

from advisor.engine.alternatives import HIGH, LOW, Check, Field
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
            f',"{self._names[field]}":{plain(content)}'
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
        begun = {check.field.part: f',"{names[check.field]}":' for check in checks}
        self._low, self._high = begun.get(LOW), begun.get(HIGH)

    def __getitem__(self, value: Value) -> str:
        assert isinstance(value, Range)
        low, high = value.low, value.high
        if low != high:
            low, high = _ends(whole_range(value) if self._whole else value)
        text = ""
        if self._low and low is not None:
            text = f"{self._low}{low if type(low) is int else plain(low)}"
        if self._high and high is not None:
            text += f"{self._high}{high if type(high) is int else plain(high)}"
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


def _ends(value: Range) -> tuple[float | None, float | None]:
    """The lowest and the highest number: of an open end, the number next to it, as exact as numbers are."""
    low, high = value.low, value.high
    return (
        math.nextafter(low, math.inf) if value.low_open and low is not None else low,
        math.nextafter(high, -math.inf) if value.high_open and high is not None else high,
    )


def plain(content: bool | float) -> str:
    """JSON without exponents, which the engine refuses."""
    if isinstance(content, bool):
        return "true" if content else "false"
    if isinstance(content, int):
        return str(content)
    return str(int(content)) if content.is_integer() else f"{Decimal(repr(content)):f}"
