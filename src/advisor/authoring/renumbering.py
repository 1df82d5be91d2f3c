"""Line numbers of the notes, set right after the notes file changed."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from advisor.authoring.files import Draft, write
from advisor.errors import Place
from advisor.load import load_rulebook
from advisor.load.paths import FRONT
from advisor.model.rulebook import EDITIONS, Frozen, Rulebook
from advisor.verify.citations import check_citations
from advisor.verify.quotes import NotesFile, quote_of
from advisor.yamlio import Document, read_text, read_yaml

_DIGITS = re.compile(r"\d+")
_SUM = re.compile(r"[0-9a-fA-F]+")


class Moved(Frozen):
    """A line number in a page that was changed; `about` says what stands in that line."""

    place: str
    about: str
    before: int
    after: int


class Renumbered(Frozen):
    """What was changed, and whether the sum of the notes file was recorded anew, because nothing is left to mend."""

    moved: tuple[Moved, ...]
    recorded: bool


@dataclass(frozen=True)
class _Number:
    """A line number where it is written."""

    path: Path
    place: Place
    about: str
    before: int
    after: int


def renumber(rules: Path, notes: Path) -> Renumbered:
    """Rewrite the numbers of lines that moved, and nothing else of the pages.

    Quotes that are found once elsewhere take their new line; background lines and the ends of the ranges move with the
    quotes around them, if these moved alike. The file's sha256 is recorded once everything stands where it should.
    Raises InputError if something cannot be read or written; then nothing is changed.
    """
    file = NotesFile(notes)
    changes = [each for each in _numbers(rules, file, _load(rules)) if each.before != each.after]
    write(_rewritten(changes))
    recorded = False
    editions = _load(rules)
    if editions[0].source.sha256 != file.sha256:
        recorded = len(check_citations(editions, notes, rules)) == 1  # nothing but the sum is wrong
        if recorded:
            write([_with_sum(rules / FRONT, file.sha256)])
    moved = tuple(
        Moved(place=str(each.place), about=each.about, before=each.before, after=each.after) for each in changes
    )
    return Renumbered(moved=moved, recorded=recorded)


def _load(rules: Path) -> list[Rulebook]:
    return [load_rulebook(rules, edition) for edition in EDITIONS]


def _numbers(rules: Path, file: NotesFile, editions: Iterable[Rulebook]) -> Iterator[_Number]:
    """Every line number of the pages of notes and of the front page, with what it should be."""
    known = {note.id: note for book in editions for note in book.notes.values()}
    quotes = {note.id: quote_of(note, file) for note in known.values()}
    sure = [quote for quote in quotes.values() if quote.standing in ("in-place", "moved")]
    anchors = {before: after for quote in sure for before, after in _pairs(quote.lines, quote.found)}
    shifts = _Shifts(anchors)
    for path in sorted((rules / "notes").glob("*.yaml")):
        page, data = _page(path)
        for at, note in enumerate(data.get("notes", ())):
            quote = quotes[str(note["id"])]
            pairs = dict(_pairs(quote.lines, quote.found) if quote in sure else ())
            for index, number in enumerate(note["lines"]):
                place = page.place(("notes", at, "lines", index))
                yield _Number(path, place, f"the quote of '{quote.note}'", number, pairs.get(number, number))
        for at, part in enumerate(data.get("background", ())):
            for index, number in enumerate(part["lines"]):
                place = page.place(("background", at, "lines", index))
                yield _Number(path, place, "background", number, shifts.moved(number))
    front, data = _page(rules / FRONT)
    for at, ends in enumerate(data["source"]["ranges"]):
        for index, number in enumerate(ends):
            place = front.place(("source", "ranges", at, index))
            yield _Number(rules / FRONT, place, "the end of a range", number, shifts.moved(number))


def _page(path: Path) -> tuple[Document, Any]:
    """A page that was loaded before, and its data."""
    (page,) = read_yaml(read_text(path), str(path))
    return page, page.data


def _pairs(lines: Iterable[int], found: Iterable[int]) -> list[tuple[int, int]]:
    """Each line with where it is now; those that stay are themselves."""
    before, after = sorted(lines), sorted(found)
    if set(before) <= set(after):
        return [(number, number) for number in before]
    return list(zip(before, after, strict=True))


class _Shifts:
    """How far the lines between quotes moved: as far as the quotes around them, if these moved alike."""

    def __init__(self, anchors: dict[int, int]) -> None:
        self._anchors = {0: 0, **anchors}
        self._known = sorted(self._anchors)

    def moved(self, line: int) -> int:
        """The line's new number; the old one if it cannot be told, which then shows in the check."""
        if line in self._anchors:
            return self._anchors[line]
        place = bisect_left(self._known, line)
        shifts = {self._anchors[known] - known for known in self._known[place - 1 : place + 1]}
        return line + shifts.pop() if len(shifts) == 1 and place < len(self._known) else line


def _rewritten(changes: Iterable[_Number]) -> list[Draft]:
    """The pages with the numbers changed, from the last to the first."""
    texts: dict[Path, list[str]] = {}
    for each in sorted(changes, key=lambda change: change.place, reverse=True):
        lines = texts.setdefault(each.path, _lines(each.path))
        line, at = lines[each.place.line - 1], each.place.column - 1
        match = _DIGITS.match(line, at)
        if match and int(match[0]) == each.before:
            lines[each.place.line - 1] = f"{line[:at]}{each.after}{line[match.end() :]}"
    return [Draft(path, "".join(lines), replaces=True) for path, lines in texts.items()]


def _with_sum(path: Path, total: str) -> Draft:
    place = _page(path)[0].place(("source", "sha256"))
    lines = _lines(path)
    line = lines[place.line - 1]
    lines[place.line - 1] = line[: place.column - 1] + _SUM.sub(total, line[place.column - 1 :], count=1)
    return Draft(path, "".join(lines), replaces=True)


def _lines(path: Path) -> list[str]:
    return path.read_bytes().decode("utf-8").splitlines(keepends=True)
