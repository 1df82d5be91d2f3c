"""The completions of what is known: ways the unknown facts could be, without the combinations that cannot be.

A state of knowledge (a mask of possible cells for each fact) is *closed* by working out what follows from it: derived
values, and, unless they are turned off, assumptions. A search splits a state at the tests of rules still undecided
until a verdict holds for all of it, so that whole regions are judged at once.
"""

from collections.abc import Callable, Collection, Container, Iterator, Sequence
from dataclasses import dataclass
from operator import and_
from typing import NamedTuple, TypeAlias

from advisor.advise.decision import NOT_NEEDED, Decision, Key
from advisor.conditions import Masks, Space
from advisor.conditions.space import Fill, Forbidden
from advisor.model.conditions import Condition, Not, Test

Split: TypeAlias = tuple[int, int]  # a fact's place, and the cells to put on one side

# How many states one question about one recommendation may look at.
LIMIT = 20_000


class LimitReached(Exception):
    """The search would have to look at more states than its limit allows."""


@dataclass
class Budget:
    """Counts the states looked at, up to a limit."""

    limit: int = LIMIT
    spent: int = 0

    @property
    def left(self) -> int:
        """How many more states may be looked at."""
        return max(self.limit - self.spent, 0)

    def spend(self) -> None:
        """Count one more state. Raises LimitReached."""
        self.spent += 1
        if self.spent > self.limit:
            raise LimitReached


class Closed(NamedTuple):
    """A state with all that follows from it; `pending` facts wait for others, each with the split that helps."""

    masks: Masks
    assumed: frozenset[int]
    derived: frozenset[int]
    pending: dict[int, Split]

    @property
    def filled(self) -> frozenset[int]:
        """The facts that nobody has to say: assumed, or derived (those that are derived may rest on assumptions)."""
        return self.assumed | self.derived


def close(
    space: Space, base: Sequence[int], fillable: Collection[int], bold: bool, given: Sequence[int] | None = None
) -> Closed | None:
    """Work out what follows from `base`, where the facts at `fillable` places, unless it says them, are left to others.

    None if no workload can be so. `bold` assumes as a recommendation does: whatever nothing known speaks against.
    Otherwise (for proofs) a fact is filled only where no further answer could fill it otherwise; till then it is
    pending. `given` is `base` as it was before anything was supposed in a search: what has not been supposed otherwise
    since waits to be filled, and gives way to assumptions.
    """
    waiting = fillable if given is None else {place for place in fillable if base[place] == given[place]}
    masks, assumed, derived, pending = list(base), set(), set(), {}
    for place, everything, derive, assume, risks in space.fillings:
        silent = base[place] == everything
        may_fill = place in waiting
        waits: Fill | None = None
        for fill in derive:
            truth = fill.holds(masks)
            if truth:
                may_fill = False
                if masks[place] & ~fill.mask and (fill.exact or silent):  # else what is given stands
                    masks[place] &= fill.mask
                    derived.add(place)
                if not masks[place]:
                    return None
                break
            if truth is None and waits is None:
                waits = fill
        if not may_fill:
            continue
        if not bold and waits and (split := undecided(waits.condition, space, masks)):
            pending[place] = split
            continue
        if not silent:
            continue
        for fill in assume:
            truth = fill.holds(masks)
            if truth is None:
                pending[place] = undecided(fill.condition, space, masks) or (place, fill.mask)
                break
            if truth:
                hindrance = _hindrance(space, place, fill.mask, masks, waiting) if risks else None
                if hindrance is None or (bold and hindrance is not FORBIDDEN):
                    masks[place] = fill.mask
                    assumed.add(place)
                elif hindrance is not FORBIDDEN:
                    pending[place] = hindrance
                break
    if space.is_forbidden(masks):
        return None
    return Closed(masks, frozenset(assumed), frozenset(derived), pending)


FORBIDDEN: Split = (-1, -1)


def _hindrance(space: Space, place: int, value: int, masks: Masks, waiting: Container[int]) -> Split | None:
    """What stands in the way of assuming `value`: FORBIDDEN, a split that would tell, or nothing."""
    trial = masks.copy()
    trial[place] = value
    followed = space.implied(trial) if space.implies[place] else trial
    for each in space.forbidden_with[place]:
        if each.holds(followed):
            return FORBIDDEN
    for each in space.forbidden_with[place]:
        if each.holds(trial) is not None:  # what would follow may still be said to be otherwise
            continue
        for other in sorted(each.reads):
            # A fact that will itself be filled, but later, gives way to this one.
            gives_way = other > place and other in waiting
            if other != place and trial[other] & (trial[other] - 1) and not gives_way:
                return other, trial[other] & -trial[other]
    return None


def undecided(condition: Condition, space: Space, masks: Sequence[int]) -> Split | None:
    """A split that brings an undecided condition nearer to its decision."""
    if isinstance(condition, Test):
        place, passing = space.index[condition.fact], space.passing(condition)
        return (place, passing) if masks[place] & passing and masks[place] & ~passing else None
    if isinstance(condition, Not):
        return undecided(condition.part, space, masks)
    for part in condition.parts:
        if space.truth(part, masks) is None:
            return undecided(part, space, masks)
    return None


class Search:
    """Looks through the completions of states for one decision and the options admitted, within a budget."""

    def __init__(self, decision: Decision, admitted: Sequence[str], budget: Budget) -> None:
        self.decision = decision
        self.space = decision.space
        self.admitted = admitted
        self.budget = budget
        self._worlds: list[tuple[Masks, Key, frozenset[int]]] = []
        self._settled: dict[tuple[int, int], tuple[Key | None, list[str]]] = {}  # by the bounds of the rules that apply

    def find(
        self,
        base: Sequence[int],
        wanted: Callable[[Key], bool],
        fillable: frozenset[int] = frozenset(),
        may_win: str | None = None,
    ) -> Key | None:
        """The outcome of some completion of `base` whose outcome is `wanted`; None if there is none.

        The facts at `fillable` places, unless `base` says them, are as derived, and as assumed wherever the assumption
        stands. `may_win`: the only option that `wanted` outcomes contain, if that is so, to leave out hopeless regions.
        Raises LimitReached.
        """
        for known, outcome, filled in self._worlds:
            if wanted(outcome) and fillable <= filled and _within(known, base):
                return outcome
        states = [list(base)]
        while states:
            state = states.pop()
            self.budget.spend()
            closed = close(self.space, state, fillable, bold=False, given=base)
            if closed is None:
                continue
            key, split = self._judge(closed, may_win)
            if key is not None:
                if wanted(key) and (world := self._world(state, closed, fillable, base)):
                    self._worlds.append((world, key, fillable))
                    return key
            elif split is not None:
                states += self._halves(state, closed, split)
        return None

    def worlds(self) -> Iterator[tuple[Masks, Key]]:
        """The completions found so far, each a state in which nothing forbidden is left open, with its outcome."""
        for known, outcome, _ in self._worlds:
            yield list(known), outcome

    def _judge(self, closed: Closed, may_win: str | None) -> tuple[Key | None, Split | None]:
        decision, masks = self.decision, closed.masks
        needed = decision.needed(masks)
        if needed is None and decision.needed_when is not None:
            return None, undecided(decision.needed_when, self.space, masks)
        if needed is False:
            return NOT_NEEDED, None
        bounds = certain, possible = decision.bounds(masks)
        if bounds not in self._settled:
            self._settled[bounds] = decision.settled(certain, possible, self.admitted)
        key, contenders = self._settled[bounds]
        if key is not None or (may_win is not None and may_win not in contenders):
            return key, None
        open_rules = possible & ~certain
        for rule in decision.area.rules:
            bit = decision.rule_bits[rule.id]
            if open_rules & bit and any(decision.touching[option] & bit for option in contenders):
                return None, undecided(rule.condition, self.space, masks)
        raise AssertionError("an undecided verdict has an undecided rule")

    def _halves(self, state: Masks, closed: Closed, split: Split) -> list[Masks]:
        found = []
        for place, side in halves(closed, split):
            half = state.copy()
            half[place] &= side
            if half[place]:
                found.append(half)
        return found

    def _world(
        self, start: Masks, closed: Closed | None, fillable: frozenset[int], base: Sequence[int]
    ) -> Masks | None:
        """A state within `start`, which is `closed`, in which nothing forbidden is left open; None if there is none."""
        state, states = start, [start]
        while states:
            state = states.pop()
            self.budget.spend()
            if state is not start:
                closed = close(self.space, state, fillable, bold=False, given=base)
            if closed is None:
                continue
            doubt = self.space.doubt(closed.masks)
            if doubt is None:
                return closed.masks
            states += self._halves(state, closed, doubtful(doubt, closed.masks))
        return None


def _within(world: Masks, base: Sequence[int]) -> bool:
    return list(map(and_, world, base)) == world


def halves(closed: Closed, split: Split) -> list[Split]:
    """The two sides of a split; of a fact that waits for another, the sides of that one."""
    place, cells = split
    while place in closed.pending:
        place, cells = closed.pending[place]
    return [(place, closed.masks[place] & ~cells), (place, closed.masks[place] & cells)]


def doubtful(doubt: Forbidden, masks: Masks) -> Split:
    """A split that brings nearer whether a forbidden combination is there."""
    place = next(place for place in sorted(doubt.reads) if masks[place] & (masks[place] - 1))
    return place, masks[place] & -masks[place]
