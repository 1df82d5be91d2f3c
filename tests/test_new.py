"""`advisor new`: what it begins asks for its blanks, passes once they are filled, and spoils nothing."""

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from advisor.authoring import Draft, write
from advisor.authoring.lists import append
from advisor.cli.app import app
from advisor.errors import InputError
from bicycles import RULES

FILLED = {
    "<first option>": "mint",
    "<second option>": "black",
    "<fact>": "evening",
    "<criterion>": "sleep",
    "<number of the line>": "1",
    "<the words of that line on which the rules rest>": "Mint in the evening",
    "<id of the first rule>": "mint-in-the-evening",
    "<id of the second rule>": "black-by-day",
}
FILLED_RULE = {
    "<fact>": "locked_room",
    "<value>": "true",
    "<another value>": "false",
    "<option>": "race",
    "<another option>": "city",
    "<criterion, such as ground, load, speed or comfort>": "comfort",
    "<note>": "race-stolen",
}


def run(*arguments: object, code: int = 0) -> Result:
    """The program's answer, which must have this exit code."""
    result = CliRunner().invoke(app, [str(each) for each in arguments])
    assert result.exit_code == code, result.output
    return result


def fill(folder: Path, blanks: dict[str, str]) -> None:
    """Fill every blank of every file; those without a word of their own get some words."""
    for path in folder.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        for blank, words in blanks.items():
            text = text.replace(blank, words)
        path.write_text(re.sub(r"<[^<>\n]+>", "Some words", text), encoding="utf-8")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own, with notes in it, which commands run in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes.txt").write_text("Mint in the evening, black tea by day\n", encoding="utf-8")
    return tmp_path


def test_a_new_area_passes_once_its_blanks_are_filled(here: Path) -> None:
    """Until then each blank is told with its place and nothing else is; after it, rules and cases are fine."""
    run("new", "area", "tea", "--notes", "notes.txt")
    blank = sum(len(re.findall(r"<[^<>\n]+>", path.read_text())) for path in (here / "rules").rglob("*.yaml"))
    said = run("check", "rules", "--fast", code=1).stderr.splitlines()
    assert blank == len(said)
    assert all(re.fullmatch(r"rules/\S+:\d+:\d+: fill in: .*\.", line) for line in said)
    fill(here, FILLED)
    assert "things to look at" not in run("check", "rules", "--fast", "--notes", "notes.txt").stdout
    run("test", "cases", "--rules", "rules")


def test_an_area_may_be_about_a_subject_that_there_is(here: Path) -> None:
    """Its facts are then those of the subject, and no page of facts is begun."""
    shutil.copytree(RULES, here / "rules")
    said = run("new", "area", "bell", "--subject", "ride").stdout
    assert ["rules/areas/bell", "rules/notes/bell", "cases/bell/bell"] == re.findall(r"(\S+)\.yaml", said)
    fill(here / "cases", FILLED | {"<fact>": "rain"})
    fill(here / "rules", FILLED | {"<fact>": "rain"})
    run("check", "rules", "--fast")
    run("test", "cases", "--rules", "rules")


def test_a_new_rule_leaves_the_page_as_it_is(here: Path) -> None:
    """It stands after the last rule; not another character of the page changes. Filled, it passes."""
    shutil.copytree(RULES, here / "rules")
    page = here / "rules" / "areas" / "bicycle.yaml"
    before = page.read_text().replace("advice:\n", "# What to tell:\nadvice:\n")
    page.write_text(before)
    run("new", "rule", "bicycle", "race-bikes-indoors")
    after = page.read_text()
    rule = after[after.index("  - id: race-bikes-indoors") : after.index("\n# What to tell:")]
    assert before == after.replace(rule, "")
    assert (
        "fill in: criterion, such as ground, load, speed or comfort." in run("check", "rules", "--fast", code=1).stderr
    )
    assert "fill in: option." in run("test", "cases", "--rules", RULES, code=1).output
    fill(here, FILLED_RULE)
    run("check", "rules", "--fast")
    run("test", "cases", "--rules", "rules")


PAGES = {
    "at the end": "rules:\n- {id: a}",
    "before a comment": "rules:\n  - id: a\n    # the end\n\nadvice: []\n",
    "after a folded text": "rules:\n  - id: a\n    because: >\n      Some\n      words\n\n# advice\nadvice: []\n",
    "with empty lines between": "rules:\n\n  - id: a\n\n  - id: b\nadvice: []\n",
    "with the lines of Windows": "rules:\r\n  - id: a\r\nadvice: []\r\n",
}


@pytest.mark.parametrize("page", PAGES)
def test_an_entry_is_appended_to_any_list(page: str) -> None:
    """Whatever stands around the list stays, line for line."""
    after = append(PAGES[page], "rules", "- id: new\n  cite: [x]\n")
    kept = [line for line in after.splitlines() if line.strip() and "new" not in line and "cite" not in line]
    assert [line for line in PAGES[page].splitlines() if line.strip()] == kept
    assert ("\r\n" in PAGES[page]) is ("\r\n" in after)


@pytest.mark.parametrize(
    "page",
    [
        "advice: []\n",
        "rules: []\n",
        "rules: [{id: a}]\n",
        "rules:\n  - id: a\n    because: |\n      a\n      # b\n",
        "rules:\n  - id: !x a\n",
    ],
)
def test_a_list_that_cannot_be_appended_to(page: str) -> None:
    """It is refused rather than spoilt."""
    with pytest.raises(ValueError, match=r"list 'rules'"):
        append(page, "rules", "- id: new\n")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("area", "Tea"), 2, "'Tea' is no id of an area; expected small letters"),
        (("area", "../tea"), 2, "is no id of an area"),
        (("area", "conflict"), 2, "is what a case expects instead of an option"),
        (("area", "tea", "--subject", "Tea time"), 2, "is no name of a subject"),
        (("area", "tea", "--subject", "among"), 2, "has a meaning of its own in a case"),
        (("area", "bicycle"), 1, "bicycle.yaml:1:5: the area 'bicycle' is there already."),
        (("area", "tea", "--notes", "none.txt"), 1, "none.txt"),
        (("area", "x" * 300), 1, "cannot be written: file name too long."),
        (("area", "taken"), 1, "cases/taken/taken.yaml:1:1: this is there already. It is not overwritten."),
        (("rule", "bicycel", "x"), 2, "unknown area 'bicycel'. Did you mean 'bicycle'?"),
        (("rule", "bicycle", "x_y"), 2, "'x_y' is no id of a rule"),
        (("rule", "bicycle", "oil"), 1, "the id 'oil' is there already."),
        (("rule", "taken", "x"), 2, "unknown area 'taken'"),
        (("rule", "tea", "x", "--rules", "none"), 1, "none/areas:1:1: there are no decisions here."),
    ],
)
def test_what_cannot_be_begun_is_refused(arguments: tuple[str, ...], code: int, words: str, here: Path) -> None:
    """The reason is told, and no file is written or changed."""
    shutil.copytree(RULES, here / "rules")
    (here / "rules" / "rulebook.yaml").unlink()  # so that a new area would begin a rulebook
    (here / "cases" / "taken").mkdir(parents=True)
    (here / "cases" / "taken" / "taken.yaml").write_text("mine\n")
    before = {path: path.read_bytes() for path in here.rglob("*") if path.is_file()}
    result = run("new", *arguments, code=code)
    assert words in " ".join(result.stderr.replace("│", " ").split())
    assert before == {path: path.read_bytes() for path in here.rglob("*") if path.is_file()}
    assert 2 == len(list((here / "cases").rglob("*")))


def test_drafts_are_written_all_or_none(here: Path) -> None:
    """A failure half-way takes back the files and folders written before it."""
    with pytest.raises(InputError, match="cannot be written"):
        write([Draft(here / "new" / "a.yaml", "a"), Draft(here / "notes.txt" / "b.yaml", "b")])
    assert [here / "notes.txt"] == list(here.iterdir())
