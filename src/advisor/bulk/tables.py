"""Conditions as tables: what some facts say to all conditions at once is one lookup.

A condition is written as alternatives, each a set of tests that all hold. A table has, for all that can be known of
some facts, a bit for each alternative of each condition; what holds of a row is common to all its entries.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import ibis
import numpy

from advisor.bulk.masks import BITS, Mask, Word, common, gathered, literal, meets, signed, split, within
from advisor.bulk.steps import New, Ref, kept, read
from advisor.conditions import Space
from advisor.conditions.alternatives import Alternatives, alternatives
from advisor.model.conditions import Condition, Test, tests_of

MOST = 10  # bits of an index, so that a table has at most 1,024 entries
CERTAIN, POSSIBLE = range(2)
_ALL = (1 << BITS) - 1


def _tests(test: Test, positive: bool) -> Alternatives[tuple[Test, bool]]:
    """A test that passes, or does not."""
    return [frozenset([(test, positive)])]


@dataclass(frozen=True)
class Part:
    """What a code says of one fact: its mask, or of some tests whether all its cells pass, and whether any does."""

    place: int
    passing: tuple[int, ...]  # the cells that pass each of the tests; none where the code is the mask
    width: int

    def truths(self, passing: int) -> tuple[Any, Any]:
        """Of each code, whether such a test passes for certain, and whether it possibly does."""
        codes = numpy.arange(1 << self.width)
        if not self.passing:
            return codes & ~passing == 0, codes & passing != 0
        bit = 2 * self.passing.index(passing)
        return codes >> bit & 1 != 0, codes >> bit + 1 & 1 != 0

    def code(self, space: Space, mask: Mask) -> Word:
        """The code of a mask."""
        if not self.passing:
            return mask[0]
        beyond = ~space.everything[self.place]
        (code,) = gathered(
            [truth for cells in self.passing for truth in (within(mask, cells | beyond), meets(mask, cells))]
        )
        return code


class Codes:
    """Numbers below 1,024 for all that can be known of some facts: for some together, as many as there is room for."""

    def __init__(self, space: Space, conditions: Iterable[Condition], most: int = MOST) -> None:
        """`most`: bits of a code."""
        self.space = space
        self._most = most
        passing: dict[int, dict[int, None]] = {}
        for test in (test for condition in conditions for test in tests_of(condition)):
            passing.setdefault(space.index[test.fact], {})[space.passing(test)] = None
        self.groups: list[list[Part]] = []
        self._made: dict[tuple[tuple[Part, ...], tuple[Ref, ...]], Ref] = {}
        for place, cells in sorted(passing.items()):
            for part in self._parts(place, list(cells)):
                room = (group for group in self.groups if sum(each.width for each in group) + part.width <= most)
                group = next(room, None)
                if group is None:
                    self.groups.append(group := [])
                group.append(part)

    def _parts(self, place: int, passing: Sequence[int]) -> list[Part]:
        count = self.space.cells[place].count
        if count <= self._most:
            return [Part(place, (), count)]
        step = self._most // 2
        some = [tuple(passing[start : start + step]) for start in range(0, len(passing), step)]
        return [Part(place, cells, 2 * len(cells)) for cells in some]

    def codes(self, table: Any, masks: Mapping[int, Ref], new: New) -> list[Ref]:
        """Put the codes of each group among the new columns; how to read them. What is there already is not put."""
        found = []
        for group in self.groups:
            read_from = tuple(masks[part.place] for part in group)
            key = (tuple(group), read_from)
            if key not in self._made:
                self._made[key] = kept(new, f"code {len(self._made)}", (self._code(table, group, read_from),))
            found.append(self._made[key])
        return found

    def _code(self, table: Any, group: Sequence[Part], masks: Sequence[Ref]) -> Word:
        fixed, varying, width = 0, [], 0
        for part, ref in zip(group, masks, strict=True):
            code = part.code(self.space, read(table, ref))
            if isinstance(code, int):
                fixed |= code << width
            else:
                varying.append(code * literal(1 << width) if width else code)
            width += part.width
        return sum(varying[1:], varying[0] + literal(fixed)) if varying else fixed


class Conditions:
    """Some conditions over one subject, a bit for each."""

    def __init__(self, codes: Codes, conditions: Sequence[Condition]) -> None:
        self.codes = codes
        self._count = len(conditions)
        ways = [alternatives(condition, _tests) for condition in conditions]
        more = [(number, way) for number, each in enumerate(ways) for way in each[1:]]
        # the first alternative of a condition has the bit of the condition, the further ones follow
        self._placed = [(place, each[0]) for place, each in enumerate(ways) if each]
        self._placed += [(self._count + place, way) for place, (_, way) in enumerate(more)]
        self._means = {self._count + place: number for place, (number, _) in enumerate(more)}
        self._tables = [[self._table(group, truth) for group in codes.groups] for truth in (CERTAIN, POSSIBLE)]

    def alternatives(self, codes: Sequence[Word], truth: int) -> Mask:
        """The alternatives that hold for certain, or possibly, by the codes of all groups."""
        placed = sum(1 << place for place, _ in self._placed)
        words = list(split(placed, self._count + len(self._means)))
        for code, tables in zip(codes, self._tables[truth], strict=True):
            for place, table in enumerate(tables):
                if table is not None:
                    words[place] = common(looked_up(table, code), words[place])
        return tuple(words)

    def conditions(self, ways: Mask) -> Mask:
        """The conditions that hold, by their alternatives."""
        found = [
            common(word, part) for word, part in zip(ways, split((1 << self._count) - 1, self._count), strict=False)
        ]
        places = sorted(self._means)
        while places:
            word, first = divmod(places[0], BITS)
            some = [place for place in places if place < min(places[0] + MOST, BITS * (word + 1))]
            places = places[len(some) :]
            index = _bits(ways[word], first, len(some))
            for place in range(len(found)):
                bits = [split(1 << self._means[each], BITS * len(found))[place] for each in some]
                if any(bits):
                    table = reduce(lambda low, bit: numpy.concatenate([low, low | numpy.uint64(bit)]), bits, _NONE)
                    found[place] = _united(found[place], looked_up(table, index))
        return tuple(found)

    def _table(self, group: Sequence[Part], truth: int) -> list[Any]:
        """For each word of alternatives, those that a code of the group leaves; none where it leaves all."""
        words = self._count + len(self._means) + BITS - 1
        tables: list[Any] = []
        for word in range(words // BITS):
            whole = numpy.array([_ALL], numpy.uint64)
            for part in group:
                whole = numpy.bitwise_and.outer(self._left(part, truth, word), whole).ravel()
            tables.append(None if (whole == _ALL).all() else whole)
        return tables

    def _left(self, part: Part, truth: int, word: int) -> Any:
        space = self.codes.space
        left = numpy.full(1 << part.width, _ALL, numpy.uint64)
        for place, way in self._placed:
            for test, positive in way if place // BITS == word else ():
                passing = space.passing(test)
                if space.index[test.fact] == part.place and (not part.passing or passing in part.passing):
                    truths = part.truths(passing)
                    holds = truths[truth] if positive else ~truths[1 - truth]
                    left[~holds] &= numpy.uint64(_ALL & ~(1 << place % BITS))
        return left


_NONE = numpy.zeros(1, numpy.uint64)


def looked_up(table: Any, index: Word) -> Word:
    """The entry of a table at an index."""
    if isinstance(index, int):
        return int(table[index])
    entries = ",".join(str(signed(entry)) for entry in table.tolist())
    return _entry(ibis.literal(entries).split(",").cast("array<int64>"), index + literal(1))


@ibis.udf.scalar.builtin(  # type: ignore[untyped-decorator]  # Ibis's have no types
    name="list_extract", signature=(("array<int64>", "int64"), "int64")
)
def _entry(table: Any, number: Any) -> Any:
    """An entry by its number, the first being 1; Ibis would take negative numbers into account."""


def _bits(word: Word, first: int, count: int) -> Word:
    if isinstance(word, int):
        return word >> first & (1 << count) - 1
    return (word >> literal(first)) & literal((1 << count) - 1)


def _united(first: Word, second: Word) -> Word:
    if isinstance(first, int) and isinstance(second, int):
        return first | second
    return literal(first) | literal(second)
