"""What a verdict hangs on: the same workload with a rule taken away, or with one fact otherwise."""

from functools import reduce
from operator import or_

from advisor.conditions import Masks
from advisor.verify.formulas import Formula, Formulas
from advisor.verify.prover import Prover
from advisor.verify.verdicts import Verdicts, applying, needed


class Varied:
    """Workloads on which the verdict changes when a rule is taken away."""

    def __init__(self, prover: Prover) -> None:
        z3 = prover.z3
        self._prover = prover
        self._gone = {bit: z3.Bool(f"without {bit}") for bit in prover.rules}
        rules = {bit: z3.And(applies, z3.Not(self._gone[bit])) for bit, applies in prover.rules.items()}
        self._differs = prover.verdicts.differs(Verdicts(z3, prover.decision, rules, prover.needed))

    def without(self, rule: str) -> Masks | None:
        """A workload whose verdict is another without the rule. Raises Undecided."""
        bit = self._prover.decision.rule_bits[rule]
        gone = [gone if each == bit else self._prover.z3.Not(gone) for each, gone in self._gone.items()]
        return self._prover.smallest(self._prover.z3.And(gone), self._differs)


class Altered:
    """Workloads on which the verdict changes when one fact (with what is derived from it) is otherwise."""

    def __init__(self, prover: Prover) -> None:
        self._prover = prover
        self._other = Formulas(prover.decision, "other ")
        prover.solver.add(self._other.legal)
        verdicts = Verdicts(prover.z3, prover.decision, applying(self._other), needed(self._other))
        self._differs = prover.verdicts.differs(verdicts)

    def at(self, place: int) -> Masks | None:
        """A workload whose verdict is another if the fact is otherwise. Raises Undecided."""
        follow = self._following(place)
        places = [each for each in self._prover.formulas.places if each not in follow]
        same: list[Formula] = [self._prover.formulas.same(self._other, each) for each in places]
        return self._prover.smallest(self._prover.z3.And(same), self._differs)

    def _following(self, place: int) -> set[int]:
        """The fact, and the facts that are derived from it, step by step."""
        space = self._prover.space
        reached = {place}
        for other in space.filled:  # each comes after those that it reads
            reads: frozenset[str] = reduce(or_, (fill.reads for fill in space.derive[other]), frozenset())
            if reached.intersection(space.index[name] for name in reads):
                reached.add(other)
        return reached
