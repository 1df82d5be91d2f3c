"""Units: what they measure, and how one is converted into another."""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product

TIME, SIZE, PERCENT, PLAIN = "time", "size", "percent", ""
PER_TIME = "/time"

_DAY = 86_400
_MONTH, _YEAR = 30, 365  # in days; twelve months are a year, so the last month of a year has 35
_TIMES = {
    ("us", "\xb5s", "\u03bcs", "usec", "microsecond"): Fraction(1, 1_000_000),
    ("ms", "msec", "millisecond"): Fraction(1, 1000),
    ("s", "sec", "second"): Fraction(1),
    ("min", "minute"): Fraction(60),
    ("h", "hr", "hour"): Fraction(3600),
    ("d", "day"): Fraction(_DAY),
    ("w", "wk", "week"): Fraction(7 * _DAY),
}
_MONTHS = {("mo", "month"): 1, ("y", "yr", "year"): 12, ("decade",): 120}
FULL_TIMES = tuple(names[-1] for names in (*_TIMES, *_MONTHS))
_DECIMAL = (("k", "kilo"), ("m", "mega"), ("g", "giga"), ("t", "tera"), ("p", "peta"))
_BINARY = (("ki", "kibi"), ("mi", "mebi"), ("gi", "gibi"), ("ti", "tebi"), ("pi", "pebi"))
_PERCENT = ("%", "percent", "per cent", "pct")
_SHORT = {
    "req": "request",
    "rps": "request per second",
    "tps": "transaction per second",
    "qps": "query per second",
}
_BITS = re.compile(r"([kmgt]?)(b)ps", re.IGNORECASE)
_PER = re.compile(r"\s*/\s*|(?:^|\s+)per\s+")


@dataclass(frozen=True)
class Unit:
    """A unit: the dimension that it measures, and its size: in seconds, in bytes, or, of the calendar, in months."""

    dimension: str
    factor: Fraction = Fraction(1)
    calendar: bool = False

    def to_base(self, value: Fraction) -> Fraction:
        """So many of this unit, in the dimension's base unit."""
        return _months_to_days(value * self.factor) * _DAY if self.calendar else value * self.factor

    def from_base(self, value: Fraction) -> Fraction:
        """So many of the base unit, in this unit."""
        return _days_to_months(value / _DAY) / self.factor if self.calendar else value / self.factor


def _months_to_days(months: Fraction) -> Fraction:
    if months < 0:
        return -_months_to_days(-months)
    years, rest = divmod(months, 12)
    return years * _YEAR + (rest * _MONTH if rest <= 11 else 11 * _MONTH + (rest - 11) * (_YEAR - 11 * _MONTH))


def _days_to_months(days: Fraction) -> Fraction:
    if days < 0:
        return -_days_to_months(-days)
    years, rest = divmod(days, _YEAR)
    full = 11 * _MONTH
    return years * 12 + (rest / _MONTH if rest <= full else 11 + (rest - full) / (_YEAR - full))


def _known() -> dict[str, Unit]:
    """Every unit of time, of size and of percent, by its names in lower case."""
    units = {name: Unit(TIME, seconds) for names, seconds in _TIMES.items() for name in names}
    units |= {name: Unit(TIME, Fraction(n), calendar=True) for names, n in _MONTHS.items() for name in names}
    units |= {"b": Unit(SIZE), "byte": Unit(SIZE), "bit": Unit(SIZE, Fraction(1, 8))}
    for prefixes, base in ((_DECIMAL, 1000), (_BINARY, 1024)):
        for power, (short, long) in enumerate(prefixes, 1):
            for prefix, name in product((short, long), ("b", "byte", "bit")):
                if (len(prefix) > 2) == (name == "byte") or name == "bit":
                    units[prefix + name] = Unit(SIZE, Fraction(base**power, 8 if name == "bit" else 1))
    units |= {f"{name}s": unit for name, unit in units.items()}
    return units | dict.fromkeys(_PERCENT, Unit(PERCENT))


_KNOWN = _known()


@lru_cache(maxsize=1024)
def unit_of(text: str | None) -> Unit:
    """The unit that a text names; one that is not known is a noun, counted in itself."""
    if text is None or not text.strip():
        return Unit(PLAIN)
    name = " ".join(text.split())
    lower = name.lower()
    if bits := _BITS.fullmatch(name):
        size = _KNOWN[bits[1].lower() + "b"].factor / (1 if bits[2] == "B" else 8)
        return Unit(SIZE + PER_TIME, size)
    if lower in _KNOWN:
        return _KNOWN[lower]
    head, *tail = _PER.split(_SHORT.get(lower, lower))
    per = _KNOWN.get(tail[0]) if len(tail) == 1 else None
    if per is None or per.dimension != TIME:
        return Unit(_noun(lower))
    seconds = per.to_base(Fraction(1))
    top = _KNOWN.get(head, Unit(_noun(head)))
    return Unit(top.dimension + PER_TIME, top.factor / seconds)


def words_for(dimension: str) -> list[str]:
    """The full names of units that somebody may have meant."""
    sizes = [name for name in _KNOWN if name.endswith("bytes")]
    return [f"{name}s" for name in FULL_TIMES] if dimension == TIME else sizes if dimension == SIZE else []


def is_measure(unit: Unit) -> bool:
    """Whether it is a unit of time, size or the like, not a noun."""
    return unit.dimension in (TIME, SIZE, SIZE + PER_TIME, PERCENT)


def singular(word: str) -> str:
    """A noun for one of its kind: "days" to "day", "queries" to "query"; "IOPS" and "access" stay."""
    if word.isupper() or len(word) < 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "tches", "xes")) else word[:-1]


def _noun(text: str) -> str:
    """The dimension of what is counted; in quotes, since "three times" is no time and "two sizes" no size."""
    noun = " ".join(_SHORT.get(singular(word), singular(word)) for word in text.split())
    return noun and f"'{noun}'"
