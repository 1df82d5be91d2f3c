"""Both editions on one case, decision by decision."""

from collections.abc import Iterable, Iterator, Sequence

from advisor.advise import Advisor
from advisor.editions.carried import carried, unknown_facts
from advisor.editions.causes import Concluded, causes, is_same
from advisor.editions.today import counterpart
from advisor.model.case import Case
from advisor.model.comparison import Compared, Comparison, Receipts
from advisor.model.result import Plan, Result


def compare(
    case: Case, notes: Advisor, today: Advisor, areas: Sequence[str] | None = None, assumptions: bool = True
) -> Comparison:
    """What each edition concludes of a case that was read in today's edition, and why they differ."""
    before = notes.recommend(carried(case, notes.rulebook), areas=areas, assumptions=assumptions)
    after = today.recommend(case, areas=areas, assumptions=assumptions)
    return Comparison(
        case=case.name,
        receipts=Receipts(notes=before.receipt, today=after.receipt),
        unknown_to_notes=unknown_facts(case, notes.rulebook),
        compared=[_compared(*pair, notes, today) for pair in _pairs(before, after)],
    )


def _pairs(before: Result, after: Result) -> Iterator[tuple[Concluded | None, Concluded | None]]:
    """What each says of the same thing, in the order of the case; what only today speaks of comes last."""
    met = []
    for found in _concluded(before):
        other = counterpart(found, after)
        met.append(other)
        yield found, other
    yield from ((None, each) for each in _concluded(after) if not any(each is other for other in met))


def _concluded(result: Result) -> Iterable[Concluded]:
    """The plans, and the recommendations that no plan sums up."""
    plans = {plan.label: plan for plan in result.plans}
    every: list[Concluded] = [plans.get(each.label, each) for each in result.recommendations]
    return {id(each): each for each in every}.values()


def _compared(before: Concluded | None, after: Concluded | None, notes: Advisor, today: Advisor) -> Compared:
    differs = before is None or after is None or not is_same(before, after)
    one = before or after
    assert one is not None
    return Compared(
        area=one.area,
        subject=one.subject,
        name=one.name,
        stage=None if isinstance(one, Plan) else one.stage,
        differs=differs,
        notes=before,
        today=after,
        causes=causes(before, after, notes.rulebook, today.rulebook)
        if before is not None and after is not None and differs
        else [],
    )
