"""Which workloads end in a conflict or a tie: regions of them, each described by as few facts as possible."""

from collections.abc import Iterator, Sequence
from typing import Literal

from advisor.advise.decision import CONFLICT, Key
from advisor.conditions import Masks
from advisor.model.rulebook import Accepted, Rulebook
from advisor.verify.cubes import cube_of
from advisor.verify.findings import CitedRule, Claim, Finding, Region
from advisor.verify.formulas import Formula
from advisor.verify.prover import Prover, Undecided, World
from advisor.verify.witnesses import written_case, written_cube

LIMIT = 24  # regions listed for one area and outcome


class Regions:
    """The conflicts and ties of one area."""

    def __init__(self, rulebook: Rulebook, prover: Prover, limit: int = LIMIT) -> None:
        self._rulebook = rulebook
        self._prover = prover
        self._area = prover.decision.area
        self._limit = limit

    def findings(self) -> Iterator[Finding]:
        """Whether the area is free of conflicts, and of ties, but for those accepted."""
        yield self._finding("no-conflict", "conflict", self._prover.verdicts.conflict)
        yield self._finding("no-tie", "tie", self._prover.verdicts.tie)

    def _finding(self, claim: Claim, outcome: Literal["conflict", "tie"], goal: Formula) -> Finding:
        accepted = [each for each in self._area.accepted if each.outcome == outcome]
        about = {"claim": claim, "about": self._area.id, "place": self._area.place}
        regions: list[Region] = []
        try:
            for each in accepted:
                world = self._prover.smallest(goal, self._accepting(each))
                if world is None:
                    why = f"the {outcome} accepted here occurs in no workload."
                    return Finding(outcome="disproved", why=why, **{**about, "place": each.place})
                regions.append(self._region(outcome, world, each.because)[0])
            open_regions = list(self._open(outcome, goal, accepted))
        except Undecided as undecided:
            return Finding(outcome="undecided", why=f"{claim}: {undecided}.", regions=tuple(regions), **about)
        cut = len(open_regions) > self._limit
        open_regions = open_regions[: self._limit]
        if not open_regions:
            said = f"Only what is accepted ends in a {outcome}." if accepted else f"No workload ends in a {outcome}."
            return Finding(outcome="proved", why=said, regions=tuple(regions), **about)
        count = f"more than {self._limit}" if cut else str(len(open_regions))
        why = f"{count} {'region ends' if count == '1' else 'regions end'} in a {outcome}: mend or accept."
        return Finding(outcome="disproved", why=why, regions=(*open_regions, *regions), cut=cut, **about)

    def _open(
        self, outcome: Literal["conflict", "tie"], goal: Formula, accepted: Sequence[Accepted]
    ) -> Iterator[Region]:
        """The regions that are not accepted, those with few facts to be said first; one more than the limit."""
        z3 = self._prover.z3
        goals = [goal, *(z3.Not(self._accepting(each)) for each in accepted)]
        for _ in range(self._limit + 1):
            world = self._prover.smallest(*goals)
            if world is None:
                return
            region, like = self._region(outcome, world)
            yield region
            goals.append(z3.Not(like))

    def _accepting(self, accepted: Accepted) -> Formula:
        """That a workload (which has the outcome) is one of those accepted."""
        z3, prover = self._prover.z3, self._prover
        options = prover.verdicts.ends_in(frozenset(accepted.options)) if accepted.options else z3.BoolVal(True)
        return z3.And(options, prover.formulas.true(accepted.when) if accepted.when else z3.BoolVal(True))

    def _region(
        self, outcome: Literal["conflict", "tie"], world: World, because: str | None = None
    ) -> tuple[Region, Formula]:
        """The region around a workload; and that a workload is in it, or has the same rules at odds."""
        prover, decision = self._prover, self._prover.decision
        key = decision.verdict_on(world.masks, decision.options).key
        cube = cube_of(prover, world, key)
        at_odds = self._at_odds(world.masks if key != CONFLICT else cube.masks(prover.space), key)
        region = Region(
            outcome=outcome,
            options=tuple(option for option in decision.options if option in key),
            facts=written_cube(self._rulebook, prover.space, cube),
            rules=tuple(self._cited(rule) for rule, applies in at_odds.items() if applies),
            witness=written_case(self._rulebook, prover.space, prover.case(world)),
            accepted=because,
        )
        same = [
            prover.rules[decision.rule_bits[rule]] if applies else prover.z3.Not(prover.rules[decision.rule_bits[rule]])
            for rule, applies in at_odds.items()
            if applies or key != CONFLICT
        ]
        alike = prover.z3.And(prover.verdicts.ends_in(key), *same)
        return region, prover.z3.Or(alike, cube.formula(prover.formulas))

    def _at_odds(self, masks: Masks, key: Key) -> dict[str, bool]:
        """The rules that can remove options, or that weigh for or against those that tie; whether each applies."""
        decision = self._prover.decision
        certain, _ = decision.bounds(masks)
        return {
            rule.id: bool(certain & decision.rule_bits[rule.id])
            for rule in self._area.rules
            if (rule.rules_out or rule.requires if key == CONFLICT else key & {*rule.favours, *rule.opposes})
        }

    def _cited(self, rule_id: str) -> CitedRule:
        rule = next(rule for rule in self._area.rules if rule.id == rule_id)
        quotes = tuple(self._rulebook.notes[note].quote for note in rule.cite)
        return CitedRule(rule=f"{self._area.id}.{rule.id}", because=rule.because, quotes=quotes)
