"""Two rulebooks compared without cases: workloads, found by the solver, whose recommendation changes."""

from collections.abc import Iterable, Iterator

from advisor.advise.decision import CONFLICT, NOT_NEEDED, Decision, Key
from advisor.conditions import Space
from advisor.conditions.space import conditions_of
from advisor.model.conditions import Condition, facts_of
from advisor.model.rulebook import STAGE_FACTS, Area, Fact, Rule, Rulebook
from advisor.verify.differences import Difference, because_of, reasons_between, rule_changes
from advisor.verify.prover import Judge, Prover, Undecided, World, judge
from advisor.verify.verdicts import Verdicts, applying, needed
from advisor.verify.witnesses import written_case

LIMIT = 8  # workloads for one area


def witnessed_differences(old: Rulebook, new: Rulebook, limit: int = LIMIT) -> tuple[list[Difference], list[str]]:
    """Small workloads for each way in which a recommendation changes, and what could not be compared (in whole).

    Derived values, assumptions and what can never be are taken from the new rulebook. Raises MissingSolver.
    """
    found: list[Difference] = []
    undecided: list[str] = []
    changed = {f"{change.area}.{change.rule}" for change in rule_changes(old, new)}
    for area in old.areas.values():
        if area.id not in new.areas or area.model_dump() == new.areas[area.id].model_dump():
            continue
        try:
            pair = _Pair(old, new, area.id)
            found += pair.differences(changed, limit)
            if pair.is_cut:
                undecided.append(f"{area.id}: the search ended after {limit} workloads; there may be more.")
        except Undecided as reason:
            undecided.append(f"{area.id}: {reason}.")
    return found, undecided


class _Pair:
    """One area in two rulebooks, over a space that has the facts and thresholds of both."""

    def __init__(self, old: Rulebook, new: Rulebook, area_id: str) -> None:
        self._rulebook = new
        self._area = area_id
        before, after = old.areas[area_id], new.areas[area_id]
        space = _common(old, new, before, after)
        self._old = Decision(_watching(before, conditions_of(after)), space)
        self._new = Decision(after, space)
        self.is_cut = False

    def differences(self, changed: set[str], limit: int) -> Iterator[Difference]:
        """A workload for each way in which the verdict changes; those told whole, else those told in part."""
        for silence in (False, True):
            count = 0
            for each in self._search(Prover(self._old, silence=silence), changed, limit):
                count += 1
                yield each
            if count:
                return

    def _search(self, prover: Prover, changed: set[str], limit: int) -> Iterator[Difference]:
        z3 = prover.z3
        formulas = prover.formulas.over(self._new)
        verdicts = Verdicts(z3, self._new, applying(formulas), needed(formulas))
        goals = [prover.verdicts.differs(verdicts), *prover.admitted.values()]
        for _ in range(limit):
            world = prover.smallest(*goals)
            if world is None:
                return
            before, after = self._judged(world, judge)
            if before != after:
                yield self._difference(prover, world, changed)
            goals.append(z3.Not(z3.And(prover.verdicts.ends_in(before), verdicts.ends_in(after))))
        self.is_cut = True

    def _judged(self, world: World, judging: Judge) -> tuple[Key, Key]:
        before = judging(self._old, World(world.masks, self._old.options))
        after = judging(self._new, World(world.masks, self._new.options))
        return before or CONFLICT, after or CONFLICT

    def _difference(self, prover: Prover, world: World, changed: set[str]) -> Difference:
        both = self._judged(world, judge)
        masks = prover.case(world, lambda less, judging: self._judged(less, judging) == both)
        rules = [
            because_of(rule for rule in each.area.rules if each.applying(world.masks) & each.rule_bits[rule.id])
            for each in (self._old, self._new)
        ]
        return Difference(
            case=None,
            label=self._area,
            before=_said(both[0], self._old),
            after=_said(both[1], self._new),
            reasons=tuple(reasons_between(rules[0], rules[1], changed)),
            witness=written_case(self._rulebook, self._new.space, masks),
        )


def _common(old: Rulebook, new: Rulebook, before: Area, after: Area) -> Space:
    """A space for both. Raises Undecided if a fact is not the same in both."""
    subjects = old.subjects.get(before.subject), new.subjects.get(after.subject)
    if subjects[0] is None or subjects[1] is None or before.subject != after.subject:
        raise Undecided("it is about another subject now; compare the rulebooks on cases")
    for name, fact in subjects[0].facts.items():
        other = subjects[1].facts.get(name)
        if other is not None and _values(fact) != _values(other):
            raise Undecided(f"the fact '{fact.id}' has other values now; compare the rulebooks on cases")
    gone = {name: fact.model_copy(update={"derive": (), "assume": ()}) for name, fact in subjects[0].facts.items()}
    facts = {fact.id: fact for fact in (gone | subjects[1].facts).values()}
    conditions = [each for area in (before, after) for each in conditions_of(area)]
    read = {name for condition in conditions for name in facts_of(condition)}
    stage = {name: fact for name, fact in STAGE_FACTS.items() if name in read}
    return Space(subjects[1], facts | stage, conditions)


def _values(fact: Fact) -> tuple[object, ...]:
    return fact.kind, fact.names, fact.unit, fact.minimum, fact.maximum, fact.whole


def _watching(area: Area, conditions: Iterable[Condition]) -> Area:
    """The area with advice that reads further conditions, so that they are looked at too."""
    watching = tuple(
        Rule(id=f"watched {number}", area=area.id, title="", when=condition, cite=(), place=area.place)
        for number, condition in enumerate(conditions)
    )
    return area.model_copy(update={"advice": (*area.advice, *watching)})


def _said(key: Key, decision: Decision) -> str:
    if key in (CONFLICT, NOT_NEEDED):
        return "conflict" if key == CONFLICT else "not-needed"
    return " and ".join(option for option in decision.options if option in key)
