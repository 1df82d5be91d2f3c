"""Ranges of numbers to text, which `parse_number` reads back."""

import re
from decimal import Decimal

from advisor.quantities._range import Number, Range
from advisor.quantities._units import FULL_TIMES, singular

_PER = re.compile(r"(\s*/\s*|\s+per\s+)")
_PLAINLY = 1e-6  # smaller numbers are written with an exponent


def format_number(value: Number, unit: str | None) -> str:
    """A number with its unit, as people write it: "25,000 IOPS", "1 day", "5%"."""
    number = _digits(value)
    if not unit:
        return number
    return f"{number}{unit}" if unit == "%" else f"{number} {_named(unit, is_one=value == 1)}"


def format_range(value: Range, unit: str | None) -> str:
    """A range with its unit: "at least 2 years", "1 to 5 minutes", "more than 5 minutes and at most 3 hours"."""
    if value.low is not None and value.low == value.high:
        return format_number(value.low, unit)
    bounds = []
    if value.low is not None:
        bounds.append(f"{'more than' if value.low_open else 'at least'} {format_number(value.low, unit)}")
    if value.high is not None:
        if value.low is not None and not value.low_open and not value.high_open:
            return f"{_digits(value.low)} to {format_number(value.high, unit)}"
        bounds.append(f"{'less than' if value.high_open else 'at most'} {format_number(value.high, unit)}")
    return " and ".join(bounds) or "any number"


def _digits(value: Number) -> str:
    if isinstance(value, int) or value.is_integer():
        return f"{int(value):,}"
    return f"{Decimal(repr(value)):,f}" if abs(value) >= _PLAINLY else repr(value)


def _named(unit: str, is_one: bool) -> str:
    """The unit in the right number; of "requests per second" the requests."""
    head, *per = _PER.split(unit, maxsplit=1)
    *before, noun = head.split() or [""]
    if is_one:
        noun = singular(noun)
    elif noun in FULL_TIMES:
        noun += "s"
    return " ".join([*before, noun]) + "".join(per)
