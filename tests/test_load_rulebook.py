"""A folder of pages becomes a rulebook."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from advisor.errors import InputError, Place
from advisor.load import bundled_rules, load_rulebook
from advisor.load.page import Part
from advisor.load.quoted import is_quoted
from advisor.load.tree import NumberUse
from advisor.load.values import exact_number
from advisor.model.conditions import ALWAYS, All, Any_, Not, Test
from advisor.model.rulebook import Fact, Rule
from advisor.model.values import SomeOf
from advisor.quantities import Range
from bicycles import NOTES, RULES, bicycles


def rule(name: str, edition: Any = "notes") -> Rule:
    """A rule of the bicycles by its id."""
    return next(each for area in bicycles(edition).areas.values() for each in area.rules if each.id == name)


def test_a_family_stands_for_its_options() -> None:
    """Effects on a family are effects on its members."""
    assert rule("child-needs-a-seat").requires == ("cargo", "city-plus-trailer")


def test_an_option_named_itself_wins_over_its_family() -> None:
    """Where a rule names a family and one of its members, the member has the strength of its own."""
    assert rule("far-rides-are-light").favours == {"race": "strong", "mountain": "moderate"}


def test_the_edition_of_the_notes_has_nothing_of_today() -> None:
    """Facts, options, members of families, effects, rules and transitions of the other edition are left out."""
    book = bicycles("notes")

    assert "ride.electricity" not in book.facts
    assert "electric" not in book.areas["bicycle"].options
    assert book.areas["bicycle"].families["comfortable"] == ("city",)
    assert rule("mudguards").favours == {"city": "slight"}
    assert "motors-go-far" not in [each.id for each in book.areas["bicycle"].rules]
    assert [each.id for each in book.areas["wheels"].transitions] == ["never-smaller"]


def test_the_edition_of_today_has_both() -> None:
    """What belongs to no edition belongs to both."""
    book = bicycles("today")

    assert "ride.electricity" in book.facts
    assert rule("mudguards", "today").favours == {"city": "slight", "electric": "slight"}
    assert rule("motors-go-far", "today").favours == {"electric": "strong"}
    assert [each.not_before for each in book.areas["wheels"].transitions] == [None, 30]


def test_there_are_two_editions() -> None:
    """Another edition is an error of the program that asks for it."""
    with pytest.raises(ValueError, match=r"unknown edition 'note'\. Did you mean 'notes'"):
        load_rulebook(RULES, "note")  # type: ignore[arg-type]


def test_advice_without_a_condition_always_holds() -> None:
    """Its condition is the one that is true of every workload."""
    assert [each.condition for each in bicycles().areas["bicycle"].advice if each.id == "lock"] == [ALWAYS]


def test_facts_are_read_with_what_fills_them() -> None:
    """Words, bounds in the fact's unit, assumptions in order, derivations with their reason."""
    facts = bicycles().facts
    none, tent = SomeOf(frozenset(), frozenset({"child", "groceries", "tent"})), frozenset({"tent"})

    assert {"round the corner": Range(None, 3), "marathon": Range(42, 42)} == facts["ride.distance"].words
    assert facts["rider.kept"].maximum == 36_500
    assert [tent, none.includes] == [filling.value.includes for filling in facts["ride.carries"].assume]  # type: ignore[union-attr]
    assert [Test("ride.holiday", "equal", True), ALWAYS] == [each.when for each in facts["ride.carries"].assume]
    assert facts["ride.far"].derive[0].because == "More than 40 km are far."


TREES = {
    "{ride.rain: true}": Test("ride.rain", "equal", True),
    "{ride.rain: yes, ride.ground: road}": All(
        (Test("ride.rain", "equal", True), Test("ride.ground", "equal", "road"))
    ),
    "{ride.ground: {in: [road, gravel]}}": Test("ride.ground", "in", frozenset({"road", "gravel"})),
    "{ride.distance: 42}": Test("ride.distance", "equal", 42),
    "{ride.distance: {at_least: 1, below: 5.5 km}}": All(
        (Test("ride.distance", "at_least", 1), Test("ride.distance", "below", 5.5))
    ),
    "{ride.carries: [child, tent]}": Test("ride.carries", "equal", frozenset({"child", "tent"})),
    "{ride.carries: []}": Test("ride.carries", "equal", frozenset()),
    "{ride.carries: {includes: [child]}}": Test("ride.carries", "includes", frozenset({"child"})),
    "{ride.carries: {includes_any: [child, tent]}}": Test("ride.carries", "includes_any", frozenset({"child", "tent"})),
    "{any: [{ride.rain: true}, {not: {ride.far: true}}]}": Any_(
        (Test("ride.rain", "equal", True), Not(Test("ride.far", "equal", True)))
    ),
    "{all: [{ride.rain: true}]}": All((Test("ride.rain", "equal", True),)),
    "{stage.length: {below: 2 weeks}}": Test("stage.length", "below", 14),
    "{stage.from: {at_least: 1 year}}": Test("stage.from", "at_least", 365),
}


@pytest.mark.parametrize(("text", "tree"), TREES.items(), ids=TREES)
def test_a_condition_is_read_as_a_tree(text: str, tree: object, tmp_path: Path) -> None:
    """Several keys mean all, one test stands alone, and numbers are in the fact's unit."""
    shutil.copytree(RULES, tmp_path / "rules")
    page = tmp_path / "rules" / "areas" / "bicycle.yaml"
    old = "    when: {ride.ground: forest}\n"
    page.write_text(page.read_text().replace(old, f"    when: {text}\n    judgement: Just so.\n"))

    rules = load_rulebook(tmp_path / "rules").areas["bicycle"].rules

    assert [tree] == [each.when for each in rules if each.id == "forest-is-for-mountain-bikes"]


QUOTES = [
    (16000, "IOPS", "max 16,000 IOPS", True),
    ("16k", "IOPS", "up to 16000 provisioned", True),
    ("1 year", "days", "minimum 1 year", True),
    ("12 months", "days", "for a 1-year term", True),
    (365, "days", "one year", True),
    ("1 year", "days", "1 or 3 years", True),
    ("5 hours", "minutes", "3-5 hours", True),
    ("3 hours", "minutes", "3 - 5 hours", True),
    ("3 hours", "minutes", "within 180 minutes", True),
    ("1 TiB", "GiB", "volumes of 1024GiB", True),
    (30, "days", "after a month", True),
    (3, "zones", "in three zones", True),
    (3, "zones", "3 AZs and more", True),
    ("1 day", "days", "minimum 1 year", False),
    (5, "days", "5 GB", False),
    (2, "zones", "in 12 zones", False),
    (2, "zones", "2.5 of them", False),
    (1, "zones", "a zone", False),
    (100, "IOPS", "nothing of the kind", False),
]


@pytest.mark.parametrize(("written", "unit", "quote", "quoted"), QUOTES)
def test_a_quoted_number_is_found(written: Any, unit: str, quote: str, quoted: bool) -> None:
    """A number counts as quoted in any spelling and unit, but not as part of another or of another kind."""
    fact = Fact(id="x.y", subject="x", name="y", kind="number", unit=unit, question="?", place=Place("x"))
    part = Part(written, (), lambda _path, _key: Place("x"), [])

    assert quoted == is_quoted(NumberUse(part, fact, exact_number(written, unit)), [quote])


def test_today_may_rest_on_what_is_now_so(tmp_path: Path) -> None:
    """A rule of today may take its number from the erratum of the note it cites; a rule of both may not."""
    shutil.copytree(RULES, tmp_path / "rules")
    page = tmp_path / "rules" / "areas" / "bicycle.yaml"
    page.write_text(page.read_text().replace("    edition: today\n\nadvice", "\nadvice"))

    with pytest.raises(InputError, match="no quote cited by the rule contains the number '60 km'"):
        load_rulebook(tmp_path / "rules")


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    """Problems of several pages come in one error, in the order of files and lines."""
    shutil.copytree(RULES, tmp_path / "rules")
    for name, old, new in [
        ("areas/wheels.yaml", "over_time: true", "over_time: always"),
        ("facts/ride.yaml", "kind: choices", "kind: several"),
        ("facts/rider.yaml", "whole: true", "whole: 1"),
        ("notes/wheels.yaml", "lines: [11]", "lines: 11"),
    ]:
        page = tmp_path / "rules" / name
        page.write_text(page.read_text().replace(old, new))

    with pytest.raises(InputError) as error:
        load_rulebook(tmp_path / "rules")

    places = [str(problem.place).removeprefix(f"{tmp_path}/rules/") for problem in error.value.problems]
    assert places == [
        "areas/wheels.yaml:5:12",
        "facts/ride.yaml:37:11",
        "facts/rider.yaml:7:12",
        "notes/wheels.yaml:2:45",
    ]


def test_places_are_named_from_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page below the current directory is named from there, any other in full."""
    monkeypatch.chdir(RULES.parent)
    assert load_rulebook(RULES).areas["wheels"].place.file == "rules/areas/wheels.yaml"
    monkeypatch.chdir("/")
    assert str(RULES / "areas" / "wheels.yaml").lstrip("/") == load_rulebook(RULES).areas["wheels"].place.file
    monkeypatch.chdir(RULES / "areas")
    assert str(RULES / "notes" / "wheels.yaml") == load_rulebook(RULES).notes["wheels-16"].place.file


def test_the_sum_is_that_of_the_pages(tmp_path: Path) -> None:
    """The sha256 is the same in another folder and another edition, and changes with any byte of a page."""
    shutil.copytree(RULES, tmp_path / "rules")
    (tmp_path / "rules" / "README.md").write_text("not a page")
    assert bicycles("today").sha256 == load_rulebook(tmp_path / "rules").sha256

    with (tmp_path / "rules" / "notes" / "wheels.yaml").open("a") as page:
        page.write("\n")
    assert bicycles().sha256 != load_rulebook(tmp_path / "rules").sha256


@pytest.mark.parametrize("path", [RULES / "nowhere", NOTES])
def test_a_folder_is_needed(path: Path) -> None:
    """A path that is not there, or that is a file, is an error with its name."""
    with pytest.raises(InputError, match=rf"{path.name}:1:1: .*expected one with a rulebook.yaml"):
        load_rulebook(path)


def test_the_bundled_rulebook_is_found_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a path, the program's own rulebook is loaded, wherever one stands."""
    monkeypatch.chdir(tmp_path)

    assert (bundled_rules() / "rulebook.yaml").is_file()
    assert "s3-storage-class" in load_rulebook().areas
