"""Conflicts: the facts that cannot stand together, each with its rules, and what would come of giving one up."""

from collections.abc import Iterator, Sequence
from typing import Literal

from advisor.advise.decision import Verdict
from advisor.advise.worlds import Budget, LimitReached
from advisor.explain.judging import Judge
from advisor.explain.regions import values_in
from advisor.explain.target import Target
from advisor.explain.trees import Tracer
from advisor.explain.ways import WAYS_LIMIT, alike
from advisor.model.explanation import ConflictTrace, Relaxation
from advisor.model.result import Recommendation


def conflicts(
    target: Target, stage: int, found: Recommendation, tracer: Tracer, limit: int = WAYS_LIMIT
) -> list[ConflictTrace]:
    """Each conflict of a recommendation: its rules with quotes, and which option each relaxation gives."""
    rules = {f"{rule.area}.{rule.id}": rule for rule in target.area.rules}
    admitted = list(target.admitted(stage))
    return [
        ConflictTrace(
            facts={fact: target.use(fact, stage) for fact in each.facts},
            among=admitted if each.among else None,
            rules=[tracer.rule(rules[name], True, found.reasons) for name in each.rules],
            relaxations=list(_relaxations(target, stage, list(each.facts), each.among, limit)),
        )
        for each in found.conflict
    ]


def _relaxations(target: Target, stage: int, facts: Sequence[str], among: bool, limit: int) -> Iterator[Relaxation]:
    """What each single fact, dropped or changed, and a wider `among` would lead to; only what ends the conflict."""
    judge = Judge(target, stage, Budget(limit))
    space = target.space
    try:
        for fact in facts:
            place = space.index[fact]
            label = target.fact_label(fact, stage)
            if target.use(fact, stage).from_ == "given":
                yield from _relaxed("drop", label, None, judge.judge({fact: space.everything[place]}))
            now = target.situations[stage].masks[place]
            outcomes: dict[tuple[str, tuple[str, ...]], tuple[Verdict, int]] = {}
            for mask in alike(target.adviser.decision.grounds.kinds[place]):
                verdict = judge.judge({fact: mask & -mask}) if now & ~mask else None
                if verdict is not None:
                    key = verdict.outcome, verdict.recommended
                    outcomes[key] = verdict, outcomes.get(key, (verdict, 0))[1] | mask
            for verdict, mask in outcomes.values():
                for value in values_in(space.declared[fact], space.cells[place], mask):
                    yield from _relaxed("change", label, target.rulebook.written(fact, value), verdict)
        if among:
            wider = Judge(*target.widened(stage), Budget(limit))
            yield from _relaxed("among", None, None, wider.judge({}))
    except LimitReached:
        return


def _relaxed(
    kind: Literal["drop", "change", "among"], fact: str | None, to: object, verdict: Verdict | None
) -> Iterator[Relaxation]:
    if verdict is not None and verdict.outcome != "conflict":
        yield Relaxation(kind=kind, fact=fact, to=to, outcome=verdict.outcome, recommended=list(verdict.recommended))
