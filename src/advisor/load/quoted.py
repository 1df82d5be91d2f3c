"""Whether a number of a rule stands in the sentence that the rule cites."""

import re
from collections.abc import Iterator
from functools import lru_cache

from advisor.load.tree import NumberUse
from advisor.quantities import parse_number

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBER = re.compile(rf"(?<![\w.,])(\d[\d,]*(?:\.\d+)?|\b(?:{'|'.join(_WORDS)}|an?)\b)", re.IGNORECASE)
_UNIT = re.compile(r"\s*-?\s*(%|[A-Za-z]+(?:\s*/\s*[A-Za-z]+|\s+per\s+[A-Za-z]+)?)")
_LINK = re.compile(r"\s*(?:-|\u2013|to|and|or)\s*", re.IGNORECASE)
_MEASURES = ("seconds", "GB", "MB/s", "%")  # one unit of each dimension that quantities knows


def is_quoted(use: NumberUse, texts: list[str]) -> bool:
    """Whether one of the texts contains the number, in whatever unit and spelling."""
    return any(_agrees(use, number, unit) for text in texts for number, unit in _quantities(text))


def _quantities(text: str) -> Iterator[tuple[str, str]]:
    """The numbers of a text, each with the words after it ("" if none); both numbers of "3-5 hours" have the unit."""
    matches = list(_NUMBER.finditer(text))
    units: list[str] = []
    for match in matches:
        unit = _UNIT.match(text, match.end())
        units.append(unit[1] if unit else "")
    for place in reversed(range(len(matches) - 1)):
        if _LINK.fullmatch(text, matches[place].end(), matches[place + 1].start()):
            units[place] = units[place + 1]
    for match, words in zip(matches, units, strict=True):
        yield match[1].lower().rstrip(","), words


def _agrees(use: NumberUse, number: str, unit: str) -> bool:
    article = number in ("a", "an")  # one, of a measure: "a year" is a number, "a zone" is not
    if article and not _measures(use.fact.unit or ""):
        return False
    if unit:
        amounts = {_amount(f"{number} {part}", use.fact.unit) for part in (unit, unit.split()[0])} - {None}
        if amounts:
            return use.operand in amounts
        if article or _measures(unit):
            return False
    plain = _amount(number, None)
    return plain is not None and plain in (use.operand, _as_written(use.part.data))


@lru_cache
def _measures(unit: str) -> bool:
    """Whether the unit is one of time, size or the like."""
    return any(_amount(f"1 {unit}", measure) is not None for measure in _MEASURES)


def _as_written(data: object) -> float | int | None:
    """The bare number of what the rule says: 1 of "1 year"."""
    match = _NUMBER.search(str(data))
    return _amount(match[1], None) if match else None


@lru_cache(maxsize=1024)
def _amount(text: str, unit: str | None) -> float | int | None:
    try:
        value = parse_number(text, unit)
    except ValueError:
        return None
    return value.low if value.exact else None
