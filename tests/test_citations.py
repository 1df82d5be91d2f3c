"""What a rulebook quotes stands in the notes, and no line of these is passed over."""

import shutil
from pathlib import Path

import pytest

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
        "That line reads: '- Mountain bikes: made for forest ground'"
    ] == problems(tmp_path, bicycles=("quote: made for forest ground", "quote: made for forests"))


def test_other_notes_are_said_to_be_others(tmp_path: Path) -> None:
    """Where a line was put in, the sum differs, and each quote that moved is offered its new line."""
    lines = NOTES.read_text().split("\n")
    found = problems(tmp_path, "\n".join([*lines[:8], "- Bells are loud", *lines[8:]]))

    assert "rules/rulebook.yaml:4:11: bicycles.txt is not the file recorded here: its sha256 is " in found[-1]
    assert found[-1].endswith("Its quotes are checked all the same.")
    assert (
        "rules/notes/bicycles.yaml:36:5: the quote of 'oil-chain' does not stand in line 9 of the notes. "
        "It stands in line 10."
    ) in found


def test_a_line_that_nobody_quotes(tmp_path: Path) -> None:
    """Lines within the ranges have to be quoted or set aside; the place is that of the line."""
    quoted = "  - {id: wheels-rent, section: Wheels, lines: [16], quote: needed for less than 3 months}"
    moved = quoted.replace("[16]", "[17]")

    assert [
        "bicycles.txt:16:1: no note quotes this line, and it is not background: "
        "'- Rent wheels that are needed for less than 3 months'",
        "rules/notes/wheels.yaml:6:5: the quote of 'wheels-rent' does not stand in line 17 of the notes. "
        "It stands in line 16.",
    ] == problems(tmp_path, wheels=(quoted, moved))


def test_a_line_that_is_quoted_and_set_aside(tmp_path: Path) -> None:
    """No line is both; and no line is set aside twice, or beyond the end."""
    background = (
        "background:\n  - {lines: [2], reason: A.}\n  - {lines: [99], reason: B.}\n  - {lines: [99], reason: C.}"
    )

    assert [
        "rules/notes/bicycles.yaml:2:5: line 2 is background here, and the note 'race-roads' quotes it. "
        "It can be only one of them.",
        "rules/notes/bicycles.yaml:3:5: there is no line 99: the notes have 17 lines.",
        "rules/notes/bicycles.yaml:4:5: line 99 is background twice, first at rules/notes/bicycles.yaml:3:5.",
        "rules/notes/bicycles.yaml:4:5: there is no line 99: the notes have 17 lines.",
    ] == problems(tmp_path, bicycles=("notes:\n", f"{background}\nnotes:\n"))


def test_a_note_that_nobody_cites(tmp_path: Path) -> None:
    """A note is there to be cited."""
    more = "notes:\n  - {id: lonely, section: Bicycles, lines: [2], quote: Race bikes}\n"

    assert ["rules/notes/bicycles.yaml:2:5: no rule cites the note 'lonely'. Cite it, or remove it."] == problems(
        tmp_path, bicycles=("notes:\n", more)
    )
