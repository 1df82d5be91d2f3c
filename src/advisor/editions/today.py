"""What today's edition makes of a result of the notes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from advisor.advise import Advisor
from advisor.editions.carried import carried
from advisor.editions.causes import Concluded, causes, is_same, successions
from advisor.model.case import Case
from advisor.model.result import Plan, Recommendation, Result, Today
from advisor.model.rulebook import Rulebook

if TYPE_CHECKING:
    from advisor.model.explanation import Explanation


def beside_today(
    result: Result, case: Case, notes: Rulebook, today: Advisor, areas: Sequence[str] | None, assumptions: bool
) -> Result:
    """The result of the notes' edition for a case, with what today's makes of each recommendation and plan.

    A stage that a plan sums up says nothing of today by itself.
    """
    asked = today.recommend(carried(case, today.rulebook), areas=areas, assumptions=assumptions)
    plans = [each.model_copy(update={"today": _today(each, asked, notes, today.rulebook)}) for each in result.plans]
    planned = {plan.label for plan in plans}
    recommendations = [
        each if each.label in planned else each.model_copy(update={"today": _today(each, asked, notes, today.rulebook)})
        for each in result.recommendations
    ]
    return result.model_copy(update={"recommendations": recommendations, "plans": plans})


def explained_beside_today(explanation: "Explanation", result: Result) -> "Explanation":
    """The explanation, with what a result says of today: of the plan, or of each stage."""
    for plan in result.plans:
        if plan.label == explanation.label:
            return explanation.model_copy(update={"today": plan.today})
    found = [each for each in result.recommendations if each.label == explanation.label]
    stages = [
        stage.model_copy(update={"today": each.today}) for stage, each in zip(explanation.stages, found, strict=True)
    ]
    return explanation.model_copy(update={"stages": stages})


def counterpart(found: Concluded, other: Result) -> Concluded | None:
    """What another result says of the same area, item and stage; None if it does not speak of it."""
    if isinstance(found, Plan):
        return next((each for each in other.plans if each.label == found.label), None)
    return next((each for each in other.recommendations if _place(each) == _place(found)), None)


def _place(found: Recommendation) -> tuple[str, float | None]:
    return found.label, None if found.stage is None else found.stage.from_days


def _today(found: Concluded, asked: Result, notes: Rulebook, today: Rulebook) -> Today | None:
    other = counterpart(found, asked)
    if other is None:
        return None
    differs = not is_same(found, other)
    why = causes(found, other, notes, today) if differs else successions(found, notes)
    if not differs and not why:
        return None
    return Today(
        differs=differs,
        outcome=other.outcome,
        recommended=other.recommended,
        steps=other.steps if isinstance(other, Plan) else None,
        alternatives=other.alternatives if isinstance(other, Plan) else [],
        cause=why[0] if why else None,
    )
