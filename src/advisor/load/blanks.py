"""Blanks of a page that was begun for an author: `<what belongs here>`, told as such and not as odd names."""

import re
from collections.abc import Iterator
from typing import Any

from advisor.errors import Problem
from advisor.load.page import Locate, Path, problem

_BLANK = re.compile(r"(?:[a-z0-9_]+\.)?<([^<>\n]+)>")  # a whole text or key, perhaps after a subject: ride.<fact>


def is_blank(text: str) -> bool:
    """Whether a text or a key is still to be filled in."""
    return _BLANK.fullmatch(text.strip()) is not None


def blanks(data: Any, locate: Locate) -> list[Problem]:
    """A problem for each blank of a page, each text once for a line; nothing if all of them are filled."""
    found = [
        problem(locate(path, is_key), f"fill in: {match[1]}")
        for path, text, is_key in _texts(data, ())
        if (match := _BLANK.fullmatch(text.strip()))
    ]
    return sorted(set(found))


def _texts(data: Any, path: Path) -> Iterator[tuple[Path, str, bool]]:
    """Every text and every key, with its path."""
    if isinstance(data, str):
        yield path, data, False
    elif isinstance(data, dict):
        for key, value in data.items():
            yield (*path, key), str(key), True
            yield from _texts(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _texts(value, (*path, index))
