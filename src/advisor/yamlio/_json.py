"""JSON to a document."""

import json
import re
from typing import NoReturn

from advisor.errors import InputError
from advisor.yamlio._document import Data, Document
from advisor.yamlio._json_walk import Walk, opening, refuse_unbounded
from advisor.yamlio._limits import MAX_DIGITS
from advisor.yamlio._source import Source, quoted

_HALF = re.compile(r"\\u[dD][89a-fA-F]|[\ud800-\udfff]")
# How Python's parser begins a message, what that means, and what to do about it.
_MEANINGS = (
    ("Expecting value", "expected a value.", ""),
    ("Expecting ':'", "expected ':' after the name.", ""),
    ("Expecting property", "expected a name in double quotes.", ""),
    ("Unterminated string", "this quote is never closed.", "Put another one at the end of the text."),
    ("Invalid control", "a line end or a tab cannot stand in a text.", "Write \\n or \\t."),
    ("Invalid", "a backslash cannot stand before this.", "Write \\\\ for a backslash."),
    ("Extra data", "expected nothing more: one value stands here already.", ""),
    ("Illegal trailing comma", "a comma cannot stand before the end.", "Remove it."),
)
# How a text goes on where people write something that JSON lacks.
_HABITS = (
    (("'",), "Put text in double quotes."),
    (("]", "}", ","), "Is there a comma too many?"),
    (("True", "False", "None"), "Write true, false or null."),
    (("#", "//", "/*"), "JSON has no comments."),
)


class _RefusedError(Exception):
    """The text holds something that is not JSON, or that should not be; a walk finds out what, and where."""


def read_json(text: str, name: str, first_line: int = 1) -> Document:
    """The document of a JSON text, whose first line has the number `first_line`.

    Raises InputError for what is not strictly JSON, for keys that stand twice, and for what is too large or too deep.
    """
    source = Source(text, name, first_line)
    source.refuse_large()
    refuse_unbounded(source)
    walk = Walk(source)
    try:
        data: Data = _STRICT.decode(source.text)
    except json.JSONDecodeError as error:
        raise _syntax_error(source, error) from None
    except _RefusedError:
        try:
            _LENIENT.decode(source.text)
        except json.JSONDecodeError as error:
            raise _syntax_error(source, error) from None
        raise InputError(walk.problems()) from None
    if ("\\u" in source.text or not source.text.isascii()) and _HALF.search(source.text) and walk.problems():
        raise InputError(walk.problems())
    return Document(data, source, walk.marks)


def _mapping(pairs: list[tuple[str, Data]]) -> dict[str, Data]:
    mapping = dict(pairs)
    if len(mapping) != len(pairs):
        raise _RefusedError
    return mapping


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise _RefusedError
    return int(digits)


def _float(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise _RefusedError
    return value


def _constant(_: str) -> NoReturn:
    raise _RefusedError


_STRICT = json.JSONDecoder(object_pairs_hook=_mapping, parse_int=_integer, parse_float=_float, parse_constant=_constant)
_LENIENT = json.JSONDecoder(parse_int=str, parse_float=str)


def _syntax_error(source: Source, error: json.JSONDecodeError) -> InputError:
    message, hint = _meaning(source, error.msg, error.pos)
    return InputError([source.problem(error.pos, message, hint)])


def _meaning(source: Source, said: str, index: int) -> tuple[str, str]:
    """What the parser's error means, and what to do about it."""
    if not source.text.strip():
        return "expected a JSON value, but there is nothing.", ""
    rest = source.text[index : index + 10]
    bracket, unclosed = _unclosed(source, index)
    habit = next((hint for starts, hint in _HABITS if rest.startswith(starts)), "") if rest else unclosed
    if said.startswith("Expecting ','"):
        return f"expected ',' or {bracket}.", unclosed if rest.startswith(("]", "}", ":")) else habit
    for start, message, hint in _MEANINGS:
        if said.startswith(start):
            return message, hint or habit
    return f"this is not JSON: {quoted(said)}.", habit


def _unclosed(source: Source, index: int) -> tuple[str, str]:
    """The bracket that would close what is open at `index`, and words for what is open."""
    start = opening(source.text, index)
    if start is None:
        return "the end", ""
    kind, bracket = ("mapping", "'}'") if source.text[start] == "{" else ("list", "']'")
    return bracket, f"The {kind} that begins in line {source.place(start).line} is not closed."
