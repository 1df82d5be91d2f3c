"""Rulebooks with one mistake each, and the words that must be said of it.

Each file of `bad_rules` changes the good rulebook of `rules`:

    @ areas/bicycle.yaml    the page that is changed (`x` and a name: the page is removed)
         a line that stays, to find the spot
    -    a line that goes
    +    a line that comes; alone, it is the whole page
    ! areas/bicycle.yaml:40:17: the problem to be told
"""

import shutil
from pathlib import Path

import pytest

from advisor.errors import InputError
from advisor.load import load_rulebook
from bicycles import RULES

FILES = sorted((Path(__file__).parent / "bad_rules").glob("*.txt"))


def change(page: Path, lines: list[str]) -> None:
    """Change one spot of a page, which must stand there exactly once."""
    before = "".join(f"{line[1:]}\n" for line in lines if line[0] != "+")
    after = "".join(f"{line[1:]}\n" for line in lines if line[0] != "-")
    if not before:
        page.write_text(after, encoding="utf-8")
        return
    text = f"\n{page.read_text(encoding='utf-8')}"
    assert text.count(f"\n{before}") == 1, f"the spot is not there, or not only once: {before}"
    page.write_text(text.replace(f"\n{before}", f"\n{after}")[1:], encoding="utf-8")


def break_rulebook(recipe: str, folder: Path) -> list[str]:
    """Write the broken rulebook into the folder; gives the problems to expect."""
    shutil.copytree(RULES, folder)
    problems: list[str] = []
    spots: list[tuple[Path, list[str]]] = []
    for line in recipe.splitlines():
        if line.startswith("@ "):
            spots.append((folder / line[2:], []))
        elif line.startswith("x "):
            (folder / line[2:]).unlink()
        elif line.startswith("! "):
            problems.append(line[2:])
        else:
            spots[-1][1].append(line)
    for page, lines in spots:
        change(page, lines)
    return problems


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_mistake_is_told_with_its_place(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every problem of the rulebook is reported, each at its file, line and column, and nothing else."""
    problems = break_rulebook(path.read_text(encoding="utf-8"), tmp_path / "rules")
    monkeypatch.chdir(tmp_path / "rules")

    with pytest.raises(InputError) as error:
        load_rulebook(Path())

    assert problems == [str(problem) for problem in error.value.problems]
