"""`advisor docs`: a page for each decision, which is what the rules say."""

import os
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from advisor.cli.app import app
from advisor.load import load_rulebook
from advisor.model.rulebook import EDITIONS
from advisor.render.area_docs import area_docs
from bicycles import RULES

GOLDEN = Path(__file__).parent / "golden" / "areas"


def run(*arguments: object, code: int = 0) -> Result:
    """The program's answer, which must have this exit code."""
    result = CliRunner().invoke(app, ["docs", *map(str, arguments)])
    assert code == result.exit_code, result.output
    return result


def pages(rules: Path) -> dict[str, str]:
    """The pages of a rulebook, by file name."""
    return area_docs([load_rulebook(rules, edition) for edition in EDITIONS])


def test_the_pages_of_the_bicycles() -> None:
    """Options, pictures, table, rules with reasons and quotes, advice, changes over time and facts of both editions."""
    if os.environ.get("ADVISOR_UPDATE_GOLDEN"):
        run(RULES, "--output", GOLDEN)
    assert {path.name: path.read_text() for path in GOLDEN.glob("*.md")} == pages(RULES)


def test_pages_are_written_and_checked(tmp_path: Path) -> None:
    """--check tells pages that are missing, changed by hand or left over; writing mends all that, and spares others."""
    run(RULES, "--output", tmp_path / "docs")
    run(RULES, "--output", tmp_path / "docs", "--check")
    page, gone = tmp_path / "docs" / "bicycle.md", tmp_path / "docs" / "tricycle.md"
    gone.write_text(page.read_text())
    page.write_text("Something else\n")
    (tmp_path / "docs" / "wheels.md").unlink()
    (tmp_path / "docs" / "mine.md").write_text("My own page\n")
    said = run(RULES, "--output", tmp_path / "docs", "--check", code=1).stderr
    assert ["bicycle.md", "wheels.md", "tricycle.md"] == re.findall(r"(\w+\.md):1:1: the page is", said)
    assert "2 of 3 pages written" in run(RULES, "--output", tmp_path / "docs").stdout
    run(RULES, "--output", tmp_path / "docs", "--check")
    assert ["README.md", "bicycle.md", "mine.md", "wheels.md"] == sorted(
        path.name for path in (tmp_path / "docs").iterdir()
    )


def test_pages_that_cannot_be_written(tmp_path: Path) -> None:
    """A file where the folder should be is told, with the exit code of wrong input."""
    (tmp_path / "docs").write_text("")
    assert "docs" in run(RULES, "--output", tmp_path / "docs", code=1).stderr
    assert "there is no such folder" in run(tmp_path / "none", "--output", tmp_path / "new", code=1).stderr
    assert not (tmp_path / "new").exists()


def test_odd_texts_break_neither_picture_nor_table(tmp_path: Path) -> None:
    """What Mermaid or Markdown would take for its own is shown as it is."""
    rules = tmp_path / "rules"
    shutil.copytree(RULES, rules)
    page = rules / "areas" / "bicycle.yaml"
    odd = 'A "race" bike | [is]; <b>for</b> `roads` --> end %% #1'
    page.write_text(page.read_text().replace("title: A race bike is for roads", f"title: '{odd}'"))
    text = pages(rules)["bicycle.md"]
    assert (
        "A #34;race#34; bike #124; #91;is#93;#59; #60;b#62;for#60;/b#62; #96;roads#96; --#62; end #37;#37; #35;1<br>"
        in text
    )
    assert r'### A "race" bike \| \[is\]; \<b>for\</b> \`roads\` --> end %% #1' in text


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_rule_of_every_edition_is_on_its_page(edition: str) -> None:
    """No rule, advice, option or quote of the bundled rulebook is missing on the pages."""
    rulebook = load_rulebook(None, edition)  # type: ignore[arg-type]
    written = area_docs([load_rulebook(None, each) for each in EDITIONS])
    for area in rulebook.areas.values():
        text = written[f"{area.id}.md"]
        assert [] == [rule.id for rule in area.rules if f"`{area.id}.{rule.id}`" not in text]
        assert [] == [option for option in area.options if f"| `{option}`" not in text]
        assert text.count("```mermaid") in (1, 2)
