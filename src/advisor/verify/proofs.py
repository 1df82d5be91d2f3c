"""Proofs of one area over all its workloads: each claim comes out proved, disproved or undecided, never silent."""

import time
from collections.abc import Callable, Iterator

from advisor.advise.decision import Decision
from advisor.conditions import Masks, spaces
from advisor.errors import Place
from advisor.model.rulebook import Area, Rule, Rulebook
from advisor.verify.findings import AreaProofs, Claim, Finding, Outcome
from advisor.verify.effects import covers, effects_of
from advisor.verify.formulas import Formula
from advisor.verify.monotony import support_helps
from advisor.verify.prover import TIMEOUT, Prover, Undecided
from advisor.verify.regions import Regions
from advisor.verify.variations import Altered, Varied
from advisor.verify.witnesses import written_case


def prove_area(rulebook: Rulebook, area_id: str, timeout: int = TIMEOUT) -> AreaProofs:
    """Everything that is to be proved of an area; `timeout` in milliseconds for one question."""
    began = time.monotonic()
    area = rulebook.areas[area_id]
    findings = tuple(_Proofs(rulebook, area, timeout).all())
    seconds = round(time.monotonic() - began, 2)
    return AreaProofs(area=area_id, edition=rulebook.edition, rules=len(area.rules), findings=findings, seconds=seconds)


class _Proofs:
    def __init__(self, rulebook: Rulebook, area: Area, timeout: int) -> None:
        self._rulebook = rulebook
        self._area = area
        self._decision = Decision(area, spaces(rulebook)[area.subject])
        self._prover = Prover(self._decision, timeout)
        self._timeout = timeout

    def all(self) -> Iterator[Finding]:
        """The findings, in the order of the claims."""
        yield from map(self._option, self._area.options)
        applying = [self._can_apply(rule) for rule in self._area.rules]
        yield from applying
        varied = Varied(self._prover)
        living = [rule for rule, found in zip(self._area.rules, applying, strict=True) if found.outcome != "disproved"]
        for rule in living:
            yield self._matters(rule, varied)
        yield from map(self._not_implied, living)
        yield from map(self._advice, self._area.advice)
        altered = Altered(self._prover)
        for place in self._prover.formulas.places:
            yield self._fact(place, altered)
        yield from support_helps(self._decision, self._area.place, self._timeout)
        yield from Regions(self._rulebook, self._prover).findings()

    def _option(self, option: str) -> Finding:
        goal = self._prover.verdicts.ends_in(frozenset({option}))
        return self._shown(
            "option-can-win",
            option,
            self._area.place,
            lambda: self._prover.smallest(goal),
            "It is recommended for this workload.",
            f"no workload has the option '{option}' recommended by itself.",
        )

    def _can_apply(self, rule: Rule) -> Finding:
        applies = self._prover.rules[self._decision.rule_bits[rule.id]]
        shown = self._prover.z3.Not(applies)
        if rule.unless_shown is None:
            why = f"the rule '{rule.id}' applies to no workload: its condition cannot be true."
        elif self._is_never(applies):
            why = f"the rule '{rule.id}' applies to no complete workload: its condition cannot be false."
        else:
            applies, why = shown, f"what the rule '{rule.id}' wants shown cannot be: its condition cannot be true."
        place, proved = rule.place, "Its condition is true of this workload."
        return self._shown("rule-can-apply", rule.id, place, lambda: self._prover.smallest(applies), proved, why)

    def _is_never(self, goal: Formula) -> bool:
        try:
            return self._prover.find(goal) is None
        except Undecided:
            return False

    def _matters(self, rule: Rule, varied: Varied) -> Finding:
        return self._shown(
            "rule-matters",
            rule.id,
            rule.place,
            lambda: varied.without(rule.id),
            "Without the rule the verdict on this workload is another.",
            f"the rule '{rule.id}' changes nothing: without it every workload has the same verdict.",
        )

    def _not_implied(self, rule: Rule) -> Finding:
        others = [other for other in self._area.rules if other.id != rule.id]
        goals = self._prover.rules
        bit = self._decision.rule_bits
        try:
            covering: dict[str, None] = {}
            for effect in effects_of(rule, self._area):
                stronger = [
                    other for other in others if any(covers(each, effect) for each in effects_of(other, self._area))
                ]
                implied = [
                    other.id
                    for other in stronger
                    if self._prover.find(goals[bit[rule.id]], self._prover.z3.Not(goals[bit[other.id]])) is None
                ]
                if not implied:
                    return _finding("rule-not-implied", rule.id, "proved", "It says what no other does.", rule.place)
                covering[implied[0]] = None
        except Undecided as undecided:
            return _finding("rule-not-implied", rule.id, "undecided", str(undecided), rule.place)
        named = " and ".join(f"'{name}'" for name in covering)
        why = f"the rule '{rule.id}' only repeats {named}: whenever it applies, so do they, and they say no less."
        return _finding("rule-not-implied", rule.id, "disproved", why, rule.place)

    def _advice(self, rule: Rule) -> Finding:
        prover, options = self._prover, self._area.options
        for_options = [
            prover.verdicts.wins[option]
            for option in options
            if option in rule.advises or any(part in rule.advises for part in options[option].parts)
        ]
        goal = prover.formulas.true(rule.condition)
        if rule.unless_shown is not None:
            goal = prover.z3.Not(goal)
        return self._shown(
            "advice-can-show",
            rule.id,
            rule.place,
            lambda: prover.smallest(goal, prover.z3.Or(for_options)),
            "It is shown for this workload.",
            f"the advice '{rule.id}' is never shown: its options are not recommended where its condition is true.",
        )

    def _fact(self, place: int, altered: Altered) -> Finding:
        fact = self._prover.space.facts[place]
        return self._shown(
            "fact-matters",
            fact,
            self._prover.space.declared[fact].place,
            lambda: altered.at(place),
            "With another value of this fact the verdict on this workload is another.",
            f"the fact '{fact}' changes no verdict of '{self._area.id}'.",
        )

    def _shown(
        self, claim: Claim, about: str, place: Place, search: Callable[[], Masks | None], proved: str, disproved: str
    ) -> Finding:
        """The finding of a claim that a workload can show."""
        try:
            world = search()
        except Undecided as undecided:
            return _finding(claim, about, "undecided", f"'{about}', {claim}: {undecided}.", place)
        if world is None:
            return _finding(claim, about, "disproved", disproved, place)
        case = self._prover.case(world)
        witness = written_case(self._rulebook, self._prover.space, case)
        return Finding(claim=claim, about=about, outcome="proved", why=proved, witness=witness, place=place)


def _finding(claim: Claim, about: str, outcome: Outcome, why: str, place: Place) -> Finding:
    return Finding(claim=claim, about=about, outcome=outcome, why=why, place=place)
