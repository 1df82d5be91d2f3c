"""durable-rules and the three-valued evaluator decide alike."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from math import inf, nextafter
from random import Random
from string import ascii_lowercase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.conditions import truth_of
from advisor.engine import Rules
from advisor.errors import InputError, Place
from advisor.model.conditions import All, Any_, Condition, Not, Test, facts_of
from advisor.model.rulebook import Fact
from advisor.quantities import Range
from random_rulebooks import HERE, random_known, random_rulebook, space_of


@dataclass(frozen=True)
class Compiled:
    """A random rulebook's conditions and their negations, made ready for the engine."""

    conditions: dict[str, Condition]
    rules: Rules


@lru_cache(maxsize=512)
def compiled(seed: int) -> Compiled:
    """Compiled once: the engine never frees a ruleset."""
    rulebook = random_rulebook(seed)
    written = [rule.condition for rule in rulebook.areas["a"].rules]
    written += [filling.when for fact in rulebook.facts.values() for filling in (*fact.derive, *fact.assume)]
    conditions = {f"c{number}": condition for number, condition in enumerate(written)}
    conditions |= {f"not-{name}": Not(condition) for name, condition in conditions.items()}
    return Compiled(conditions, Rules(conditions, rulebook.facts, {}))


@settings(max_examples=3000, derandomize=True, deadline=None)
@given(st.integers(0, 299), st.integers(0, 10**6), st.sampled_from([0.0, 0.4, 0.8]))
def test_engine_fires_exactly_what_is_true(seed: int, workload: int, silence: float) -> None:
    """A condition fires if and only if it is true of what is known; its negation if and only if it is false."""
    rulebook = random_rulebook(seed)
    conditions, rules = compiled(seed).conditions, compiled(seed).rules
    space = space_of(rulebook)
    known = random_known(workload, rulebook, silence)
    masks = space.masks(known)
    truths = {name: truth_of(condition, space)(masks) for name, condition in conditions.items()}
    fired = rules.firing(known)
    said = {name: True if name in fired else False if opposite(name) in fired else None for name in conditions}
    assert truths == said


def opposite(name: str) -> str:
    """The name of the condition that is the negation of this one."""
    return name.removeprefix("not-") if name.startswith("not-") else f"not-{name}"


def test_evaluations_in_a_row_do_not_influence_each_other() -> None:
    """The same question gets the same answer whatever was asked before."""
    rulebook = random_rulebook(1)
    rules = compiled(1).rules
    random = Random(7)
    workloads = [random_known(number, rulebook) for number in range(40)]
    expected = [rules.firing(known) for known in workloads]
    order = [random.randrange(len(workloads)) for _ in range(2000)]
    assert [expected[place] for place in order] == [rules.firing(workloads[place]) for place in order]


def flags(names: Iterable[str]) -> dict[str, Fact]:
    """Facts of these ids that are true or false."""
    return {name: Fact(id=name, subject="s", name=name, kind="flag", question="", place=HERE) for name in names}


def yes(name: str) -> Test:
    """A test that a flag is true."""
    return Test(name, "equal", True)


def test_too_many_alternatives_are_refused_at_load() -> None:
    """Each alternative takes memory of the engine; a condition that has hundreds of them is an error."""
    facts = flags(f"f{number}" for number in range(34))
    several = [Any_(tuple(map(yes, list(facts)[start : start + 17]))) for start in (0, 17)]
    place = Place("rules/areas/a.yaml", 7, 5)
    with pytest.raises(InputError) as caught:
        Rules({"wide": All(tuple(several))}, facts, {"wide": place})
    assert [place] == [problem.place for problem in caught.value.problems]
    assert "289 alternatives" in str(caught.value)


def test_however_many_rules_are_true_all_of_them_fire() -> None:
    """The engine falls silent above 64 true checks at once; a thousand rules, all true, all fire."""
    random = Random(3)
    facts = flags(f"f{number}" for number in range(300))
    rules = {f"one-{name}": yes(name) for name in facts}
    rules |= {f"r{number}": All(tuple(map(yes, random.sample(list(facts), 2 + number % 3)))) for number in range(700)}
    compiled = Rules(rules, facts, {})
    assert set(rules) == compiled.firing(dict.fromkeys(facts, True))
    assert set() == compiled.firing(dict.fromkeys(facts, False))


def test_however_many_facts_are_read_all_rules_fire() -> None:
    """The engine takes 254 fields in one message; rules that read three hundred facts all fire."""
    facts = flags(f"f{number}" for number in range(300))
    rules = {f"r{start}": All(tuple(map(yes, list(facts)[start : start + 6]))) for start in range(0, 300, 6)}
    compiled = Rules(rules, facts, {})
    assert set(rules) == compiled.firing(dict.fromkeys(facts, True))
    for name, rule in rules.items():
        assert {name} == compiled.firing(dict.fromkeys(facts_of(rule), True))


def test_conditions_of_the_same_meaning_all_fire() -> None:
    """Conditions with an alternative in common, or one that is always true, each fire by their own name."""
    facts = flags(["a", "b"])
    rules = Rules(
        {"a": yes("a"), "a again": All((yes("a"), Any_((yes("a"), yes("b"))))), "a or b": Any_((yes("a"), yes("b")))}
        | {"always": All(()), "never": Any_(())},
        facts,
        {},
    )
    assert {"a", "a again", "a or b", "always"} == rules.firing({"a": True})
    assert {"a or b", "always"} == rules.firing({"a": False, "b": True})
    assert {"always"} == rules.firing({})


def test_the_engine_is_given_nothing_that_confuses_it() -> None:
    """Of its language only what was found sound: no `$nex`, which can hang, no `$or`, no text, no exponents."""
    written = "".join(ruleset.definition for seed in range(20) for ruleset in compiled(seed).rules.rulesets)
    assert {"$and", "$gt", "$gte", "$lt", "$lte"} == set(re.findall(r"\$\w+", written))
    assert [] == re.findall(r':"|\d[eE]', written)


CUTS = [-2.5, 0, 1e-12, 1e-7, 0.1, 1 / 3, 7, 12345.678901, 10**15]


@pytest.mark.parametrize("value", [end for cut in CUTS for end in (cut, nextafter(cut, -inf), nextafter(cut, inf))])
def test_numbers_are_compared_exactly(value: float) -> None:
    """However small the difference, a number and an open range beside it are above, at or below a limit as they are."""
    fact = Fact(id="n", subject="s", name="n", kind="number", question="", place=HERE)
    limits = {f"{operator} {cut}": Test("n", operator, cut) for operator in ("above", "at_least") for cut in CUTS}
    rules = Rules(limits, {"n": fact}, {})
    for least, known in (
        (value, Range(value, value)),
        (nextafter(value, inf), Range(value, None, low_open=True)),  # there is no number between
    ):
        above = {f"above {cut}" for cut in CUTS if least > cut}
        assert above | {f"at_least {cut}" for cut in CUTS if least >= cut} == rules.firing({"n": known})


def test_names_of_one_hash_are_told_apart() -> None:
    """The engine knows names by a 32-bit hash only: it is given short ones, and no two of those have the same."""
    facts = flags(["costarring", "liquid"])
    assert len({fnv1a(name) for name in facts}) == 1
    rules = Rules({"star": yes("costarring"), "liquid": yes("liquid")}, facts, {})
    assert {"star"} == rules.firing({"costarring": True, "liquid": False})

    short = ["".join(letters) for length in (1, 2) for letters in product(ascii_lowercase, repeat=length)]
    assert len(short) + 3 == len({fnv1a(name) for name in [*short, "sid", "$s", "$forward"]})


def fnv1a(name: str) -> int:
    """The hash by which the engine knows a name."""
    value = 0x811C9DC5
    for byte in name.encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value
