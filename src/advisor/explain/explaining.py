"""One area of one result explained, with whatever is asked besides."""

from collections.abc import Iterable, Mapping
from typing import Any

from advisor.advise import Advisor
from advisor.explain.derivation import derivation
from advisor.explain.how_to_get import how_to_get
from advisor.explain.target import Target, check_option, target_of
from advisor.explain.what_if import concluded, recommended_for, what_if
from advisor.explain.why_not import why_not
from advisor.model.case import Case
from advisor.model.explanation import Explanation
from advisor.model.result import Plan, Result


def explain(
    advisor: Advisor,
    case: Case,
    label: str,
    *,
    why_not: Iterable[str] = (),
    how_to_get: Iterable[str] = (),
    what_if: Mapping[str, Any] | None = None,
    assumptions: bool = True,
    result: Result | None = None,
) -> Explanation:
    """Explain what `area` or `area/name` concludes for a case.

    `why_not` and `how_to_get` name options, `what_if` facts with other values; `result` is the case's own result, if it
    is at hand. Raises InputError if the case has no such area, the area no such option, or the facts cannot be so.
    """
    target = target_of(advisor, case, label, assumptions)
    if result is None or not recommended_for(target, result):
        result = advisor.recommend(case, areas=[target.area.id], assumptions=assumptions)
    return _explained(target, result, list(why_not), list(how_to_get), what_if or {})


def _explained(
    target: Target, result: Result, unchosen: list[str], wanted: list[str], changes: Mapping[str, Any]
) -> Explanation:
    area = target.area
    for option in (*unchosen, *wanted):
        check_option(area, option)
    found = concluded(target, result)
    stages = range(len(target.situations))
    return Explanation(
        case=result.case,
        area=area.id,
        title=area.title,
        question=area.question,
        subject=area.subject,
        name=target.item.name,
        outcome=found.outcome,
        recommended=found.recommended,
        certainty=found.certainty,
        limit=found.limit,
        steps=found.steps if isinstance(found, Plan) else None,
        alternatives=found.alternatives if isinstance(found, Plan) else [],
        rests_on=found.rests_on,
        open=found.open,
        stages=[derivation(target, stage, each) for stage, each in enumerate(recommended_for(target, result))],
        why_not=[why_not(target, option, stage) for option in unchosen for stage in stages],
        how_to_get=[how_to_get(target, option, stage) for option in wanted for stage in stages],
        what_if=what_if(target, changes, result) if changes else None,
        receipt=result.receipt,
    )
