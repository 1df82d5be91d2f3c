"""Numbers as columns: from a value, or from its bounds, to the cells of a fact."""

import math
import struct
from fractions import Fraction
from typing import Any

import ibis

from advisor.bulk.masks import Mask, literal, split
from advisor.conditions.cells import NumberCells
from advisor.model.rulebook import Fact
from advisor.quantities import Range, plain_number

LARGEST = 10**15


def exactly(value: Any, fact: Fact, cells: NumberCells, is_float: bool) -> Mask:
    """The cell of each number; no cell for one that the fact cannot have."""
    sound = (value >= -LARGEST) & (value <= LARGEST)
    if fact.minimum is not None:
        sound &= value >= fact.minimum
    if fact.maximum is not None:
        sound &= value <= fact.maximum
    if fact.whole and is_float:
        sound &= value == value.floor()
    return _stepped(value, sound, fact, cells, is_float, lambda number: Range(number, number))


def from_below(value: Any, is_open: bool, fact: Fact, cells: NumberCells) -> Mask:
    """The cells at or above a bound; none for a bound that leaves no number, or a fraction where numbers are whole."""
    bound = value + 1 if is_open and fact.whole else value
    is_open = is_open and not fact.whole
    sound = (value >= -LARGEST) & (value <= LARGEST)
    if fact.whole:
        sound &= value == value.floor()
    if fact.maximum is not None:
        sound &= bound < _first(fact.maximum) if is_open else bound <= fact.maximum
    return _stepped(bound, sound, fact, cells, True, lambda number: Range(number, None, is_open, False))


def from_above(value: Any, is_open: bool, fact: Fact, cells: NumberCells) -> Mask:
    """The cells at or below a bound; none for a bound that leaves no number, or a fraction where numbers are whole."""
    bound = value - 1 if is_open and fact.whole else value
    is_open = is_open and not fact.whole
    sound = (value >= -LARGEST) & (value <= LARGEST)
    if fact.whole:
        sound &= value == value.floor()
    if fact.minimum is not None:
        sound &= bound > _last(fact.minimum) if is_open else bound >= fact.minimum
    return _stepped(bound, sound, fact, cells, True, lambda number: Range(None, number, False, is_open))


def _stepped(value: Any, sound: Any, fact: Fact, cells: NumberCells, is_float: bool, meant: Any) -> Mask:
    """The mask of each value, which changes only at the cuts."""
    steps: list[tuple[Any, int]] = [(~sound, 0)]
    low: float | None = None
    for cut in cells.cuts:
        first, last = (_first(cut), _last(cut)) if is_float else (cut, cut)
        between = _between(low, cut, fact.whole)
        if between is not None:
            steps.append((value < first, cells.mask(meant(between))))
        steps.append((value <= last, cells.mask(meant(cut))))
        low = cut
    beyond = _between(low, None, fact.whole)
    assert beyond is not None
    rest = split(cells.mask(meant(beyond)), cells.count)
    return tuple(
        ibis.cases(
            *((condition, literal(split(mask, cells.count)[place])) for condition, mask in steps), else_=literal(word)
        )
        for place, word in enumerate(rest)
    )


def _between(low: float | None, high: float | None, whole: bool) -> float | None:
    """Some number between two cuts; None if there is none, as between 1 and 2 of what is whole."""
    if low is None:
        return 0 if high is None else math.ceil(high) - 1
    above = math.floor(low) + 1
    if high is None or above < high:
        return above
    return None if whole else (low + high) / 2


def _first(cut: float) -> float:
    """The smallest float that is read as this number: what is read has twelve significant digits."""
    return -_last(-cut) if cut else 0.0


def _last(cut: float) -> float:
    """The largest float that is read as this number."""
    if not cut:
        return 0.0
    low, high = _order(float(cut)), _order(float(cut) + abs(cut) * 1e-10)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _read(_float(middle)) == cut else (low, middle)
    return _float(low)


def _read(value: float) -> float:
    return plain_number(Fraction(str(value)))


def _order(value: float) -> int:
    """The place of a float among all floats."""
    bits: int = struct.unpack("<q", struct.pack("<d", value))[0]
    return bits if bits >= 0 else -(bits & (1 << 63) - 1)


def _float(order: int) -> float:
    bits = order if order >= 0 else -order | -(1 << 63)
    value: float = struct.unpack("<d", struct.pack("<q", bits))[0]
    return value
