"""What the cases exercise of each area: its rules, its options, both sides of its thresholds, its advice."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from advisor.advise.advisor import among_of, names_in
from advisor.advise.decision import Decision
from advisor.advise.situation import spans
from advisor.conditions import Masks, spaces
from advisor.model.case import Case
from advisor.model.conditions import Test, tests_of
from advisor.model.rulebook import Area, Frozen, Rule, Rulebook
from advisor.verify.trials import known_of


class Threshold(Frozen):
    """A number that a rule compares a fact with: how many workloads pass the test, how many fail it."""

    rule: str
    fact: str
    operator: str
    number: float | int
    passing: int
    failing: int


class AreaCoverage(Frozen):
    """How often the cases have a rule apply, an option recommended, advice shown; and their thresholds."""

    area: str
    workloads: int
    rules: dict[str, int]
    options: dict[str, int]
    thresholds: tuple[Threshold, ...]
    advice: dict[str, int]

    def missing(self) -> list[str]:
        """What no case exercises, in words."""
        named = (("rule", self.rules), ("option", self.options), ("advice", self.advice))
        found = [f"{kind} {name}" for kind, counts in named for name, count in counts.items() if not count]
        for each in self.thresholds:
            sides = [side for side, count in (("passing", each.passing), ("failing", each.failing)) if not count]
            if sides:
                found.append(f"{each.fact} {each.operator} {each.number} in {each.rule}: {' and '.join(sides)}")
        return found


def coverage(rulebook: Rulebook, cases: Iterable[Case], areas: Collection[str] | None = None) -> list[AreaCoverage]:
    """What cases exercise of each area (or of those named), expectations or not."""
    every = list(cases)
    wanted = [area for area in rulebook.areas.values() if areas is None or area.id in areas]
    return [_coverage(Decision(area, spaces(rulebook)[area.subject]), every) for area in wanted]


def _coverage(decision: Decision, cases: Iterable[Case]) -> AreaCoverage:
    area, space = decision.area, decision.space
    rules, options, advice = Counter[str](), Counter[str](), Counter[str]()
    sides = {each: Counter[bool]() for each in _thresholds(area)}
    workloads = 0
    for masks, admitted in _workloads(decision, cases):
        workloads += 1
        applying = decision.applying(masks)
        rules.update(rule.id for rule in area.rules if applying & decision.rule_bits[rule.id])
        recommended = decision.verdict_on(masks, admitted).recommended
        options.update(recommended)
        named = {part for option in recommended for part in (option, *area.options[option].parts)}
        advice.update(rule.id for rule in area.advice if named & {*rule.advises} and _holds(rule, decision, masks))
        for each, counts in sides.items():
            truth = space.truth(each[1], masks)
            if truth is not None:
                counts[truth] += 1
    return AreaCoverage(
        area=area.id,
        workloads=workloads,
        rules={rule.id: rules[rule.id] for rule in area.rules},
        options={option: options[option] for option in area.options},
        thresholds=tuple(
            Threshold(
                rule=rule,
                fact=test.fact,
                operator=test.operator,
                number=test.operand,
                passing=counts[True],
                failing=counts[False],
            )
            for (rule, test), counts in sides.items()
        ),
        advice={rule.id: advice[rule.id] for rule in area.advice},
    )


def _workloads(decision: Decision, cases: Iterable[Case]) -> Iterator[tuple[Masks, tuple[str, ...]]]:
    area, space = decision.area, decision.space
    for case in cases:
        for item in case.targets(area.subject):
            among = among_of(case, item, area)
            admitted = decision.admitted(None if among is None else names_in(among, area))
            for _, facts in spans(item):
                yield known_of(space, space.masks(facts)), admitted


def _thresholds(area: Area) -> Iterator[tuple[str, Test]]:
    """The comparisons with numbers, by the rule (or advice) that makes them, each once."""
    found: dict[tuple[str, Test], None] = {}
    for rule in (*area.rules, *area.advice):
        for test in tests_of(rule.condition):
            if isinstance(test.operand, int | float) and not isinstance(test.operand, bool):
                found[rule.id, test] = None
    return iter(found)


def _holds(rule: Rule, decision: Decision, masks: Masks) -> bool:
    return (decision.space.truth(rule.condition, masks) is True) is (rule.unless_shown is None)
