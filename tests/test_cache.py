"""The cache of rulebooks: never wrong, never in the way."""

import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest

from advisor.errors import InputError
from advisor.load import cache, load_rulebook
from advisor.load import folder as loading
from bicycles import RULES


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a cache that is empty."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "advisor"


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Grows by one whenever pages are read, and not taken from the cache."""
    seen: list[Path] = []
    read = loading.read_rulebook

    def watched(root: Path, edition: str) -> object:
        seen.append(root)
        return read(root, edition)  # type: ignore[arg-type]

    monkeypatch.setattr(loading, "read_rulebook", watched)
    return seen


def test_pages_are_read_once(kept: Path, readings: list[Path]) -> None:
    """The second load gives an equal rulebook with equal places, without reading a page."""
    first, second = load_rulebook(RULES), load_rulebook(RULES)

    assert [RULES] == readings
    assert first == second
    assert first.areas["wheels"].rules[0].place == second.areas["wheels"].rules[0].place
    assert 0o700 == kept.stat().st_mode & 0o777
    assert [0o600] == [path.stat().st_mode & 0o777 for path in kept.iterdir()]


def test_a_kept_rulebook_needs_no_readers(kept: Path) -> None:
    """What reads pages is not even imported when the rulebook is in the cache."""
    load_rulebook(RULES)
    program = f"""
import sys, pathlib
from advisor.load import load_rulebook
load_rulebook(pathlib.Path({str(RULES)!r}))
print("advisor.load.folder" in sys.modules)
"""
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert "False\n" == said


CHANGES: dict[str, Callable[[Path, pytest.MonkeyPatch], object]] = {
    "a byte of a page": lambda rules, _: (rules / "notes" / "wheels.yaml").open("a").write("\n"),
    "a new page": lambda rules, _: (rules / "notes" / "more.yml").write_text(""),
    "the name of a page": lambda rules, _: (rules / "notes" / "wheels.yaml").rename(rules / "notes" / "tyres.yaml"),
    "where one stands": lambda rules, patch: patch.chdir(rules),
    "the version of the program": lambda _, patch: patch.setattr(cache, "VERSION", "0.0.0"),
    "the program itself": lambda _, patch: patch.setattr(cache, "_READERS", ("errors.py",)),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_stale_rulebook_is_noticed(
    change: Callable[[Path, pytest.MonkeyPatch], object],
    kept: Path,
    readings: list[Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Pages are read again once anything that went into the rulebook is another."""
    shutil.copytree(RULES, tmp_path / "rules")
    monkeypatch.chdir(tmp_path)
    load_rulebook(tmp_path / "rules")
    change(tmp_path / "rules", monkeypatch)
    with suppress(InputError):  # for the page whose name ends in .yml
        load_rulebook(tmp_path / "rules")

    assert 2 == len(readings)


def _sealed(content: bytes) -> bytes:
    return sha256(content).digest() + content


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut short": lambda content: content[: len(content) // 2],
    "one bit wrong": lambda content: content[:-9] + bytes([content[-9] ^ 1]) + content[-8:],
    "something else": lambda _: _sealed(pickle.dumps({"not": "a rulebook"})),
    "no pickle at all": lambda _: _sealed(b"\x80\x05garbage"),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_rulebook_is_rebuilt(damage: Callable[[bytes], bytes], kept: Path, readings: list[Path]) -> None:
    """A file that is not what was written is passed over, and replaced by a good one."""
    expected = load_rulebook(RULES)
    (path,) = kept.iterdir()
    path.write_bytes(damage(path.read_bytes()))

    assert [expected] * 2 == [load_rulebook(RULES), load_rulebook(RULES)]
    assert 2 == len(readings)


def test_what_others_could_write_is_not_read(kept: Path, readings: list[Path], tmp_path: Path) -> None:
    """A folder or a file open to others, or a link in place of the folder, is not trusted."""
    load_rulebook(RULES)
    (path,) = kept.iterdir()
    path.chmod(0o666)
    load_rulebook(RULES)
    assert 2 == len(readings)
    kept.chmod(0o777)
    load_rulebook(RULES)
    assert 3 == len(readings)
    kept.chmod(0o700)
    kept.rename(tmp_path / "elsewhere")
    kept.symlink_to(tmp_path / "elsewhere")
    load_rulebook(RULES)
    assert 4 == len(readings)


def test_without_a_cache_pages_are_read(
    kept: Path, readings: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ADVISOR_CACHE=off, and a place that cannot be written, are no errors."""
    monkeypatch.setenv("ADVISOR_CACHE", "off")
    expected = load_rulebook(RULES)
    assert not kept.exists()
    monkeypatch.delenv("ADVISOR_CACHE")
    (tmp_path / "cache").write_text("a file where the folder would be")

    assert [expected] * 2 == [load_rulebook(RULES), load_rulebook(RULES)]
    assert 3 == len(readings)


def test_racing_processes_get_the_same_and_leave_one(kept: Path) -> None:
    """Six processes that load at once answer alike, and leave one whole file and no part of another."""
    program = f"from advisor.load import load_rulebook as load; print(load(__import__('pathlib').Path({str(RULES)!r})))"
    racing = [
        subprocess.Popen(
            [sys.executable, "-c", program], stdout=subprocess.PIPE, env={**os.environ, "PYTHONHASHSEED": "0"}, cwd="/"
        )
        for _ in range(6)
    ]
    answers = {process.communicate()[0] for process in racing}

    assert 1 == len(answers)
    assert 1000 < len(answers.pop())
    (path,) = kept.iterdir()
    assert path.read_bytes() == _sealed(path.read_bytes()[32:])


def test_the_oldest_give_way(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No more than a few rulebooks are kept; the one that was used longest ago goes first."""
    monkeypatch.setattr(cache, "KEPT", 2)
    rulebook = load_rulebook(RULES)
    (used,) = kept.iterdir()
    for age, key in ((30, "a"), (20, "b"), (10, "c")):
        cache.keep(key, rulebook)
        if (kept / f"{key}.rulebook").exists():
            os.utime(kept / f"{key}.rulebook", (age, age))
        load_rulebook(RULES)

    assert sorted([used.name, "c.rulebook"]) == sorted(path.name for path in kept.iterdir())
