"""One line for each recommendation of many: for tables of any kind."""

from collections.abc import Iterator
from typing import NamedTuple

from advisor.advise.plans import plan_text
from advisor.model.result import Open, RestsOn, Result
from advisor.render.today import today_cell


class Row(NamedTuple):
    """One recommendation (or plan) in short."""

    case: str
    area: str
    from_days: str
    to_days: str
    outcome: str
    recommended: str
    certainty: str
    rests_on: str
    open: str
    today: str


def rows(result: Result) -> Iterator[Row]:
    """The rows of a case: one for each plan, and for each recommendation that no plan sums up."""
    planned = {plan.label for plan in result.plans}
    for plan in result.plans:
        plans = [plan_text(steps) for steps in (plan.steps, *plan.alternatives) if steps]
        texts = (" = ".join(plans), plan.certainty, _facts(plan.rests_on), _facts(plan.open), today_cell(plan.today))
        yield Row(result.case, plan.label, "", "", plan.outcome, *texts)
    for each in result.recommendations:
        if each.label not in planned:
            first = "" if each.stage is None else f"{each.stage.from_days:g}"
            last = "" if each.stage is None or each.stage.to_days is None else f"{each.stage.to_days:g}"
            options = " = ".join(each.recommended)
            doubts = _facts(each.rests_on), _facts(each.open), today_cell(each.today)
            yield Row(result.case, each.label, first, last, each.outcome, options, each.certainty, *doubts)


def _facts(changes: list[RestsOn] | list[Open]) -> str:
    """Facts that could change the answer: `a; b and c`."""
    return "; ".join(dict.fromkeys(" and ".join(each.facts) for each in changes))
