"""When to stop asking: the proof that no fact that was not asked could change an area's outcome."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
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
# How many of the changes found last are tried first.
REMEMBERED = 8


class Proof:
    """Proves things about one decision."""

    def __init__(self, decision: Decision, admitted: Sequence[str], tries: int = TRIES) -> None:
        self.decision = decision
        self.admitted = admitted
        self.live = Liveness(decision, admitted)
        self._silence = Silence(decision, admitted)
        self._tries = tries
        self._changes: deque[Change] = deque(maxlen=REMEMBERED)

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

    def could_change(self, base: Masks, asked: frozenset[int], budget: Budget) -> bool:
        """Whether further answers, each exact or "I don't know", could change what is recommended.

        What is recommended rests on assumptions where nothing is known; facts that were `asked` are not asked again.
        True if that could not be found out within the budget.
        """
        examiner = Examiner(self.decision, self.admitted, assuming=True, budget=budget)
        try:
            now = _key(examiner, base)
            for change in tuple(self._changes):
                if asked.isdisjoint(change) and _key(examiner, _with(base, change)) not in (now, None):
                    return True

            @cache
            def lasts() -> bool:
                return now is not None and self._silence.can_always_win(examiner.search, base, asked, now)

            for change, state in self._trials(base, asked, now, lasts):
                if _key(examiner, state) not in (now, None):
                    self._changes.appendleft(change)
                    return True
        except LimitReached:
            return True
        return False

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
