"""Standard output and error: any encoding, broken pipes, and files that are written whole or not at all."""

import codecs
import os
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TextIO

from advisor.errors import InputError, Place, Problem
from advisor.printable import json_escape, printable, printable_json

TERMINATED = 143
_is_told_to_end = False
_is_interrupted = False
_KEPT = 40  # characters of a name in that of the unfinished file
_PLAIN = {
    "\u2013": "-",
    "\u2014": "-",
    "\u2018": "'",
    "\u2019": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u2026": "...",
    "\u2022": "*",
    "\u2192": "->",
    "\u00a0": " ",
}
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


def prepare() -> None:
    """Make the standard streams take every character, and an order to end unwind as an interrupt does.

    Both are remembered, because a library may lose them on the way.
    """
    codecs.register_error("advisor-plain", _plain)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="advisor-plain")
    signal.signal(signal.SIGTERM, partial(_end, os.getpid()))
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # a shell has it ignored in the background
        signal.signal(signal.SIGINT, _interrupt)


def _plain(error: UnicodeError) -> tuple[str, int]:
    """Write what an encoding lacks in plain characters."""
    assert isinstance(error, UnicodeEncodeError)
    lacking = error.object[error.start : error.end]
    return "".join(_PLAIN.get(each) or _escaped(each) for each in lacking), error.end


def _escaped(character: str) -> str:
    return character.encode("ascii", "backslashreplace").decode("ascii")


def _end(process: int, signum: int, frame: FrameType | None) -> None:
    global _is_told_to_end
    del signum, frame
    if os.getpid() != process:  # a fork's beginning swallows exceptions, and whoever ends its workers waits for them
        os._exit(TERMINATED)
    _is_told_to_end = True
    sys.exit(TERMINATED)


def _interrupt(signum: int, frame: FrameType | None) -> None:
    global _is_interrupted
    del signum, frame
    _is_interrupted = True
    raise KeyboardInterrupt


def was_told_to_end() -> bool:
    """Whether the order to end has come."""
    return _is_told_to_end


def was_interrupted() -> bool:
    """Whether somebody has pressed Ctrl-C."""
    return _is_interrupted


def json_text(text: str) -> str:
    """JSON text for standard output: with escapes for what is unsafe to show, or what its encoding cannot carry."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    safe = printable_json(text)
    return safe if codecs.lookup(encoding).name.startswith("utf") else _BEYOND_ASCII.sub(json_escape, safe)


@contextmanager
def output_to(path: Path | None) -> Iterator[TextIO]:
    """Standard output; or a file, which is there (or replaces the old one) only once all of it is written.

    Raises InputError if the file cannot be written.
    """
    if path is None:
        yield sys.stdout
        return
    try:
        if path.is_dir():
            raise IsADirectoryError(21, "this is a folder")
        if path.exists() and not path.is_file():  # a device or a pipe, which nothing may replace
            with path.open("w", encoding="utf-8", newline="") as device:
                yield device
            return
        from secrets import token_hex

        target = path.resolve()  # the file that a link points at is replaced, not the link
        part = target.with_name(f".{target.name[:_KEPT]}.{token_hex(4)}.part")
        try:  # before the file is there, so that nothing comes between it and its removal
            with open(part, "x", encoding="utf-8", newline="", opener=_private) as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            part.chmod(_mode(target))
            part.replace(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _unwritable(path, error) from None


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _mode(target: Path) -> int:
    """The rights of the file that is replaced, else those that a new file has."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _unwritable(path: Path, error: OSError) -> InputError:
    reason = error.strerror or "unknown reason"
    message = f"cannot be written: {reason[:1].lower()}{reason[1:]}."
    return InputError([Problem(Place(printable(str(path))), message)])
