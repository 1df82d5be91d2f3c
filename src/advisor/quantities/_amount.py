"""One number with its unit: read from text, and converted."""

import re
from dataclasses import dataclass
from fractions import Fraction

from advisor.printable import printable
from advisor.quantities._range import LARGEST
from advisor.quantities._units import PER_TIME, PERCENT, PLAIN, SIZE, TIME, is_measure, unit_of, words_for
from advisor.suggest import did_you_mean

_NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_WORDS = {name: value for value, name in enumerate(_NAMES)} | {"a": 1, "an": 1}
_POWERS = {"hundred": 2, "thousand": 3, "k": 3, "million": 6, "m": 6, "billion": 9, "bn": 9, "trillion": 12}
_FLAGS = re.IGNORECASE | re.ASCII
_AMOUNT = re.compile(
    r"(?P<digits>[-+]?(?:\d[\d,]*(?:\.\d+)?|\.\d+))(?:e(?P<exponent>[-+]?\d+))?\.?(?P<rest>.*)"
    rf"|(?P<word>{'|'.join(_WORDS)})(?![a-z])(?P<more>.*)",
    _FLAGS,
)
_REST = re.compile(rf"\s*-?\s*((?:{'|'.join(_POWERS)})(?![a-z]))?\s*-?\s*(.*?)\.?", _FLAGS)
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_EXPONENTS = range(-400, 60)  # a float has none lower; higher ones only make Python count for long
_EXPECTED = {
    TIME: "a time such as '30 days'",
    SIZE: "a size such as '10 GB'",
    SIZE + PER_TIME: "a rate such as '100 MB/s'",
    PERCENT: "a percentage such as '20%'",
    PLAIN: "a number such as 25 or '25,000'",
}


class MismatchError(ValueError):
    """A number is not in the unit that is expected; its text is a hint in brackets, or empty."""


@dataclass(frozen=True)
class Amount:
    """A number as somebody wrote it: the text, its value before "thousand" or the like, that word, and the unit."""

    text: str
    number: Fraction
    power: str = ""
    unit: str = ""

    def __str__(self) -> str:
        return printable(self.text)

    def beside(self, other: "Amount") -> "Amount":
        """This amount of two, with what is said once for both: the "million hours" of "1 to 5 million hours"."""
        shares_power = not self.power and not self.unit and self.number < other.number
        return Amount(self.text, self.number, other.power if shares_power else self.power, self.unit or other.unit)


def expectation(unit: str | None) -> str:
    """What a number in this unit looks like, for a message."""
    return _EXPECTED.get(unit_of(unit).dimension) or f"a number of {unit} such as 20 or '20k'"


def read_amount(text: str) -> Amount | None:
    """The amount that a text says, None if it says none. Raises ValueError for a number that is no number."""
    match = _AMOUNT.fullmatch(text)
    if not match:
        return None
    rest = _REST.fullmatch(match["rest"] or match["more"] or "")
    assert rest is not None
    power, unit = (rest[1] or ""), rest[2]
    if match["word"]:
        word = match["word"].lower()
        bare = word in ("a", "an") and not (power or unit)
        return None if bare else Amount(text, Fraction(_WORDS[word]), power, unit)
    digits = match["digits"]
    if "," in digits and not _GROUPED.fullmatch(digits):
        raise ValueError(f"expected a number such as '25,000' or '2.5', not '{printable(digits)}'")
    exponent = int(match["exponent"] or 0)
    if exponent not in _EXPONENTS:
        raise ValueError(f"expected a number without so large an exponent, not '{printable(text)}'")
    return Amount(text, Fraction(digits.replace(",", "")) * Fraction(10) ** exponent, power, unit)


def convert(amount: Amount, unit: str | None) -> Fraction:
    """The amount in the unit. Raises MismatchError if it is in another, ValueError if it could mean two things."""
    declared = unit_of(unit)
    _refuse_two_meanings(amount, declared.dimension)
    value = amount.number * Fraction(10) ** _POWERS.get(amount.power.lower(), 0)
    if amount.unit:
        given = unit_of(amount.unit)
        counts = declared.dimension.endswith(PER_TIME) and declared.dimension != SIZE + PER_TIME
        if given.dimension != declared.dimension and not (counts and given.dimension == PER_TIME):
            meant = did_you_mean(amount.unit, words_for(declared.dimension)) if amount.unit.isalpha() else ""
            hint = f" ({meant[0].lower()}{meant[1:]})" if meant and not is_measure(given) else ""
            raise MismatchError(hint)
        value = declared.from_base(given.to_base(value))
    if abs(value) > LARGEST:
        raise too_large(amount, unit)
    return value


def too_large(value: object, unit: str | None) -> ValueError:
    """The error for a number beyond what anybody counts."""
    return ValueError(f"expected at most {LARGEST:,}{f' {unit}' if unit else ''}, not {value}")


def _refuse_two_meanings(amount: Amount, dimension: str) -> None:
    letter = amount.power.lower()
    if letter not in ("k", "m") or (amount.unit and unit_of(amount.unit).dimension != PER_TIME):
        return
    number = f"{float(amount.number):,.12g}"
    size = f"{number} {letter.upper()}B{'/s' if dimension.endswith(PER_TIME) else ''}"
    if dimension == TIME and letter == "m":
        raise ValueError(f"expected '{number} minutes' or '{number} months', not '{amount}', which may be either")
    if dimension in (SIZE, SIZE + PER_TIME):
        word = "thousand" if letter == "k" else "million"
        raise ValueError(f"expected '{size}' or '{number} {word}', not '{amount}', which may be either")
    if amount.power == "m":
        raise ValueError(f"expected '{number} million' or '{number}M', not '{amount}'")
