"""What is still live: the facts that some undecided rule about an option in the running reads, or that bear on one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from advisor.advise.decision import Decision
from advisor.advise.worlds import close
from advisor.conditions import Masks, Space
from advisor.conditions.truth import Evaluator
from advisor.model.conditions import Condition, Not, Test, tests_of

Cut: TypeAlias = tuple[int, int]  # a fact's place, and the cells on one side of a test
Cuts: TypeAlias = dict[int, set[int]]


@dataclass(frozen=True)
class _Link:
    """Facts that hang together, because a combination of theirs cannot be or one follows from the others."""

    holds: Evaluator
    reads: frozenset[int]
    cuts: tuple[Cut, ...]


class Liveness:
    """Tells for one decision which facts are live, and which of their values it can tell apart."""

    def __init__(self, decision: Decision, admitted: Sequence[str]) -> None:
        self.decision = decision
        self.admitted = admitted
        self._space = space = decision.space
        conditions = [_cuts_of(never, space) for never in space.nevers]
        for place, fills in enumerate(space.derive):
            conditions += [(*_cuts_of(fill.condition, space), (place, fill.mask)) for fill in fills]
        self._links = [
            _Link(each.holds, each.reads, cuts) for each, cuts in zip(space.forbidden, conditions, strict=True)
        ]

    def contenders(self, state: Sequence[int]) -> list[str]:
        """The options that may still win, by the three-valued bound."""
        closed = close(self._space, state, (), bold=False)
        if closed is None or self.decision.needed(closed.masks) is False:
            return []
        return self.decision.settled(*self.decision.bounds(closed.masks), self.admitted)[1]

    def cuts(self, state: Sequence[int]) -> Cuts:
        """The live facts of a state of knowledge by place, each with the sets of values that matter; none if settled."""
        closed = close(self._space, state, (), bold=False)
        if closed is None:
            return {}
        masks, found = closed.masks, dict[int, set[int]]()
        for condition in self._undecided(masks):
            _add(found, self._open_cuts(condition, masks))
        known: set[int] = set()
        while known != set(found):
            for place in set(found) - known:
                known.add(place)
                self._follow(place, masks, found)
            for link in self._links:
                if not link.reads.isdisjoint(known) and link.holds(masks) is None:
                    _add(found, _parting(link.cuts, masks))
        return found

    def _undecided(self, masks: Masks) -> Iterator[Condition]:
        """The undecided conditions that the outcome may hang on."""
        decision = self.decision
        needed = decision.needed(masks)
        if needed is False:
            return
        if needed is None and decision.needed_when is not None:
            yield decision.needed_when
        certain, possible = decision.bounds(masks)
        key, contenders = decision.settled(certain, possible, self.admitted)
        if key is not None:
            return
        touching = 0
        for option in contenders:
            touching |= decision.touching[option]
        touching &= possible & ~certain
        for rule in decision.area.rules:
            if decision.rule_bits[rule.id] & touching:
                yield rule.condition

    def _open_cuts(self, condition: Condition, masks: Masks) -> Iterator[Cut]:
        """The tests of a condition that it still hangs on."""
        if isinstance(condition, Test):
            yield from _parting([(self._space.index[condition.fact], self._space.passing(condition))], masks)
        elif isinstance(condition, Not):
            yield from self._open_cuts(condition.part, masks)
        else:
            for part in condition.parts:
                if self._space.truth(part, masks) is None:
                    yield from self._open_cuts(part, masks)

    def _follow(self, place: int, masks: Masks, found: Cuts) -> None:
        """Add what the value of a live fact may follow from, or what may keep it from being assumed."""
        space = self._space
        for fill in (*space.derive[place], *space.assume[place]):
            _add(found, _parting([(place, fill.mask)], masks))
            _add(found, self._open_cuts(fill.condition, masks))
        if space.assume[place]:
            together = {id(each.holds) for each in space.forbidden_with[place]}
            for link in self._links:
                if id(link.holds) in together and link.holds(masks) is None:
                    _add(found, _parting(link.cuts, masks))


def _cuts_of(condition: Condition, space: Space) -> tuple[Cut, ...]:
    return tuple((space.index[test.fact], space.passing(test)) for test in tests_of(condition))


def _parting(cuts: Iterable[Cut], masks: Masks) -> Iterator[Cut]:
    """The cuts that part what is still possible."""
    return ((place, side) for place, side in cuts if masks[place] & side and masks[place] & ~side)


def _add(found: Cuts, cuts: Iterable[Cut]) -> None:
    for place, side in cuts:
        found.setdefault(place, set()).add(side)
