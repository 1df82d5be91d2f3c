"""Text to a range of numbers."""

import math
import re
from fractions import Fraction

from advisor.printable import printable
from advisor.quantities._amount import Amount, MismatchError, convert, expectation, read_amount, too_large
from advisor.quantities._range import LARGEST, Range, plain_number

_LONGEST = 120
_SIGNS = str.maketrans(
    {"\u2013": "-", "\u2014": "-", "\u2212": "-", "\u2264": "<=", "\u2265": ">=", "\xa0": " ", "\u202f": " "}
)
# What people call a bound, by what it is: the lower one or not, itself left out or not.
_NAMES = {
    (True, False): "at least|no less than|not less than|no fewer than|a minimum of|minimum|min|>=",
    (True, True): "more than|greater than|longer than|larger than|exceeding|over|above|>",
    (False, False): "up to|at most|no more than|not more than|no longer than|not longer than|no larger than|"
    "a maximum of|maximum|max|within|<=",
    (False, True): "less than|fewer than|shorter than|smaller than|under|below|<",
}
_KINDS = {name: kind for kind, names in _NAMES.items() for name in names.split("|")}
_BOUND = "|".join(name + r"\b" * name[-1].isalpha() for name in sorted(_KINDS, key=len, reverse=True))
_FLAGS = re.IGNORECASE | re.ASCII
_ONE_BOUND = re.compile(rf"({_BOUND})\s*(.+)", _FLAGS)
_TWO_BOUNDS = re.compile(rf"({_BOUND})\s*(.+?),?\s+(?:and|but)\s+({_BOUND})\s*(.+)", _FLAGS)
_BETWEEN = re.compile(r"between\s+(.+?)\s+and\s+(.+)", _FLAGS)
_FROM_TO = re.compile(r"(?:from\s+)?(.+?)(?:\s+(?:to|through)\s+|(?<=[\w%])(?<!\de)\s*-\s*(?=\.?\d))(.+)", _FLAGS)
_PLUS = re.compile(r"([^+]+?)(?<!\de)\+\s*([^+\d]*)", _FLAGS)
_OR_MORE = re.compile(r"(.+?)\s+or\s+(more|longer|greater|larger|over|above)", _FLAGS)
_OR_LESS = re.compile(r"(.+?)\s+or\s+(less|fewer|shorter|smaller|under|below)", _FLAGS)
_VAGUE = re.compile(r"(?:about|around|roughly|approximately|approx\.?|nearly|almost|some|~)\s*[\da-z.].*", _FLAGS)


def parse_number(text: str | float, unit: str | None) -> Range:
    """What a number, or words for one, say in the unit; a bare number is in the unit itself.

    Raises ValueError, whose text says what was expected.
    """
    if not isinstance(text, str):
        return _number(text, unit)
    line = " ".join(text.translate(_SIGNS).split())
    if len(line) > _LONGEST:
        raise ValueError(f"expected {expectation(unit)}, not a text of {len(text):,} characters")
    hint = " (for a number that is not exact, give a range)" if _VAGUE.fullmatch(line) else ""
    try:
        value = _bounds(line, unit) or _span(line, unit) or _one(line, unit)
    except MismatchError as error:
        value, hint = None, str(error)
    if value is None:
        raise ValueError(
            f"expected {expectation(unit)}, not '{printable(text if len(text) <= _LONGEST else line)}'{hint}"
        )
    return value


def _number(value: float, unit: str | None) -> Range:
    if isinstance(value, bool) or (isinstance(value, float) and not math.isfinite(value)):
        raise ValueError(f"expected {expectation(unit)}, not {str(value).lower()}")
    if abs(value) > LARGEST:
        raise too_large(value if isinstance(value, float) else "a larger number", unit)
    exact = plain_number(convert(Amount(str(value), Fraction(str(value))), unit))
    return Range(exact, exact)


def _bounds(line: str, unit: str | None) -> Range | None:
    """Of "at least 5 and less than 10", "up to 3 hours", "5+ years", "5 or more"."""
    if match := _TWO_BOUNDS.fullmatch(line):
        (first_low, first_open), (second_low, second_open) = (_KINDS[match[n].lower()] for n in (1, 3))
        first, second = read_amount(match[2]), read_amount(match[4])
        if first is None or second is None or first_low == second_low:
            return None
        if first_low:
            return _between(first, second, unit, first_open, second_open)
        return _between(second, first, unit, second_open, first_open)
    for pattern, is_low in ((_OR_MORE, True), (_OR_LESS, False)):
        if match := pattern.fullmatch(line):
            return _bound(match[1], unit, is_low, is_open=False)
    if match := _PLUS.fullmatch(line):
        return _bound(f"{match[1]} {match[2]}".strip(), unit, is_low=True, is_open=False)
    if match := _ONE_BOUND.fullmatch(line):
        is_low, is_open = _KINDS[match[1].lower()]
        return _bound(match[2], unit, is_low, is_open)
    return None


def _span(line: str, unit: str | None) -> Range | None:
    """Of "1 to 5 minutes", "between 1 and 5 minutes"."""
    match = _BETWEEN.fullmatch(line) or _FROM_TO.fullmatch(line)
    low, high = (read_amount(match[1]), read_amount(match[2])) if match else (None, None)
    return _between(low, high, unit) if low and high else None


def _one(line: str, unit: str | None) -> Range | None:
    amount = read_amount(line)
    if amount is None:
        return None
    value = plain_number(convert(amount, unit))
    return Range(value, value)


def _bound(text: str, unit: str | None, is_low: bool, is_open: bool) -> Range | None:
    amount = read_amount(text)
    if amount is None:
        return None
    value = plain_number(convert(amount, unit))
    return Range(value, None, low_open=is_open) if is_low else Range(None, value, high_open=is_open)


def _between(low: Amount, high: Amount, unit: str | None, low_open: bool = False, high_open: bool = False) -> Range:
    first = plain_number(convert(low.beside(high), unit))
    last = plain_number(convert(high.beside(low), unit))
    if first > last or (first == last and (low_open or high_open)):
        raise ValueError(f"expected a smaller number first, not '{low}' and then '{high}'")
    return Range(first, last, low_open, high_open)
