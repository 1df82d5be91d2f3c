"""The README's session is real, and every YAML block of the docs that is a file or a rule loads."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RUN = "import sys; from advisor.cli import main; main()"


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of one language."""
    return [content for name, content in BLOCK.findall(text) if name == language]


def lay_out_files(text: str, folder: Path) -> None:
    """Write the YAML blocks that begin with their file's name."""
    for content in blocks(text, "yaml"):
        if match := re.match(r"# (\S+\.yaml)\n", content):
            (folder / match[1]).write_text(content)


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
        assert yaml.safe_load(content) is not None
