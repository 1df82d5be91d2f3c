"""Who leads must win in some completion; what the bounds leave in doubt is settled here, state by state.

`advise.certainty` looks for a completion in which the leader wins. What it finds for one row is widened to the largest
region around it in which the same holds, so that one search settles every row that meets the region; a rulebook has
few such regions, and a row that meets none is searched by itself. The answer is that of `recommend` in each case.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import numpy

from advisor.advise.certainty import Examiner
from advisor.advise.decision import CONFLICT, NOT_NEEDED, Decision, Key, Verdict
from advisor.advise.worlds import LIMIT, Budget, LimitReached
from advisor.bulk.masks import BITS, split

_MEMORY = 4096  # rows of one area that were searched

Words = list[Any]  # for each word of a mask an array, one number for each row, or a number that holds for all
State = Mapping[int, Words]


class Region(NamedTuple):
    """Workloads that can be, given by the cells of some facts, which all have one outcome."""

    cells: tuple[tuple[int, int], ...]
    outcome: Key


class Settler:
    """Settles rows of one area, and remembers what it learns for the next ones."""

    def __init__(self, decision: Decision, limit: int = LIMIT) -> None:
        self.decision = decision
        self.limit = limit
        self._regions: list[Region] = []
        self._judged = lru_cache(_MEMORY)(self._search)

    def corrections(self, base: State, known: State, leads: Any, conflicts: Any) -> Iterator[tuple[int, Verdict]]:
        """The rows (by index) whose verdict is another than the one that the rules give on what is known.

        `base` holds what is given, `known` all that is known, `leads` the options that lead as bits, `conflicts`
        whether no option is left.
        """
        for outcome, rows in self._groups(leads, conflicts):
            for key in [CONFLICT] if outcome is None else [frozenset([option]) for option in outcome]:
                rest = rows
                used = 0
                while rest.size:
                    regions = self._regions[used:]  # another thread may find more meanwhile
                    used += len(regions)
                    for region in regions:
                        if key <= region.outcome:
                            rest = rest[~_meets(region, known, rest)]
                    if not rest.size:
                        break
                    row, rest = int(rest[0]), rest[1:]
                    verdict = self._judge(base, row)
                    if verdict is not None and verdict.key != (CONFLICT if outcome is None else frozenset(outcome)):
                        yield row, verdict

    def _groups(self, leads: Any, conflicts: Any) -> Iterator[tuple[tuple[str, ...] | None, Any]]:
        """The rows of each set of leaders; None stands for a conflict."""
        for lead in numpy.unique(leads[~conflicts]).tolist():
            options = tuple(option for place, option in enumerate(self.decision.options) if lead >> place & 1)
            yield options, numpy.flatnonzero((leads == lead) & ~conflicts)
        if conflicts.any():
            yield None, numpy.flatnonzero(conflicts)

    def _judge(self, base: State, row: int) -> Verdict | None:
        """The verdict that `recommend` gives on what a row gives; None where it leaves it as it is."""
        masks = [
            sum(
                (int(word if isinstance(word, int) else word[row]) & (1 << BITS) - 1) << BITS * place
                for place, word in enumerate(base[fact])
            )
            for fact in range(len(self.decision.space.facts))
        ]
        return self._judged(tuple(masks))

    def _search(self, masks: tuple[int, ...]) -> Verdict | None:
        """Judge what a row gives, and remember the regions met."""
        examiner = Examiner(self.decision, self.decision.options, assuming=True, budget=Budget(self.limit))
        try:
            verdict = examiner.judge(list(masks))
        except LimitReached:
            verdict = None
        for world, outcome in examiner.search.worlds():
            region = self._widened(world, outcome)
            if region is not None and region not in self._regions:
                self._regions.append(region)
        return verdict

    def _widened(self, world: list[int], outcome: Key) -> Region | None:
        """The region around a world, fact by fact and then cell by cell, for as long as the outcome is sure."""
        space = self.decision.space
        cells = list(world)
        if not self._is_sure(cells, outcome):
            return None
        everything = enumerate(space.everything)
        single = ((place, 1 << cell) for place, each in enumerate(space.cells) for cell in range(each.count))
        for place, more in (*everything, *single):
            before = cells[place]
            if more & ~before:
                cells[place] |= more
                if not self._is_sure(cells, outcome):
                    cells[place] = before
        narrow = ((place, mask) for place, mask in enumerate(cells) if mask != space.everything[place])
        return Region(tuple(narrow), outcome)

    def _is_sure(self, cells: list[int], outcome: Key) -> bool:
        """Whether every workload within these cells can be, and has the outcome."""
        decision = self.decision
        if any(each.holds(cells) is not False for each in decision.space.forbidden):
            return False
        needed = decision.needed(cells)
        if needed is not True:
            return needed is False and outcome == NOT_NEEDED
        return decision.settled(*decision.bounds(cells), decision.options)[0] == outcome


def _meets(region: Region, state: State, rows: Any) -> Any:
    """Which of the rows have a completion in the region."""
    met = numpy.ones(rows.size, dtype=bool)
    for place, cells in region.cells:
        words = state[place]
        parts = split(cells, BITS * len(words))
        hit = numpy.zeros(rows.size, dtype=bool)
        for word, part in zip(words, parts, strict=True):
            if isinstance(word, int):
                hit |= bool(word & part)
            elif part:
                hit |= (word[rows] & numpy.uint64(part)) != 0
        met &= hit
    return met
