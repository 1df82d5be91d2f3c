"""Where the results of a run go: found out before the work that they can go there, and put there at its end."""

import csv
import errno
import json
import os
import re
import shutil
from collections.abc import Iterable, Sequence
from fnmatch import fnmatch
from pathlib import Path, PurePath
from typing import TextIO

from advisor.bulk.sources import KINDS, Source
from advisor.bulk.work import whole
from advisor.errors import InputError, Place, Problem
from advisor.printable import printable

TEXTS = (".csv", ".jsonl")  # formats of rejects
_PART = re.compile(r"part-[0-9]{5,}\.parquet")
_ANOTHER = "Give another name."


def check(given: str, found: Sequence[Source], output: Path, rejects: Path | None, report: Path | None) -> None:
    """Find out now what would only be found at the end. Raises InputError."""
    named = [("--output", output), ("--rejects", rejects), ("--report", report)]
    targets = [(option, path) for option, path in named if path is not None]
    _is_possible(output, (*KINDS, ""))
    if rejects is not None:
        _is_possible(rejects, TEXTS)
    for place, (option, path) in enumerate(targets):
        if not path.parent.is_dir():
            raise _error(path, "the folder for it is not there.", "Make it first.")
        if not os.access(path.parent, os.W_OK):
            raise _error(path, "the folder for it cannot be written to.", "Choose another, or change its rights.")
        for other, earlier in targets[:place]:
            if path == earlier or earlier in path.parents:
                raise _error(path, f"{option} names the same place as {other}.", _ANOTHER)
        if any(os.path.realpath(source.path) == os.path.realpath(path) for source in found):
            raise _error(path, "this is the input, which would be lost.", _ANOTHER)
        if not path.name.startswith((".", "_")) and _would_be_read(given, path):
            raise _error(path, "it would be among the files that are read, in any further run.", "Put it elsewhere.")


def _would_be_read(given: str, path: Path) -> bool:
    if path.suffix.lower() not in (*KINDS, ""):
        return False
    if Path(given).is_dir():
        return Path(given).resolve() in path.parents
    if Path(given).exists():
        return False
    pattern = str(Path(given).absolute())
    if "**" in given:
        return fnmatch(str(path), pattern) or fnmatch(str(path), pattern.replace("**/", ""))
    return PurePath(path).match(pattern)


def _is_possible(path: Path, suffixes: Sequence[str]) -> None:
    if path.suffix.lower() not in suffixes:
        known = ", ".join(f"*{suffix}" for suffix in suffixes if suffix)
        folder = ", or a name without an end for a folder" if "" in suffixes else ""
        raise _error(path, "the end of the name tells no format.", f"Expected {known}{folder}.")
    if path.is_dir() and (path.suffix or not all(_PART.fullmatch(each.name) for each in path.iterdir())):
        raise _error(path, "this is a folder, and not one that a run has written.", _ANOTHER)
    if path.exists() and not path.is_dir() and (not path.suffix or not path.is_file()):
        raise _error(path, "there is something of this name, and it is no file to be replaced.", _ANOTHER)


def place_file(made: Path, target: Path) -> None:
    """Give a finished file its name, on another disk if need be."""
    try:
        made.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        whole(target, lambda path: shutil.copyfile(made, path))


def fill_folder(parts: Iterable[Path], folder: Path) -> None:
    """A folder of finished parts, which share their content with it where the disk can do so."""
    folder.mkdir()
    for part in parts:
        try:
            (folder / part.name).hardlink_to(part)
        except OSError:
            shutil.copyfile(part, folder / part.name)


def write_rejects(parts: Iterable[Path], target: Path, as_csv: bool) -> None:
    """One file of the rows that are wrong in any part."""
    with target.open("w", encoding="utf-8", newline="") as file:
        if as_csv:
            _write_csv(parts, file)
            return
        for part in parts:
            with part.open(encoding="utf-8") as lines:
                shutil.copyfileobj(lines, file)


def _write_csv(parts: Iterable[Path], file: TextIO) -> None:
    writer = csv.DictWriter(file, ["file", "row", "reason"], lineterminator="\n")
    writer.writeheader()
    for part in parts:
        with part.open(encoding="utf-8") as lines:
            writer.writerows(map(json.loads, lines))


def _error(path: Path, message: str, hint: str) -> InputError:
    return InputError([Problem(Place(printable(str(path))), message, hint)])
