"""What a verdict hangs on: the same workload with a rule taken away, or with one fact otherwise."""

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import NamedTuple

from advisor.advise.decision import Decision
from advisor.model.rulebook import Area
from advisor.verify.formulas import Formula, Formulas
from advisor.verify.prover import Holds, Judge, Prover, Undecided, World, judge
from advisor.verify.verdicts import Verdicts, applying, needed

_TRIES = 100  # workloads looked at, where what is unsaid may be judged otherwise than the formulas have it


class Shown(NamedTuple):
    """A workload that shows something, and what has to hold of it for that."""

    world: World
    holds: Holds


class Varied:
    """Workloads on which the verdict changes when a rule is taken away."""

    def __init__(self, prover: Prover) -> None:
        z3 = prover.z3
        self._prover = prover
        self._gone = {bit: z3.Bool(f"without {bit}") for bit in prover.rules}
        rules = {bit: z3.And(applies, z3.Not(self._gone[bit])) for bit, applies in prover.rules.items()}
        self._differs = prover.verdicts.differs(
            Verdicts(z3, prover.decision, rules, prover.needed, admitted=prover.admitted)
        )

    def without(self, rule: str) -> Shown | None:
        """A workload whose verdict is another without the rule. Raises Undecided."""
        decision = self._prover.decision
        bit = decision.rule_bits[rule]
        gone = [gone if each == bit else self._prover.z3.Not(gone) for each, gone in self._gone.items()]
        lacking = Decision(without_rule(decision.area, rule), decision.space)

        def is_so(world: World, judging: Judge) -> bool:
            return judging(decision, world) != judging(lacking, world)

        return _confirmed(self._prover, [self._prover.z3.And(gone), self._differs], lambda: is_so)


class Altered:
    """Workloads on which the verdict changes when one fact (with what is derived from it) is otherwise."""

    def __init__(self, prover: Prover) -> None:
        self._prover = prover
        self._other = Formulas(prover.decision, "other ", prover.silence)
        prover.solver.add(self._other.legal)
        rules, needs = applying(self._other), needed(self._other)
        self._differs = prover.verdicts.differs(
            Verdicts(prover.z3, prover.decision, rules, needs, admitted=prover.admitted)
        )

    def at(self, place: int) -> Shown | None:
        """A workload whose verdict is another if the fact is otherwise. Raises Undecided."""
        prover, follow = self._prover, self._following(place)
        same: list[Formula] = [
            prover.formulas.same(self._other, each) for each in prover.formulas.places if each not in follow
        ]

        def is_so() -> Holds:
            other = self._other.world(prover.model)

            def differs(world: World, judging: Judge) -> bool:
                masks = [
                    theirs if at in follow else ours
                    for at, (ours, theirs) in enumerate(zip(world.masks, other, strict=True))
                ]
                altered = World(masks, world.admitted)
                return judging(prover.decision, world) != judging(prover.decision, altered)

            return differs

        return _confirmed(prover, [prover.z3.And(same), self._differs], is_so)

    def _following(self, place: int) -> set[int]:
        """The fact, and the facts that are derived from it, step by step."""
        space = self._prover.space
        reached = {place}
        for other in space.filled:  # each comes after those that it reads
            reads: frozenset[str] = reduce(or_, (fill.reads for fill in space.derive[other]), frozenset())
            if reached.intersection(space.index[name] for name in reads):
                reached.add(other)
        return reached


def without_rule(area: Area, rule: str) -> Area:
    """The area less one rule."""
    return area.model_copy(update={"rules": tuple(each for each in area.rules if each.id != rule)})


def _confirmed(prover: Prover, goals: list[Formula], is_so: Callable[[], Holds]) -> Shown | None:
    """A smallest workload with the goals that really is so. Raises Undecided."""
    for _ in range(_TRIES):
        world = prover.smallest(*goals)
        if world is None:
            return None
        holds = is_so()
        if holds(world, judge):
            return Shown(world, holds)
        goals = [*goals, prover.z3.Not(prover.exactly(world))]
    raise Undecided(f"{_TRIES} workloads that looked so were not, on a closer look")
