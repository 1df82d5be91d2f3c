"""Whether what came of a workload is what its case expects."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from advisor.model.case import Expectation
from advisor.model.result import PlanStep

WITHOUT_OPTION = ("conflict", "not-needed")

Steps = Sequence[PlanStep]


class Came(NamedTuple):
    """What came of an item: an outcome with its options or, where options change over time, its plans."""

    outcome: str
    options: frozenset[str]
    plans: Sequence[Steps] = ()

    def fits(self, expected: Expectation) -> bool:
        """Whether this is the answer expected."""
        if expected.outcome:
            return expected.outcome == self.outcome
        if expected.tie:
            return expected.tie == self.options
        if self.outcome == "tie" or self.outcome in WITHOUT_OPTION:
            return False
        if self.plans:
            return _is_plan(expected, self.plans[0])
        return len(expected.steps) == 1 and self.options == {expected.steps[0].option}


def came_of_plans(outcome: str, plans: Sequence[Steps]) -> Came:
    """The answer that plans are. If each of them has one option throughout, a tie may name these."""
    throughout = frozenset(steps[0].option for steps in plans if len(steps) == 1)
    return Came(outcome, throughout if len(throughout) == len(plans) else frozenset(), plans)


def all_fit(came: Iterable[Came], expected: Sequence[Expectation]) -> bool:
    """Whether what came of each item, at each stage in which the decision is needed, is one of the answers expected."""
    every = list(came)
    needed = [one for one in every if one.outcome != "not-needed"] or every
    return bool(every) and all(any(one.fits(each) for each in expected) for one in needed)


def _is_plan(expected: Expectation, steps: Steps) -> bool:
    """Whether a plan is the one expected; days left out match any."""
    if len(expected.steps) != len(steps):
        return False
    return all(
        want.option == got.option and (want.from_days is None or want.from_days == got.from_days)
        for want, got in zip(expected.steps, steps, strict=True)
    )
