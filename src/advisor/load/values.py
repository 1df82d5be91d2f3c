"""What a case or a page says of a fact, read into a value of the model."""

import math
from collections.abc import Callable, Iterable, Mapping, Set
from functools import lru_cache
from typing import Any

from advisor.load.page import listing, shown
from advisor.model.rulebook import Fact
from advisor.model.values import OneOf, SomeOf, Value
from advisor.quantities import Range, format_range, parse_number
from advisor.suggest import did_you_mean

UNKNOWN = "unknown"
BOUNDS = ("at_least", "at_most", "above", "below")
_EVERYDAY = 10**12  # a whole number up to here is taken as it is, for speed
_FLAGS = {"true": True, "yes": True, "false": False, "no": False}

_parse_text = lru_cache(maxsize=4096)(parse_number)


def read_value(fact: Fact, data: Any) -> Value:
    """The value that `data` says the fact has. Raises ValueError with what was expected."""
    return _READERS[fact.kind](fact, data)


def not_given(data: Any) -> bool:
    """Whether a case leaves the fact open in so many words."""
    return data is None or (isinstance(data, str) and data.strip().casefold() == UNKNOWN)


def says_nothing(fact: Fact, value: Value) -> bool:
    """Whether a value leaves every possibility open, as silence does."""
    if isinstance(value, OneOf):
        return len(value.names) == len(fact.choices)
    if isinstance(value, SomeOf):
        return not value.includes and not value.excludes and bool(fact.choices)
    return isinstance(value, Range) and value.low is None and value.high is None


def exact_number(data: Any, unit: str | None) -> float | int:
    """One number in the unit, written as a number or as text. Raises ValueError for anything else, ranges too."""
    value = _range(data, unit)
    if value.low is None or value.low != value.high:
        raise ValueError(f"expected one number, not the range {shown(data)}")
    return value.low


def _range(data: Any, unit: str | None) -> Range:
    if type(data) is int and -_EVERYDAY <= data <= _EVERYDAY:
        return Range(data, data)
    if isinstance(data, str):
        return _parse_text(data, unit)
    if isinstance(data, int | float) and not isinstance(data, bool):
        return parse_number(data, unit)
    raise ValueError(f"expected a number{f' ({unit})' if unit else ''}, not {shown(data)}")


def _read_flag(_fact: Fact, data: Any) -> Value:
    if data is True or data is False:
        return bool(data)
    word = _FLAGS.get(data.strip().casefold()) if isinstance(data, str) else None
    if word is None:
        raise ValueError(f"expected true or false, not {shown(data)}")
    return word


def _read_choice(fact: Fact, data: Any) -> Value:
    if isinstance(data, str) and data in fact.choices:
        return data
    if isinstance(data, Mapping):
        names = _names(fact, _only(data, ("in",))["in"])
        if not names:
            raise ValueError(f"expected at least one of {listing(fact.names)}")
        return next(iter(names)) if len(names) == 1 else OneOf(names)
    hint = ". Write {in: [...]} if it may be any of several" if isinstance(data, list | tuple) else ""
    raise ValueError(_no_choice(fact, data) + hint)


def _read_choices(fact: Fact, data: Any) -> Value:
    if isinstance(data, Mapping):
        parts = _only(data, ("includes", "excludes"))
        includes = _names(fact, parts.get("includes", ()))
        excludes = _names(fact, parts.get("excludes", ()))
        if includes & excludes:
            raise ValueError(f"'{min(includes & excludes)}' is both included and excluded")
        return SomeOf(includes, excludes)
    includes = _names(fact, data)
    return SomeOf(includes, frozenset(fact.names) - includes)


def _read_number(fact: Fact, data: Any) -> Value:
    if isinstance(data, str):
        word = _word(fact, data)
        value = word if word is not None else _number_text(fact, data)
    elif isinstance(data, Mapping):
        value = _bounds(fact, data)
    else:
        value = _range(data, fact.unit)
    if not _possible(value, fact):
        if value.exact and value.low is not None and fact.whole and value.low != int(value.low):
            raise ValueError(f"expected a whole number, not {shown(data)}")
        allowed = format_range(Range(fact.minimum, fact.maximum, False, False), fact.unit)
        raise ValueError(f"expected {allowed}, not {_said(value, fact.unit, data)}")
    return value


def _word(fact: Fact, text: str) -> Range | None:
    if text in fact.words:
        return fact.words[text]
    folded = text.strip().casefold()
    return next((value for word, value in fact.words.items() if word.casefold() == folded), None)


def _number_text(fact: Fact, text: str) -> Range:
    try:
        value = _parse_text(text, fact.unit)
    except ValueError as error:
        if not fact.words:
            raise
        hint = did_you_mean(text, fact.words) or f"Words for it: {listing(fact.words)}."
        raise ValueError(f"{error}. {hint}") from None
    return _as_limit(value) if fact.limit else value


def _as_limit(value: Range) -> Range:
    """ "Within 12 hours" and "up to 12 hours" are a limit of 12; "in less than 12", of one unit less."""
    if value.low is not None or value.high is None:
        return value
    limit = value.high - (min(1, value.high / 2) if value.high_open else 0)
    return Range(limit, limit, False, False)


def _bounds(fact: Fact, data: Mapping[Any, Any]) -> Range:
    parts = {key: exact_number(bound, fact.unit) for key, bound in _only(data, BOUNDS).items()}
    for first, second in (("at_least", "above"), ("at_most", "below")):
        if first in parts and second in parts:
            raise ValueError(f"expected '{first}' or '{second}', not both")
    low, high = parts.get("at_least", parts.get("above")), parts.get("at_most", parts.get("below"))
    value = Range(low, high, "above" in parts, "below" in parts)
    if not _holds_a_number(low, high, value.low_open, value.high_open, whole=False):
        raise ValueError("no number lies between these bounds")
    return value


def _possible(value: Range, fact: Fact) -> bool:
    """Whether some number of the range is one that the fact may have."""
    low, high, low_open, high_open = value.low, value.high, value.low_open, value.high_open
    if fact.minimum is not None and (low is None or low < fact.minimum):
        low, low_open = fact.minimum, False
    if fact.maximum is not None and (high is None or high > fact.maximum):
        high, high_open = fact.maximum, False
    return _holds_a_number(low, high, low_open, high_open, fact.whole)


def _holds_a_number(low: float | None, high: float | None, low_open: bool, high_open: bool, whole: bool) -> bool:
    if low is None or high is None:
        return True
    if whole:
        first = math.floor(low) + 1 if low_open else math.ceil(low)
        last = math.ceil(high) - 1 if high_open else math.floor(high)
        return first <= last
    return low < high or (low == high and not low_open and not high_open)


def _said(value: Range, unit: str | None, data: Any) -> str:
    """A number as it was written, and what that is in the fact's unit where it says something else."""
    plain = format_range(value, unit)
    return plain if not isinstance(data, str) or data in plain else f"{shown(data)} ({plain})"


def _only(data: Mapping[Any, Any], known: tuple[str, ...]) -> Mapping[str, Any]:
    """The mapping, proven to have at least one key and none but the known ones."""
    for key in data:
        if key not in known:
            hint = did_you_mean(key, known) if isinstance(key, str) else ""
            raise ValueError(f"unknown key {shown(key)}, expected {listing(known)}{f'. {hint}' if hint else ''}")
    if not data:
        raise ValueError(f"expected a mapping with {listing(known, ' or ')}, not an empty one")
    return data


def _names(fact: Fact, data: Any) -> frozenset[str]:
    """Choices of the fact; a bare name is a list of one."""
    names: Iterable[Any] = (data,) if isinstance(data, str) else data
    if not isinstance(names, list | tuple | Set):
        raise ValueError(f"expected a list of names out of {listing(fact.names)}, not {shown(data)}")
    for name in names:
        if not isinstance(name, str) or name not in fact.choices:
            raise ValueError(_no_choice(fact, name))
    return frozenset(names)


def _no_choice(fact: Fact, data: Any) -> str:
    hint = did_you_mean(data, fact.names) if isinstance(data, str) else ""
    return f"expected one of {listing(fact.names)}, not {shown(data)}{f'. {hint}' if hint else ''}"


_READERS: dict[str, Callable[[Fact, Any], Value]] = {
    "flag": _read_flag,
    "choice": _read_choice,
    "choices": _read_choices,
    "number": _read_number,
}
