"""Both editions on one case: the line on today, the comparison, what is withdrawn, and how old the records are."""

import json
import pickle
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from advisor.batch import read_cases
from advisor.cli.app import app
from advisor.editions import freshness
from advisor.editions.carried import carried
from advisor.editions.causes import is_same
from advisor.editions.comparing import compare
from advisor.editions.today import counterpart
from advisor.errors import InputError
from advisor.library import Advisor
from advisor.load import load_rulebook
from advisor.model.case import Case, Item
from advisor.model.days import day_of
from advisor.model.result import Cause, Today
from advisor.model.rulebook import EDITIONS
from advisor.render.today import today_said
from bicycles import RULES, bicycles

ROOT = Path(__file__).parent.parent
SCENARIOS = ROOT.parent / "shared" / "scenarios"
LIMIT = 2000  # how certain an answer is does not matter here

# Scenarios beyond the notes that are no cases of today under their own names, and why.
NOT_TAKEN_UP = {
    "ebs-027": "its answer, the magnetic type, is of a past generation; 'seldom-touched-data-of-an-accountant' has sc1",
    "lb-003": "disputed; its idea is 'services-on-premises-may-be-sticky-behind-tls'",
}


@cache
def notes() -> Advisor:
    """The edition of the notes."""
    return Advisor.load(limit=LIMIT)


def today() -> Advisor:
    """Today's edition."""
    return notes().in_edition("today")


@cache
def cases_of_today() -> list[Case]:
    """Every case of today's edition."""
    return [entry.case for entry in read_cases([ROOT / "cases-today"], today()) if entry.case]


def said(case: dict[str, Any], label: str, **asked: Any) -> str:
    """The line on today under one recommendation."""
    found = notes().recommend(case, **asked).with_today()[label].today
    return "" if found is None else today_said(found)


def test_what_supersedes_an_option_is_said() -> None:
    """Where the notes say gp2, today's gp3 is named with since when and why."""
    assert said({"volume": {"boot": True, "workload": "general"}}, "ebs-volume").startswith(
        "Today: gp3 (supersedes gp2 since December 2020), because gp3 costs up to a fifth less"
    )


def test_what_is_withdrawn_is_said() -> None:
    """A scheduled reservation can no longer be bought."""
    line = said({"compute": {"usage": "recurring", "duration": "3 years", "interruptible": False}}, "ec2-purchase")

    assert "(reserved-scheduled is withdrawn), because AWS sells no scheduled reservations any more" in line


def test_a_superseded_option_that_alone_is_admitted_is_named_as_such() -> None:
    """Where only gp2 may be chosen, it stays; that gp3 has taken its place is said all the same."""
    line = said({"volume": {"boot": True}}, "ebs-volume", among={"ebs-volume": ["gp2"]})

    assert line.startswith("Today: still gp2 for this case, though superseded by gp3 since December 2020, because")


def test_a_change_that_comes_too_soon_is_said() -> None:
    """A move to Standard-IA after a week is not possible before day 30."""
    case = {"objects": {"reads": "frequent", "stages": [{"from": "7 days", "reads": "infrequent"}]}}

    assert said(case, "s3-storage-class") == (
        "Today: standard > standard-ia@30 days, because a lifecycle rule moves objects to the IA classes on day 30 at "
        "the earliest."
    )


def test_where_nothing_differs_nothing_is_said() -> None:
    """Spot is still spot; and a result of today's edition has nothing to add."""
    case = {"compute": {"interruptible": True, "work": "batch", "usage": "variable"}}
    result = today().recommend(case)

    assert "" == said(case, "ec2-purchase")
    assert result == result.with_today()


def test_today_is_looked_at_only_when_asked() -> None:
    """A recommendation by itself does not load the other edition."""
    advisor = Advisor.load(RULES)
    result = advisor.recommend({"ride": {"ground": "road"}})

    assert result["bicycle"].today is None
    assert ["notes"] == list(advisor._editions or ())
    assert result.with_today()["bicycle"].today is not None


def test_who_does_not_know_its_folder_says_so() -> None:
    """A result that was sent, or an advisor made of a rulebook alone, cannot be laid beside today's edition."""
    result = Advisor.load(RULES).recommend({"ride": {"ground": "road"}})
    with pytest.raises(LookupError, match="does not know its advisor"):
        pickle.loads(pickle.dumps(result)).with_today()
    with pytest.raises(LookupError, match="made of one rulebook"):
        Advisor(bicycles()).recommend({"ride": {"ground": "road"}}).with_today()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"recommended": ["a"], "cause": None}, "Today: a."),
        ({"outcome": "tie", "recommended": ["a", "b"], "cause": None}, "Today: a tie of a and b."),
        ({"outcome": "conflict", "cause": None}, "Today: no option is left."),
        ({"outcome": "not-needed", "cause": None}, "Today: not needed."),
        ({"steps": [], "outcome": "conflict", "cause": None}, "Today: no plan is possible."),
        ({"cause": ("new", "It is new.")}, "Today: a, because it is new."),
        ({"cause": ("new", "Lambda is new.")}, "Today: a. Lambda is new."),
        ({"cause": ("gone", "It was so.")}, "Today: a. This does not count any more: It was so."),
    ],
)
def test_the_line_on_today_in_words(fields: dict[str, Any], words: str) -> None:
    """Whatever becomes of a recommendation is one sentence or two."""
    whole: dict[str, Any] = {"differs": True, "outcome": "recommended", "recommended": ["a"], **fields}
    if not whole.get("recommended") or whole["outcome"] in ("conflict", "not-needed"):
        whole["recommended"] = []
    if whole["cause"]:
        kind, because = whole["cause"]
        whole["cause"] = Cause(kind=kind, rule=None, options=["b"], because=because, citations=[])

    assert words == today_said(Today(**whole))


def test_a_case_carried_over_leaves_behind_what_is_not_there() -> None:
    """Facts and options that only today knows do not reach the notes."""
    data = {"volume": {"boot": True, "size": "1 TB"}, "among": {"ebs-volume": ["gp2", "gp3"]}}
    case = carried(today().case(data), notes().rulebook)

    assert ["volume.boot"] == list(case.items[0].facts)
    assert ["gp2"] == [str(each) for each in case.among["ebs-volume"]]


def test_a_comparison_says_what_each_edition_says() -> None:
    """Both sides are what each edition recommends by itself; whatever differs has a cause; and it says so in JSON."""
    (entry,) = read_cases([ROOT / "cases" / "stories" / "web-shop.yaml"], today())
    assert entry.case is not None
    compared = compare(entry.case, notes(), today())

    for each in compared.compared:
        assert (each.differs, each.differs) == (bool(each.causes), not is_same(each.notes, each.today))  # type: ignore[arg-type]
    assert any(each.differs for each in compared.compared)
    assert not all(each.differs for each in compared.compared)
    one = next(each for each in compared.compared if each.area == "ebs-volume")
    assert (["gp2"], ["gp3"]) == (one.notes.recommended, one.today.recommended)  # type: ignore[union-attr]
    assert json.loads(compared.model_dump_json())["schema"] == "advisor/comparison/1"


def test_compare_tells_what_is_wrong(tmp_path: Path) -> None:
    """A folder and an unknown area are wrong usage; a wrong case is told with its place, the others are compared."""
    page = tmp_path / "case.yaml"
    page.write_text("ride: {rian: true}\n---\nride: {ground: road}\n")
    run = CliRunner().invoke

    assert 2 == run(app, ["compare", str(tmp_path), "--rules", str(RULES)]).exit_code
    assert "Did you mean 'bicycle'?" in run(app, ["compare", "x", "--area", "bicicle", "--rules", str(RULES)]).stderr
    result = run(app, ["compare", str(page), "--rules", str(RULES)])
    assert 1 == result.exit_code
    assert "Did you mean 'rain'?" in result.stderr
    assert "Kind of bicycle" in result.stdout


def test_no_withdrawn_option_is_recommended() -> None:
    """Today's edition recommends nothing that is no longer to be had; and what took its place, it can recommend."""
    options = [option for area in today().rulebook.areas.values() for option in area.options.values() if option.today]
    assert {"superseded", "withdrawn"} == {option.today.status for option in options if option.today}
    expected = {
        step.option
        for case in cases_of_today()
        for some in case.expect.values()
        for each in some
        for step in each.steps
    }

    assert [] == [option.id for option in options if option.today.status == "withdrawn" and option.id in expected]  # type: ignore[union-attr]
    assert set() == {name for option in options if option.today for name in option.today.by} - expected


@pytest.mark.uncovered
def test_scenarios_that_are_answered_otherwise_today_are_cases_of_today() -> None:
    """Where a scenario has another answer today, a case of today with the same facts says which."""
    missing = []
    for entry in read_cases([ROOT / "cases" / "scenarios"], notes()):
        assert entry.case is not None
        areas = sorted({label.partition("/")[0] for label in entry.case.expect})
        case = entry.case.model_copy(update={"among": {}})
        other = compare(carried(case, today().rulebook), notes(), today(), areas)
        for each in other.compared:
            item = next(one for one in case.items if one.label(each.area) == each.label)
            if each.differs and not any(_answers(one, item, each.area) for one in cases_of_today()):
                missing.append(f"{case.name}: {each.label}")

    assert [] == missing


def _answers(case: Case, item: Item, area: str) -> bool:
    """Whether a case expects something of the area for an item of these facts, perhaps among others."""
    return any(label.partition("/")[0] == area for label in case.expect) and any(
        _says(one.facts, item.facts)
        and [stage.from_days for stage in one.stages] == [stage.from_days for stage in item.stages]
        and all(_says(a.facts, b.facts) for a, b in zip(one.stages, item.stages, strict=True))
        for one in case.targets(item.subject)
    )


def _says(more: dict[str, Any], less: dict[str, Any]) -> bool:
    return all(more.get(name) == value for name, value in less.items())


@pytest.mark.skipif(not SCENARIOS.is_dir(), reason="the scenarios with published answers are not beside this checkout")
def test_scenarios_beyond_the_notes_are_cases_of_today() -> None:
    """Each scenario that the notes cannot answer is a case of today, but for those listed above."""
    every = [record for page in sorted(SCENARIOS.glob("*.yaml")) for record in yaml.safe_load(page.read_text())]
    beyond = {record["id"] for record in every if record["out_of_notes"]}

    assert set(NOT_TAKEN_UP) == beyond - {case.name for case in cases_of_today()}


def test_the_age_of_records() -> None:
    """A record of a month counts from its first day; older ones come first, and are old beyond the age asked about."""
    rulebooks = [load_rulebook(None, edition) for edition in EDITIONS]
    found = freshness(rulebooks, date(2027, 6, 1), 180)
    (first, *_), ages = found.records, [record.age for record in found.records]

    assert sorted(ages, reverse=True) == ages
    assert (date(2027, 6, 1) - date(2026, 11, 1)).days == first.age
    assert len(found.records) == len(found.old)
    assert [] == freshness(rulebooks, date(2026, 11, 30), 30).old
    assert {0} == {record.age for record in freshness(rulebooks, date(2020, 1, 1)).records}
    assert all(record.rests for record in found.records)


@pytest.mark.parametrize("text", ["2026", "2026-13", "2026-11-31", "0000-01", "2026-1", "last week", "٢٠٢٦-11"])
def test_what_names_no_day(text: str) -> None:
    """Only a month or a day that there is will do."""
    assert day_of(text) is None


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--freshness", "--on", "2027-01-01"], 0, "1 record on 2027-01-01"),
        (["--freshness", "--on", "2026-11-20", "--older-than", "180 days"], 0, "0 of 1 record"),
        (["--freshness", "--on", "2028-01-01", "--older-than", "1 year"], 1, "1 of 1 record older than"),
        (["--freshness", "--on", "soon"], 2, "expected a day such as 2026-11-23, not 'soon'"),
        (["--freshness", "--older-than", "old"], 2, "--older-than: "),
        (["--freshness", "--older-than", "1 to 2 days"], 2, "expected one age"),
        (["--freshness", "--format", "sarif"], 2, "printed as text or json"),
        (["--on", "2027-01-01"], 2, "belong to --freshness"),
    ],
)
def test_freshness_as_a_command(arguments: list[str], code: int, words: str) -> None:
    """It ends with 1 only if records are older than the age asked about."""
    result = CliRunner().invoke(app, ["check", str(RULES), *arguments])

    assert code == result.exit_code
    assert words in " ".join((result.stdout + result.stderr).split())


def test_counterparts_are_found_by_area_item_and_stage() -> None:
    """Another item has no counterpart."""
    one = notes().recommend({"volume": [{"name": "a", "boot": True}]})
    other = notes().recommend({"volume": [{"name": "b", "boot": True}]})

    assert counterpart(one.recommendations[0], other) is None
    with pytest.raises(InputError):
        notes().compare({"volume": {"boat": True}})
