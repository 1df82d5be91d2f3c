"""The rows of a CSV text, one by one."""

import csv
from collections import deque
from collections.abc import Iterator

from advisor.errors import InputError, Place, Problem
from advisor.lines.stream import SAVE, TOO_LONG, WIDE, Lines, is_wide
from advisor.printable import printable
from advisor.yamlio import decode

_TWICE = 'Write a quote inside a text twice: "".'


class Rows:
    """The rows of a CSV text. `line` is the number of the last one's first line, `raw` its text.

    Raises InputError for a row that cannot be read. The next one begins in the line after its first, so that a quote
    which is never closed costs one row.
    """

    def __init__(self, lines: Lines, name: str) -> None:
        self.name = printable(name)
        self.line = 1
        self.raw = ""
        self._decode_as = name
        self._lines = iter(lines)
        self._again: deque[tuple[int, str]] = deque()
        self._pieces: list[tuple[int, str]] = []
        self._reader = csv.reader(self._texts(), strict=True)

    def __iter__(self) -> "Rows":
        return self

    def __next__(self) -> list[str]:
        self._pieces = []
        try:
            row = next(self._reader)
        except csv.Error as error:
            self._begin_again()
            raise InputError([Problem(Place(self.name, self.line), *_meaning(str(error)))]) from None
        except _LineError as error:
            self._begin_again()
            raise InputError(error.problems) from None
        self.raw = "".join(text for _, text in self._pieces)
        return row

    def _begin_again(self) -> None:
        self._again.extendleft(reversed(self._pieces[1:]))
        self._reader = csv.reader(self._texts(), strict=True)

    def _texts(self) -> Iterator[str]:
        while True:
            number, text = self._again.popleft() if self._again else self._decoded()
            if not number:
                return
            if not self._pieces:
                self.line = number
            self._pieces.append((number, text))
            yield text

    def _decoded(self) -> tuple[int, str]:
        """The next line with its number, which is 0 at the end."""
        number, line = next(self._lines, (0, b""))
        if not self._pieces and number:
            self.line = number
        if number == 1 and line is not None and is_wide(line):
            raise _LineError([Problem(Place(self.name), WIDE, SAVE)])
        if line is None:
            raise _LineError([Problem(Place(self.name, number), TOO_LONG)])
        try:
            return number, decode(line, self._decode_as, number)
        except InputError as error:
            raise _LineError(error.problems) from None


class _LineError(InputError):
    """A line that cannot be read."""


def _meaning(said: str) -> tuple[str, str]:
    if "unexpected end" in said:
        return "a quote that begins in this row is never closed.", _TWICE
    if "expected after" in said:
        return "something follows a closing quote.", _TWICE
    if "new-line" in said:
        return "a line ends in a carriage return (CR) alone.", "Save the file with line ends of LF or CR LF."
    if "larger than" in said:
        return "a cell is too long, or a quote that begins in this row is never closed.", ""
    return f"the row cannot be read: {printable(said)}.", ""


def cell_columns(raw: str) -> list[int]:
    """The column at which each cell of a row begins, counted from 1; of a cell on a later line, its column there."""
    starts, column = [1], 1
    begins, plain, quoted = True, True, False
    for character in raw:
        column += 1
        if begins:
            plain = character != '"'  # such a cell may hold a quote, which is a character like any other
        begins = character == "," and not quoted
        if character == '"' and not plain:
            quoted = not quoted
        elif character == "\n":
            column = 1
        elif begins:
            starts.append(column)
    return starts
