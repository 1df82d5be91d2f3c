"""How to get an option: the smallest changes of facts that make it the recommendation, or the proof that none do."""

from dataclasses import dataclass
from itertools import product

from advisor.advise.worlds import Budget, LimitReached
from advisor.explain.judging import Judge, is_won
from advisor.explain.regions import values_in
from advisor.explain.target import Target
from advisor.explain.ways import WAYS_LIMIT, Box, Ways, ways
from advisor.model.explanation import Attainability, Change, ChangeSet, HowToGet
from advisor.model.result import PlanStep


def how_to_get(target: Target, option: str, stage: int, *, nearest: bool = False, limit: int = WAYS_LIMIT) -> HowToGet:
    """The smallest ways to `option` at a stage: all of up to two facts, or all of the fewest facts that do.

    A change is made in the stage, or, of a fact that is constant, in all stages. If `nearest`, only the ways of the
    fewest facts. Where the case does not admit the option, the answer is for a case that admits every option.
    """
    admitting = option not in target.admitted(stage)
    if admitting:
        target, stage = target.widened(stage)
    already = _is_recommended(target, stage, option, limit)
    found = Ways() if already else ways(target, stage, option, nearest=nearest, limit=limit)
    sets = [change for boxes in found.sets for box in boxes for change in _Boxed(target, stage, limit).sets(box)]
    attainability: Attainability = "already" if already else "possible" if sets else "not-proved"
    without: bool | None = None
    if found.impossible:
        attainability = "impossible"
        if target.among is not None:
            others = ways(*target.widened(stage), option, nearest=True, limit=limit)
            without = None if others.limit and not others.sets else not others.impossible
    return HowToGet(
        option=option,
        stage=target.situations[stage].stage,
        attainability=attainability,
        admitting=admitting,
        possible_without_among=without,
        change_sets=sets,
        searched=found.searched,
        limit=found.limit,
    )


def _is_recommended(target: Target, stage: int, option: str, limit: int) -> bool:
    try:
        return is_won(Judge(target, stage, Budget(limit)).judge({}), option)
    except LimitReached:
        return False


@dataclass(frozen=True)
class _Boxed:
    """Turns cells into changes of facts."""

    target: Target
    stage: int
    limit: int

    def sets(self, box: Box) -> list[ChangeSet]:
        """The box in values; a fact whose cells no single value covers gives several sets."""
        space = self.target.space
        choices = [values_in(space.declared[fact], space.cells[space.index[fact]], mask) for fact, mask in box.items()]
        plan = self._plan(box)
        return [
            ChangeSet(
                changes=[
                    self._change(fact, self.target.rulebook.written(fact, value))
                    for fact, value in zip(box, values, strict=True)
                ],
                plan=plan,
            )
            for values in product(*choices)
        ]

    def _plan(self, box: Box) -> list[PlanStep] | None:
        try:
            return Judge(self.target, self.stage, Budget(self.limit)).plan(
                {fact: mask & -mask for fact, mask in box.items()}
            )
        except LimitReached:
            return None

    def _change(self, fact: str, to: object) -> Change:
        use = self.target.use(fact, self.stage)
        return Change(fact=self.target.fact_label(fact, self.stage), value=use.value, from_=use.from_, to=to)
