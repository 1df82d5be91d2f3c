"""Bytes to text."""

import codecs
from pathlib import Path

from advisor.errors import InputError, Place, Problem
from advisor.printable import printable
from advisor.yamlio._limits import MAX_BYTES, SPLIT, TOO_LARGE
from advisor.yamlio._source import Source

# UTF-32 comes first: its mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_SAVE = "Save the file as UTF-8."


def decode(data: bytes, name: str, first_line: int = 1) -> str:
    """The text of UTF-8, or of UTF-16 and UTF-32 that say so in a byte order mark, without that mark.

    Raises InputError for bytes that are none, and for control characters other than tab and line ends.
    `first_line` is the number of the first line, for a reader that goes line by line.
    """
    codec, title = next(((codec, title) for mark, codec, title in _MARKS if data.startswith(mark)), ("utf-8", "UTF-8"))
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        start = min(error.start, len(data) - 1)
        before = Source(data[:start].decode(codec, errors="ignore"), name, first_line)
        found = f"byte {start + 1} of the text (0x{data[start]:02X}) is not {title}."
        raise InputError([before.problem(len(before.text), found, _SAVE)]) from None
    source = Source(text, name, first_line)
    if "\0" in text and text.count("\0") * 3 > len(text):
        raise InputError([source.problem(text.index("\0"), "this is not text, or it is UTF-16 without a mark.", _SAVE)])
    source.refuse_unreadable()
    return source.text


def read_text(path: Path) -> str:
    """The text of a file. Raises InputError if it cannot be opened, is too large, or is not text."""
    name = str(path)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise InputError([Problem(Place(printable(name)), f"cannot be read: {_reason(error)}.")]) from None
    if len(data) > MAX_BYTES:
        raise InputError([Problem(Place(printable(name)), TOO_LARGE + ".", SPLIT)])
    return decode(data, name)


def _reason(error: OSError | ValueError) -> str:
    match error:
        case FileNotFoundError():
            return "there is no such file"
        case IsADirectoryError():
            return "this is a folder, not a file"
        case OSError(strerror=str(reason)):
            return reason[:1].lower() + reason[1:]
        case _:
            return "this is not a file name"
