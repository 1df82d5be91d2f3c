"""Explanations are true and minimal: brute force over small random rulebooks says the same."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from advisor.advise.worlds import close
from advisor.explain.target import Target, target_of
from advisor.explain.what_if import what_if
from advisor.library import Advisor
from advisor.load.values import read_value
from advisor.model.case import Case, Item
from advisor.model.explanation import ChangeSet, Explanation, HowToGet
from advisor.model.result import Recommendation
from advisor.model.rulebook import Rulebook
from advisor.model.values import Value
from advisor.quantities import Range
from random_rulebooks import answers, completions, is_possible, random_known, random_rulebook, space_of
from test_certainty import outcome, result_of

pytestmark = pytest.mark.uncovered

RULEBOOKS = st.integers(0, 149)
WORKLOADS = st.integers(0, 10**6)
SILENCE = st.sampled_from([0.0, 0.4, 0.8])


@cache
def advising(seed: int) -> Advisor:
    """The library over a random rulebook."""
    return Advisor(random_rulebook(seed, rule_count=5))


def case_of(known: Mapping[str, Value]) -> Case:
    """A case of one item."""
    return Case(name="c", items=(Item(subject="s", facts=dict(known)),))


def fresh(advisor: Advisor, known: Mapping[str, Value]) -> Recommendation:
    """What is recommended."""
    return advisor.recommend(case_of(known)).recommendations[0]


def workload(seed: int, number: int, silence: float) -> tuple[Advisor, dict[str, Value]]:
    """A random rulebook, and what is known of a workload that can be."""
    advisor = advising(seed)
    known = random_known(number, advisor.rulebook, silence)
    assume(is_possible(advisor.rulebook, known))
    return advisor, known


def explained(advisor: Advisor, known: Mapping[str, Value], **asked: object) -> Explanation:
    """What is recommended, explained."""
    return advisor.recommend(case_of(known)).explain("a", **asked)


def winning(advisor: Advisor, known: Mapping[str, Value], facts: Sequence[str], option: str) -> set[tuple[Value, ...]]:
    """Every way to set these facts that makes the option the recommendation."""
    found = set()
    for values in product(*(answers(advisor.rulebook, fact, {}) for fact in facts)):
        changed = {**known, **dict(zip(facts, values, strict=True))}
        if result_of(fresh(advisor, changed)) == {option} and is_possible(advisor.rulebook, changed):
            found.add(values)
    return found


def brute_ways(
    advisor: Advisor, known: Mapping[str, Value], option: str
) -> dict[frozenset[str], set[tuple[Value, ...]]]:
    """The smallest sets of facts: all of up to two, or all of the fewest facts that do."""
    found: dict[frozenset[str], set[tuple[Value, ...]]] = {}
    facts = list(advisor.rulebook.facts)
    for size in range(1, len(facts) + 1):
        for some in combinations(facts, size):
            if not any(smaller <= set(some) for smaller in found):
                values = winning(advisor, known, some, option)
                if values:
                    found[frozenset(some)] = values
        if found and size >= 2:
            break
    return found


def samples(rulebook: Rulebook, fact: str, written: object) -> list[Value]:
    """A value for every cell that a written value allows."""
    declared = rulebook.facts[fact]
    whole = isinstance(written, dict) and not written
    return answers(rulebook, fact, {} if whole else {fact: read_value(declared, written)})


def told(rulebook: Rulebook, sets: Sequence[ChangeSet]) -> dict[frozenset[str], set[tuple[Value, ...]]]:
    """The change sets, value by value, with the facts in the order of the rulebook."""
    found: dict[frozenset[str], set[tuple[Value, ...]]] = {}
    for each in sets:
        to = {change.fact: change.to for change in each.changes}
        names = [fact for fact in rulebook.facts if fact in to]
        values = set(product(*(samples(rulebook, fact, to[fact]) for fact in names)))
        found.setdefault(frozenset(names), set()).update(values)
    return found


def without_the_unchanged(
    rulebook: Rulebook, known: Mapping[str, Value], ways: Mapping[frozenset[str], set[tuple[Value, ...]]]
) -> dict[frozenset[str], set[tuple[Value, ...]]]:
    """The ways in which each fact leaves what it is given as."""
    return {
        facts: {
            values
            for values in found
            if all(
                answers(rulebook, fact, known) != [value]
                for fact, value in zip([name for name in rulebook.facts if name in facts], values, strict=True)
            )
        }
        for facts, found in ways.items()
    }


@settings(max_examples=60, derandomize=True, deadline=None)
@given(RULEBOOKS, WORKLOADS, SILENCE, st.integers(0, 3))
def test_how_to_get_finds_all_smallest_sets(seed: int, number: int, silence: float, choice: int) -> None:
    """The sets of changes are the smallest that do, with all their values, or there is no workload that would do."""
    advisor, known = workload(seed, number, silence)
    options = list(advisor.rulebook.areas["a"].options)
    option = options[choice % len(options)]
    (answer,) = explained(advisor, known, how_to_get=[option]).how_to_get
    if result_of(fresh(advisor, known)) == {option}:
        assert (answer.attainability, answer.change_sets) == ("already", [])
        return
    expected = without_the_unchanged(advisor.rulebook, known, brute_ways(advisor, known, option))
    assert ("possible" if expected else "impossible", None) == (answer.attainability, answer.limit)
    assert expected == told(advisor.rulebook, answer.change_sets)


@settings(max_examples=50, derandomize=True, deadline=None)
@given(RULEBOOKS, WORKLOADS, SILENCE, st.integers(0, 3))
def test_the_nearest_way_has_the_fewest_facts(seed: int, number: int, silence: float, choice: int) -> None:
    """Why not: the nearest way is every set of the fewest facts that does."""
    advisor, known = workload(seed, number, silence)
    options = list(advisor.rulebook.areas["a"].options)
    option = options[choice % len(options)]
    asked = explained(advisor, known, why_not=[option], how_to_get=[option])
    every = [frozenset(change.fact for change in each.changes) for each in asked.how_to_get[0].change_sets]
    fewest = min(map(len, every), default=0)
    nearest = [frozenset(change.fact for change in each.changes) for each in asked.why_not[0].nearest.change_sets]
    assert {facts for facts in every if len(facts) == fewest} == set(nearest)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(RULEBOOKS, WORKLOADS, SILENCE)
def test_what_rules_out_and_what_is_lacking_add_up(seed: int, number: int, silence: float) -> None:
    """An option is ruled out by the rules named, or stands behind the winner at the strength named."""
    advisor, known = workload(seed, number, silence)
    found = fresh(advisor, known)
    assume(found.outcome == "recommended" and len(found.ranking) > 1)
    others = [each.option for each in found.ranking if each.option not in found.recommended]
    for answer in explained(advisor, known, why_not=others).why_not:
        assert bool(answer.ruled_out_by) == next(
            each.ruled_out for each in found.ranking if each.option == answer.option
        )
        (against,) = answer.comparisons
        assert (against.decided_at is None) == (against.option_score == against.winner_score)
        assert bool(against.lacks) or against.option_score == against.winner_score


@settings(max_examples=150, derandomize=True, deadline=None)
@given(RULEBOOKS, WORKLOADS, WORKLOADS, SILENCE)
def test_what_if_is_a_fresh_recommendation(seed: int, number: int, other: int, silence: float) -> None:
    """What if: the answer is what the changed case gets, and the reasons are the difference of both."""
    advisor, known = workload(seed, number, silence)
    changed = dict(list(random_known(other, advisor.rulebook, 0.5).items())[:2])
    assume(changed and is_possible(advisor.rulebook, {**known, **changed}))
    before, after = fresh(advisor, known), fresh(advisor, {**known, **changed})
    written = {fact: advisor.rulebook.written(fact, value) for fact, value in changed.items()}
    answer = what_if(targeted(advisor, known), written, advisor.recommend(case_of(known)))
    assert (after.outcome, after.recommended, after.certainty) == (
        answer.after.outcome,
        answer.after.recommended,
        answer.after.certainty,
    )
    was, is_now = ({(reason.rule, reason.effect) for reason in each.reasons} for each in (before, after))
    (stage,) = answer.stages
    assert is_now - was == {(reason.rule, reason.effect) for reason in stage.appear}
    assert was - is_now == {(reason.rule, reason.effect) for reason in stage.disappear}


def targeted(advisor: Advisor, known: Mapping[str, Value]) -> Target:
    """What is to be explained."""
    return target_of(advisor, case_of(known), "a")


def numbers_beyond(rulebook: Rulebook, fact: str, known: Range, upwards: bool) -> Iterator[Range]:
    """The values of the cells beyond what is known, the nearest first."""
    found = [value for value in answers(rulebook, fact, {}) if isinstance(value, Range)]
    inside = answers(rulebook, fact, {fact: known})
    first, last = found.index(inside[0]), found.index(inside[-1])
    return iter(found[last + 1 :] if upwards else found[:first][::-1])


@settings(max_examples=300, derandomize=True, deadline=None)
@given(RULEBOOKS, WORKLOADS, SILENCE)
def test_margins_are_the_nearest_values_that_change_something(seed: int, number: int, silence: float) -> None:
    """Between a number and its margin nothing changes; at the margin the recommendation does, to what is said."""
    advisor, known = workload(seed, number, silence)
    now = result_of(fresh(advisor, known))
    told_of = {each.fact: each for each in explained(advisor, known).stages[0].margins}
    grounds = advisor.adviser("a").decision.grounds
    space = space_of(advisor.rulebook)
    origins = targeted(advisor, known).situations[0].origins
    for fact, value in known.items():
        if not isinstance(value, Range) or space.index[fact] not in grounds.places or origins[fact] != "given":
            continue
        for upwards in (False, True):
            changing = [
                (beyond, found)
                for beyond in numbers_beyond(advisor.rulebook, fact, value, upwards)
                if is_possible(advisor.rulebook, changed := {**known, fact: beyond})
                and result_of(found := fresh(advisor, changed)) != now
            ]
            crossing = told_of[fact].up if upwards else told_of[fact].down
            if not changing:
                assert crossing is None
                continue
            beyond, found = changing[0]
            assert crossing is not None
            assert beyond in samples(advisor.rulebook, fact, crossing.to)
            assert (found.outcome, found.recommended or [found.outcome]) == (crossing.outcome, crossing.could_become)


def conflicting() -> Iterator[tuple[Advisor, dict[str, Value]]]:
    """Random workloads for which everything is ruled out."""
    for seed, number in product(range(150), range(6)):
        advisor = advising(seed)
        known = random_known(number, advisor.rulebook, 0.1)
        if is_possible(advisor.rulebook, known) and fresh(advisor, known).outcome == "conflict":
            yield advisor, known


def leaves_none(advisor: Advisor, known: Mapping[str, Value]) -> bool:
    """Whether nothing can be recommended, whatever else is so."""
    worlds = list(completions(advisor.rulebook, known, list(advisor.rulebook.facts)))
    return all(outcome(advisor.rulebook, world) == "conflict" for world in worlds)


def left_by_silence(advisor: Advisor, known: Mapping[str, Value]) -> bool:
    """Whether no option is left as long as nothing else is said."""
    space, decision = space_of(advisor.rulebook), advisor.adviser("a").decision
    closed = close(space, space.masks(known), range(len(space.facts)), bold=True)
    return closed is not None and not decision.verdict(decision.applying(closed.masks), decision.options).recommended


def test_conflicts_are_smallest_sets_of_facts() -> None:
    """The facts of a conflict leave no option, whatever else is so if that is proved; and fewer of them do not."""
    proved = 0
    for advisor, known in conflicting():
        certainty = fresh(advisor, known).certainty
        proved += certainty == "proved"
        if certainty == "assumed":
            continue
        is_conflict = leaves_none if certainty == "proved" else left_by_silence
        for each in explained(advisor, known).stages[0].conflicts:
            facts = {fact: known[fact] for fact in each.facts}
            assert is_conflict(advisor, facts)
            fewer = (dict(some) for size in range(len(facts)) for some in combinations(facts.items(), size))
            assert not any(is_conflict(advisor, some) for some in fewer)
    assert proved > 20


def test_a_conflict_that_rests_on_assumptions_names_its_facts() -> None:
    """Also where what stands in the way is derived from what is assumed."""
    seen = 0
    for seed, number in product(range(150), range(30)):
        advisor = advising(seed)
        known = random_known(number, advisor.rulebook, 0.6)
        found = fresh(advisor, known) if is_possible(advisor.rulebook, known) else None
        if found is not None and (found.outcome, found.certainty) == ("conflict", "assumed"):
            assert found.conflict
            seen += 1
    assert seen > 20


def test_ways_out_of_a_conflict_are_true() -> None:
    """Each relaxation of a conflict gives what the case so changed gets."""
    seen = 0
    for advisor, known in conflicting():
        for each in explained(advisor, known).stages[0].conflicts:
            for way in each.relaxations:
                assert way.fact is not None
                kept = {fact: value for fact, value in known.items() if fact != way.fact}
                values = [] if way.kind == "drop" else samples(advisor.rulebook, way.fact, way.to)
                for world in [{**kept, way.fact: value} for value in values] or [kept]:
                    after = fresh(advisor, world)
                    assert (after.outcome, after.recommended) == (way.outcome, way.recommended)
                    seen += 1
    assert seen > 50


def test_an_option_that_nothing_can_favour_is_impossible() -> None:
    """Some random option is impossible, some possible: the tests above see both."""
    seen: set[str] = set()
    for seed in range(30):
        advisor = advising(seed)
        answers_: list[HowToGet] = explained(
            advisor, {}, how_to_get=list(advisor.rulebook.areas["a"].options)
        ).how_to_get
        seen |= {answer.attainability for answer in answers_}
    assert {"already", "possible", "impossible"} <= seen
