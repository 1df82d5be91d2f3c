"""durable-rules and the three-valued evaluator decide alike."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.conditions import truth_of
from advisor.engine import Rules
from advisor.model.conditions import Condition, Not
from advisor.model.rulebook import Rulebook
from random_rulebooks import random_known, random_rulebook, space_of

_COMPILED: dict[int, tuple[dict[str, Condition], Rules]] = {}


def _compiled(seed: int, rulebook: Rulebook) -> tuple[dict[str, Condition], Rules]:
    """The rulebook's conditions and their negations, compiled once: the engine never frees a ruleset."""
    if seed not in _COMPILED:
        written = [rule.condition for rule in rulebook.areas["a"].rules]
        written += [filling.when for fact in rulebook.facts.values() for filling in (*fact.derive, *fact.assume)]
        conditions = {f"c{number}": condition for number, condition in enumerate(written)}
        conditions |= {f"not-{name}": Not(condition) for name, condition in conditions.items()}
        _COMPILED[seed] = conditions, Rules(conditions, rulebook.facts, {})
    return _COMPILED[seed]


@settings(max_examples=3000, derandomize=True, deadline=None)
@given(st.integers(0, 299), st.integers(0, 10**6), st.sampled_from([0.0, 0.4, 0.8]))
def test_engine_fires_exactly_what_is_true(seed: int, workload: int, silence: float) -> None:
    """A condition fires if and only if it is true of what is known; its negation if and only if it is false."""
    rulebook = random_rulebook(seed)
    conditions, rules = _compiled(seed, rulebook)
    space = space_of(rulebook)
    known = random_known(workload, rulebook, silence)
    masks = space.masks(known)
    expected = {name for name, condition in conditions.items() if truth_of(condition, space)(masks) is True}
    assert expected == rules.firing(known)


def test_evaluations_in_a_row_do_not_influence_each_other() -> None:
    """The same question gets the same answer whatever was asked before."""
    rulebook = random_rulebook(1)
    _, rules = _compiled(1, rulebook)
    random = Random(7)
    workloads = [random_known(number, rulebook) for number in range(40)]
    expected = [rules.firing(known) for known in workloads]
    order = [random.randrange(len(workloads)) for _ in range(2000)]
    assert [expected[place] for place in order] == [rules.firing(workloads[place]) for place in order]
