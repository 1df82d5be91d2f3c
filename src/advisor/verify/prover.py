"""Asking the solver about the workloads of one area, with small workloads for an answer."""

from collections.abc import Sequence

from advisor.advise.certainty import Examiner
from advisor.advise.decision import Decision, Key
from advisor.advise.worlds import close
from advisor.conditions import Masks
from advisor.verify.formulas import Formula, Formulas
from advisor.verify.verdicts import Verdicts, applying, needed

TIMEOUT = 10_000  # milliseconds for one question


class Undecided(Exception):
    """The solver gave up; says why."""


class Prover:
    """Finds workloads of which something is true, or proves that there are none."""

    def __init__(self, decision: Decision, timeout: int = TIMEOUT) -> None:
        self.decision = decision
        self.space = decision.space
        self.formulas = Formulas(decision)
        self.z3 = self.formulas.z3
        self.rules = applying(self.formulas)
        self.needed = needed(self.formulas)
        self.verdicts = Verdicts(self.z3, decision, self.rules, self.needed)
        self.solver = self.z3.SolverFor("QF_FD")
        self.solver.set("timeout", timeout)
        self.solver.add(self.formulas.legal)
        self._timeout = timeout
        self._names: dict[Formula, Formula] = {}
        self._sizes: dict[int, Formula] = {}
        self._unusual: list[Formula] | None = None

    def named(self, formula: Formula) -> Formula:
        """A variable from which the formula follows, to be assumed in some questions and not in others."""
        if formula not in self._names:
            name = self._names[formula] = self.z3.Bool(f"?{len(self._names)}")
            self.solver.add(self.z3.Implies(name, formula))
        return self._names[formula]

    def find(self, *goals: Formula) -> Masks | None:
        """A workload of which all goals are true; None if there is none. Raises Undecided."""
        answer = self.solver.check(*map(self.named, goals))
        if answer == self.z3.unknown:
            reason = self.solver.reason_unknown()
            limit = f"within {self._timeout / 1000:g} seconds" if reason in ("timeout", "canceled") else f"({reason})"
            raise Undecided(f"the solver found no answer {limit}")
        return self.formulas.world(self.solver.model()) if answer == self.z3.sat else None

    def core(self, *goals: Formula) -> list[int]:
        """After `find` found nothing: the positions of goals that are enough for that."""
        core = self.solver.unsat_core()
        return [place for place, goal in enumerate(goals) if any(self.named(goal).eq(each) for each in core)]

    def smallest(self, *goals: Formula) -> Masks | None:
        """A workload of which all goals are true, with as few facts to be said as can be. Raises Undecided."""
        world = self.find(*goals)
        if world is None:
            return None
        for size in range(len(self.formulas.places)):
            try:
                smaller = self.find(*goals, self._of_size(size))
            except Undecided:
                break
            if smaller is not None:
                return smaller
        return world

    def case(self, world: Sequence[int]) -> Masks:
        """As little of a workload as can be said so that the recommendation for it is the same."""
        key = self.decision.verdict_on(world, self.decision.options).key
        for judge in (self._quick, self._exact):
            said = list(world)
            for place in self.by_need(world):
                kept, said[place] = said[place], self.space.everything[place]
                if judge(said) != key:
                    said[place] = kept
            if self._exact(said) == key:
                return said
        return list(world)

    def _quick(self, said: Masks) -> Key | None:
        closed = close(self.space, said, range(len(said)), bold=True)
        return None if closed is None else self.decision.verdict_on(closed.masks, self.decision.options).key

    def _exact(self, said: Masks) -> Key | None:
        verdict = Examiner(self.decision, self.decision.options, assuming=True).judge(said)
        return None if verdict is None else verdict.key

    def by_need(self, world: Sequence[int]) -> list[int]:
        """The facts, those that need not be said first."""
        unusual = dict(zip(self.formulas.places, self._unusuals(), strict=True))
        literals = [self.formulas.cell(place, world[place]) for place in self.formulas.places]
        said = self.z3.And(literals)
        self.solver.check(self.named(said))
        model = self.solver.model()
        return sorted(unusual, key=lambda place: self.z3.is_true(model.eval(unusual[place], model_completion=True)))

    def _of_size(self, size: int) -> Formula:
        if size not in self._sizes:
            self._sizes[size] = self.z3.PbLe([(unusual, 1) for unusual in self._unusuals()], size)
        return self._sizes[size]

    def _unusuals(self) -> list[Formula]:
        if self._unusual is None:
            self._unusual = [self.formulas.unusual(place) for place in self.formulas.places]
        return self._unusual
