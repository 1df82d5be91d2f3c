"""Outcome and certainty are true: brute force over all completions of small random rulebooks says the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from advisor.advise.answer import Adviser
from advisor.advise.situation import Resolver
from advisor.model.case import Item
from advisor.model.result import Recommendation
from advisor.model.rulebook import Rulebook
from advisor.model.values import Value
from plain_verdict import outcome
from random_rulebooks import answers, completions, is_possible, random_known, random_rulebook, space_of

pytestmark = pytest.mark.uncovered

ADVISED = st.integers(0, 149)
WORKLOADS = st.integers(0, 10**6)


@dataclass(frozen=True)
class Asking:
    """A random rulebook made ready."""

    rulebook: Rulebook
    adviser: Adviser
    resolver: Resolver

    def recommend(self, known: Mapping[str, Value]) -> Recommendation:
        """The recommendation on what is given."""
        item = Item(subject="s", facts=dict(known))
        return self.adviser.recommend(self.resolver.situation(item, None, known, True), None, True)

    def assumed(self, known: Mapping[str, Value]) -> dict[str, Value]:
        """The facts that are assumed on top of what is given."""
        situation = self.resolver.situation(Item(subject="s", facts=dict(known)), None, known, True)
        return {fact: situation.known[fact] for fact, origin in situation.origins.items() if origin == "assumed"}

    def derived(self, known: Mapping[str, Value]) -> set[str]:
        """The facts that are derived from what is given."""
        situation = self.resolver.situation(Item(subject="s", facts=dict(known)), None, known, True)
        return {fact for fact, origin in situation.origins.items() if origin == "derived"}

    def worlds(self, known: Mapping[str, Value], assuming: bool) -> list[dict[str, Value]]:
        """Every complete workload that agrees with what is known (and with what is assumed of it)."""
        found = list(completions(self.rulebook, known, list(self.rulebook.facts)))
        if not assuming:
            return found
        assumed, derived = set(self.assumed(known)), self.derived(known)
        return [world for world in found if self._stands(world, assumed, assumed | derived)]

    def _stands(self, world: Mapping[str, Value], assumed: set[str], unasked: set[str]) -> bool:
        """Whether the world has the assumed values, as far as they would still be assumed once all else is said."""
        space = space_of(self.rulebook)
        said = {fact: value for fact, value in world.items() if fact not in unasked}
        still = self.resolver.situation(Item(subject="s", facts=said), None, said, True).known
        return all(
            fact not in still or space.masks({fact: still[fact]}) == space.masks({fact: world[fact]})
            for fact in assumed
        )


@lru_cache(maxsize=256)
def asking(seed: int) -> Asking:
    """The random rulebook of a seed, made ready once."""
    rulebook = random_rulebook(seed, rule_count=5)
    space = space_of(rulebook)
    return Asking(rulebook, Adviser(rulebook, rulebook.areas["a"], space), Resolver(space))


def result_of(recommendation: Recommendation) -> object:
    """What is compared: the options recommended, or the outcome without one."""
    if recommendation.outcome in ("conflict", "not-needed"):
        return recommendation.outcome
    return frozenset(recommendation.recommended)


@settings(max_examples=1500, derandomize=True, deadline=None)
@given(ADVISED, WORKLOADS, st.sampled_from([0.4, 0.7, 1.0]))
def test_certainty_is_what_all_completions_say(seed: int, workload: int, silence: float) -> None:
    """Proved, assumed or open, exactly as counting every completion has it."""
    one = asking(seed)
    known = random_known(workload, one.rulebook, silence)
    assume(is_possible(one.rulebook, known))
    answer = one.recommend(known)
    result = result_of(answer)
    changes_open = any(outcome(one.rulebook, world) != result for world in one.worlds(known, assuming=True))
    changes_all = any(outcome(one.rulebook, world) != result for world in one.worlds(known, assuming=False))
    changes_assumed = changes_all and bool(one.assumed(known))
    expected = "open" if changes_open else "assumed" if changes_assumed else "proved"
    assert (expected, None) == (answer.certainty, answer.limit)


@settings(max_examples=1500, derandomize=True, deadline=None)
@given(ADVISED, WORKLOADS, st.sampled_from([0.4, 0.7, 1.0]))
def test_leader_wins_somewhere(seed: int, workload: int, silence: float) -> None:
    """Every option recommended wins in at least one completion; without winners the outcome is one that happens."""
    one = asking(seed)
    known = random_known(workload, one.rulebook, silence)
    assume(is_possible(one.rulebook, known))
    result = result_of(one.recommend(known))
    outcomes = {outcome(one.rulebook, world) for world in one.worlds(known, assuming=True)}
    if isinstance(result, frozenset):
        winners = frozenset(option for each in outcomes if isinstance(each, frozenset) for option in each)
        assert result <= winners
    else:
        assert result in outcomes


@settings(max_examples=300, derandomize=True, deadline=None)
@given(ADVISED, WORKLOADS, st.sampled_from([0.6, 1.0]))
def test_open_and_rests_on_list_the_smallest_sets(seed: int, workload: int, silence: float) -> None:
    """`open` and `rests_on` are the inclusion-minimal sets of facts that change the outcome, and all they make of it.

    The sets of one and two facts; larger ones where there are none that say what the outcome is open to.
    """
    one = asking(seed)
    known = random_known(workload, one.rulebook, silence)
    assume(is_possible(one.rulebook, known))
    answer = one.recommend(known)
    assume(answer.certainty in ("open", "assumed"))
    assumed, derived = set(one.assumed(known)), one.derived(known)
    askable = [
        fact for fact in one.rulebook.facts if fact not in derived and len(answers(one.rulebook, fact, known)) > 1
    ]
    minimal: dict[frozenset[str], set[str]] = {}
    for size in range(1, len(askable) + 1):
        if size > 2 and any(answer.certainty == "assumed" or not assumed & facts for facts in minimal):
            break
        for facts in map(frozenset, combinations(askable, size)):
            if any(smaller <= facts for smaller in minimal):
                continue
            answered = completions(one.rulebook, known, list(facts))
            others = {result_of(one.recommend(each)) for each in answered} - {result_of(answer)}
            if others:
                minimal[facts] = {name for other in others for name in ([other] if isinstance(other, str) else other)}
    resting = {facts: become for facts, become in minimal.items() if facts & assumed}
    opening = {facts: become for facts, become in minimal.items() if not facts & assumed}
    assert resting == {frozenset(each.facts): set(each.could_become) for each in answer.rests_on}
    assert opening == {frozenset(each.facts): set(each.could_become) for each in answer.open}
    assert minimal
    assert sorted(map(len, opening)) == [len(each.facts) for each in answer.open]


def test_beyond_its_limit_the_search_says_so() -> None:
    """A proof that would look at more states than allowed is not claimed, and the limit is told."""
    one = asking(7)
    hasty = Adviser(one.rulebook, one.rulebook.areas["a"], space_of(one.rulebook), limit=1)
    situation = one.resolver.situation(Item(subject="s", facts={}), None, {}, True)
    answer = hasty.recommend(situation, None, True)
    assert ("not-proved", 1) == (answer.certainty, answer.limit)
