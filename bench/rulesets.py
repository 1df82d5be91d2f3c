"""What is measured: the conditions of the bundled rulebook and of generated ones, and random workloads for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from advisor.conditions import spaces
from advisor.errors import Place
from advisor.model.conditions import All, Any_, Condition, Not, Test
from advisor.model.rulebook import Fact, Rulebook
from advisor.model.values import SomeOf, Value
from advisor.quantities import Range

SEED = 20261123
_SHARES = {"flag": 4, "choice": 3, "choices": 1, "number": 2}  # of ten facts


@dataclass(frozen=True)
class Ruleset:
    """Named conditions over facts (by id), as every engine is given them."""

    conditions: Mapping[str, Condition]
    facts: Mapping[str, Fact]


@dataclass(frozen=True)
class Workload:
    """One value for each fact: as Advisor's engine reads it, and in plain types by `variable`, as the others do."""

    known: Mapping[str, Value]
    plain: dict[str, Any]


def variable(fact: str) -> str:
    """The name that a fact has in other languages."""
    return fact.replace(".", "_")


def of_rulebook(rulebook: Rulebook, areas: list[str]) -> list[Ruleset]:
    """One ruleset for each area, of its rules and its advice."""
    found = []
    for name in areas:
        area = rulebook.areas[name]
        conditions = {rule.id: rule.condition for rule in (*area.rules, *area.advice)}
        found.append(Ruleset(conditions, spaces(rulebook)[area.subject].declared))
    return found


def generated(count: int, seed: int = SEED, facts: int = 20) -> Ruleset:
    """`count` rules of one to three tests each, over so many facts (a multiple of ten) of every kind."""
    random = Random(seed)
    kinds = [kind for kind, share in _SHARES.items() for _ in range(share * facts // 10)]
    made = {f"w.f{number}": _fact(f"f{number}", kind) for number, kind in enumerate(kinds)}
    return Ruleset({f"rule-{number}": _condition(random, made) for number in range(count)}, made)


def workloads(rulesets: list[Ruleset], count: int, seed: int = SEED) -> list[list[Workload]]:
    """Random workloads in which every fact has one value; of each, for every ruleset, what the ruleset knows."""
    random = Random(seed)
    facts = {name: fact for each in rulesets for name, fact in each.facts.items()}
    found = []
    for _ in range(count):
        known = {name: _value(random, fact) for name, fact in facts.items()}
        found.append([_part(known, rules) for rules in rulesets])
    return found


def _part(known: Mapping[str, Value], rules: Ruleset) -> Workload:
    own = {name: known[name] for name in rules.facts}
    return Workload(own, {variable(name): _plain(value) for name, value in own.items()})


def _fact(name: str, kind: Any) -> Fact:
    choices = {f"c{number}": "" for number in range(5)} if kind.startswith("choice") else {}
    low, high = (0, 1000) if kind == "number" else (None, None)
    return Fact(
        id=f"w.{name}",
        subject="w",
        name=name,
        kind=kind,
        question="",
        choices=choices,
        minimum=low,
        maximum=high,
        place=Place("generated"),
    )


def _condition(random: Random, facts: Mapping[str, Fact]) -> Condition:
    tests = [_test(random, fact) for fact in random.sample(list(facts.values()), random.randint(1, 3))]
    parts = tuple(Not(test) if random.random() < 0.2 else test for test in tests)
    if len(parts) == 1:
        return parts[0]
    return Any_(parts) if random.random() < 0.25 else All(parts)


def _test(random: Random, fact: Fact) -> Test:
    if fact.kind == "flag":
        return Test(fact.id, "equal", random.random() < 0.5)
    if fact.kind == "number":
        return Test(fact.id, random.choice(["at_least", "at_most", "above", "below"]), random.randint(1, 999))
    names = frozenset(random.sample(fact.names, random.randint(1, 2)))
    return Test(fact.id, "in" if fact.kind == "choice" else "includes", names)


def _value(random: Random, fact: Fact) -> Value:
    if fact.kind == "flag":
        return random.random() < 0.5
    if fact.kind == "choice":
        return random.choice(fact.names)
    if fact.kind == "choices":
        members = frozenset(name for name in fact.names if random.random() < 0.5)
        return SomeOf(members, frozenset(fact.names) - members)
    low = int(fact.minimum or 0)
    high = int(min(fact.maximum or 100_000, 100_000))
    number = low + int((high - low) * random.random() ** 3)
    return Range(number, number)


def _plain(value: Value) -> Any:
    if isinstance(value, Range):
        return value.low
    return sorted(value.includes) if isinstance(value, SomeOf) else value
