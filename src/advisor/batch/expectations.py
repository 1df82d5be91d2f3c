"""What a case expects, compared with what it gets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from advisor.advise.plans import matches, plan_text
from advisor.model.case import Case, Expectation
from advisor.model.result import Plan, Recommendation, Result

_WITHOUT_OPTION = ("conflict", "not-needed")


class Check(NamedTuple):
    """One expectation: the decision it is about, what was expected (any of these), what came, and whether it fits."""

    label: str
    expected: tuple[str, ...]
    got: str
    passed: bool


@dataclass(frozen=True)
class _Answer:
    """What came, as text, and in the parts that an expectation may name."""

    text: str
    outcome: str
    options: frozenset[str]
    plan: Plan | None = None

    def fits(self, expected: Expectation) -> bool:
        """Whether this is the answer expected."""
        if expected.outcome:
            return expected.outcome == self.outcome
        if expected.tie:
            return expected.tie == self.options
        if self.outcome == "tie" or self.outcome in _WITHOUT_OPTION:
            return False
        if self.plan is not None:
            return matches(expected, self.plan.steps)
        return len(expected.steps) == 1 and self.options == {expected.steps[0].option}


def check_expectations(case: Case, result: Result) -> list[Check]:
    """Each expectation of the case with what came of it.

    Where a subject has stages and the area makes no plan of them, every stage in which the area is needed must fit.
    """
    return [
        Check(label, tuple(map(str, expected)), _text(answers), _all_fit(answers, expected))
        for label, expected in case.expect.items()
        for answers in [_answers(label, result)]
    ]


def _all_fit(answers: Sequence[_Answer], expected: Iterable[Expectation]) -> bool:
    wanted = tuple(expected)
    needed = [answer for answer in answers if answer.outcome != "not-needed"] or answers
    return bool(answers) and all(any(answer.fits(one) for one in wanted) for answer in needed)


def _answers(label: str, result: Result) -> list[_Answer]:
    """What a label speaks of: one item, or all items of the area."""

    def is_meant(each: Plan | Recommendation) -> bool:
        return label in (each.label, each.area)

    planned = {plan.label for plan in result.plans}
    return [_of_plan(plan) for plan in result.plans if is_meant(plan)] + [
        _of_recommendation(each) for each in result.recommendations if is_meant(each) and each.label not in planned
    ]


def _of_plan(plan: Plan) -> _Answer:
    plans = [steps for steps in (plan.steps, *plan.alternatives) if steps]
    throughout = frozenset(steps[0].option for steps in plans if len(steps) == 1)
    options = throughout if len(throughout) == len(plans) else frozenset()
    text = plan.outcome if plan.outcome in _WITHOUT_OPTION else " or ".join(map(plan_text, plans))
    return _Answer(f"a tie of {text}" if plan.outcome == "tie" else text, plan.outcome, options, plan)


def _of_recommendation(each: Recommendation) -> _Answer:
    text = each.outcome if each.outcome in _WITHOUT_OPTION else " and ".join(each.recommended)
    if each.outcome == "tie":
        text = f"a tie of {text}"
    if each.stage is not None:
        text += f" from day {each.stage.from_days:g}"
    return _Answer(text, each.outcome, frozenset(each.recommended))


def _text(answers: Sequence[_Answer]) -> str:
    return ", ".join(answer.text for answer in answers) or "nothing"
