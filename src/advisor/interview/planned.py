"""When the plan for an ageing item is proved too, and what to ask while it is not.

Once each stage is settled, so is a plan that follows what they recommend one by one. Where that is not possible, the
plan hangs on how far each option is behind; then every fact that can still tell is asked until the plan is proved.
"""

from collections.abc import Sequence

from advisor.advise.certainty import Examiner
from advisor.advise.decision import Verdict
from advisor.advise.joint import JointExaminer
from advisor.advise.plans import Planner
from advisor.advise.worlds import Budget, LimitReached, close
from advisor.interview.choosing import Knowledge, Pick


class PlanProof:
    """Proves the plan of one item."""

    def __init__(self, planner: Planner) -> None:
        self._planner = planner
        self._decision = planner.decision

    def next(self, stages: Sequence[Knowledge], budget: Budget) -> tuple[int, Pick] | None:
        """The stage and the fact to ask about next; None if no answer could change the plan.

        The stages must be settled, each by itself. Where the budget does not suffice for a proof, it goes on asking.
        """
        if not self._planner.couples or self._is_settled(stages, budget):
            return None
        space, grounds = self._decision.space, self._decision.grounds
        for stage, known in enumerate(stages):
            closed = close(space, known.base, (), bold=False)
            for place in grounds.places if closed else ():
                if place not in known.asked and closed and len(grounds.answers(place, closed.masks[place])) > 1:
                    return stage, Pick(place, (self._decision.area.id,), frozenset(grounds.tests[place]))
        return None

    def _is_settled(self, stages: Sequence[Knowledge], budget: Budget) -> bool:
        try:
            verdicts = [self._verdict(stage, known, budget) for stage, known in enumerate(stages)]
            if any(verdict.outcome == "conflict" for verdict in verdicts):
                return True
            if self._planner.stagewise([verdict.recommended for verdict in verdicts]):
                return True
            within = Budget(budget.left // len(stages))  # a state of the plan is one of each stage
            return JointExaminer(self._planner, True, within).is_proved([known.base for known in stages], verdicts)
        except LimitReached:
            return False

    def _verdict(self, stage: int, known: Knowledge, budget: Budget) -> Verdict:
        admitted = self._decision.admitted(self._planner.admitted(stage))
        verdict = Examiner(self._decision, admitted, assuming=True, budget=budget).judge(known.base)
        return verdict or Verdict("conflict", ())
