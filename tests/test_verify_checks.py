"""`advisor check` and `advisor diff`: doubts about a rulebook, its proofs, and how two rulebooks differ."""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from advisor.cli.app import app
from advisor.load import load_rulebook
from advisor.model.rulebook import EDITIONS
from advisor.verify import formulas
from advisor.verify.lint import lint
from bicycles import NOTES, RULES

CASES = "ride: {ground: forest, carries: []}\nexpect: {bicycle: mountain}\n"


def changed(folder: Path, *changes: tuple[str, str, str]) -> Path:
    """A copy of the bicycles with texts of pages replaced."""
    shutil.copytree(RULES, folder)
    for page, before, after in changes:
        text = (folder / page).read_text(encoding="utf-8")
        assert text.count(before) == 1, before
        (folder / page).write_text(text.replace(before, after), encoding="utf-8")
    return folder


def run(*arguments: object, code: int = 0) -> Result:
    """The program's answer, which must have this exit code."""
    result = CliRunner().invoke(app, [str(each) for each in arguments])
    assert result.exit_code == code, result.output
    return result


def data(*arguments: object, code: int = 0) -> Any:
    """The program's answer as JSON."""
    return json.loads(run(*arguments, "--format", "json", code=code).stdout)


def doubts(folder: Path) -> list[str]:
    """The warnings about a rulebook, without their places."""
    return [each.message for each in lint([load_rulebook(folder, edition) for edition in EDITIONS])]


BICYCLE, RIDE = "areas/bicycle.yaml", "facts/ride.yaml"
DOUBTFUL = {
    "no rule of 'bicycle' favours the option 'trailer'.": (),
    "'race-needs-road' can rule out 'race' by ride.ground, and 'far-rides-are-light' favours it without asking.": (),
    "the criteria 'speed' and 'comfort' mean the same.": (
        (BICYCLE, "  comfort: How pleasant it is", "  comfort: How far it goes in a day."),
    ),
    "'far-loads-are-few' weighs 'cargo' on the same condition as 'far-rides-are-light', under another criterion.": (
        (BICYCLE, "    when: {ride.distance: {at_least: 35, below: 200}}", "    when: {ride.distance: {above: 40}}"),
    ),
    "nothing reads the fact 'ride.colour'.": (
        (RIDE, "  locked_room:", "  colour:\n    kind: flag\n    question: Has it to be red?\n  locked_room:"),
    ),
    "no rule cites the note 'oil-chain'.": ((BICYCLE, "    cite: [oil-chain]", "    cite: [race-stolen]"),),
}


@pytest.mark.parametrize("doubt", DOUBTFUL)
def test_what_looks_wrong_is_told(doubt: str, tmp_path: Path) -> None:
    """Each doubt is told of a rulebook that gives rise to it."""
    assert doubt in doubts(changed(tmp_path / "rules", *DOUBTFUL[doubt]))


def accepting(entry: str) -> tuple[str, str, str]:
    """The bicycles' page with an accepted outcome at its end."""
    end = "    advises: {race: Keep it in a locked room.}\n    cite: [race-stolen]\n"
    return BICYCLE, end, f"{end}accepted:\n  - {entry}\n"


@pytest.mark.parametrize(
    ("doubt", "entry"),
    [
        ("no rule of 'bicycle' favours the option 'trailer'.", "{outcome: never-wins, options: [trailer], because: B}"),
        ("'race-needs-road' can rule out", "{outcome: wins-by-silence, rules: [race-needs-road], because: B}"),
        (
            "'race-needs-road' can rule out",
            "{outcome: wins-by-silence, rules: [race-needs-road], options: [race], because: B}",
        ),
        (
            "'far-loads-are-few' weighs",
            "{outcome: counts-twice, rules: [far-rides-are-light, far-loads-are-few], because: B}",
        ),
    ],
)
def test_a_doubt_can_be_accepted(doubt: str, entry: str, tmp_path: Path) -> None:
    """What a page accepts with a reason is no doubt any more, and gives rise to no other."""
    needed = next(changes for said, changes in DOUBTFUL.items() if said.startswith(doubt))
    before = doubts(changed(tmp_path / "before", *needed))
    after = doubts(changed(tmp_path / "after", *needed, accepting(entry)))
    assert [each for each in before if not each.startswith(doubt)] == after
    assert len(after) == len(before) - 1


def test_needless_acceptance_is_a_doubt(tmp_path: Path) -> None:
    """What is accepted and does not occur is told, so that no excuse outlives its reason."""
    entry = "{outcome: wins-by-silence, rules: [mudguards], because: B}"
    assert "what is accepted here as 'wins-by-silence' does not occur." in doubts(
        changed(tmp_path / "rules", accepting(entry))
    )


def test_a_check_proves_and_tells_what_it_disproves() -> None:
    """The exit code is 1; the text has the reason, the place, a region with a case and the quotes at odds."""
    said = run("check", RULES, "--area", "bicycle", code=1).stdout
    text = " ".join(said.split())
    assert "disproved: no workload has the option 'trailer' recommended by itself." in text
    assert "bicycle.yaml:1:1)" in text
    assert "a tie of cargo and city-plus-trailer where" in text
    assert '"A trailer behind a city bike carries what a cargo bike does"' in text
    found = data("check", RULES, "--area", "wheels", code=1)
    assert {each["area"] for each in found["proofs"]} == {"wheels"}
    assert found["problems"] == []


def test_a_check_knows_what_is_accepted(tmp_path: Path) -> None:
    """Ties, conflicts and idle rules that a page accepts with a reason are no findings; the rest of them are."""
    page = "areas/bicycle.yaml"
    accepted = """    cite: [race-stolen]
accepted:
  - {outcome: tie, because: Either will do.}
  - {outcome: idle, rules: [mudguards, trailer-needs-a-bike], because: A reason to read.}
  - {outcome: never-wins, options: [trailer], because: It is half a bicycle.}
"""
    end = "    advises: {race: Keep it in a locked room.}\n    cite: [race-stolen]\n"
    rules = changed(tmp_path / "rules", (page, end, end.replace("    cite: [race-stolen]\n", accepted)))
    (notes, _) = data("check", rules, "--area", "bicycle", code=1)["proofs"]
    found = {(each["claim"], each["about"]): each for each in notes["findings"]}
    assert found["no-tie", "bicycle"]["outcome"] == "proved"
    assert found["no-tie", "bicycle"]["regions"][0]["accepted"] == "Either will do."
    assert found["rule-matters", "mudguards"]["accepted"] == "A reason to read."
    text = run("check", rules, "--area", "bicycle", code=1).stdout
    assert found["option-can-win", "trailer"]["accepted"] == "It is half a bicycle."
    assert "2 accepted" in " ".join(text.split())


def test_problems_of_form_come_first(tmp_path: Path) -> None:
    """A rulebook that cannot be read is not proved; what is wrong with it goes to code hosts as well."""
    rules = changed(tmp_path / "rules", ("areas/bicycle.yaml", "    rules_out: [trailer]", "    rules_out: [sidecar]"))
    said = run("check", rules, code=1)
    assert "unknown option 'sidecar'" in said.stderr
    report = json.loads(run("check", rules, "--format", "sarif", code=1).stdout)
    (result,) = report["runs"][0]["results"]
    assert report["version"] == "2.1.0"
    assert result["level"] == "error"
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 40


def test_code_hosts_are_told_of_findings_and_doubts() -> None:
    """Every result names a rule of the driver; doubts are warnings, what is disproved is an error."""
    run_of = json.loads(run("check", RULES, "--area", "wheels", "--format", "sarif", code=1).stdout)["runs"][0]
    known = {rule["id"] for rule in run_of["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in run_of["results"]} == {"doubt", "option-can-win", "no-tie"}
    assert known >= {"doubt", "option-can-win", "no-tie"}
    assert {result["level"] for result in run_of["results"]} == {"warning", "error"}


def test_the_form_alone_is_fast_to_check() -> None:
    """--fast proves nothing of workloads, only the quotes if it may."""
    assert "proofs" not in data("check", RULES, "--fast")
    assert "Every quote stands in its line" in " ".join(run("check", RULES, "--fast", "--notes", NOTES).stdout.split())


def test_a_check_tries_the_cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--mutate scores each area, --coverage counts; both take the folder `cases` unless told otherwise."""
    monkeypatch.chdir(tmp_path)
    assert "no folder 'cases' here" in run("check", RULES, "--mutate", code=2).stderr
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "forest.yaml").write_text(CASES, encoding="utf-8")
    found = data("check", RULES, "--mutate", "--coverage", "--area", "bicycle")
    assert set(found["areas"][0]) >= {"area", "mutants", "noticed", "score", "survivors"}
    assert found["coverage"][0]["rules"]["forest-is-for-mountain-bikes"] == 1
    said = " ".join(
        run("check", RULES, "--mutate", "--coverage", "--cases", "cases", "--area", "bicycle").stdout.split()
    )
    assert "noticed (" in said
    assert "1 rule forest-is-for-mountain-bikes" in said
    assert "more; JSON has all." in said
    (tmp_path / "cases" / "wrong.yaml").write_text("ride: {grund: forest}", encoding="utf-8")
    assert "unknown fact of ride 'grund'" in run("check", RULES, "--coverage", code=1).stderr


def test_proofs_ask_for_the_solver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without z3 the form is checked all the same, and a clear word says what to install; nothing passes for proved."""
    monkeypatch.setitem(sys.modules, "z3", None)
    with pytest.raises(formulas.MissingSolver):
        formulas.solver_module()
    result = run("check", RULES, code=2)
    assert "No problems." in " ".join(result.stdout.split())
    assert "Nothing was proved:" in result.stderr
    assert "pip install '.[verify]'" in result.stderr
    assert "race-needs-road" in result.stdout
    run("check", RULES, "--fast")
    wrong = changed(tmp_path / "wrong", (BICYCLE, "rules_out: [trailer]", "rules_out: [trailor]"))
    assert "Did you mean 'trailer'?" in run("check", wrong, code=1).stderr
    assert "not installed" in run("diff", RULES, changed(tmp_path / "new", *OTHER), code=2).stderr


OTHER = (
    (BICYCLE, "when: {ride.ground: forest}", "when: {ride.ground: {in: [gravel, forest]}}"),
    (BICYCLE, "    favours: {comfortable: slight}", "    favours: {comfortable: moderate}"),
)


def test_two_rulebooks_differ_on_workloads_that_are_found(tmp_path: Path) -> None:
    """Each change of a rule is named; a small workload shows each change of a recommendation, with the rules behind."""
    found = data("diff", RULES, changed(tmp_path / "new", *OTHER))
    assert [(each["rule"], each["kind"], each["keys"]) for each in found["rules"]] == [
        ("forest-is-for-mountain-bikes", "changed", ["when"]),
        ("mudguards", "changed", ["favours"]),
    ]
    gravel = next(each for each in found["recommendations"] if each["after"] == "mountain")
    assert gravel["witness"]["ride"]["ground"] == "gravel"
    assert gravel["reasons"] == [
        "now bicycle.forest-is-for-mountain-bikes: The ground has roots and stones, for which mountain bikes are made."
    ]
    assert data("diff", RULES, RULES)["recommendations"] == []


def test_two_rulebooks_differ_on_cases(tmp_path: Path) -> None:
    """With cases, those whose answer is another are listed; a case that only one can read is told."""
    new = changed(tmp_path / "new", *OTHER)
    cases = tmp_path / "cases.yaml"
    cases.write_text(
        "name: gravel\nride: {ground: gravel}\n---\nname: forest\nride: {ground: forest}\n", encoding="utf-8"
    )
    said = " ".join(run("diff", RULES, new, cases).stdout.split())
    assert "1 recommendation changed" in said
    assert "gravel, bicycle: was city, is mountain" in said
    cases.write_text("ride: {grund: gravel}\n", encoding="utf-8")
    assert "unknown fact of ride 'grund'" in run("diff", RULES, new, cases, code=1).stderr


def test_what_cannot_be_compared_is_told(tmp_path: Path) -> None:
    """A fact with other values leaves an area undecided; added and removed rules are named."""
    facts = ("facts/ride.yaml", "      forest: Roots and stones", "      forest: Roots and stones\n      sand: Sand")
    oil = ("areas/bicycle.yaml", "  - id: oil\n", "  - id: grease\n")
    found = data("diff", RULES, changed(tmp_path / "new", facts, oil))
    assert [(each["rule"], each["kind"]) for each in found["rules"]] == [("oil", "removed"), ("grease", "added")]
    assert found["undecided"] == [
        "bicycle: the fact 'ride.ground' has other values now; compare the rulebooks on cases."
    ]
    assert "not all was compared" in run("diff", RULES, tmp_path / "new").stdout
