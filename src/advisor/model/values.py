"""What a case may say of a fact, whole or in part.

A flag is a bool, a choice a name, a number a `Range` (exact when both ends meet).
`OneOf` and `SomeOf` say part of it: one of these names; these members but not those.
"""

import math
from dataclasses import dataclass
from typing import Any, TypeAlias

from advisor.quantities import Range


@dataclass(frozen=True)
class OneOf:
    """A choice of which only this is known: it is one of `names`."""

    names: frozenset[str]


@dataclass(frozen=True)
class SomeOf:
    """A list of choices: `includes` for certain, `excludes` for certain, the rest not known."""

    includes: frozenset[str]
    excludes: frozenset[str]


Value: TypeAlias = bool | str | OneOf | SomeOf | Range


def whole_range(value: Range) -> Range:
    """The range in whole numbers: more than 1 is at least 2."""
    low, high = value.low, value.high
    low = low if low is None else math.floor(low) + 1 if value.low_open else math.ceil(low)
    high = high if high is None else math.ceil(high) - 1 if value.high_open else math.floor(high)
    return Range(low, high, False, False)


def written(value: Value, choices: tuple[str, ...] = ()) -> Any:
    """The value as a case would write it, in plain JSON types; `choices` gives the declared order and members."""
    if isinstance(value, OneOf):
        return {"in": _ordered(value.names, choices)}
    if isinstance(value, SomeOf):
        if set(choices) == value.includes | value.excludes:
            return _ordered(value.includes, choices)
        parts = {"includes": value.includes, "excludes": value.excludes}
        return {key: _ordered(names, choices) for key, names in parts.items() if names}
    if isinstance(value, Range):
        return written_range(value)
    return value


def written_range(value: Range) -> Any:
    """A number, or its bounds as `{"at_least": .., "at_most": .., "above": .., "below": ..}`."""
    if value.exact:
        return value.low
    bounds: dict[str, Any] = {}
    if value.low is not None:
        bounds["above" if value.low_open else "at_least"] = value.low
    if value.high is not None:
        bounds["below" if value.high_open else "at_most"] = value.high
    return bounds


def _ordered(names: frozenset[str], choices: tuple[str, ...]) -> list[str]:
    return sorted(names, key=lambda name: (choices.index(name) if name in choices else len(choices), name))
