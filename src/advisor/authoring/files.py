"""Drafts become files, all of them or none."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from advisor.errors import InputError, Place, Problem
from advisor.printable import printable


@dataclass(frozen=True)
class Draft:
    """A file to write. One that `replaces` was read before; any other must not be there."""

    path: Path
    text: str
    replaces: bool = False


def write(drafts: Iterable[Draft]) -> None:
    """Write the drafts; those that replace come last. Raises InputError, with nothing written, if one cannot be."""
    every = sorted(drafts, key=lambda draft: draft.replaces)
    taken = [draft.path for draft in every if not draft.replaces and os.path.lexists(draft.path)]
    if taken:
        raise InputError([refused(path, "this is there already", "It is not overwritten.") for path in taken])
    done: list[Path] = []
    folders: list[Path] = []
    try:
        for draft in every:
            folders += _make(draft.path.parent)
            target = draft.path.resolve() if draft.replaces else draft.path
            part = target.with_name(f".{target.name[:40]}.{os.getpid()}.part") if draft.replaces else target
            with part.open("x", encoding="utf-8", newline="") as file:
                done.append(part)
                file.write(draft.text)
            if draft.replaces:
                part.chmod(target.stat().st_mode & 0o777)
                part.replace(target)
    except BaseException as error:
        for path in done:
            path.unlink(missing_ok=True)
        for folder in reversed(folders):
            folder.rmdir()
        if not isinstance(error, OSError):
            raise
        reason = error.strerror or "unknown reason"
        raise InputError([refused(draft.path, f"cannot be written: {reason[:1].lower()}{reason[1:]}")]) from None


def _make(folder: Path) -> list[Path]:
    """Make a folder and those above it; the ones made."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing[::-1]


def refused(path: Path, message: str, hint: str = "") -> Problem:
    """What is wrong with a file as a whole."""
    return Problem(Place(printable(str(path))), f"{message}.", hint)
