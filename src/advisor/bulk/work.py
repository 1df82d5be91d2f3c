"""The folder beside the output in which a run keeps what is finished, so that another can go on after a sudden end.

Every file in it appears under its name only once it is whole. A part is finished when its summary is there, which is
written last. While a run uses the folder it holds a lock on it, which ends with the process however that ends.
"""

import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from advisor.errors import InputError, Place, Problem
from advisor.printable import printable

OUTPUT = "output"
_EARLIER = "earlier"  # the output that a folder takes the place of
_MANIFEST = "manifest.json"
_ANEW = "Run it without --resume."


@dataclass
class Work:
    """What is finished of a run with this `identity`."""

    folder: Path
    identity: dict[str, Any]

    @contextmanager
    def begun(self, resume: bool, target: Path) -> Iterator[None]:
        """Make the folder; or go on with what is in it. It is kept unless all goes well.

        An earlier output that a run was about to replace at `target` is put back first.
        Raises InputError if another run uses the folder, or what is in it is of another run.
        """
        lock = self._locked()
        try:
            self._put_back(target)
            if resume and self.is_begun:
                self._compare()
                self._clean(".*")
                self._clean(OUTPUT)
            else:
                self._clean("*")
                self.write(_MANIFEST, json.dumps(self.identity))
            yield
            self.path(_MANIFEST).unlink()  # first, for nothing is left to go on with
            shutil.rmtree(self.folder)
        finally:
            os.close(lock)

    @property
    def is_begun(self) -> bool:
        """Whether there is a run to go on with."""
        return self.has(_MANIFEST)

    def place_folder(self, made: Path, target: Path) -> None:
        """Give a finished folder its name, in place of an earlier one."""
        try:
            if target.exists():
                target.replace(self.path(_EARLIER))
            made.replace(target)
        except BaseException:
            self._put_back(target)
            raise

    def _put_back(self, target: Path) -> None:
        """Give the earlier output its name again, unless what takes its place has it already."""
        if target.exists():
            self._clean(_EARLIER)
        elif self.has(_EARLIER):
            self.path(_EARLIER).replace(target)

    def _locked(self) -> int:
        while True:
            self.folder.mkdir(exist_ok=True)
            with ExitStack() as unless_locked, suppress(FileNotFoundError):  # a run that ends may take the folder away
                lock = os.open(self.folder, os.O_RDONLY)
                unless_locked.callback(os.close, lock)
                try:
                    _lock(lock)
                except BlockingIOError:
                    raise self.error("another run is writing this output.", "Wait for it, or name another.") from None
                if os.path.samestat(self.folder.stat(), os.fstat(lock)):
                    unless_locked.pop_all()
                    return lock

    def _compare(self) -> None:
        try:
            then = json.loads(self.path(_MANIFEST).read_text(encoding="utf-8"))
            changed = sorted(key for key in self.identity if then.get(key) != self.identity[key])
        except (ValueError, AttributeError):
            raise self.damaged() from None
        if changed:
            raise self.error(f"cannot go on: {' and '.join(changed)} changed since.", _ANEW)

    def _clean(self, pattern: str) -> None:
        for stray in self.folder.glob(pattern):
            _remove(stray)

    def damaged(self) -> InputError:
        """What to say if something in the folder cannot be read."""
        return self.error("cannot go on: what the earlier run left here is damaged.", _ANEW)

    def error(self, message: str, hint: str) -> InputError:
        """What is wrong with the folder."""
        return InputError([Problem(Place(printable(str(self.folder))), message, hint)])

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

    def read(self, name: str) -> Any:
        """The JSON in a finished file. Raises InputError if it is damaged."""
        try:
            return json.loads(self.path(name).read_text(encoding="utf-8"))
        except ValueError:
            raise self.damaged() from None


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


def _lock(folder: int) -> None:
    """Lock an open folder until it is closed, or the process ends. Raises BlockingIOError if another has locked it."""
    try:
        import fcntl
    except ImportError:  # a system that cannot lock a folder
        return
    fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
