"""What is known of a number."""

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

Number: TypeAlias = float | int

LARGEST = 10**15  # below it, every integer is also exact as a float


@dataclass(frozen=True)
class Range:
    """All numbers from `low` to `high`; None is no bound, and an open bound is itself left out."""

    low: Number | None
    high: Number | None
    low_open: bool = False
    high_open: bool = False

    @property
    def exact(self) -> bool:
        """Whether it is one number."""
        return self.low is not None and self.low == self.high


def plain_number(value: Fraction) -> Number:
    """An int where it is integral, else a float of 12 significant digits, so that 0.1 is 0.1 after any conversion."""
    if value.denominator == 1:
        return int(value)
    rounded = float(f"{float(value):.12g}")
    return int(rounded) if rounded.is_integer() else rounded
