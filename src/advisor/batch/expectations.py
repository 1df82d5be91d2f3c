"""What a case expects, compared with what it gets."""

from collections.abc import Sequence
from typing import NamedTuple

from advisor.advise.expected import WITHOUT_OPTION, Came, all_fit, came_of_plans
from advisor.advise.plans import plan_text
from advisor.model.case import Case
from advisor.model.result import Plan, Recommendation, Result


class Check(NamedTuple):
    """One expectation: the decision it is about, what was expected (any of these), what came, and whether it fits."""

    label: str
    expected: tuple[str, ...]
    got: str
    passed: bool


class _Answer(NamedTuple):
    """What came, as text, and in the parts that an expectation may name."""

    text: str
    came: Came


def check_expectations(case: Case, result: Result) -> list[Check]:
    """Each expectation of the case with what came of it.

    Where a subject has stages and the area makes no plan of them, every stage in which the area is needed must fit.
    """
    return [
        Check(label, tuple(map(str, expected)), _text(answers), all_fit((each.came for each in answers), expected))
        for label, expected in case.expect.items()
        for answers in [_answers(label, result)]
    ]


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
    text = plan.outcome if plan.outcome in WITHOUT_OPTION else " or ".join(map(plan_text, plans))
    return _Answer(f"a tie of {text}" if plan.outcome == "tie" else text, came_of_plans(plan.outcome, plans))


def _of_recommendation(each: Recommendation) -> _Answer:
    text = each.outcome if each.outcome in WITHOUT_OPTION else " and ".join(each.recommended)
    if each.outcome == "tie":
        text = f"a tie of {text}"
    if each.stage is not None:
        text += f" from day {each.stage.from_days:g}"
    return _Answer(text, Came(each.outcome, frozenset(each.recommended)))


def _text(answers: Sequence[_Answer]) -> str:
    return ", ".join(answer.text for answer in answers) or "nothing"
