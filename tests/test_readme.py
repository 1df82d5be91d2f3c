"""The README's session is real, and every YAML block of the docs that is a file or a rule loads."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from advisor.load import load_rulebook
from advisor.model.rulebook import EDITIONS
from advisor.verify.checking import check_form
from advisor.verify.rulebooks import prove

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
WRITING = ROOT / "docs" / "writing-rules.md"
FLEETS = ROOT / "docs" / "fleets.md"
EXAMPLE = ROOT / "tests" / "example"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SECONDS = re.compile(r"in [0-9.]+ seconds")
RUN = "import sys; from advisor.cli import main; main()"


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of one language."""
    return [content for name, content in BLOCK.findall(text) if name == language]


def lay_out_files(text: str, folder: Path) -> None:
    """Write the YAML blocks that begin with their file's name."""
    for content in blocks(text, "yaml"):
        if match := re.match(r"# (\S+\.yaml)\n", content):
            (folder / match[1]).write_text(content)


def play(page: Path, folder: Path) -> str:
    """Do what a page says, from the top: write its files, run its commands; the page with what they really print.

    What `cat` shows is written if it is not there, and read if it is.
    """

    def done(match: re.Match[str]) -> str:
        language, content = match[1], match[2]
        name = re.match(r"# (\S+\.yaml)\n", content)
        if language == "yaml" and name:
            (folder / name[1]).write_text(content)
        if language != "console":
            return match[0]
        commands = [line[2:] for line in content.splitlines() if line.startswith("$ ")]
        if commands[0].startswith("cat "):
            file = folder / commands[0].removeprefix("cat ")
            if file.exists():
                return f"```console\n$ cat {file.name}\n{file.read_text()}```"
            file.write_text(content.partition("\n")[2])
            return match[0]
        said = [f"$ {command}\n{SECONDS.sub('in 0.1 seconds', answer(command, folder))}" for command in commands]
        return f"```console\n{''.join(said)}```"

    return BLOCK.sub(done, page.read_text())


def answer(command: str, folder: Path) -> str:
    """What a person sees who types the command at 80 columns."""
    words = command.split()
    assert words[0] == "advisor"
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-c", RUN, *words[1:]],
        cwd=folder,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.stdout


def test_session_is_real(tmp_path: Path) -> None:
    """Each command of the README prints what the README shows."""
    text = README.read_text()
    lay_out_files(text, tmp_path)
    sessions = blocks(text, "console")
    real = [f"$ {command}\n{answer(command, tmp_path)}" for command in (each.split("\n")[0][2:] for each in sessions)]
    if os.environ.get("ADVISOR_UPDATE_GOLDEN"):
        for shown, printed in zip(sessions, real, strict=True):
            text = text.replace(f"```console\n{shown}```", f"```console\n{printed}```")
        README.write_text(text)
        sessions = blocks(text, "console")
    assert sessions == real


def test_the_way_to_a_rule_is_real(tmp_path: Path) -> None:
    """Who follows docs/writing-rules.md sees what it shows, and ends up with the rulebook of tests/example."""
    text = play(WRITING, tmp_path)
    made = {path.relative_to(tmp_path): path.read_text() for path in tmp_path.rglob("*.*") if path.is_file()}
    if os.environ.get("ADVISOR_UPDATE_GOLDEN"):
        WRITING.write_text(text)
        shutil.rmtree(EXAMPLE, ignore_errors=True)
        shutil.copytree(tmp_path, EXAMPLE)
    assert WRITING.read_text() == text
    assert {path.relative_to(EXAMPLE): path.read_text() for path in EXAMPLE.rglob("*.*") if path.is_file()} == made


def test_a_first_run_of_bulk_is_real(tmp_path: Path) -> None:
    """Who follows docs/fleets.md sees what it shows; the rulebook's own name is left out."""
    text = re.sub("rulebook [0-9a-f]{12}", "rulebook d14c263ea4f5", play(FLEETS, tmp_path))
    if os.environ.get("ADVISOR_UPDATE_GOLDEN"):
        FLEETS.write_text(text)
    assert FLEETS.read_text() == text


def test_the_example_has_nothing_left_to_do() -> None:
    """Its last checks found nothing: no blank, no doubt, every quote in place, every change noticed."""
    editions = [load_rulebook(EXAMPLE / "rules", edition) for edition in EDITIONS]
    checked = check_form(EXAMPLE / "rules", EXAMPLE / "tea.txt")
    assert ((), ()) == (checked.problems, checked.warnings)
    assert [] == [finding.why for area in prove(editions) for finding in area.findings if finding.problem()]


def test_library_example_runs(tmp_path: Path) -> None:
    """The README's Python prints what its comments say."""
    (program,) = blocks(README.read_text(), "python")
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, text=True, capture_output=True, check=True)
    first, second, _ = done.stdout.split("\n", 2)
    assert ["['spot']", "assumed"] == [first, second]


@pytest.mark.parametrize(
    "page", sorted(path.relative_to(ROOT).as_posix() for path in [README, *ROOT.glob("docs/*.md")])
)
def test_yaml_in_docs_parses(page: str) -> None:
    """No YAML block of the docs is broken."""
    for content in blocks((ROOT / page).read_text(), "yaml"):
        assert all(document is not None for document in yaml.safe_load_all(content))
