"""What a ruleset is told of the facts known: a flat message, of each fact only what the rules of the set can use.

A fact that is not known has no field, so that no check of it passes.
"""

import json
import math
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from advisor.engine.alternatives import LOW, Check, Field
from advisor.model.rulebook import Fact
from advisor.model.values import OneOf, SomeOf, Value, whole_range
from advisor.quantities import Range

_MEMORY = 16384  # values whose words are remembered


class Reader:
    """What one ruleset reads of one fact: the fields that its checks compare, with their names in a message."""

    def __init__(self, fact: Fact, checks: Iterable[Check], names: Mapping[Field, str]) -> None:
        self._fact = fact
        self._names = {check.field.part: names[check.field] for check in sorted(checks)}
        self._equal = {(check.field.part, check.operand) for check in checks if check.operator == "="}

    def text(self, value: Value | None) -> str:
        """Fields of a JSON object, each after a comma; none for a value (in whole or in part) that no check can use."""
        return "".join(
            f',"{name}":{plain(content)}'
            for part, name in self._names.items()
            if (content := None if value is None else _known(self._fact, part, value)) is not None
            and (self._fact.kind == "number" or (part, content) in self._equal)
        )


class Heard(dict[Reader, str]):
    """One value (None if it is not known) in the words of each ruleset, which are found when they are first needed."""

    def __init__(self, value: Value | None) -> None:
        self._value = value

    def __missing__(self, reader: Reader) -> str:
        text = self[reader] = reader.text(self._value)
        return text


Told: TypeAlias = dict[str, Heard]  # by a fact's id, known or not

_heard = lru_cache(maxsize=_MEMORY)(Heard)


class Teller:
    """Says what is known of some facts as the engine hears it; a value is put into words once."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._silence = dict.fromkeys((fact.id for fact in facts), _heard(None))

    def told(self, known: Mapping[str, Value]) -> Told:
        """What the engine is told of the facts, given those known (by id, in whole or in part)."""
        told = self._silence.copy()
        for fact, value in known.items():
            if fact in told:
                told[fact] = _heard(value)
        return told

    def part(self, _fact: str, value: Value) -> Heard:
        """What the engine is told of one fact."""
        return _heard(value)


def _known(fact: Fact, part: tuple[str, ...], value: Value) -> bool | float | None:
    """What is known of a part of a fact (see `Field`); None for nothing."""
    if isinstance(value, Range):
        return _end(whole_range(value) if fact.whole else value, part)
    if isinstance(value, SomeOf):
        return True if part[0] in value.includes else False if part[0] in value.excludes else None
    if isinstance(value, bool):
        return value
    possible = value.names if isinstance(value, OneOf) else {value}
    if part:
        return possible.issubset(part) or None
    return fact.names.index(*possible) if len(possible) == 1 else None


def _end(value: Range, part: tuple[str, ...]) -> float | None:
    """The lowest or the highest number; of an open end, the number next to it, as exact as numbers are."""
    end, is_open, inwards = (
        (value.low, value.low_open, math.inf) if part == LOW else (value.high, value.high_open, -math.inf)
    )
    return end if end is None or not is_open else math.nextafter(end, inwards)


def plain(content: bool | float) -> str:
    """JSON without exponents, which the engine refuses."""
    if isinstance(content, float):
        return str(int(content)) if content.is_integer() else f"{Decimal(repr(content)):f}"
    return json.dumps(content)
