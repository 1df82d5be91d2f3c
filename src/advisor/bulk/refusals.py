"""What the system or the database refuses during a run, in words that say what to do."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from advisor.errors import InputError, Place, Problem
from advisor.printable import printable

_GO_ON = "What is finished is kept: make room or mend the cause, then run the same command with --resume."
_WITHIN = re.compile(r'"exception_message":"(.*?)","errno', re.DOTALL)

_DAMAGE = re.compile("parquet|corrupt|failed to read file", re.IGNORECASE)


@contextmanager
def in_words(about: Path) -> Iterator[None]:
    """Raise InputError, with its place at `about` if none is known, for what the system or the database refuses.

    DuckDB tells of an interrupt as an error, which is raised as KeyboardInterrupt.
    """
    try:
        yield
    except (duckdb.OutOfMemoryException, MemoryError):
        message = "there is not enough memory, or no room on the disk for what does not fit into it."
        raise _error(about, message, "Ask for fewer --areas at once, or make room; --resume goes on.") from None
    except duckdb.IOException as error:
        raise _error(about, f"the run had to stop: {_cause(str(error))}.", _GO_ON) from None
    except OSError as error:
        reason = error.strerror or "unknown reason"
        where = Path(error.filename) if isinstance(error.filename, str) else about
        raise _error(where, f"cannot be written: {reason[:1].lower()}{reason[1:]}.", _GO_ON) from None
    except RuntimeError as error:
        if str(error) != "Query interrupted":
            raise
        raise KeyboardInterrupt from None


@contextmanager
def undamaged(where: str) -> Iterator[None]:
    """Raise InputError, with its place at `where`, if what is read turns out to be damaged on the way."""
    try:
        yield
    except duckdb.Error as error:
        if isinstance(error, duckdb.BinderException) or not _DAMAGE.search(str(error)):
            raise
        raise _error(Path(where), f"the file is damaged: {_cause(str(error))}.", "Fetch or make it again.") from None


def _cause(said: str) -> str:
    """The part of DuckDB's message that a person needs."""
    found = _WITHIN.search(said)
    text = found[1].replace('\\"', '"') if found else said.partition(" Error: ")[2] or said
    return printable(text.partition("\n")[0][:300]).rstrip(".?")


def _error(about: Path, message: str, hint: str) -> InputError:
    return InputError([Problem(Place(printable(str(about))), message, hint)])
