"""What a rulebook quotes stands in the notes, and no line of these is passed over."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from advisor.cli.app import app
from advisor.load import bundled_rules, load_rulebook
from advisor.model.rulebook import EDITIONS
from advisor.verify import check_citations
from bicycles import NOTES, RULES

REAL_NOTES = Path(__file__).parents[2] / "shared" / "notes" / "000_16fa144a8f06a55c.txt"


def problems(tmp_path: Path, notes: str | None = None, **pages: tuple[str, str]) -> list[str]:
    """The problems of the bicycles with other notes, or with a text of a page changed."""
    rules = tmp_path / "rules"
    shutil.copytree(RULES, rules)
    for name, (before, after) in pages.items():
        page = rules / "notes" / f"{name}.yaml"
        text = page.read_text()
        assert before in text
        page.write_text(text.replace(before, after, 1))
    file = tmp_path / "bicycles.txt"
    file.write_text(NOTES.read_text() if notes is None else notes)
    found = check_citations([load_rulebook(rules, edition) for edition in EDITIONS], file, rules)
    return [str(problem).replace(f"{tmp_path}/", "") for problem in found]


def test_the_tiny_rulebook_is_proved(tmp_path: Path) -> None:
    """Every quote of the bicycles stands in its line, and every line is accounted for."""
    assert [] == problems(tmp_path)


@pytest.mark.skipif(not REAL_NOTES.exists(), reason="the notes are not part of the project")
def test_the_bundled_rulebook_is_proved() -> None:
    """Every quote of the bundled rules stands in the notes, and every line of its ranges is accounted for."""
    editions = [load_rulebook(None, edition) for edition in EDITIONS]

    assert [] == check_citations(editions, REAL_NOTES, bundled_rules())


def test_a_quote_that_is_not_verbatim(tmp_path: Path) -> None:
    """The place is that of the note in the rules, and the line is shown as it is."""
    assert [
        "rules/notes/bicycles.yaml:6:5: the quote of 'mountain-forest' does not stand in line 3 of the notes. "
        "It stands nowhere; that line reads: '- Mountain bikes: made for forest ground'"
    ] == problems(tmp_path, bicycles=("quote: made for forest ground", "quote: made for forests"))


def test_other_notes_are_said_to_be_others(tmp_path: Path) -> None:
    """Where a line was put in, the sum differs, and each quote that moved is offered its new line."""
    lines = NOTES.read_text().split("\n")
    found = problems(tmp_path, "\n".join([*lines[:8], "- Bells are loud", *lines[8:]]))

    assert "rules/rulebook.yaml:4:11: bicycles.txt is not the file recorded here: its sha256 is " in found[-1]
    assert found[-1].endswith("Its quotes are checked all the same.")
    assert (
        "rules/notes/bicycles.yaml:36:5: the quote of 'oil-chain' does not stand in line 9 of the notes. "
        "It stands in line 10; --fix renumbers it."
    ) in found


def test_a_line_that_nobody_quotes(tmp_path: Path) -> None:
    """Lines within the ranges have to be quoted or set aside; the place is that of the line."""
    quoted = "  - {id: wheels-rent, section: Wheels, lines: [16], quote: needed for less than 3 months}"
    moved = quoted.replace("[16]", "[17]")

    assert [
        "bicycles.txt:16:1: no note quotes this line, and it is not background: "
        "'- Rent wheels that are needed for less than 3 months'",
        "rules/notes/wheels.yaml:6:5: the quote of 'wheels-rent' does not stand in line 17 of the notes. "
        "It stands in line 16; --fix renumbers it.",
    ] == problems(tmp_path, wheels=(quoted, moved))


def test_a_line_that_is_quoted_and_set_aside(tmp_path: Path) -> None:
    """No line is both; and no line is set aside twice, or beyond the end."""
    background = (
        "background:\n  - {lines: [2], reason: A.}\n  - {lines: [99], reason: B.}\n  - {lines: [99], reason: C.}"
    )

    assert [
        "rules/notes/bicycles.yaml:2:5: line 2 is background here, and the note 'race-roads' quotes it. "
        "It can be only one of them.",
        "rules/notes/bicycles.yaml:3:5: there is no line 99: the notes have 16 lines.",
        "rules/notes/bicycles.yaml:4:5: line 99 is background twice, first at rules/notes/bicycles.yaml:3:5.",
        "rules/notes/bicycles.yaml:4:5: there is no line 99: the notes have 16 lines.",
    ] == problems(tmp_path, bicycles=("notes:\n", f"{background}\nnotes:\n"))


def test_a_note_that_nobody_cites(tmp_path: Path) -> None:
    """A note is there to be cited."""
    more = "notes:\n  - {id: lonely, section: Bicycles, lines: [2], quote: Race bikes}\n"

    assert ["rules/notes/bicycles.yaml:2:5: no rule cites the note 'lonely'. Cite it, or remove it."] == problems(
        tmp_path, bicycles=("notes:\n", more)
    )


MORE = """    quote: Oil the chain after rain
background:
  - {lines: [1], reason: A heading.}        # about bicycles
  - {lines: [10], reason: An empty line.}
"""


@pytest.fixture
def moving(tmp_path: Path) -> tuple[Path, Path]:
    """The folder of the bicycles, with background lines, and their notes file, which is recorded."""
    shutil.copytree(RULES, tmp_path / "rules")
    page = tmp_path / "rules" / "notes" / "bicycles.yaml"
    page.write_text(page.read_text().replace("    quote: Oil the chain after rain\n", MORE))
    shutil.copy(NOTES, tmp_path / "bicycles.txt")
    return tmp_path / "rules", tmp_path / "bicycles.txt"


def edit(notes: Path, *changes: tuple[str, str]) -> None:
    """Change texts of the notes, each of which stands there once."""
    text = notes.read_text()
    for before, after in changes:
        assert text.count(before) == 1
        text = text.replace(before, after)
    notes.write_text(text)


def check(*arguments: object, code: int = 0) -> Any:
    """What `advisor check` says as JSON, ending with this code."""
    result = CliRunner().invoke(app, ["check", *map(str, arguments), "--format", "json"])
    assert code == result.exit_code, result.output
    return json.loads(result.stdout)


def test_each_line_tells_who_cites_it(moving: tuple[Path, Path]) -> None:
    """A line is cited (by what), quoted and cited by nobody, background with its reason, or neither."""
    rules, notes = moving
    page = rules / "areas" / "bicycle.yaml"
    page.write_text(page.read_text().replace("    cite: [oil-chain]", "    cite: [race-stolen]"))
    (rules / "notes" / "wheels.yaml").write_text(
        (rules / "notes" / "wheels.yaml").read_text().replace("lines: [16]", "lines: [17]")
    )
    lines = {each["line"]: each for each in check(rules, "--notes", notes, "--lines", code=1)["lines"]}
    assert ["bicycle.default", "bicycle.mudguards"] == sorted(lines[4]["notes"][0]["cited_by"])
    assert ("uncited", "background", "neither") == tuple(lines[number]["state"] for number in (9, 1, 16))
    assert "A heading." == lines[1]["background"]
    text = CliRunner().invoke(app, ["check", str(rules), "--notes", str(notes), "--lines"]).stdout
    assert "12 cited, 1 quoted and not cited, 2 background and 1 neither" in " ".join(text.split())
    assert "race-stolen, cited by bicycle.race-needs-a-lock, bicycle.oil and bicycle.lock" in " ".join(text.split())


def test_moved_lines_are_renumbered(moving: tuple[Path, Path]) -> None:
    """Quotes, background and ranges take their new lines, nothing else of a page changes, and all is proved again."""
    rules, notes = moving
    before = {path: path.read_text() for path in rules.rglob("*.yaml")}
    edit(notes, ("- Mountain bikes", "- Bells are loud\n- Mountain bikes"))
    (rules / "notes" / "wheels.yaml").chmod(0o640)
    changed = check(rules, "--notes", notes, "--fix", code=1)  # the line put in is neither quoted nor background
    assert not changed["changed"]["recorded"]
    assert {"the quote of 'oil-chain'", "background", "the end of a range"} < {
        each["about"] for each in changed["changed"]["moved"]
    }
    page = (rules / "notes" / "bicycles.yaml").read_text()
    assert before[rules / "notes" / "bicycles.yaml"] == _back(page)
    assert "  - {lines: [11], reason: An empty line.}\n" in page
    assert "ranges: [[2, 10], [12, 17]]" in (rules / "rulebook.yaml").read_text()
    unquoted, recorded = changed["problems"]
    assert (3, True) == (unquoted["line"], "is not the file recorded here" in recorded["message"])
    assert 0o640 == (rules / "notes" / "wheels.yaml").stat().st_mode & 0o777


def _back(page: str) -> str:
    """A page of notes with every line number above 2 one less."""
    return re.sub(r"(?<=lines: \[)\d+", lambda match: str(int(match[0]) - (int(match[0]) > 2)), page)


def test_the_sum_is_recorded_when_all_is_right(moving: tuple[Path, Path]) -> None:
    """A line put in before the ranges leaves nothing to mend: the check is content afterwards."""
    rules, notes = moving
    edit(notes, ("- Race bikes: for", "Here is what we know:\n- Race bikes: for"))
    copy = shutil.copytree(rules, rules.with_name("copy"))
    said = CliRunner().invoke(app, ["check", str(copy), "--notes", str(notes), "--fix"]).stdout
    assert "the quote of 'race-roads', line 2 is 3 now. -" in " ".join(said.split())
    assert "- The sha256 of the notes is recorded anew. 2 decisions" in " ".join(said.split())
    found = check(rules, "--notes", notes, "--fix")
    assert found["changed"]["recorded"]
    assert [] == found["problems"]
    assert [] == check(rules, "--notes", notes, "--fix")["changed"]["moved"]


def test_what_is_ambiguous_or_vanished_is_left(moving: tuple[Path, Path]) -> None:
    """A quote that now stands twice elsewhere, or nowhere, keeps its line and is told as such."""
    rules, notes = moving
    text = notes.read_text().split("\n")
    oil = text[8]
    edit(notes, (oil, f"- New\n{oil}\n{oil}"), ("made for forest ground", "made for the forest"))
    found = check(rules, "--notes", notes, "--fix", code=1)
    hints = {each["message"].split("'")[1]: each["hint"] for each in found["problems"] if "quote of" in each["message"]}
    assert {"mountain-forest", "oil-chain"} == set(hints)
    assert "It stands in the lines 10, 11: say which is meant, or quote more of it." == hints["oil-chain"]
    assert hints["mountain-forest"].startswith("It stands nowhere; that line reads: ")
    assert not found["changed"]["recorded"]
    assert "{lines: [1], reason: A heading.}        # about bicycles" in (rules / "notes" / "bicycles.yaml").read_text()


@pytest.mark.skipif(not REAL_NOTES.exists(), reason="the notes are not part of the project")
def test_the_bundled_rulebook_follows_its_notes(tmp_path: Path) -> None:
    """Where lines are put into the real notes, every quote that stands nowhere else as well takes its new line."""
    rules, notes = tmp_path / "rules", tmp_path / "notes.txt"
    shutil.copytree(bundled_rules(), rules)
    lines = REAL_NOTES.read_text().split("\n")
    notes.write_text("\n".join(["An edited copy", *lines[:300], "One more line", "And another", *lines[300:]]))
    found = check(rules, "--notes", notes, "--fix", code=1)
    assert len(found["changed"]["moved"]) > 150
    left = [each for each in found["problems"] if "the quote of" in each["message"]]
    assert all("say which is meant" in each["hint"] for each in left)
    assert 1 <= len(left) < 15


def test_the_bundled_rules_are_not_fixed(tmp_path: Path) -> None:
    """Files of the program itself are not changed by the way."""
    result = CliRunner().invoke(app, ["check", "--notes", str(NOTES), "--fix"])
    assert 2 == result.exit_code


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--lines",), "--lines is about the notes"),
        (("--fix",), "--fix is about the notes"),
        (("--rules", str(RULES)), "the folder to check is given twice"),
    ],
)
def test_options_that_say_nothing_alone(arguments: tuple[str, ...], words: str) -> None:
    """They end as wrong usage, with what is missing or too much."""
    result = CliRunner().invoke(app, ["check", str(RULES), *arguments])
    assert 2 == result.exit_code
    assert words in " ".join(result.stderr.replace("│", " ").split())
