"""The smallest sets of fact changes after which an option is recommended, or the proof that there are none.

A set is smallest if no part of it, with whatever values, is enough. All of one and two facts are found; larger ones
are looked for only if there are none.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import TypeAlias

from advisor.advise.changes import SET_SIZE
from advisor.advise.worlds import Budget, LimitReached
from advisor.explain.judging import Judge, is_won
from advisor.explain.target import Target
from advisor.model.rulebook import STAGE_FACTS

# How many states the question how to get one option at one stage may look at: some seconds at most.
WAYS_LIMIT = 100_000

Box: TypeAlias = dict[str, int]  # by fact the cells, any combination of which will do


@dataclass
class Ways:
    """What was found: each smallest set of facts with its boxes; how far the search got.

    `impossible` is proved over every workload; `limit` is set where the search ended early.
    """

    sets: list[list[Box]] = field(default_factory=list)
    searched: int = 0
    impossible: bool = False
    limit: int | None = None


def ways(target: Target, stage: int, option: str, *, nearest: bool = False, limit: int = WAYS_LIMIT) -> Ways:
    """The ways to `option`, which is admitted and not yet recommended; if `nearest`, only those of the fewest facts."""
    judge = Judge(target, stage, Budget(limit))
    found = Ways()
    try:
        found.impossible = not _exists(judge, option) or not _gather(judge, option, nearest, found)
    except LimitReached:
        found.limit = limit
    return found


def _exists(judge: Judge, option: str) -> bool:
    """Whether any workload at all has the option among those recommended, whatever is given now.

    One that only ever ties may still be recommended alone, of workloads that are known in part. Where stages hang
    together nobody can say so in advance; then every set of facts has to be tried.
    """
    if judge.coupled:
        return True
    space = judge.target.space
    base = list(space.everything)
    for name in STAGE_FACTS:
        if name in space.index:
            base[space.index[name]] = judge.base[space.index[name]]
    return judge.search.find(base, lambda outcome: option in outcome, may_win=option) is not None


def _gather(judge: Judge, option: str, nearest: bool, found: Ways) -> bool:
    """Put the smallest ways into `found`; false if there are none, with every set of facts tried."""
    answers = _answers(judge)
    reach = _Reach(judge, option)
    for size in range(1, len(answers) + 1):
        for facts in combinations(answers, size):
            if any(set(box[0]) <= set(facts) for box in found.sets) or not reach.allows(facts):
                continue
            won = [
                chosen for chosen in product(*(answers[fact] for fact in facts)) if _wins(judge, facts, chosen, option)
            ]
            if won:
                found.sets.append(_boxes(facts, won))
        found.searched = size
        if found.sets and (nearest or size >= SET_SIZE):
            break
    return bool(found.sets)


def _wins(judge: Judge, facts: Sequence[str], chosen: Sequence[int], option: str) -> bool:
    changes = {fact: mask & -mask for fact, mask in zip(facts, chosen, strict=True)}
    return judge.may_win(changes, option) and is_won(judge.judge(changes), option)


def _answers(judge: Judge) -> dict[str, list[int]]:
    """For each fact that the outcome can hang on, the sets of cells that the rules tell apart; not the one it is in."""
    space, grounds = judge.target.space, judge.target.adviser.decision.grounds
    found = {}
    for place in grounds.places:
        fact = space.facts[place]
        if fact not in STAGE_FACTS:
            now = judge.base[place]
            found[fact] = [mask for mask in alike(grounds.kinds[place]) if now & ~mask]
    return {fact: masks for fact, masks in found.items() if masks}


def alike(kinds: Sequence[int]) -> list[int]:
    """The sets of cells of the same kind, in the order of their first cells."""
    masks: dict[int, int] = {}
    for cell, kind in enumerate(kinds):
        masks[kind] = masks.get(kind, 0) | 1 << cell
    return list(masks.values())


class _Reach:
    """Which facts at the least have to change: while the others stay as given, does the option win anywhere?"""

    def __init__(self, judge: Judge, option: str) -> None:
        self._judge = judge
        self._option = option
        space = judge.target.space
        self._given = {fact for fact, place in space.index.items() if judge.base[place] != space.everything[place]}
        self._known: dict[frozenset[str], bool] = {}

    def allows(self, facts: Sequence[str]) -> bool:
        """Whether changing these facts can be enough."""
        if self._judge.coupled:
            return True
        freed = self._given.intersection(facts)
        key = frozenset(freed)
        if key not in self._known:
            space = self._judge.target.space
            base = list(self._judge.base)
            for fact in freed:
                base[space.index[fact]] = space.everything[space.index[fact]]
            wanted = self._option
            self._known[key] = (
                self._judge.search.find(base, lambda outcome: wanted in outcome, may_win=wanted) is not None
            )
        return self._known[key]


def _boxes(facts: Sequence[str], won: Sequence[tuple[int, ...]]) -> list[Box]:
    """The winning combinations, gathered into boxes as large as can be; together they hold them all."""
    single = set(won)
    boxes: list[Box] = []
    left = dict.fromkeys(won)
    while left:
        sides = [[part] for part in next(iter(left))]
        for side, every in zip(sides, zip(*won, strict=True), strict=True):
            for part in dict.fromkeys(every):
                side.append(part)
                if len(set(side)) < len(side) or not single.issuperset(product(*sides)):
                    side.pop()
        for covered in product(*sides):
            left.pop(covered, None)
        boxes.append({fact: sum(side) for fact, side in zip(facts, sides, strict=True)})
    return boxes
