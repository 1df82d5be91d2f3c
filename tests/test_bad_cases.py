"""Case files with one mistake each, and the words that must be said of it.

What is expected stands in the first lines of a file (`#: line:column: message`), or beside it in a `.txt` of the same
name where a comment cannot stand.
"""

from pathlib import Path

import pytest

from advisor.errors import InputError
from advisor.load import load_cases
from advisor.yamlio import read_text
from bicycles import bicycles

BAD = Path(__file__).parent / "bad"
FILES = sorted(path for path in BAD.iterdir() if path.suffix in (".yaml", ".json"))


def expected(path: Path) -> list[str]:
    """The problems that the file is to have, without its name."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    said = [line.removeprefix("#: ") for line in lines if line.startswith("#: ")]
    return said or path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_mistake_is_told_with_its_place(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every problem of the file is reported, each at its line and column, and nothing else."""
    monkeypatch.chdir(BAD)

    with pytest.raises(InputError) as error:
        load_cases(read_text(Path(path.name)), path.name, bicycles(), "json" if path.suffix == ".json" else "yaml")

    assert [f"{path.name}:{line}" for line in expected(path)] == [str(problem) for problem in error.value.problems]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_is_told_can_be_shown(path: Path) -> None:
    """No message carries a raw control character of the file to a terminal."""
    assert all(line.isprintable() for line in expected(path))
