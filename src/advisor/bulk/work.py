"""The folder beside the output in which a run keeps what is finished, so that another can go on after a sudden end.

Every file in it appears under its name only once it is whole. A part is finished when its summary is there, which is
written last.
"""

import json
import os
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from advisor.errors import InputError, Place, Problem
from advisor.printable import printable

_MANIFEST = "manifest.json"


@dataclass
class Work:
    """What is finished of a run with this `identity`."""

    folder: Path
    identity: dict[str, Any]

    def begin(self, resume: bool) -> None:
        """Make the folder; or go on with what is in it. Raises InputError if that is of another run."""
        if resume and (self.folder / _MANIFEST).exists():
            then = json.loads((self.folder / _MANIFEST).read_text(encoding="utf-8"))
            changed = sorted(key for key in self.identity if then.get(key) != self.identity[key])
            if changed:
                what = " and ".join(changed)
                raise InputError(
                    [
                        Problem(
                            Place(printable(str(self.folder))),
                            f"cannot go on: {what} changed since.",
                            "Run it without --resume.",
                        )
                    ]
                )
            for stray in self.folder.glob("*.unfinished"):
                _remove(stray)
            return
        self.discard()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.write(_MANIFEST, json.dumps(self.identity))

    def discard(self) -> None:
        """Remove the folder."""
        if self.folder.exists():
            shutil.rmtree(self.folder)

    def path(self, name: str) -> Path:
        """Where a finished file lies."""
        return self.folder / name

    def has(self, name: str) -> bool:
        """Whether a file is finished."""
        return (self.folder / name).exists()

    def make(self, name: str, write: Callable[[Path], object]) -> Path:
        """Let `write` fill a file, which has its name only when it is whole."""
        return whole(self.folder / name, write)

    def write(self, name: str, text: str) -> None:
        """Write a text."""
        self.make(name, lambda path: path.write_text(text, encoding="utf-8"))


def whole(target: Path, write: Callable[[Path], object]) -> Path:
    """Let `write` fill a file (or folder) beside `target`, then give it that name, in place of what had it."""
    unfinished = target.with_name(f".{target.name[:60]}.{secrets.token_hex(4)}.unfinished")
    try:
        write(unfinished)
        if unfinished.is_file():
            with unfinished.open("rb+") as file:
                os.fsync(file.fileno())
        unfinished.replace(target)
    except BaseException:
        _remove(unfinished)
        raise
    return target


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
