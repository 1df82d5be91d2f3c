"""A stream of bytes, line by line, none longer than a limit."""

from collections.abc import Iterator
from typing import BinaryIO

from advisor.yamlio import MAX_BYTES

TOO_LONG = f"the line is longer than {MAX_BYTES // 1024**2} MiB, the most that is read."
WIDE = "this is UTF-16 or UTF-32, which cannot be read line by line."
SAVE = "Save the file as UTF-8."
_CHUNK = 64 * 1024
_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")


class Lines:
    """The lines of a stream with their numbers; what `peek` has seen is given again.

    What follows in a line above the limit is passed over when the next one is wanted: it may go on for ever.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._seen: list[bytes | None] = []
        self._number = 0
        self._within = False  # a line above the limit

    def __iter__(self) -> Iterator[tuple[int, bytes | None]]:
        """Each line with its number; None in place of a line above the limit, which is passed over unread."""
        while True:
            line = self._seen.pop(0) if self._seen else self._read()
            if line == b"":
                return
            self._number += 1
            yield self._number, line

    def peek(self, count: int) -> list[bytes]:
        """The next lines that are not blank, up to `count`; fewer at the end, or before a line that is too long."""
        found: list[bytes] = []
        place = 0
        while len(found) < count:
            if place == len(self._seen):
                self._seen.append(self._read())
            line = self._seen[place]
            if not line:
                break
            if line.strip(b"\xef\xbb\xbf \t\r\n"):
                found.append(line.removeprefix(b"\xef\xbb\xbf"))
            place += 1
        return found

    def rest(self) -> bytes | None:
        """All that is left, unless it is above the limit."""
        parts: list[bytes] = []
        size = 0
        for _, line in self:
            size += MAX_BYTES + 1 if line is None else len(line)
            if line is None or size > MAX_BYTES:
                return None
            parts.append(line)
        return b"".join(parts)

    def _read(self) -> bytes | None:
        while self._within:
            part = self._stream.readline(_CHUNK)
            self._within = bool(part) and not part.endswith(b"\n")
        line = self._stream.readline(MAX_BYTES + 1)
        if len(line) <= MAX_BYTES:
            return line
        self._within = not line.endswith(b"\n")
        return None


def is_wide(line: bytes) -> bool:
    """Whether a first line begins with the mark of UTF-16 or UTF-32, which cannot be read line by line."""
    return line.startswith(_MARKS)
