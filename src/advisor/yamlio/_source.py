"""A text with its name, and where in it a character stands."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from advisor.errors import InputError, Place, Problem
from advisor.once import once
from advisor.printable import printable
from advisor.yamlio._limits import MAX_BYTES, SPLIT, TOO_LARGE

_NEWLINE = re.compile(r"\r\n|\r|\n")
# Whatever YAML cannot hold, and U+0085 and U+FEFF inside a text, which nobody sees. The whole of it takes 4 ms to
# compile, and most texts need no more than ASCII.
_UNREADABLE = r"[^\t\n\r -~\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
_UNREADABLE_ASCII = r"[^\t\n\r -~]"
_SHOWN = 60
_REPORTED = 10


class Source:
    """A text that is being read: its name as it may be shown, and the number of its first line."""

    def __init__(self, text: str, name: str, first_line: int = 1) -> None:
        self.text = text.removeprefix("\ufeff")
        self.name = printable(name)
        self.first_line = first_line

    def place(self, index: int) -> Place:
        """The line and column of the character at `index`."""
        row = bisect_right(self._starts, index)
        return Place(self.name, self.first_line + row - 1, index - self._starts[row - 1] + 1)

    def problem(self, index: int, message: str, hint: str = "") -> Problem:
        """What is wrong with the character at `index`."""
        return Problem(self.place(index), message, hint)

    def refuse_large(self) -> None:
        """Raise InputError for a text above the limit, whose bytes are at least as many as its characters."""
        if len(self.text) > MAX_BYTES:
            raise InputError([self.problem(0, TOO_LARGE + ".", SPLIT)])

    def refuse_unreadable(self) -> None:
        """Raise InputError for control characters and other unreadable ones, the first few with their places."""
        if problems := list(self._unreadable()):
            raise InputError(problems)

    def _unreadable(self) -> Iterator[Problem]:
        unreadable = re.compile(_UNREADABLE_ASCII if self.text.isascii() else _UNREADABLE)
        for number, match in enumerate(unreadable.finditer(self.text), 1):
            message = f"the {_kind(match[0])} U+{ord(match[0]):04X} cannot stand here."
            if number == _REPORTED:
                yield self.problem(match.start(), message, "Remove it, and those that follow.")
                return
            yield self.problem(match.start(), message, "Remove it.")

    @once
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in _NEWLINE.finditer(self.text))]


def quoted(text: str) -> str:
    """Text of a user inside a message: in quotes, shortened, nothing raw."""
    return f"'{printable(text if len(text) <= _SHOWN else text[: _SHOWN - 3] + '...')}'"


def _kind(character: str) -> str:
    if character == "\0":
        return "NUL character"
    if character == "\ufeff":
        return "byte order mark"
    return "half character" if "\ud800" <= character <= "\udfff" else "control character"
