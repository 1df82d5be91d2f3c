"""CSV: a case a row, with columns such as `volume.iops`, `among.ebs-volume` and `expect.ebs-volume`."""

import csv
from collections.abc import Iterator, Sequence

from advisor.batch.columns import Columns, cell_columns, is_blank
from advisor.batch.entries import Entry, entry_of, failed, wrong
from advisor.batch.lines import Lines, is_wide
from advisor.batch.records import SAVE, TOO_LONG, WIDE
from advisor.errors import InputError, Place, Problem
from advisor.load import parse_case
from advisor.load.page import Path
from advisor.model.rulebook import Rulebook
from advisor.printable import printable
from advisor.yamlio import decode


def csv_cases(lines: Lines, name: str, stem: str, rulebook: Rulebook) -> Iterator[Entry]:
    """An entry for each row; the first names the columns. Only one row is in memory at a time."""
    shown = printable(name)
    try:
        rows = _Rows(lines, name)
        header = next(rows, None)
        if header is None:
            yield wrong(stem, Place(shown), "there is no case here; expected a row with the names of columns.")
            return
        columns = Columns(header, [Place(shown, rows.line, at) for at in cell_columns(rows.raw)], rulebook)
    except InputError as error:
        yield failed(error, stem)
        return
    found = False
    while True:
        try:
            row = next(rows, None)
        except InputError as error:
            yield failed(error, f"{stem}-{rows.line}")
            found = True
            continue
        if row is None:
            break
        if not is_blank(row):
            found = True
            yield _entry(row, rows, columns, f"{stem}-{rows.line}", rulebook)
    if not found:
        yield wrong(stem, Place(shown, rows.line), "there are no rows below the names of columns.")


def _entry(row: Sequence[str], rows: "_Rows", columns: Columns, name: str, rulebook: Rulebook) -> Entry:
    place = Place(rows.name, rows.line)
    if len(row) != len(columns):
        there = f"{len(row)} cell{'s' if len(row) != 1 else ''}"
        hint = "Put a text that holds a comma in double quotes." if len(row) > len(columns) else ""
        return wrong(name, place, f"the row has {there}, and {len(columns)} columns have a name.", hint)
    raw = rows.raw

    def locate(path: Path, key: bool) -> Place:
        del key
        return Place(place.file, place.line, cell_columns(raw)[columns.index(path)])

    return entry_of(lambda: parse_case(columns.case(row), locate, rulebook, name), name, place)


class _Rows:
    """The rows of a CSV text. `line` is the number of the last one's first line, `raw` its text.

    Raises InputError for a row that cannot be read; the next ones can.
    """

    def __init__(self, lines: Lines, name: str) -> None:
        self.name = printable(name)
        self.line = 1
        self.raw = ""
        self._decode_as = name
        self._lines = iter(lines)
        self._pieces: list[str] = []
        self._reader = csv.reader(self._texts(), strict=True)

    def __iter__(self) -> "_Rows":
        return self

    def __next__(self) -> list[str]:
        self._pieces = []
        try:
            row = next(self._reader)
        except csv.Error as error:
            raise InputError([Problem(Place(self.name, self.line), *_meaning(str(error)))]) from None
        except _LineError as error:
            self._reader = csv.reader(self._texts(), strict=True)
            raise InputError(error.problems) from None
        self.raw = "".join(self._pieces)
        return row

    def _texts(self) -> Iterator[str]:
        for number, line in self._lines:
            if not self._pieces:
                self.line = number
            if number == 1 and line is not None and is_wide(line):
                raise _LineError([Problem(Place(self.name), WIDE, SAVE)])
            if line is None:
                raise _LineError([Problem(Place(self.name, number), TOO_LONG)])
            try:
                text = decode(line, self._decode_as, number)
            except InputError as error:
                raise _LineError(error.problems) from None
            self._pieces.append(text)
            yield text


class _LineError(InputError):
    """A line that cannot be read."""


def _meaning(said: str) -> tuple[str, str]:
    if "unexpected end" in said:
        return "a quote that begins in this row is never closed.", 'Write a quote inside a text twice: "".'
    if "expected after" in said:
        return "something follows a closing quote.", 'Write a quote inside a text twice: "".'
    if "new-line" in said:
        return "a line ends in a carriage return (CR) alone.", "Save the file with line ends of LF or CR LF."
    if "larger than" in said:
        return "a cell is too long, or a quote that begins in this row is never closed.", ""
    return f"the row cannot be read: {printable(said)}.", ""
