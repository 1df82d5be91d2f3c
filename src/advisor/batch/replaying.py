"""Saved results, one or many, computed again one by one."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from advisor.advise import Advisor
from advisor.errors import InputError, Place, Problem
from advisor.explain.replay import replay_result, saved_result
from advisor.lines import TOO_LONG, Lines
from advisor.load.page import Locate
from advisor.model.explanation import Replayed
from advisor.model.rulebook import Edition
from advisor.printable import printable
from advisor.yamlio import MAX_BYTES, Document, decode, read_json

_PROBLEMS = "advisor/problems/1"


@dataclass(frozen=True)
class Replay:
    """One saved result replayed; or its problems, or neither where a case was wrong when it was saved."""

    place: Place
    replayed: Replayed | None = None
    problems: tuple[Problem, ...] = ()


def replay_all(lines: Lines, name: str, advisor_of: Callable[[Edition], Advisor]) -> Iterator[Replay]:
    """Every result of a text: one JSON object, an array of them, or JSON Lines; one that is damaged stops no other.

    `advisor_of` gives the advisor of the edition that a result was made with.
    """
    first = lines.peek(1)
    if first and first[0].lstrip().startswith(b"{") and first[0].rstrip().endswith(b"}"):
        for number, line in lines:
            if line is None or line.strip():
                yield from _read(line, number, name, advisor_of)
        return
    yield from _read(lines.rest(), 1, name, advisor_of)


def _read(data: bytes | None, number: int, name: str, advisor_of: Callable[[Edition], Advisor]) -> Iterator[Replay]:
    start = Place(printable(name), number)
    if data is None:
        said = TOO_LONG if number > 1 else f"the text is larger than {MAX_BYTES // 1024**2} MiB, the most that is read."
        yield Replay(start, problems=(Problem(start, said, "Save many results as JSON Lines."),))
        return
    try:
        document = read_json(decode(data.rstrip(b"\r\n"), name, number), name, number)
    except InputError as error:
        yield Replay(start, problems=error.problems)
        return
    if isinstance(document.data, list):
        for place, each in enumerate(document.data):
            yield _replay(each, _below(document, place), advisor_of)
    else:
        yield _replay(document.data, document.place, advisor_of)


def _below(document: Document, index: int) -> Locate:
    return lambda path, key: document.place((index, *path), key)


def _replay(data: Any, locate: Locate, advisor_of: Callable[[Edition], Advisor]) -> Replay:
    place = locate((), False)
    if isinstance(data, Mapping) and data.get("schema") == _PROBLEMS:
        return Replay(place)
    try:
        old = saved_result(data, locate)
        return Replay(place, replay_result(old, locate, advisor_of(old.receipt.edition)))
    except InputError as error:
        return Replay(place, problems=error.problems)
