"""Paths and standard input to entries, one after the other."""

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import BinaryIO

from advisor.advise import Advisor
from advisor.batch.documents import json_cases, yaml_cases
from advisor.batch.entries import Entry, failed, wrong
from advisor.batch.formats import SUFFIXES, Format, format_of, guess
from advisor.batch.records import jsonl_cases
from advisor.batch.table import csv_cases
from advisor.errors import InputError, Place
from advisor.lines import Lines
from advisor.model.rulebook import Rulebook
from advisor.printable import printable
from advisor.suggest import did_you_mean
from advisor.yamlio import MAX_BYTES, decode

STANDARD_INPUT = "-"
_INPUT_NAME = "stdin"
_KNOWN = ", ".join(f"*{suffix}" for suffix in SUFFIXES)
_TOO_LARGE = f"the text is larger than {MAX_BYTES // 1024**2} MiB, the most that is read."
_SPLIT = "Split it, or write one case a line as JSON Lines, which has no such limit."


def read_cases(
    paths: Iterable[str | Path],
    advisor: Advisor,
    input_format: Format | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Entry]:
    """The cases of files, of folders (and what is in them), and of standard input (`-`), one by one.

    The end of a file's name tells its format, `input_format` that of a stream or of a file named otherwise; without
    it the first lines do. Whatever cannot be read gives an entry with its problems, and the rest goes on.
    """
    for path in paths:
        if str(path) == STANDARD_INPUT:
            yield from _input(sys.stdin.buffer if stdin is None else stdin, advisor.rulebook, input_format)
        elif not str(path):
            yield wrong("case", Place("''"), "expected the name of a file or a folder, not an empty text.")
        elif os.path.isdir(path):  # noqa: PTH112 - says no where pathlib raises
            yield from _folder(Path(path), advisor.rulebook)
        else:
            yield from _file(Path(path), advisor.rulebook, format_of(str(path)) or input_format)


def _folder(folder: Path, rulebook: Rulebook) -> Iterator[Entry]:
    name = printable(str(folder))
    errors: list[OSError] = []
    found = 0
    for where, folders, files in os.walk(folder, onerror=errors.append):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for file in sorted(files):
            format = None if file.startswith(".") else format_of(file)
            if format is not None:
                found += 1
                yield from _member(Path(where) / file, rulebook, format)
    for error in errors:
        place = Place(printable(str(error.filename or folder)))
        yield wrong(place.file, place, f"cannot be read: {_reason(error)}.")
    if not found and not errors:
        yield wrong(name, Place(name), f"there are no cases in this folder; expected files named {_KNOWN}.")


def _member(path: Path, rulebook: Rulebook, format: Format) -> Iterator[Entry]:
    """The cases of what a folder holds; a pipe in it, or a device, might keep a reader waiting for ever."""
    if path.is_file() or not path.exists():
        yield from _file(path, rulebook, format)
    else:
        place = Place(printable(str(path)))
        yield wrong(place.file, place, "this is no file.", "Name it on the command line if it is to be read.")


def _input(stream: BinaryIO, rulebook: Rulebook, format: Format | None) -> Iterator[Entry]:
    try:
        yield from _cases(stream, _INPUT_NAME, rulebook, format)
    except OSError as error:
        yield wrong(_INPUT_NAME, Place(_INPUT_NAME), f"cannot be read: {_reason(error)}.")


def _file(path: Path, rulebook: Rulebook, format: Format | None) -> Iterator[Entry]:
    name = str(path)
    try:
        with path.open("rb") as stream:
            yield from _cases(stream, name, rulebook, format)
    except (OSError, ValueError) as error:
        place = Place(printable(name))
        yield wrong(place.file, place, f"cannot be read: {_reason(error)}.", _nearby(path))


def _cases(stream: BinaryIO, name: str, rulebook: Rulebook, format: Format | None) -> Iterator[Entry]:
    lines = Lines(stream)
    if format is None:
        first, second, *_ = [*lines.peek(2), b"", b""]
        format = guess(first, second)
    stem = printable(PurePath(name).stem or name)
    if format == "jsonl":
        yield from jsonl_cases(lines, name, stem, rulebook)
    elif format == "csv":
        yield from csv_cases(lines, name, stem, rulebook)
    else:
        data = lines.rest()
        place = Place(printable(name))
        if data is None:
            yield wrong(stem, place, _TOO_LARGE, _SPLIT)
            return
        try:
            text = decode(data, name)
        except InputError as error:
            yield failed(error, stem)
            return
        yield from (yaml_cases if format == "yaml" else json_cases)(text, name, stem, rulebook)


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    reason = getattr(error, "strerror", None) or "this is not a file name"
    return reason[:1].lower() + reason[1:]


def _nearby(path: Path) -> str:
    """What stands in the same folder under a similar name."""
    try:
        return did_you_mean(path.name, [each.name for each in path.parent.iterdir()])
    except (OSError, ValueError):
        return ""
