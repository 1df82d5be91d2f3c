"""Proofs of one area over all its workloads: each claim comes out proved, disproved or undecided, never silent."""

import time
from collections.abc import Callable, Iterator

from advisor.advise.decision import Decision
from advisor.conditions import spaces
from advisor.errors import Place
from advisor.model.conditions import facts_of
from advisor.model.rulebook import Area, Rule, Rulebook
from advisor.once import once
from advisor.verify.effects import covers, effects_of
from advisor.verify.findings import AreaProofs, Claim, Finding, Outcome
from advisor.verify.formulas import Formula
from advisor.verify.monotony import support_helps
from advisor.verify.prover import TIMEOUT, Prover, Undecided, World
from advisor.verify.regions import Regions
from advisor.verify.variations import Altered, Shown, Varied
from advisor.verify.witnesses import written_case

_ONLY = "Of workloads told whole, with every option admitted, that is true of none."


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
        claim: Claim = "option-can-win"
        why = f"no workload has the option '{option}' recommended by itself."
        proved, place = "It is recommended for this workload.", self._area.place
        found = self._shown(claim, option, place, lambda: self._prover.smallest(goal), proved, why)
        return self._accepted(found, "never-wins")

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
        """Whether a rule matters: to a workload told whole; or at least where facts or options are left out."""
        claim: Claim = "rule-matters"
        proved = "Without the rule the verdict on this workload is another."
        why = f"the rule '{rule.id}' changes nothing: without it every workload has the same verdict."
        found = self._shown(claim, rule.id, rule.place, lambda: varied.without(rule.id), proved, why)
        if found.outcome != "disproved":
            return found
        search = self._quiet[0].without
        proved = f"{proved} {_ONLY}"
        found = self._shown(claim, rule.id, rule.place, lambda: search(rule.id), proved, why, self._silent)
        return self._accepted(found, "idle")

    def _accepted(self, found: Finding, outcome: str) -> Finding:
        """The finding, which the area's page may accept where it is disproved."""
        named = (each for each in self._area.accepted if each.outcome == outcome)
        entry = next((each for each in named if found.about in (*each.rules, *each.options)), None)
        if entry is None or found.outcome != "disproved":
            return found
        return found.model_copy(update={"accepted": entry.because})

    @once
    def _silent(self) -> Prover:
        """A prover that knows of facts unsaid and options not admitted."""
        return Prover(self._decision, self._timeout, silence=True)

    @once
    def _quiet(self) -> tuple[Varied, Altered]:
        return Varied(self._silent), Altered(self._silent)

    def _not_implied(self, rule: Rule) -> Finding:
        others = [other for other in self._area.rules if other.id != rule.id]
        prover = self._silent  # where facts are unsaid, `when` and `unless_shown` part company
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
                    if prover.find(prover.rules[bit[rule.id]], prover.z3.Not(prover.rules[bit[other.id]])) is None
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

    def _fact(self, at: int, altered: Altered) -> Finding:
        claim: Claim = "fact-matters"
        fact = self._prover.space.facts[at]
        place = self._prover.space.declared[fact].place
        proved = "With another value of this fact the verdict on this workload is another."
        why = f"the fact '{fact}' changes no verdict of '{self._area.id}'."
        found = self._shown(claim, fact, place, lambda: altered.at(at), proved, why)
        if found.outcome != "disproved" or fact in serving(self._rulebook, self._area.subject):
            return found
        return self._shown(claim, fact, place, lambda: self._quiet[1].at(at), f"{proved} {_ONLY}", why, self._silent)

    def _shown(
        self,
        claim: Claim,
        about: str,
        place: Place,
        search: Callable[[], World | Shown | None],
        proved: str,
        disproved: str,
        prover: Prover | None = None,
    ) -> Finding:
        """The finding of a claim that a workload can show."""
        try:
            found = search()
        except Undecided as undecided:
            return _finding(claim, about, "undecided", f"'{about}', {claim}: {undecided}.", place)
        if found is None:
            return _finding(claim, about, "disproved", disproved, place)
        world, holds = found if isinstance(found, Shown) else (found, None)
        masks = (prover or self._prover).case(world, holds)
        witness = written_case(self._rulebook, self._prover.space, masks)
        if world.admitted != self._decision.options:
            witness["among"] = {self._area.id: list(world.admitted)}
        return Finding(claim=claim, about=about, outcome="proved", why=proved, witness=witness, place=place)


def serving(rulebook: Rulebook, subject: str) -> frozenset[str]:
    """The facts of a subject that serve advice, or fill others."""
    fillings = [each for fact in rulebook.subjects[subject].facts.values() for each in (*fact.derive, *fact.assume)]
    conditions = [each.when for each in fillings]
    conditions += [rule.condition for area in rulebook.areas_of(subject) for rule in area.advice]
    return frozenset(fact for condition in conditions for fact in facts_of(condition))


def _finding(claim: Claim, about: str, outcome: Outcome, why: str, place: Place) -> Finding:
    return Finding(claim=claim, about=about, outcome=outcome, why=why, place=place)
