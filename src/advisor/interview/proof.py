"""When to stop asking: the proof that no fact that was not asked could change an area's outcome."""

from collections import deque
from collections.abc import Sequence
from itertools import count

from advisor.advise.certainty import Examiner
from advisor.advise.decision import Decision, Key
from advisor.advise.worlds import Budget, LimitReached, Search
from advisor.conditions import Masks
from advisor.interview.live import Liveness

# How many states one proof may look at; where that is not enough, the interview goes on asking.
LIMIT = 4_000
# How many further answers are tried together once somebody does not know something.
TRIALS = 400


class Proof:
    """Proves things about one decision."""

    def __init__(self, decision: Decision, admitted: Sequence[str], limit: int = LIMIT, trials: int = TRIALS) -> None:
        self.decision = decision
        self.admitted = admitted
        self.live = Liveness(decision, admitted)
        self._limit = limit
        self._trials = trials

    def is_possible(self, base: Masks) -> bool:
        """Whether some workload agrees with what is known (or whether the limit leaves that open)."""
        try:
            return Search(self.decision, self.admitted, Budget(self._limit)).find(base, lambda _key: True) is not None
        except LimitReached:
            return True

    def is_settled(self, base: Masks) -> bool:
        """Whether all workloads that agree with what is known have the same outcome."""
        search = Search(self.decision, self.admitted, Budget(self._limit))
        try:
            first = search.find(base, lambda _key: True)
            return first is None or search.find(base, first.__ne__) is None
        except LimitReached:
            return False

    def could_change(self, base: Masks, asked: frozenset[int]) -> bool:
        """Whether further answers, each exact or "I don't know", could change what is recommended.

        What is recommended rests on assumptions where nothing is known; facts that were `asked` are not asked again.
        True if that could not be found out within the limits.
        """
        examiner = Examiner(self.decision, self.admitted, assuming=True, limit=self._limit)
        trials = count(1)
        try:
            now = _key(examiner, base)
            states = deque([(base, asked)])
            while states:
                state, silent = states.popleft()
                if next(trials) > self._trials:
                    return True
                place = next((each for each in sorted(self.live.cuts(state)) if each not in silent), None)
                if place is None:
                    key = _key(examiner, state)
                    if key is not None and key != now:
                        return True
                    continue
                silent |= {place}
                states.appendleft((state, silent))
                for answer in self.decision.grounds.answers(place, state[place]):
                    answered = state.copy()
                    answered[place] = answer
                    states.append((answered, silent))
        except LimitReached:
            return True
        return False


def _key(examiner: Examiner, state: Masks) -> Key | None:
    verdict = examiner.judge(state)
    return None if verdict is None else verdict.key
