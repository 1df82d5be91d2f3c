"""Asking the solver about the workloads of one area, with small workloads for an answer."""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from advisor.advise.certainty import Examiner
from advisor.advise.decision import Decision, Key
from advisor.advise.worlds import close
from advisor.conditions import Masks
from advisor.model.rulebook import STAGE_FACTS
from advisor.verify.formulas import Formula, Formulas, z3_true
from advisor.verify.verdicts import Verdicts, applying, needed

TIMEOUT = 10_000  # milliseconds for one question
_PATIENCE = 500  # and for making an answer smaller


class World(NamedTuple):
    """A workload that the solver found, and the options admitted."""

    masks: Masks
    admitted: tuple[str, ...]


Judge: TypeAlias = Callable[[Decision, World], Key | None]
Holds: TypeAlias = Callable[[World, Judge], bool]  # whether something is true of a workload, as a judge has it


class Undecided(Exception):
    """The solver gave up; says why."""


class Prover:
    """Finds workloads of which something is true, or proves that there are none.

    With `silence`, among those of which not everything is said, and of whose options only some may be admitted.
    """

    def __init__(self, decision: Decision, timeout: int = TIMEOUT, silence: bool = False) -> None:
        self.decision = decision
        self.space = decision.space
        self.silence = silence
        self.formulas = Formulas(decision, silence=silence)
        self.z3 = self.formulas.z3
        self.rules = applying(self.formulas)
        self.needed = needed(self.formulas)
        self.solver = self.z3.SolverFor("QF_FD")
        self.admitted = self._admitted() if silence else {}
        self.verdicts = Verdicts(self.z3, decision, self.rules, self.needed, admitted=self.admitted)
        self.solver.set("timeout", timeout)
        self.solver.add(self.formulas.legal)
        self.model: Formula = None
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

    def find(self, *goals: Formula) -> World | None:
        """A workload of which all goals are true (`model` then holds more of it); None if there is none.

        Raises Undecided.
        """
        answer = self.solver.check(*map(self.named, goals))
        if answer == self.z3.unknown:
            reason = self.solver.reason_unknown()
            limit = f"within {self._timeout / 1000:g} seconds" if reason in ("timeout", "canceled") else f"({reason})"
            raise Undecided(f"the solver found no answer {limit}")
        if answer == self.z3.unsat:
            return None
        self.model = model = self.solver.model()
        options = self.decision.options
        admitted = [option for option in options if not self.silence or z3_true(model, self.admitted[option])]
        return World(self.formulas.world(model), tuple(admitted))

    def forget(self) -> None:
        """Forget the names given to formulas, once the solver has left the scope in which it learnt them."""
        self._names.clear()
        self._sizes.clear()

    def core(self, *goals: Formula) -> list[int]:
        """After `find` found nothing: the positions of goals that are enough for that."""
        core = self.solver.unsat_core()
        return [place for place, goal in enumerate(goals) if any(self.named(goal).eq(each) for each in core)]

    def smallest(self, *goals: Formula) -> World | None:
        """A workload of which all goals are true, with as few facts to be said as can be. Raises Undecided."""
        world = self.find(*goals)
        if world is None:
            return None
        self.solver.set("timeout", min(self._timeout, _PATIENCE))
        try:
            for size in range(len(self._unusuals())):
                smaller = self.find(*goals, self._of_size(size))
                if smaller is not None:
                    return smaller
        except Undecided:  # it need not be the very smallest
            self.find(*goals, self.exactly(world))
        finally:
            self.solver.set("timeout", self._timeout)
        return world

    def case(self, world: World, holds: Holds | None = None) -> Masks:
        """As little of a workload as can be said so that the recommendation stays the same (and `holds` true)."""
        key = judge(self.decision, world)

        def is_enough(said: Masks, judging: Judge) -> bool:
            less = World(said, world.admitted)
            return judging(self.decision, less) == key and (holds is None or holds(less, judging))

        for judging in (judge_quickly, judge):
            said = list(world.masks)
            for place in self.by_need(world):
                if self.space.facts[place] in STAGE_FACTS:  # known of every case
                    continue
                kept, said[place] = said[place], self.space.everything[place]
                if not is_enough(said, judging):
                    said[place] = kept
            if is_enough(said, judge):
                return said
        return world.masks

    def by_need(self, world: World) -> list[int]:
        """The facts, those that need not be said first."""
        z3, formulas = self.z3, self.formulas
        self.find(self.exactly(world))
        said = {place: z3_true(self.model, z3.Or(formulas.unusual(place))) for place in formulas.places}
        return sorted(said, key=lambda place: said[place])

    def exactly(self, world: World) -> Formula:
        """That a workload is this one, with these options admitted."""
        literals = [self.formulas.cell(place, world.masks[place]) for place in self.formulas.places]
        for option, admitted in self.admitted.items():
            literals.append(admitted if option in world.admitted else self.z3.Not(admitted))
        return self.z3.And(literals)

    def _of_size(self, size: int) -> Formula:
        if size not in self._sizes:
            self._sizes[size] = self.z3.PbLe([(unusual, 1) for unusual in self._unusuals()], size)
        return self._sizes[size]

    def _unusuals(self) -> list[Formula]:
        if self._unusual is None:
            self._unusual = [each for place in self.formulas.places for each in self.formulas.unusual(place)]
        return self._unusual

    def _admitted(self) -> dict[str, Formula]:
        """For each option that it is named, or a combination of those named.

        Two are named at most: where verdicts differ at all, they differ on two options.
        """
        z3, options = self.z3, self.decision.area.options
        named = {option: z3.Bool(f"{option} admitted") for option in options}
        everything = z3.Bool("every option admitted")
        self.solver.add(z3.Or(everything, z3.PbLe([(each, 1) for each in named.values()], 2)))
        self.solver.add(z3.Implies(everything, z3.And(list(named.values()))))
        return {
            option.id: z3.Or(named[option.id], z3.And([named[part] for part in option.parts]))
            if option.parts
            else named[option.id]
            for option in options.values()
        }


def judge(decision: Decision, world: World) -> Key | None:
    """The outcome of a workload, as a recommendation has it; None if there is no such workload."""
    verdict = Examiner(decision, world.admitted, assuming=True).judge(world.masks)
    return None if verdict is None else verdict.key


def judge_quickly(decision: Decision, world: World) -> Key | None:
    """The same, but for leaders that win in no completion of what is known."""
    closed = close(decision.space, world.masks, range(len(world.masks)), bold=True)
    return None if closed is None else decision.verdict_on(closed.masks, world.admitted).key
