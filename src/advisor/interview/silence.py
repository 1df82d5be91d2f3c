"""What is recommended to somebody who does not know some facts, whatever else they may still say.

A fact that stays unknown cannot make a condition true or false, while one that may still be asked can do either. So
each rule applies for certain, possibly, or not at all, and between these lie the bounds of the outcome.
"""

from collections.abc import Callable, Collection, Sequence
from typing import TypeAlias

from advisor.advise.decision import NOT_NEEDED, Decision, Key
from advisor.advise.worlds import Search, close
from advisor.conditions import Masks, Space, truth_of
from advisor.model.conditions import All, Condition, Not, Test

Can: TypeAlias = tuple[bool, bool]  # whether a condition can become true, and whether it can become false
Prospects: TypeAlias = Callable[[Sequence[int], Collection[int]], Can]


class Silence:
    """Bounds the outcomes of one decision while some facts stay unknown."""

    def __init__(self, decision: Decision, admitted: Sequence[str]) -> None:
        self._decision = decision
        self._admitted = admitted
        self._space = space = decision.space
        self._rules = [
            (
                decision.rule_bits[rule.id],
                truth_of(rule.condition, space),
                _prospects(rule.condition, space),
                rule.unless_shown is not None,
            )
            for rule in decision.area.rules
        ]
        self._needed = None if decision.needed_when is None else _prospects(decision.needed_when, space)
        self._reads = [
            frozenset().union(
                *({space.index[name] for name in fill.reads} for fill in (*space.derive[place], *space.assume[place])),
                *(each.reads for each in space.forbidden_with[place]),
            )
            for place in range(len(space.facts))
        ]

    def key(self, state: Masks, silent: Collection[int]) -> Key | None:
        """The outcome, if whatever is answered for facts that are not `silent` leaves it so; None if that is open.

        (The outcome as it is counted on what is known; that its options can win at all is another question.)
        """
        found = self._known(state, silent)
        if found is None:
            return None
        masks, unknown = found
        if self._needed is not None:
            can_be, can_fail = self._needed(masks, unknown)
            if can_fail:
                return None if can_be or self._decision.needed(masks) is not False else NOT_NEEDED
        certain = possible = 0
        for bit, truth, can, unless in self._rules:
            may_hold = can(masks, unknown)[0]
            holds = truth(masks) is True
            certain |= bit if (not may_hold if unless else holds) else 0
            possible |= bit if (not holds if unless else may_hold) else 0
        return self._decision.settled(certain, possible, self._admitted)[0]

    def can_always_win(self, search: Search, base: Masks, silent: Collection[int], key: Key) -> bool:
        """Whether the silent facts could be so that the outcome is `key`, whatever is answered for the others.

        False if no such way was found. Raises LimitReached.
        """
        state = base
        for place in sorted(silent):
            answers = (
                self._decision.grounds.answers(place, base[place]) if place in self._decision.grounds.kinds else []
            )
            fitting = None
            for answer in answers:
                search.budget.spend()
                tried = [*state[:place], answer, *state[place + 1 :]]
                if search.find(tried, key.__eq__) is not None:
                    fitting = fitting or tried
                    if search.find(tried, key.__ne__) is None:
                        fitting = tried
                        break
            state = fitting or state
        if search.find(state, key.__ne__) is not None or search.find(state, key.__eq__) is None:
            return False
        return not self._bears_on_others(base, state, silent)

    def _bears_on_others(self, base: Masks, state: Masks, silent: Collection[int]) -> bool:
        """Whether `state`, which says more than `base` of the silent facts, says anything of the others."""
        before, after = (close(self._space, each, (), bold=False) for each in (base, state))
        if before is None or after is None:
            return True
        others = set(range(len(base))).difference(silent)
        if any(before.masks[place] != after.masks[place] for place in others):
            return True
        bound = [each for each in self._space.forbidden if each.holds(after.masks) is None]
        return any(each.reads.intersection(silent) for each in bound)

    def _known(self, state: Masks, silent: Collection[int]) -> tuple[Masks, set[int]] | None:
        """What is known for good, and the places of facts that stay unknown for good."""
        sure = close(self._space, state, (), bold=False)
        bold = close(self._space, state, range(len(self._space.facts)), bold=True)
        if sure is None or bold is None:
            return None
        masks, unknown = list(sure.masks), set[int]()
        exact = {place for place, mask in enumerate(masks) if not mask & (mask - 1)}
        lasting = exact.copy()
        for place in sorted(set(silent) - exact):
            fills = self._space.derive[place] or self._space.assume[place]
            if not fills or all(
                other == place or other in lasting or (other > place and other in silent and not self._reads[other])
                for other in self._reads[place]
            ):
                lasting.add(place)
                masks[place] = bold.masks[place] if fills else masks[place]
                unknown.add(place)
        return masks, unknown


def _prospects(condition: Condition, space: Space) -> Prospects:
    """A function from what is known, and what stays unknown, to what the condition can become."""
    if isinstance(condition, Test):
        return _test(space.index[condition.fact], space.passing(condition))
    if isinstance(condition, Not):
        part = _prospects(condition.part, space)
        return lambda masks, unknown: part(masks, unknown)[::-1]
    parts = tuple(_prospects(part, space) for part in condition.parts)
    true, false = (all, any) if isinstance(condition, All) else (any, all)

    def joined(masks: Sequence[int], unknown: Collection[int]) -> Can:
        can = [part(masks, unknown) for part in parts]
        return true(each[0] for each in can), false(each[1] for each in can)

    return joined


def _test(place: int, passing: int) -> Prospects:
    def test(masks: Sequence[int], unknown: Collection[int]) -> Can:
        hit, miss = bool(masks[place] & passing), bool(masks[place] & ~passing)
        return (False, False) if hit and miss and place in unknown else (hit, miss)

    return test
