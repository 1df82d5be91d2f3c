"""Outcome and certainty are true: brute force over all completions of small random rulebooks says the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, combinations

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

    def known(self, given: Mapping[str, Value]) -> Mapping[str, Value]:
        """All that is known once what follows from it is filled in."""
        return self.resolver.situation(Item(subject="s", facts=dict(given)), None, given, True).known

    def assumed(self, known: Mapping[str, Value]) -> dict[str, Value]:
        """The facts that are assumed on top of what is given."""
        situation = self.resolver.situation(Item(subject="s", facts=dict(known)), None, known, True)
        return {fact: situation.known[fact] for fact, origin in situation.origins.items() if origin == "assumed"}

    def derived(self, known: Mapping[str, Value]) -> set[str]:
        """The facts that are derived from what is given."""
        situation = self.resolver.situation(Item(subject="s", facts=dict(known)), None, known, True)
        return {fact for fact, origin in situation.origins.items() if origin == "derived"}

    def answers(self, fact: str, known: Mapping[str, Value]) -> list[Value]:
        """The exact values that a fact may have."""
        return answers(self.rulebook, fact, known)

    def changes(self, known: Mapping[str, Value], facts: frozenset[str], result: object) -> tuple[set[str], set[str]]:
        """What answers to `facts` make of the result: those that go with what is filled in, and those that do not."""
        agreeing: set[str] = set()
        contrary: set[str] = set()
        filled = facts & (self.assumed(known).keys() | self.derived(known))
        space = space_of(self.rulebook)
        for answered in completions(self.rulebook, known, sorted(facts)):
            other = result_of(self.recommend(answered))
            said = {fact: value for fact, value in answered.items() if fact not in filled}
            left = space.masks(self.known(said | {fact: known[fact] for fact in filled & known.keys()}))
            masks = space.masks(answered)
            agrees = all(masks[place] & left[place] for place in map(space.index.__getitem__, filled))
            if other != result:
                (agreeing if agrees else contrary).update([other] if isinstance(other, str) else other)
        return agreeing, contrary

    def worlds(self, known: Mapping[str, Value], assuming: bool) -> list[dict[str, Value]]:
        """Every complete workload that agrees with what is known (and with what is assumed of it)."""
        found = list(completions(self.rulebook, known, list(self.rulebook.facts)))
        if not assuming:
            return found
        assumed, derived = set(self.assumed(known)), self.derived(known)
        return [world for world in found if self._stands(world, known, assumed, assumed | derived)]

    def _stands(
        self, world: Mapping[str, Value], known: Mapping[str, Value], assumed: set[str], filled: set[str]
    ) -> bool:
        """Whether the world has the assumed values, as far as they would still be assumed once all else is said."""
        space = space_of(self.rulebook)
        said = {fact: value for fact, value in world.items() if fact not in filled}
        said |= {fact: known[fact] for fact in filled & known.keys()}
        still = self.known(said)
        found, now = space.masks(world), space.masks(still)
        return all(found[place] & now[place] for place in map(space.index.__getitem__, assumed))


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

    The sets of one and two facts; larger ones where there are none that say why the outcome is not proved.
    """
    one = asking(seed)
    known = random_known(workload, one.rulebook, silence)
    assume(is_possible(one.rulebook, known))
    answer = one.recommend(known)
    assume(answer.certainty in ("open", "assumed"))
    derived, unknown = one.derived(known), [fact for fact in one.rulebook.facts if len(one.answers(fact, known)) > 1]
    askable = [fact for fact in unknown if fact not in derived]
    opening: dict[frozenset[str], set[str]] = {}
    resting: dict[frozenset[str], set[str]] = {}
    for facts in map(frozenset, chain(combinations(askable, 1), combinations(askable, 2))):
        if not any(smaller <= facts for smaller in (*opening, *resting)):
            agreeing, contrary = one.changes(known, facts, result_of(answer))
            opening |= {facts: agreeing} if agreeing else {}
            resting |= {facts: contrary} if contrary else {}
    telling = opening if answer.certainty == "open" else resting
    for among, size in ((each, size) for each in (askable, unknown) for size in range(1, len(each) + 1)):
        if not telling:
            found = {
                each: one.changes(known, each, result_of(answer)) for each in map(frozenset, combinations(among, size))
            }
            telling |= {facts: each[telling is resting] for facts, each in found.items() if each[telling is resting]}
    assert resting == {frozenset(each.facts): set(each.could_become) for each in answer.rests_on}
    assert opening == {frozenset(each.facts): set(each.could_become) for each in answer.open}
    assert telling
    assert sorted(map(len, opening)) == [len(each.facts) for each in answer.open]


def test_beyond_its_limit_the_search_says_so() -> None:
    """A proof that would look at more states than allowed is not claimed, and the limit is told."""
    one = asking(7)
    hasty = Adviser(one.rulebook, one.rulebook.areas["a"], space_of(one.rulebook), limit=1)
    situation = one.resolver.situation(Item(subject="s", facts={}), None, {}, True)
    answer = hasty.recommend(situation, None, True)
    assert ("not-proved", 1) == (answer.certainty, answer.limit)
