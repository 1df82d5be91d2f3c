"""The files of a fleet: which there are, of what kind, and how many rows each has."""

import glob
import gzip
import hashlib
import os
import stat
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from advisor.errors import InputError, Place, Problem
from advisor.printable import printable
from advisor.suggest import did_you_mean

KINDS = {".parquet": "parquet", ".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
_COMPRESSED = ".gz"
_EXPECTED = "*.parquet, *.csv, *.csv.gz, *.jsonl, *.jsonl.gz or *.ndjson"


@dataclass(frozen=True)
class Source:
    """One file, with what tells whether it is still the same."""

    path: str
    kind: str
    size: int
    changed: int

    @property
    def identity(self) -> str:
        """A short text that is another one for another file, or the same one after a change."""
        told = f"{os.path.realpath(self.path)}\0{self.size}\0{self.changed}"
        return hashlib.sha256(told.encode(errors="surrogatepass")).hexdigest()[:16]

    def open(self) -> "BufferedReader | gzip.GzipFile":
        """The bytes of a text file, those that are compressed in it if it is named so."""
        is_compressed = self.path.lower().endswith(_COMPRESSED)
        return gzip.open(self.path, "rb") if is_compressed else open(self.path, "rb")  # noqa: PTH123 - beside gzip's

    def refuse_changed(self) -> None:
        """Raise InputError if the file is no longer what it was."""
        try:
            status = Path(self.path).stat()
        except OSError:
            raise self.error("the file was taken away while it was read.", "Run it again when it is there.") from None
        if (status.st_size, status.st_mtime_ns) != (self.size, self.changed):
            raise self.error("the file changed while it was read.", "Run it again when nobody writes to it.")

    def error(self, message: str, hint: str = "") -> InputError:
        """What is wrong with the file."""
        return _error(self.path, message, hint)


def _kind(path: str) -> str | None:
    """The format that the end of a name tells; text may be compressed."""
    name = Path(path.lower())
    if name.suffix != _COMPRESSED:
        return KINDS.get(name.suffix)
    kind = KINDS.get(name.with_suffix("").suffix)
    return None if kind == "parquet" else kind


def sources(given: str) -> list[Source]:
    """The files that a path, a folder or a pattern names. Raises InputError if there are none, or of two kinds."""
    paths = _paths(given)
    found = []
    for path in paths:
        kind = _kind(path)
        if kind is None:
            raise _error(path, "the end of the name tells no format.", f"Expected {_EXPECTED}.")
        if not path.isprintable() and path != path.encode(errors="replace").decode():
            raise _error(path, "the name is no UTF-8, which databases need.", "Rename it.")
        try:
            status = Path(path).stat()
            if not stat.S_ISREG(status.st_mode):
                raise _error(path, "this is no file.", "Write what it gives into one first.")
            with open(path, "rb"):  # noqa: PTH123 - to learn now that it cannot be read
                pass
        except OSError as error:
            raise _error(path, f"cannot be read: {(error.strerror or 'unknown reason').lower()}.") from None
        if status.st_size == 0:
            raise _error(path, "the file is empty.")
        found.append(Source(path, kind, status.st_size, status.st_mtime_ns))
    if len({each.kind for each in found}) > 1:
        other = next(each for each in found if each.kind != found[0].kind)
        raise _error(
            given,
            f"the files are of two kinds: '{printable(found[0].path)}' and '{printable(other.path)}'.",
            "Run them one after the other.",
        )
    return found


def _paths(given: str) -> list[str]:
    if "\0" in given or not given:
        raise _error(given, "this is not a file name.")
    if os.path.isdir(given):  # noqa: PTH112 - says no where pathlib raises
        found = [
            os.path.join(where, name)  # noqa: PTH118 - as it was written
            for where, folders, names in os.walk(given)
            for folders[:] in [sorted(each for each in folders if not each.startswith((".", "_")))]
            for name in sorted(names)
            if not name.startswith((".", "_")) and _kind(name) is not None
        ]
        if not found:
            raise _error(given, "there is no fleet in this folder.", f"Expected {_EXPECTED}.")
        return found
    if os.path.exists(given):  # noqa: PTH110 - says no where pathlib raises
        return [given]
    found = sorted(path for path in glob.glob(given, recursive=True) if Path(path).is_file())  # noqa: PTH207 - `given` may be absolute
    if not found:
        raise _error(given, "there is no such file or folder, and no file fits it as a pattern.", _nearby(given))
    return found


def _nearby(path: str) -> str:
    try:
        return did_you_mean(Path(path).name, [each.name for each in Path(path).parent.iterdir()])
    except OSError:
        return ""


def _error(path: str, message: str, hint: str = "") -> InputError:
    return InputError([Problem(Place(printable(path) or "''"), message, hint)])
