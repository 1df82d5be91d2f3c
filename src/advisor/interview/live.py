"""What is still live: the facts that some undecided rule about an option in the running reads, or that bear on one."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from advisor.advise.decision import Decision
from advisor.advise.worlds import close
from advisor.conditions import Masks, Space, truth_of
from advisor.conditions.truth import Evaluator
from advisor.model.conditions import Condition, Not, Test, tests_of

Cut: TypeAlias = tuple[int, int]  # a fact's place, and the cells on one side of a test
Cuts: TypeAlias = dict[int, set[int]]
Gather: TypeAlias = Callable[[Sequence[int], Cuts], None]


@dataclass(frozen=True)
class _Link:
    """Facts that hang together, because a combination of theirs cannot be or one follows from the others."""

    holds: Evaluator
    reads: frozenset[int]
    cuts: tuple[Cut, ...]

    def gather(self, masks: Sequence[int], found: Cuts) -> None:
        """Add the cuts, if it is undecided whether the combination is there."""
        if self.holds(masks) is None:
            _add(found, self.cuts, masks)


class Liveness:
    """Tells for one decision which facts are live, and which of their values it can tell apart."""

    def __init__(self, decision: Decision, admitted: Sequence[str]) -> None:
        self.decision = decision
        self.admitted = admitted
        self._space = space = decision.space
        self._rules = [(decision.rule_bits[rule.id], _gathering(rule.condition, space)) for rule in decision.area.rules]
        self._needed = None if decision.needed_when is None else _gathering(decision.needed_when, space)
        self._links = _links(space)
        by_evaluator = {id(link.holds): link for link in self._links}
        self._followed = [
            [(fill.mask, _gathering(fill.condition, space)) for fill in (*derive, *assume)]
            for derive, assume in zip(space.derive, space.assume, strict=True)
        ]
        self._hindering = [
            [by_evaluator[id(each.holds)] for each in together] if assume else []
            for assume, together in zip(space.assume, space.forbidden_with, strict=True)
        ]

    def contenders(self, state: Sequence[int]) -> list[str]:
        """The options that may still win, by the three-valued bound."""
        closed = close(self._space, state, (), bold=False)
        if closed is None or self.decision.needed(closed.masks) is False:
            return []
        return self.decision.settled(*self.decision.bounds(closed.masks), self.admitted)[1]

    def cuts(self, state: Sequence[int]) -> Cuts:
        """The live facts of a state by place, each with the sets of values that matter; none if all is settled."""
        closed = close(self._space, state, (), bold=False)
        if closed is None:
            return {}
        masks, found = closed.masks, dict[int, set[int]]()
        self._undecided(masks, found)
        known: set[int] = set()
        while len(known) < len(found):
            for place in found.keys() - known:
                known.add(place)
                for side, gather in self._followed[place]:
                    _add(found, ((place, side),), masks)
                    gather(masks, found)
                for link in self._hindering[place]:
                    link.gather(masks, found)
            for link in self._links:
                if not link.reads.isdisjoint(known):
                    link.gather(masks, found)
        return found

    def _undecided(self, masks: Masks, found: Cuts) -> None:
        """Add the open tests of the undecided conditions that the outcome may hang on."""
        decision = self.decision
        needed = decision.needed(masks)
        if needed is False:
            return
        if needed is None and self._needed is not None:
            self._needed(masks, found)
        certain, possible = decision.bounds(masks)
        key, contenders = decision.settled(certain, possible, self.admitted)
        if key is None:
            touching = 0
            for option in contenders:
                touching |= decision.touching[option]
            touching &= possible & ~certain
            for bit, gather in self._rules:
                if bit & touching:
                    gather(masks, found)


def _gathering(condition: Condition, space: Space) -> Gather:
    """A function that adds the tests that an undecided condition still hangs on."""
    if isinstance(condition, Test):
        cut = ((space.index[condition.fact], space.passing(condition)),)
        return lambda masks, found: _add(found, cut, masks)
    if isinstance(condition, Not):
        return _gathering(condition.part, space)
    parts = tuple((truth_of(part, space), _gathering(part, space)) for part in condition.parts)

    def gather(masks: Sequence[int], found: Cuts) -> None:
        for truth, part in parts:
            if truth(masks) is None:
                part(masks, found)

    return gather


def _links(space: Space) -> list[_Link]:
    cuts = [_cuts_of(never, space) for never in space.nevers]
    for place, fills in enumerate(space.derive):
        cuts += [(*_cuts_of(fill.condition, space), (place, fill.mask)) for fill in fills]
    return [_Link(each.holds, each.reads, own) for each, own in zip(space.forbidden, cuts, strict=True)]


def _cuts_of(condition: Condition, space: Space) -> tuple[Cut, ...]:
    return tuple((space.index[test.fact], space.passing(test)) for test in tests_of(condition))


def _add(found: Cuts, cuts: Iterable[Cut], masks: Sequence[int]) -> None:
    """Add the cuts that part what is still possible."""
    for place, side in cuts:
        possible = masks[place]
        if possible & side and possible & ~side:
            found.setdefault(place, set()).add(side)
