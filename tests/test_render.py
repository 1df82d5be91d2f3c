"""What is printed, word for word, at 80 columns; `ADVISOR_UPDATE_GOLDEN=1` writes the golden files anew."""

import json
import os
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from advisor import Advisor
from advisor.cli.app import app
from advisor.render.certainty import certainty_said
from advisor.render.words import fact_said
from bicycles import bicycles

GOLDEN = Path(__file__).parent / "golden"
RULES = ["--rules", "../rules"]
CASES = "cases"

COMMANDS: dict[str, list[str]] = {
    "recommend.txt": ["recommend", "cases/commuter.yaml"],
    "recommend.json": ["recommend", "cases/commuter.yaml", "--format", "json"],
    "recommend-several.txt": ["recommend", "cases/family.yaml"],
    "recommend-today.txt": ["recommend", "cases/silent.yaml", "--edition", "today"],
    "plan.txt": ["recommend", "cases/family.yaml", "--area", "wheels"],
    "not-needed.txt": ["recommend", "cases/grown-up.yaml"],
    "conflict.txt": ["recommend", "cases/impossible.yaml"],
    "default.txt": ["recommend", "cases/silent.yaml"],
    "among.txt": ["recommend", "cases/commuter.yaml", "--among", "loads", "--no-assumptions"],
    "batch.txt": ["batch", CASES],
    "batch.json": ["batch", "cases/grown-up.yaml", "cases/wrong.yaml", "--format", "json"],
    "batch.jsonl": ["batch", "cases/grown-up.yaml", "cases/wrong.yaml", "--format", "jsonl"],
    "batch.csv": ["batch", CASES, "--format", "csv"],
    "batch.md": ["batch", CASES, "--format", "markdown"],
    "batch.xml": ["batch", CASES, "--format", "junit"],
    "test.txt": ["test", CASES],
    "test.json": ["test", CASES, "--format", "json"],
    "test.xml": ["test", CASES, "--format", "junit"],
    "areas.txt": ["areas"],
    "areas.json": ["areas", "--format", "json"],
    "area.txt": ["areas", "bicycle"],
    "area.json": ["areas", "bicycle", "--format", "json"],
    "facts.txt": ["facts"],
    "facts-subject.txt": ["facts", "ride"],
    "facts.json": ["facts", "rider", "--format", "json"],
    "fact.txt": ["facts", "ride.carries"],
    "fact-number.txt": ["facts", "ride.distance"],
    "fact-derived.txt": ["facts", "ride.far"],
    "fact.json": ["facts", "ride.far", "--format", "json"],
    "rules.txt": ["rules"],
    "rules.json": ["rules", "wheels", "--format", "json"],
    "rule.txt": ["rules", "cargo-bikes-carry"],
    "rule-unless.txt": ["rules", "bicycle.race-needs-a-lock"],
    "rule-advice.txt": ["rules", "oil"],
    "rule-transition.txt": ["rules", "wheels.not-at-once", "--edition", "today"],
    "rule-default.txt": ["rules", "bicycle.default"],
    "notes.txt": ["notes"],
    "notes.json": ["notes", "--format", "json"],
    "note.txt": ["notes", "cargo-loads"],
    "compare.txt": ["compare", "cases-today/tour.yaml"],
    "compare.md": ["compare", "cases-today/tour.yaml", "--area", "bicycle", "--format", "markdown"],
    "compare.json": ["compare", "cases-today/tour.yaml", "--area", "bicycle", "--format", "json"],
    "freshness.txt": ["check", "--freshness", "--on", "2027-01-01", "--older-than", "1 month"],
    "freshness.json": ["check", "--freshness", "--on", "2027-01-01", "--format", "json"],
    "check.txt": ["check", "--fast", "--notes", "../rules/bicycles.txt"],
    "check.json": ["check", "--fast", "--format", "json"],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_output_is_as_agreed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each kind of output, with the words and the line ends that were agreed upon."""
    monkeypatch.chdir(GOLDEN)
    result = CliRunner().invoke(app, [*COMMANDS[name], *RULES])
    printed = result.stdout + (f"--- standard error\n{result.stderr}" if result.stderr else "")
    printed = re.sub(r'("rulebook_sha256": ?)"\w{64}"', r'\1"..."', printed)
    if os.environ.get("ADVISOR_UPDATE_GOLDEN") == "1":
        Path(name).write_text(printed, encoding="utf-8")

    assert Path(name).read_text(encoding="utf-8") == printed


@pytest.mark.parametrize("name", [name for name in COMMANDS if name.endswith(".txt") and not name.startswith("batch")])
def test_text_fits_into_80_columns(name: str) -> None:
    """No line for people is wider than the screen that they may have; a problem with its place stays on one line."""
    lines = (GOLDEN / name).read_text(encoding="utf-8").partition("--- standard error")[0].splitlines()

    assert [] == [line for line in lines if line.rstrip()[80:] and "wrong.yaml:" not in line]


@pytest.mark.parametrize("name", [name for name in COMMANDS if name.endswith((".json", ".xml"))])
def test_data_can_be_read(name: str) -> None:
    """What is said to be JSON or XML is."""
    text = (GOLDEN / name).read_text(encoding="utf-8").partition("--- standard error")[0]

    assert json.loads(text) if name.endswith(".json") else ElementTree.fromstring(text).tag == "testsuites"


@pytest.mark.parametrize(
    ("fact", "written", "words"),
    [
        ("ride.rain", True, "ride.rain is true"),
        ("ride.rain", None, "ride.rain is not known"),
        ("ride.distance", 1200, "ride.distance is 1,200 km"),
        ("ride.distance", {"above": 3, "at_most": 40}, "ride.distance is more than 3 km and at most 40 km"),
        ("ride.ground", {"in": ["road", "gravel"]}, "ride.ground is road or gravel"),
        ("ride.carries", [], "ride.carries is none"),
        (
            "ride.carries",
            {"includes": ["child"], "excludes": ["tent"]},
            "ride.carries is child among others but not tent",
        ),
        ("stage.length", 90, "stage.length is 90 days"),
    ],
)
def test_facts_are_said_in_words(fact: str, written: object, words: str) -> None:
    """A fact's value, written as in a case, reads as a statement."""
    assert words == fact_said(fact, written, bicycles())


def test_it_is_always_said_what_is_open() -> None:
    """Also where all that is open is a number assumed as a range, and where the search ended before it found a set."""
    advisor = Advisor.load()
    found = advisor.recommend({"volume": {"workload": "general", "io_pattern": "sequential"}})["ebs-volume"]
    cut = found.model_copy(update={"rests_on": [], "open": []})

    assert ("open", [["volume.iops"]]) == (found.certainty, [each.facts for each in found.open])
    assert certainty_said(found, advisor.rulebook).startswith("Open: tell me volume.iops; ")
    assert "Open: what you left out could change this." == certainty_said(cut, advisor.rulebook)
    assumed = cut.model_copy(update={"certainty": "assumed"})
    assert certainty_said(assumed, advisor.rulebook).startswith("Assumed: if what was taken for granted were otherwise")
