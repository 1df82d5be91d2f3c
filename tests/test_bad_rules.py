"""Rulebooks with one mistake each, and the words that must be said of it.

Each file of `bad_rules` changes the good rulebook of `rules`:

    @ areas/bicycle.yaml    the page that is changed (`x` and a name: the page is removed)
         a line that stays, to find the spot
    -    a line that goes
    +    a line that comes; alone, it is the whole page
    ! areas/bicycle.yaml:40:17: the problem to be told, of the form or of the quotes
    ? areas/bicycle.yaml:40:17: the doubt to be told, which the good rulebook does not give rise to
    = areas/wheels.yaml:40:17: what is disproved of that area, and not of the good rulebook's
"""

import ast
import inspect
import shutil
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import advisor.load.page
from advisor.engine import rulesets
from advisor.load import load_rulebook
from advisor.load.page import Part
from advisor.verify import citations, lint
from advisor.verify.checking import check_form
from advisor.verify.findings import CLAIMS, Finding
from advisor.verify.proofs import prove_area
from bicycles import NOTES, RULES

FILES = sorted((Path(__file__).parent / "bad_rules").glob("*.txt"))


def change(page: Path, lines: list[str]) -> None:
    """Change one spot of a page, which must stand there exactly once."""
    before = "".join(f"{line[1:]}\n" for line in lines if line[0] != "+")
    after = "".join(f"{line[1:]}\n" for line in lines if line[0] != "-")
    if not before:
        page.parent.mkdir(exist_ok=True)
        page.write_text(after, encoding="utf-8")
        return
    text = f"\n{page.read_text(encoding='utf-8')}"
    assert text.count(f"\n{before}") == 1, f"the spot is not there, or not only once: {before}"
    page.write_text(text.replace(f"\n{before}", f"\n{after}")[1:], encoding="utf-8")


def break_rulebook(recipe: str, folder: Path) -> list[str]:
    """Write the broken rulebook into the folder; gives what is to be told, each line with its sign."""
    shutil.copytree(RULES, folder)
    told: list[str] = []
    spots: list[tuple[Path, list[str]]] = []
    for line in recipe.splitlines():
        if line.startswith("@ "):
            spots.append((folder / line[2:], []))
        elif line.startswith("x "):
            (folder / line[2:]).unlink()
        elif line.startswith(("! ", "? ", "= ")):
            told.append(line)
        else:
            spots[-1][1].append(line)
    for page, lines in spots:
        change(page, lines)
    return told


def told_of(proved: set[str]) -> list[str]:
    """All that is to be said of the rulebook in the current folder, each with its sign; proofs of some areas."""
    checked = check_form(Path(), Path(NOTES.name))
    said = [f"! {problem}" for problem in checked.problems]
    said += [f"? {doubt}" for doubt in checked.warnings if doubt.message not in doubts_of_the_good()]
    known = {finding.why for finding in findings_of_the_good()}
    for area in sorted(proved):
        findings = prove_area(checked.editions[0], area).findings
        said += [f"= {problem}" for each in findings if (problem := each.problem()) and each.why not in known]
    return said


@cache
def doubts_of_the_good() -> frozenset[str]:
    """What the good rulebook gives rise to, which shows its own doubts as well."""
    return frozenset(doubt.message for doubt in check_form(RULES).warnings)


@cache
def findings_of_the_good() -> tuple[Finding, ...]:
    """What is proved of the good rulebook, and what is not."""
    rulebook = load_rulebook(RULES)
    return tuple(finding for area in rulebook.areas for finding in prove_area(rulebook, area).findings)


def areas_proved(told: list[str]) -> set[str]:
    """The areas that something is disproved of."""
    return {Path(line.split(":")[0]).stem for line in told if line.startswith("= areas/")}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_mistake_is_told_with_its_place(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every problem of the rulebook is reported, each at its file, line and column, and nothing else."""
    told = break_rulebook(path.read_text(encoding="utf-8"), tmp_path / "rules")
    monkeypatch.chdir(tmp_path / "rules")

    assert told == told_of(areas_proved(told))


# What reads a case, and what a caller of the library passes, has tests of its own (test_bad_cases).
_OF_CASES = {"case_reader.py", "cases.py", "answers.py", "items.py"}
_NAMES = ("Problem", "problem")
_METHODS = ("note", "expected")


def modules() -> list[ModuleType]:
    """The modules that can say that something is wrong with a rulebook."""
    folder = Path(advisor.load.page.__file__).parent
    names = [f"advisor.load.{path.stem}" for path in folder.glob("*.py") if path.name not in _OF_CASES]
    return [
        *(sys.modules[name] for name in sorted(names) if name in sys.modules),
        lint,
        citations,
        rulesets,
    ]


def checks() -> Iterator[tuple[str, int, int]]:
    """Each place of the sources where something is said to be wrong: the file, its first line and its last."""
    for module in modules():
        source = inspect.getsource(module)
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and (
                (isinstance(node.func, ast.Name) and node.func.id in _NAMES)
                or (isinstance(node.func, ast.Attribute) and node.func.attr in _METHODS)
            ):
                yield str(module.__file__), node.lineno, node.end_lineno or node.lineno


def watching(function: Callable[..., Any], seen: set[tuple[str, int]]) -> Callable[..., Any]:
    """The function, which also notes from which line it is called."""

    def watched(*arguments: Any, **options: Any) -> Any:
        caller = sys._getframe(1)
        seen.add((caller.f_code.co_filename, caller.f_lineno))
        return function(*arguments, **options)

    return watched


def test_every_check_has_a_broken_rulebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever adds a check adds a rulebook that it is told of: no place that finds fault is passed by."""
    seen: set[tuple[str, int]] = set()
    for name in _METHODS:
        monkeypatch.setattr(Part, name, watching(getattr(Part, name), seen))
    for module in modules():
        for name in _NAMES:
            if hasattr(module, name):
                monkeypatch.setattr(module, name, watching(getattr(module, name), seen))
    for path in FILES:
        break_rulebook(path.read_text(encoding="utf-8"), tmp_path / path.stem)
        monkeypatch.chdir(tmp_path / path.stem)
        check_form(Path(), Path(NOTES.name))
    check_form(tmp_path / "nowhere")

    missing = [
        f"{Path(file).name}:{first}"
        for file, first, last in checks()
        if not any((file, line) in seen for line in range(first, last + 1))
    ]
    assert [] == missing


def test_every_claim_has_a_broken_rulebook() -> None:
    """Each thing that is proved is disproved of some rulebook; only more support never lowers a rank."""
    words = {
        "option-can-win": "recommended by itself",
        "rule-can-apply": "applies to no workload",
        "rule-matters": "changes nothing",
        "rule-not-implied": "only repeats",
        "advice-can-show": "is never shown",
        "fact-matters": "changes no verdict",
        "no-conflict": "in a conflict",
        "no-tie": "in a tie",
    }
    assert {*CLAIMS} - {"support-helps"} == {*words}
    told = [line for path in FILES for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("= ")]
    assert [] == [claim for claim, said in words.items() if not any(said in line for line in told)]
