"""The notes file, and where in it the rulebook's quotes stand."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Literal, TypeAlias

from advisor.model.rulebook import Area, Frozen, Note, Rulebook
from advisor.printable import printable
from advisor.yamlio import read_text

Standing: TypeAlias = Literal["in-place", "moved", "ambiguous", "vanished"]
State: TypeAlias = Literal["cited", "uncited", "background", "neither"]


class NotesFile:
    """The notes file, line by line. Raises InputError if it cannot be read."""

    def __init__(self, path: Path) -> None:
        self.name = printable(str(path))
        self.lines = [line.rstrip("\r") for line in read_text(path).removesuffix("\n").split("\n")]
        self.sha256 = sha256(path.read_bytes()).hexdigest()

    def line(self, number: int) -> str | None:
        """The text of a line; None beyond the end."""
        return self.lines[number - 1] if number <= len(self.lines) else None

    def holding(self, quote: str) -> list[int]:
        """The numbers of the lines that hold a quote."""
        return [number for number, line in enumerate(self.lines, 1) if quote in line]


class Quote(Frozen):
    """Where a note says that its quote stands, and where it does.

    A quote has moved if it stands in as many lines as the note names, though in others; if it stands in more or in
    fewer, which of them are meant is ambiguous.
    """

    note: str
    lines: tuple[int, ...]
    found: tuple[int, ...]

    @property
    def standing(self) -> Standing:
        """What became of the quote."""
        if set(self.lines) <= set(self.found):
            return "in-place"
        if not self.found:
            return "vanished"
        return "moved" if len(self.found) == len(self.lines) else "ambiguous"


class CitingNote(Frozen):
    """A note on a line, and the statements that cite it, such as `ebs-volume.boot-needs-ssd`."""

    note: str
    cited_by: tuple[str, ...]


class Line(Frozen):
    """A line of the notes: what it says, and what the rulebook makes of it."""

    line: int
    text: str
    state: State
    notes: tuple[CitingNote, ...] = ()
    background: str | None = None


def quote_of(note: Note, notes: NotesFile) -> Quote:
    """Where the quote of a note stands."""
    return Quote(note=note.id, lines=note.lines, found=tuple(notes.holding(note.quote)))


def citing(editions: Iterable[Rulebook]) -> dict[str, list[str]]:
    """The statements that cite each note that is cited in any edition: rules, advice, transitions and the like."""
    found: dict[str, dict[str, None]] = {}
    for rulebook in editions:
        for area in rulebook.areas.values():
            for statement, note in _citations(area):
                found.setdefault(note, {})[f"{area.id}.{statement}"] = None
    return {note: list(statements) for note, statements in found.items()}


def _citations(area: Area) -> Iterator[tuple[str, str]]:
    """Each statement of an area with each note that it cites."""
    for rule in (*area.rules, *area.advice):
        yield from ((rule.id, note) for note in rule.cite)
    for transition in area.transitions:
        yield from ((transition.id, note) for note in transition.cite)
    for name, statement in (("default", area.default), ("applies-when", area.applies_when)):
        if statement is not None:
            yield from ((name, note) for note in statement.cite)


def lines_of(editions: Iterable[Rulebook], notes: NotesFile) -> list[Line]:
    """Every line that is not empty and that the rulebook answers for or quotes, in order."""
    books = list(editions)
    cited_by = citing(books)
    background = {number: part.reason for part in books[0].background for number in part.lines}
    on_line: dict[int, dict[str, CitingNote]] = {}
    for note in (note for book in books for note in book.notes.values()):
        for number in note.lines:
            on_line.setdefault(number, {})[note.id] = CitingNote(
                note=note.id, cited_by=tuple(cited_by.get(note.id, ()))
            )
    asked = {number for first, last in books[0].source.ranges for number in range(first, last + 1)}
    return [
        _line(number, text, tuple(on_line.get(number, {}).values()), background.get(number))
        for number, text in enumerate(notes.lines, 1)
        if text.strip() and (number in asked or number in on_line or number in background)
    ]


def _line(number: int, text: str, notes: tuple[CitingNote, ...], background: str | None) -> Line:
    state: State = "neither" if background is None else "background"
    if notes:
        state = "cited" if any(note.cited_by for note in notes) else "uncited"
    return Line(line=number, text=text.strip(), state=state, notes=notes, background=background)
