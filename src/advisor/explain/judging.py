"""What would be recommended at one stage if facts were otherwise: judged on masks, within a budget."""

from collections.abc import Mapping
from typing import TypeAlias

from advisor.advise.certainty import Examiner
from advisor.advise.decision import Verdict
from advisor.advise.plans import Path, steps_of
from advisor.advise.worlds import Budget, Search, close
from advisor.conditions import Masks
from advisor.explain.target import Target
from advisor.model.result import PlanStep

# What judging a plan counts as, in states: it takes that much longer than looking at one.
PLAN_COST = 10

Changes: TypeAlias = Mapping[str, int]  # the cells of each fact that changes


class Judge:
    """Judges changes of the facts of one stage: what a fresh recommendation would say of it."""

    def __init__(self, target: Target, stage: int, budget: Budget) -> None:
        self.target = target
        self.stage = stage
        self.admitted = target.admitted(stage)
        self.base = target.situations[stage].base
        self._budget = budget
        self._examiners = {stage: self._examiner(stage)}
        self.coupled = target.plans and target.planner.couples
        self._verdicts: dict[int, tuple[Verdict | None, int]] = {}

    @property
    def search(self) -> Search:
        """The search through the completions of this stage."""
        return self._examiners[self.stage].search

    def judge(self, changes: Changes) -> Verdict | None:
        """The verdict on this stage; None if no workload can be so. Raises LimitReached."""
        if self.coupled:
            self._budget.spent += PLAN_COST
            self._budget.spend()
            paths = self._paths(changes)
            if paths is None:
                return None
            options = tuple(dict.fromkeys(path[self.stage] for path in paths))
            return Verdict("recommended" if len(options) == 1 else "tie" if options else "conflict", options)
        return self._examiners[self.stage].judge(self.changed(changes, self.stage))

    def may_win(self, changes: Changes, option: str) -> bool:
        """Whether `option` wins in some completion that a recommendation would look at; if not, it does not lead."""
        space = self.target.space
        self._budget.spend()
        base = self.changed(changes, self.stage)
        closed = close(space, base, range(len(space.facts)) if self.target.assuming else (), bold=True)
        if closed is None:
            return False
        return self.coupled or self._leads(base, closed.filled, option)

    def _leads(self, base: Masks, filled: frozenset[int], option: str) -> bool:
        return self.search.find(base, lambda key: option in key, filled, option) is not None

    def plan(self, changes: Changes) -> list[PlanStep] | None:
        """The plan that the changes would give; None if the stages make no plan, or none that is possible."""
        if not self.target.plans:
            return None
        paths = self._paths(changes)
        return steps_of(paths[0], self.target.planner.starts) if paths else None

    def changed(self, changes: Changes, stage: int) -> Masks:
        """What is given at a stage, with those changes that reach it."""
        base = list(self.target.situations[stage].base)
        for fact, mask in changes.items():
            if stage == self.stage or stage in self.target.touched(self.target.written_at(self.stage, fact), fact):
                base[self.target.space.index[fact]] = mask
        return base

    def _paths(self, changes: Changes) -> tuple[Path, ...] | None:
        """The best plans; None if some stage cannot be so."""
        verdicts: list[Verdict] = []
        applying: list[int] = []
        for stage in range(len(self.target.situations)):
            verdict, rules = self._stage(changes, stage)
            if verdict is None:
                return None
            verdicts.append(verdict)
            applying.append(rules)
        return self.target.planner.choose(verdicts, applying)

    def _stage(self, changes: Changes, stage: int) -> tuple[Verdict | None, int]:
        base = self.changed(changes, stage)
        untouched = base == self.target.situations[stage].base
        if untouched and stage in self._verdicts:
            return self._verdicts[stage]
        space = self.target.space
        closed = close(space, base, range(len(space.facts)) if self.target.assuming else (), bold=True)
        if closed is None:
            return None, 0
        examiner = self._examiners.setdefault(stage, self._examiner(stage))
        found = examiner.judge(base), self.target.adviser.decision.applying(closed.masks)
        if untouched:
            self._verdicts[stage] = found
        return found

    def _examiner(self, stage: int) -> Examiner:
        examiner = Examiner(self.target.adviser.decision, self.target.admitted(stage), self.target.assuming)
        examiner.budget = examiner.search.budget = self._budget
        return examiner


def is_won(verdict: Verdict | None, option: str) -> bool:
    """Whether the option alone is recommended."""
    return verdict is not None and verdict.key == frozenset((option,))
