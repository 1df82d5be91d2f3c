"""The answer to a case as text: a block for each decision."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from advisor.model.case import Case
from advisor.model.result import Recommendation, Result
from advisor.model.rulebook import Rulebook
from advisor.render.paper import Paper
from advisor.render.plan import add_plan
from advisor.render.recommendation import add_recommendation
from advisor.render.words import days_said


def result_text(result: Result, rulebook: Rulebook, case: Case | None = None, full: bool | None = None) -> Paper:
    """The whole answer. `full`: every reason; else the strongest; None: full for one decision, short for several."""
    blocks = sorted(_blocks(result), key=lambda block: all(each.outcome == "not-needed" for each in block[1]))
    if full is None:
        full = len(blocks) <= 1
    paper = Paper()
    paper.add((result.case, "bold"))
    if case is not None and case.description:
        paper.add((case.description, "dim"))
    plans = {plan.label: plan for plan in result.plans}
    for label, recommendations in blocks:
        if label in plans:
            add_plan(paper, plans[label], recommendations, rulebook, full)
            continue
        for same, when in _stretches(recommendations):
            add_recommendation(paper, same, rulebook, full, when)
    if not blocks:
        paper.blank()
        paper.add("There is nothing to decide: no area is about what this case describes.")
    if not full:
        paper.blank()
        areas = dict.fromkeys(each.area for _, some in blocks for each in some)
        paper.add((f"For every reason and the advice, ask for one area: --area {next(iter(areas))}", "dim"))
    return paper


def _blocks(result: Result) -> Iterator[tuple[str, list[Recommendation]]]:
    """What belongs to one decision about one item, in the order of the case."""
    for label, some in groupby(result.recommendations, key=lambda each: each.label):
        yield label, list(some)


def _stretches(stages: Iterable[Recommendation]) -> Iterator[tuple[Recommendation, str]]:
    """Each answer once for the neighbouring stages that have it for the same reasons, with the days in words."""
    groups = [list(some) for _, some in groupby(stages, key=_sameness)]
    for some in groups:
        first, last = some[0].stage, some[-1].stage
        if first is None or last is None:
            yield some[0], ""
        elif len(groups) == 1:
            yield some[0], ", in every stage"
        else:
            yield some[0], f", {days_said(first.model_copy(update={'to_days': last.to_days}))}"


def _sameness(each: Recommendation) -> object:
    return each.outcome, each.certainty, each.recommended, each.today, [(one.rule, one.counts) for one in each.reasons]
