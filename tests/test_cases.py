"""Every case gets what it expects, and together the cases exercise the whole rulebook."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

from advisor.advise import Advisor
from advisor.batch import check_expectations, read_cases
from advisor.model.case import Case
from advisor.model.result import Result
from advisor.model.rulebook import Edition

ROOT = Path(__file__).parent.parent
CASES: dict[Edition, Path] = {"notes": ROOT / "cases", "today": ROOT / "cases-today"}
SCENARIOS = ROOT.parent / "shared" / "scenarios"

# Scenarios that the notes could be asked, but whose answer is something else than an option of an area.
BEYOND_THE_AREAS = {
    "cachestrat-018": "its answer is to invalidate a CDN",
    "cacheeng-014": "its answer is a CDN",
    "cacheeng-015": "its answer is a CDN",
}

# Rules that apply to every workload: what is no longer sold is ruled out.
WHATEVER_IS_SAID: dict[Edition, set[str]] = {
    "notes": set(),
    "today": {"ec2-purchase.scheduled-reservations-are-withdrawn"},
}


@cache
def answered(edition: Edition = "notes") -> list[tuple[Case, Result]]:
    """Every case of an edition with its answer."""
    advisor = Advisor.load(edition=edition)
    entries = list(read_cases([CASES[edition]], advisor))
    assert [] == [problem for entry in entries for problem in entry.problems]
    return [(entry.case, advisor.recommend(entry.case)) for entry in entries if entry.case]


def test_every_case_gets_what_it_expects() -> None:
    """No expectation of any case fails."""
    failed = [
        (case.name, check.label, check.expected, check.got)
        for case, result in answered()
        for check in check_expectations(case, result)
        if not check.passed
    ]
    assert [] == failed


def test_names_of_cases_are_their_own() -> None:
    """No two cases have one name."""
    names = Counter(case.name for case, _ in answered())
    assert [] == [name for name, count in names.items() if count > 1]


def uses(edition: Edition) -> Iterator[tuple[str, set[str]]]:
    """For each answer of an area that applies: its name, the rules that count, and the advice that is shown."""
    for _, result in answered(edition):
        for each in result.recommendations:
            if each.outcome != "not-needed":
                yield each.area, {one.rule for one in each.reasons if one.counts} | {one.rule for one in each.advice}


@pytest.mark.parametrize("edition", CASES)
def test_every_rule_is_exercised(edition: Edition) -> None:
    """Each rule and each piece of advice counts in some case, and does not in another; of today, its own."""
    counting: Counter[str] = Counter()
    answers: Counter[str] = Counter()
    for area, used in uses(edition):
        answers[area] += 1
        counting.update(used)
    rules = [
        f"{area.id}.{rule.id}"
        for area in Advisor.load(edition=edition).rulebook.areas.values()
        for rule in (*area.rules, *area.advice)
        if edition == "notes" or rule.edition == edition
    ]
    never = {rule for rule in rules if not counting[rule]}
    always = {rule for rule in rules if counting[rule] == answers[rule.partition(".")[0]]}
    assert (set(), WHATEVER_IS_SAID[edition]) == (never, always)


def test_stories_touch_several_areas_with_lists_and_stages() -> None:
    """There are at least six stories; each touches three subjects or more, some with named things, some with stages."""
    stories = [case for case, _ in answered() if "stories" in case.place.file]
    assert len(stories) >= 6
    assert [] == [case.name for case in stories if len({item.subject for item in case.items}) < 3]
    assert any(item.name for case in stories for item in case.items)
    assert any(item.stages for case in stories for item in case.items)


@pytest.mark.skipif(not SCENARIOS.is_dir(), reason="the scenarios with published answers are not beside this checkout")
def test_every_scenario_that_the_notes_can_answer_is_a_case() -> None:
    """Scenarios that are neither disputed nor out of the notes are cases, but for those beyond the areas."""
    records = [record for page in sorted(SCENARIOS.glob("*.yaml")) for record in yaml.safe_load(page.read_text())]
    expected = {record["id"] for record in records if not record.get("disputed") and not record["out_of_notes"]}
    names = {case.name for case, _ in answered() if "scenarios" in case.place.file}
    assert expected - set(BEYOND_THE_AREAS) == names
