"""When to stop asking: the proof that no fact that was not asked could change an area's outcome."""

from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache
from typing import TypeAlias

from advisor.advise.certainty import Examiner
from advisor.advise.decision import Decision, Key
from advisor.advise.worlds import Budget, LimitReached, Search
from advisor.conditions import Masks
from advisor.interview.live import Liveness
from advisor.interview.silence import Silence

Change: TypeAlias = dict[int, int]  # answers by the facts' places

# How many further answers are tried together once somebody does not know something.
TRIES = 100


class Proof:
    """Proves things about one decision."""

    def __init__(self, decision: Decision, admitted: Sequence[str], tries: int = TRIES) -> None:
        self.decision = decision
        self.admitted = admitted
        self.live = Liveness(decision, admitted)
        self._silence = Silence(decision, admitted)
        self._tries = tries

    def is_possible(self, base: Masks, budget: Budget) -> bool:
        """Whether some workload agrees with what is known (or whether the budget leaves that open)."""
        try:
            return Search(self.decision, self.admitted, budget).find(base, lambda _key: True) is not None
        except LimitReached:
            return True

    def is_settled(self, base: Masks, budget: Budget) -> bool:
        """Whether all workloads that agree with what is known have the same outcome, and it is what is recommended.

        (A recommendation reads what is known fact by fact; it can miss what follows only from what cannot be.)
        """
        examiner = Examiner(self.decision, self.admitted, assuming=True, budget=budget)
        try:
            first = examiner.search.find(base, lambda _key: True)
            if first is not None and examiner.search.find(base, first.__ne__) is not None:
                return False
            return _key(examiner, base) == first
        except LimitReached:
            return False

    def decisive(self, base: Masks, asked: frozenset[int], budget: Budget) -> Collection[int]:
        """The facts whose further answers, each exact or "I don't know", could change what is recommended.

        They are all those that can do so alone; if there are none, a few that together can. What is recommended rests
        on assumptions where nothing is known; facts that were `asked` are not asked again. Where the budget does not
        suffice, any live fact may be decisive.
        """
        examiner = Examiner(self.decision, self.admitted, assuming=True, budget=budget)
        alone: set[int] = set()
        try:
            now = _key(examiner, base)

            @cache
            def lasts() -> bool:
                return now is not None and self._silence.can_always_win(examiner.search, base, asked, now)

            for change, state in self._trials(base, asked, now, lasts):
                if alone and len(change) > 1:
                    break
                if not alone.issuperset(change) and _key(examiner, state) not in (now, None):
                    if len(change) > 1:
                        return change
                    alone.update(change)
        except LimitReached:
            return alone or self.live.cuts(base).keys() - asked
        return alone

    def _trials(
        self, base: Masks, asked: frozenset[int], now: Key | None, lasts: Callable[[], bool]
    ) -> Iterator[tuple[Change, Masks]]:
        """Ways to answer some of the live facts that were not asked, fewest answers first.

        Where the bounds settle on the outcome there is `now`, and it `lasts`, nothing more is tried. Raises
        LimitReached.
        """
        budget = Budget(self._tries)
        trials = deque([(dict[int, int](), asked)])
        while trials:
            change, silent = trials.popleft()
            state = _with(base, change)
            if change and self._silence.key(state, silent) == now and lasts():
                continue
            for place in sorted(self.live.cuts(state).keys() - silent):
                silent |= {place}
                for answer in self.decision.grounds.answers(place, state[place]):
                    budget.spend()
                    longer = {**change, place: answer}
                    yield longer, _with(base, longer)
                    trials.append((longer, silent))


def _with(base: Masks, change: Change) -> Masks:
    state = base.copy()
    for place, answer in change.items():
        state[place] &= answer
    return state


def _key(examiner: Examiner, state: Masks) -> Key | None:
    """The outcome; None if no workload can be so."""
    verdict = examiner.judge(state) if all(state) else None
    return None if verdict is None else verdict.key
