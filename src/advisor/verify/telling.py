"""Two versions of an area told apart: a workload on which their verdicts differ, or the proof that there is none."""

from typing import Any, NamedTuple

from advisor.advise.decision import Decision, Key
from advisor.model.rulebook import Rulebook
from advisor.verify.formulas import Formula, MissingSolver
from advisor.verify.prover import Judge, Prover, Undecided, World, judge
from advisor.verify.verdicts import Verdicts, applying, needed
from advisor.verify.witnesses import written_case

_TRIES = 5
_PATIENCE = 3_000  # milliseconds for one question


class Told(NamedTuple):
    """What was found: the two are equivalent, or a witness with its outcome before and after."""

    equivalent: bool
    witness: dict[str, Any] | None = None
    before: Key | None = None
    after: Key | None = None


class Teller:
    """Tells versions of one area from the present one; they share a space of facts."""

    def __init__(self, rulebook: Rulebook, decision: Decision) -> None:
        self._rulebook = rulebook
        self._decision = decision
        try:
            self._provers = [Prover(decision, _PATIENCE, silence) for silence in (False, True)]
        except MissingSolver:
            self._provers = []
        # Where a workload told whole shows no difference, one told in part may, and at last one with fewer options.
        self._ways = [
            (prover, all_admitted)
            for prover, all_admitted in zip((*self._provers, *self._provers[1:]), (True, True, False), strict=False)
        ]

    def tell(self, other: Decision) -> Told | None:
        """How another version differs; None if it is not known (no solver, no answer)."""
        told = None
        for prover, all_admitted in self._ways:
            try:
                told = self._told(prover, other, all_admitted)
            except Undecided:
                return None
            if not told.equivalent:
                return told
        return told

    def _told(self, prover: Prover, other: Decision, all_admitted: bool) -> Told:
        formulas = prover.formulas.over(other)
        verdicts = Verdicts(prover.z3, other, applying(formulas), needed(formulas), admitted=prover.admitted)
        goals: list[Formula] = [prover.verdicts.differs(verdicts)]
        if all_admitted:
            goals += prover.admitted.values()
        prover.solver.push()
        try:
            for _ in range(_TRIES):
                world = prover.find(*goals)
                if world is None:
                    return Told(equivalent=True)
                before, after = judge(self._decision, world), judge(other, world)
                if before != after:
                    return self._shown(prover, world, other)
                goals.append(prover.z3.Not(prover.exactly(world)))
        finally:
            prover.solver.pop()
            prover.forget()
        raise Undecided("the workloads that looked different were not, on a closer look")

    def _shown(self, prover: Prover, world: World, other: Decision) -> Told:
        def differs(less: World, judging: Judge) -> bool:
            return judging(self._decision, less) != judging(other, less)

        masks = prover.case(world, differs)
        witness = written_case(self._rulebook, self._decision.space, masks)
        if world.admitted != self._decision.options:
            witness["among"] = {self._decision.area.id: list(world.admitted)}
        less = World(masks, world.admitted)
        return Told(False, witness, judge(self._decision, less), judge(other, less))
