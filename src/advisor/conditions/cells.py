"""A fact's values cut into finitely many cells, such that no test of the rulebook tells two values of a cell apart.

Sets of cells are bit masks. What is known of a fact is the mask of the cells still possible; a test is the mask
of the cells that pass it. Both questions of three-valued truth (do all pass? does any?) are then one `and`.
"""

import math
from bisect import bisect_left
from collections.abc import Iterable
from functools import reduce
from operator import or_

from advisor.model.conditions import Test
from advisor.model.rulebook import Fact
from advisor.model.values import OneOf, SomeOf, Value, whole_range
from advisor.quantities import Range


class FlagCells:
    """Two cells: false, true."""

    count = 2
    everything = 0b11

    def mask(self, value: Value) -> int:
        """The cells that a value, whole or partial, leaves possible."""
        return 0b10 if value else 0b01

    def passing(self, test: Test) -> int:
        """The cells that pass a test."""
        return 0b10 if test.operand else 0b01

    def sample(self, cell: int) -> Value:
        """An exact value of the cell."""
        return cell == 1


class ChoiceCells:
    """One cell for each choice."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        self.count = len(names)
        self.everything = (1 << self.count) - 1
        self._bits = {name: 1 << place for place, name in enumerate(names)}

    def mask(self, value: Value) -> int:
        """The cells that a value, whole or partial, leaves possible."""
        if isinstance(value, OneOf):
            return self._any(value.names)
        assert isinstance(value, str)
        return self._bits[value]

    def passing(self, test: Test) -> int:
        """The cells that pass a test."""
        return self._any(test.operand) if isinstance(test.operand, frozenset) else self._bits[str(test.operand)]

    def sample(self, cell: int) -> Value:
        """An exact value of the cell."""
        return self.names[cell]

    def _any(self, names: Iterable[str]) -> int:
        return reduce(or_, (self._bits[name] for name in names), 0)


class ChoicesCells:
    """One cell for each set of choices; the cell's number has a bit for each member."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        self.count = 1 << len(names)
        self.everything = (1 << self.count) - 1
        self._having = {
            name: sum(1 << cell for cell in range(self.count) if cell >> place & 1) for place, name in enumerate(names)
        }

    def mask(self, value: Value) -> int:
        """The cells that a value, whole or partial, leaves possible."""
        assert isinstance(value, SomeOf)
        return self._within(value.includes, value.excludes)

    def passing(self, test: Test) -> int:
        """The cells that pass a test."""
        names = test.operand
        assert isinstance(names, frozenset)
        if test.operator == "includes_any":
            return reduce(or_, (self._having[name] for name in names), 0)
        return self._within(names, set(self.names) - names if test.operator == "equal" else ())

    def sample(self, cell: int) -> Value:
        """An exact value of the cell."""
        members = frozenset(name for place, name in enumerate(self.names) if cell >> place & 1)
        return SomeOf(members, frozenset(self.names) - members)

    def _within(self, includes: Iterable[str], excludes: Iterable[str]) -> int:
        mask = self.everything
        for name in includes:
            mask &= self._having[name]
        for name in excludes:
            mask &= ~self._having[name]
        return mask


class NumberCells:
    """A cell for each number that a test compares with, and one for each gap between two of them.

    Positions on the line: gap 0, cut 0, gap 1, cut 1, ... Positions that the declared range (or `whole`) leaves
    empty have no cell.
    """

    def __init__(self, fact: Fact, cuts: Iterable[float]) -> None:
        self._whole = fact.whole
        low, high = fact.minimum, fact.maximum
        self.cuts = sorted({cut for cut in cuts if (low is None or cut >= low) and (high is None or cut <= high)})
        self._spans: list[Range] = []
        self._before = [0]  # how many cells lie before each position
        for position in range(2 * len(self.cuts) + 1):
            span = self._span(position, low, high)
            if span is not None:
                self._spans.append(span)
            self._before.append(len(self._spans))
        self.count = len(self._spans)
        self.everything = (1 << self.count) - 1

    def mask(self, value: Value) -> int:
        """The cells that a value, whole or partial, leaves possible."""
        assert isinstance(value, Range)
        value = whole_range(value) if self._whole else value
        first = 0 if value.low is None else self._position(value.low)
        last = 2 * len(self.cuts) if value.high is None else self._position(value.high)
        first += value.low_open and first % 2
        last -= value.high_open and last % 2
        return self._between(first, last)

    def passing(self, test: Test) -> int:
        """The cells that pass a test."""
        assert isinstance(test.operand, int | float)
        at, end = self._position(test.operand), 2 * len(self.cuts)
        first, last = {
            "equal": (at, at),
            "at_least": (at, end),
            "above": (at + 1, end),
            "at_most": (0, at),
            "below": (0, at - 1),
        }[test.operator]
        if at % 2 == 0:  # beyond the declared range: the comparison says the same of every value
            first, last = (at, end) if test.operator in ("at_least", "above") else (0, at)
            if (at == 0) != (test.operator in ("at_least", "above")) or test.operator == "equal":
                return 0
        return self._between(first, last)

    def sample(self, cell: int) -> Value:
        """An exact value of the cell."""
        span = self._spans[cell]
        return Range(value := self._inside(span), value, False, False)

    def span(self, cell: int) -> Range:
        """The numbers of the cell."""
        return self._spans[cell]

    def between(self, first: int, last: int) -> Range:
        """All numbers from those of one cell to those of another."""
        low, high = self._spans[first], self._spans[last]
        return Range(low.low, high.high, low.low_open, high.high_open)

    def _between(self, first: int, last: int) -> int:
        low, high = self._before[max(first, 0)], self._before[max(last + 1, 0)]
        return (1 << high) - (1 << low) if high > low else 0

    def _position(self, value: float) -> int:
        place = bisect_left(self.cuts, value)
        return 2 * place + (place < len(self.cuts) and self.cuts[place] == value)

    def _span(self, position: int, low: float | None, high: float | None) -> Range | None:
        """The values at a position, or None if there are none."""
        place, is_cut = divmod(position, 2)
        lower = self.cuts[place] if is_cut else self.cuts[place - 1] if place else low
        upper = self.cuts[place] if place < len(self.cuts) else high
        span = Range(lower, upper, not is_cut and place > 0, not is_cut and place < len(self.cuts))
        if self._whole:
            span = whole_range(span)
        if span.low is None or span.high is None:
            return span
        empty = span.low >= span.high if span.low_open or span.high_open else span.low > span.high
        return None if empty else span

    def _inside(self, span: Range) -> float | int:
        """A value of the span, whole where one fits."""
        if span.low is None and span.high is None:
            return 0
        if span.low is None:
            assert span.high is not None
            return math.ceil(span.high) - 1
        if span.exact or not span.low_open:
            return span.low
        above = math.floor(span.low) + 1
        if span.high is None or above < span.high or (above == span.high and not span.high_open):
            return above
        return (span.low + span.high) / 2


Cells = FlagCells | ChoiceCells | ChoicesCells | NumberCells


def cells_of(fact: Fact, tests: Iterable[Test]) -> Cells:
    """The cells of a fact, cut at every number that `tests` compare it with."""
    if fact.kind == "flag":
        return FlagCells()
    if fact.kind == "choice":
        return ChoiceCells(fact.names)
    if fact.kind == "choices":
        return ChoicesCells(fact.names)
    return NumberCells(fact, (test.operand for test in tests if isinstance(test.operand, int | float)))
