"""The scalars of YAML 1.2's core schema, read more strictly where YAML surprises people."""

import re
from typing import TypeAlias

from advisor.yamlio._limits import MAX_DIGITS, TOO_LONG
from advisor.yamlio._source import quoted

Scalar: TypeAlias = str | int | float | bool | None

_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null")),
    **dict.fromkeys(("true", "True"), True),
    **dict.fromkeys(("false", "False"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_FIRST = frozenset("+-.0123456789")
# A leading zero makes neither an integer nor a float: 007 and 0123e4 are names of things.
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_BASES = ((re.compile(r"0x[0-9a-fA-F]+"), 16), (re.compile(r"0o[0-7]+"), 8))
_TAG = "tag:yaml.org,2002:"
_KINDS: dict[str, tuple[type, ...]] = {"null": (type(None),), "bool": (bool,), "int": (int,), "float": (int, float)}


def plain(text: str) -> Scalar:
    """The value of a scalar without quotes and tag. Raises ValueError for an integer that is too long."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _FIRST:
        return text
    if _INTEGER.fullmatch(text):
        return integer(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return next((integer(text[2:], base) for shape, base in _BASES if shape.fullmatch(text)), text)


def integer(digits: str, base: int = 10) -> int:
    """The integer of these digits. Raises ValueError if there are too many."""
    if len(digits) > MAX_DIGITS:
        raise ValueError(TOO_LONG + ".")
    return int(digits, base)


def tagged(text: str, tag: str) -> Scalar:
    """The value of a scalar with a tag such as !!int. Raises ValueError for a tag that is unknown or does not fit."""
    kind = tag.removeprefix(_TAG)
    if tag == "!" or kind == "str":
        return text
    if kind not in _KINDS or kind == tag:
        raise ValueError(f"the tag {shown(tag)} is not known here. Leave it out.")
    value = plain(text)
    if isinstance(value, bool) != (kind == "bool") or not isinstance(value, _KINDS[kind]):
        raise ValueError(f"the tag {shown(tag)} does not fit this value. Leave it out.")
    return float(value) if kind == "float" and isinstance(value, int) else value


def shown(tag: str) -> str:
    """A tag in a message, as people write it."""
    return quoted("!!" + tag.removeprefix(_TAG) if tag.startswith(_TAG) else tag)
