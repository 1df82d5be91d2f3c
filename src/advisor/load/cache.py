"""Rulebooks read before, kept in the user's own cache folder under a key of all that went into them.

The key covers every byte of the pages, their names, and the program itself, so that a page or a program that has
changed is another key. What is kept is pickled, and pickles can run code: so the folder must be the user's own, closed
to everybody else, and no link. Nothing here ever fails: without a cache, or with a damaged one, pages are read.
"""

import os
import pickle
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from advisor._version import VERSION
from advisor.model.rulebook import Edition, Rulebook
from advisor.yamlio import MAX_BYTES

SWITCH = "ADVISOR_CACHE"
KEPT = 24  # rulebooks; the one that was used longest ago gives way
FOLDERS = ("areas", "facts", "notes")

_SUFFIX = ".rulebook"
_DIGEST = 32
_READERS = ("conditions", "errors.py", "load", "model", "printable.py", "quantities", "yamlio")


def key_of(root: Path, names: tuple[str, ...], edition: Edition) -> str:
    """The key of a rulebook's folder as it is now; `names` are what its parts are called in places.

    Raises OSError if the folder cannot be read.
    """
    total = sha256(repr((VERSION, sys.version, edition, names, *_program())).encode())
    for name, path in _files(root):
        content = _start_of(path) if name.endswith(".yaml") else b""
        total.update(f"{name}\0{len(content)}\0".encode() + content)
    return total.hexdigest()


def find(key: str) -> Rulebook | None:
    """The rulebook kept under a key; None if there is none that is whole."""
    with suppress(Exception):  # whatever a damaged pickle may raise
        folder = _folder()
        path = folder / (key + _SUFFIX)
        with path.open("rb") as file:
            _refuse_strangers(os.fstat(file.fileno()))
            content = file.read()
        if sha256(content[_DIGEST:]).digest() == content[:_DIGEST]:
            found = pickle.loads(content[_DIGEST:])
            os.utime(path)
            return found if isinstance(found, Rulebook) else None
    return None


def keep(key: str, rulebook: Rulebook) -> None:
    """Keep a rulebook, if there is a place for it. Other processes see all of it or nothing."""
    from secrets import token_hex  # takes longer to import than a rulebook to find

    with suppress(OSError):
        folder = _folder()
        content = pickle.dumps(rulebook, pickle.HIGHEST_PROTOCOL)
        part = folder / f".{key}.{token_hex(4)}"
        try:
            with open(part, "xb", opener=_private) as file:
                file.write(sha256(content).digest() + content)
            part.replace(folder / (key + _SUFFIX))
        finally:
            part.unlink(missing_ok=True)
        _forget_oldest(folder)


def _folder() -> Path:
    """The folder to keep rulebooks in, made if need be. Raises OSError if there is none that is safe."""
    chosen = os.environ.get(SWITCH, "")
    if chosen == "off" or not hasattr(os, "getuid"):
        raise FileNotFoundError(chosen)
    home = os.environ.get("XDG_CACHE_HOME", "")
    parent = Path(home) if Path(home).is_absolute() else Path(os.path.expanduser("~/.cache"))  # noqa: PTH111 - no home, no error
    folder = parent / "advisor"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _refuse_strangers(folder.lstat())
    return folder


def _refuse_strangers(status: os.stat_result) -> None:
    """Raise OSError for what belongs to somebody else, or is open to others, or is a link."""
    if status.st_uid != os.getuid() or status.st_mode & 0o077 or stat.S_ISLNK(status.st_mode):
        raise PermissionError


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _forget_oldest(folder: Path) -> None:
    kept = [entry for entry in os.scandir(folder) if entry.name.endswith(_SUFFIX)]
    for entry in sorted(kept, key=lambda entry: entry.stat().st_mtime_ns)[:-KEPT]:
        Path(entry.path).unlink(missing_ok=True)


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    """The pages, and whatever else stands beside them, in one order."""
    yield "rulebook.yaml", root / "rulebook.yaml"
    for folder in FOLDERS:
        for name in sorted(os.listdir(root / folder)):  # noqa: PTH208 - names are all that is needed
            yield f"{folder}/{name}", root / folder / name


def _start_of(path: Path) -> bytes:
    """A page; of one that is too large to be read, no more than shows it."""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _program() -> Iterator[tuple[str, int, int]]:
    """The modules that read and hold a rulebook, as they lie on the disk."""
    package = Path(__file__).resolve().parents[1]
    for name in _READERS:
        places = [package / name] if name.endswith(".py") else sorted((package / name).glob("*.py"))
        for place in places:
            status = place.stat()
            yield f"{name}/{place.name}", status.st_size, status.st_mtime_ns
