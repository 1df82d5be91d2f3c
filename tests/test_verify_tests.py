"""Tests of tests: what the cases notice of changed rules, and what they exercise."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.advise import Advisor
from advisor.advise.decision import Decision
from advisor.batch import check_expectations
from advisor.conditions import spaces
from advisor.load import load_cases
from advisor.model.case import Case
from advisor.model.rulebook import Rulebook
from advisor.verify import formulas
from advisor.verify.coverage import coverage
from advisor.verify.mutants import mutants_of
from advisor.verify.mutation import mutate, mutate_area
from advisor.verify.trials import trials_of
from bicycles import bicycles
from random_rulebooks import random_rulebook, space_of

CASES = """
name: forest
ride: {ground: forest, carries: []}
expect: {bicycle: mountain}
---
name: shopping
ride: {carries: [groceries], distance: 3}
among: {bicycle: [city, cargo]}
expect: {bicycle: cargo}
---
name: two-loads
ride: {carries: [groceries], distance: 3}
expect: {bicycle: {tie: [cargo, city-plus-trailer]}}
---
name: far-and-locked
ride: {distance: 120, locked_room: true, ground: road}
expect: {bicycle: [race, mountain]}
---
name: several
ride:
  - {name: daily, rain: true}
  - {name: rare, ground: forest}
expect: {bicycle/daily: city, bicycle/rare: mountain}
---
name: a-child-without-a-seat
ride: {carries: [child]}
among: {bicycle: [city, race]}
expect: {bicycle: conflict}
---
name: not-as-expected
ride: {ground: forest}
expect: {bicycle: city}
---
name: grown-up
rider: {grown_up: true, height: 180}
expect: {wheels: not-needed}
---
name: growing
rider:
  height: 110
  kept: 3 years
  grown_up: false
  stages: [{from: 1 year, height: 120}, {from: 2 years, height: 140}]
expect: {wheels: 16-inch > 20-inch > 26-inch}
"""


def cases_for(rulebook: Rulebook) -> list[Case]:
    """The cases above."""
    return load_cases(CASES, "cases.yaml", rulebook)


def test_trials_judge_as_a_test_run_does() -> None:
    """An expectation that holds in a full test run is a trial, and no other is."""
    rulebook = bicycles()
    advisor = Advisor(rulebook)
    for case in cases_for(rulebook):
        passed = {each.label for each in check_expectations(case, advisor.recommend(case)) if each.passed}
        trials = [
            trial.label
            for area in rulebook.areas.values()
            for trial in trials_of([case], Decision(area, spaces(rulebook)[area.subject]))
        ]
        assert sorted(passed) == sorted(trials)


def test_a_change_is_noticed_where_a_case_fails() -> None:
    """Whatever a case cannot tell from the rules as they are survives, with a case that could."""
    rulebook = bicycles()
    (score,) = mutate(rulebook, cases_for(rulebook), ["bicycle"])
    advisor = Advisor(rulebook)
    assert score.mutants == score.noticed + len(score.survivors)
    assert 0.2 < score.score < 1
    assert score.equivalent > 0
    for survivor in score.survivors:
        assert survivor.witness is not None
        got = advisor.recommend(survivor.witness)["bicycle"]
        assert tuple(got.recommended) or (got.outcome,) == survivor.before
        assert survivor.before != survivor.after
    dropped = {each.rule for each in score.survivors if each.change == "the rule is dropped"}
    assert "forest-is-for-mountain-bikes" not in dropped
    assert "mudguards" not in dropped


def test_more_cases_notice_more() -> None:
    """A survivor's own case, once it is among the cases, notices the change."""
    rulebook = bicycles()
    cases = cases_for(rulebook)
    (before,) = mutate(rulebook, cases, ["bicycle"])
    survivor = before.survivors[0]
    assert survivor.witness is not None
    expected = survivor.before[0] if len(survivor.before) == 1 else {"tie": list(survivor.before)}
    more = Advisor(rulebook).case({**survivor.witness, "expect": {"bicycle": expected}}, "one-more")
    (after,) = mutate(rulebook, [*cases, more], ["bicycle"])
    assert after.noticed > before.noticed
    assert (survivor.rule, survivor.change) not in [(each.rule, each.change) for each in after.survivors]


def test_several_areas_are_tried_side_by_side() -> None:
    """Each area has its own score; plans over time are tried as well."""
    rulebook = bicycles()
    scores = mutate(rulebook, cases_for(rulebook))
    assert [score.area for score in scores] == ["bicycle", "wheels"]
    assert scores[1].expectations == 2
    assert 0 < scores[1].score < 1


def test_without_a_solver_every_survivor_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can tell that a change is none, it is a survivor without a witness."""

    def missing() -> None:
        raise formulas.MissingSolver

    monkeypatch.setattr(formulas, "solver_module", missing)
    score = mutate_area(bicycles(), "bicycle", cases_for(bicycles()))
    assert score.equivalent == 0
    assert {each.witness for each in score.survivors} == {None}


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.integers(0, 119))
def test_a_mutant_differs_in_one_place(seed: int) -> None:
    """Each has one rule changed or dropped (or the default, or when it is needed), and no two are the same."""
    rulebook = random_rulebook(seed)
    area = rulebook.areas["a"]
    mutants = list(mutants_of(area, rulebook.facts))
    written = [mutant.area.model_dump_json() for mutant in mutants]
    assert area.model_dump_json() not in written
    for mutant in mutants:
        after = {rule.id: rule for rule in mutant.area.rules}
        changed = [rule.id for rule in area.rules if rule != after.get(rule.id)]
        assert changed == ([mutant.rule] if mutant.rule not in ("default", "applies-when") else [])
    assert len({mutant.rule for mutant in mutants} - {"default", "applies-when"}) == len(area.rules)


@settings(max_examples=20, derandomize=True, deadline=None)
@given(st.integers(0, 59))
def test_no_workload_tells_an_equivalent_change(seed: int) -> None:
    """A change that is said to be equivalent answers random workloads, told in part, as the rules do."""
    rulebook = random_rulebook(seed, fact_count=3, rule_count=3)
    score = mutate_area(rulebook, "a", [])
    told = {(each.rule, each.change) for each in score.survivors}
    assert score.noticed == 0
    equivalent = [
        mutant for mutant in mutants_of(rulebook.areas["a"], rulebook.facts) if (mutant.rule, mutant.change) not in told
    ]
    space = space_of(rulebook)
    decision = Decision(rulebook.areas["a"], space)
    random = Random(seed)
    worlds = [[1 << random.randrange(cells.count) for cells in space.cells] for _ in range(40)]
    for mutant in equivalent:
        if _same_cuts(mutant.change):
            changed = Decision(mutant.area, space)
            for masks in worlds:
                if not space.is_forbidden(masks):
                    before, after = (each.verdict_on(masks, each.options).key for each in (decision, changed))
                    assert before == after


def _same_cuts(change: str) -> bool:
    """Whether a change brings no new threshold, which the rulebook's own space would not know."""
    return " becomes " not in change


def test_coverage_counts_what_cases_exercise() -> None:
    """Rules, options, advice and both sides of thresholds; what is missing is named."""
    rulebook = bicycles()
    bicycle, wheels = coverage(rulebook, cases_for(rulebook))
    assert bicycle.rules["forest-is-for-mountain-bikes"] == 3
    assert bicycle.options["mountain"] > 0
    assert bicycle.options["trailer"] == 0
    assert bicycle.advice == {"oil": 1, "lock": 1}
    above_40 = next(each for each in bicycle.thresholds if (each.rule, each.number) == ("far-rides-are-light", 40))
    assert (above_40.passing, above_40.failing) == (1, 2)
    assert "option trailer" in bicycle.missing()
    assert any("ride.distance at_least 35 in far-loads-are-few" in each for each in bicycle.missing()) is False
    assert wheels.area == "wheels"
