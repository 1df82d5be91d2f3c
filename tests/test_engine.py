"""durable-rules and the three-valued evaluator decide alike."""

from dataclasses import dataclass
from functools import lru_cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.conditions import truth_of
from advisor.engine import Rules
from advisor.errors import InputError, Place
from advisor.model.conditions import All, Any_, Condition, Not, Test
from advisor.model.rulebook import Fact
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
    expected = {name for name, condition in conditions.items() if truth_of(condition, space)(masks) is True}
    assert expected == rules.firing(known)


def test_evaluations_in_a_row_do_not_influence_each_other() -> None:
    """The same question gets the same answer whatever was asked before."""
    rulebook = random_rulebook(1)
    rules = compiled(1).rules
    random = Random(7)
    workloads = [random_known(number, rulebook) for number in range(40)]
    expected = [rules.firing(known) for known in workloads]
    order = [random.randrange(len(workloads)) for _ in range(2000)]
    assert [expected[place] for place in order] == [rules.firing(workloads[place]) for place in order]


def test_too_many_alternatives_are_refused_at_load() -> None:
    """The engine falls silent above 64 alternatives at once; a condition that could have them is an error."""
    several = Any_(tuple(Test("s.f0", "equal", True) for _ in range(8)))
    place = Place("rules/areas/a.yaml", 7, 5)
    with pytest.raises(InputError) as caught:
        Rules({"wide": All((several, several))}, random_rulebook(1).facts, {"wide": place})
    assert [place] == [problem.place for problem in caught.value.problems]
    assert "64 alternatives" in str(caught.value)


def test_many_rules_are_spread_over_several_rulesets() -> None:
    """Three hundred rules that are all true at once all fire, though one ruleset could not hold them."""
    fact = Fact(id="s.f", subject="s", name="f", kind="flag", question="", place=HERE)
    rules = Rules({f"r{number}": Test("s.f", "equal", True) for number in range(300)}, {"s.f": fact}, {})
    assert {f"r{number}" for number in range(300)} == rules.firing({"s.f": True})


def test_colliding_names_are_refused() -> None:
    """The engine tells names apart by a 32-bit hash only; two names of one hash are an error, not a wrong answer."""
    first, second = "costarring", "liquid"
    facts = {
        f"s.{name}": Fact(id=f"s.{name}", subject="s", name=name, kind="flag", question="", place=HERE)
        for name in (first, second)
    }
    with pytest.raises(InputError, match="cannot be told apart"):
        Rules({"r": All(tuple(Test(name, "equal", True) for name in facts))}, facts, {})
