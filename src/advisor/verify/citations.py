"""Whether the notes say what the rulebook quotes, and whether every line of theirs is accounted for."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from advisor.errors import InputError, Place, Problem
from advisor.model.rulebook import Area, Note, Rulebook, Source
from advisor.printable import printable
from advisor.yamlio import read_text, read_yaml

_SHOWN = 60


def check_citations(editions: Iterable[Rulebook], notes: Path, rules: Path) -> list[Problem]:
    """What is wrong between a rulebook, given in all its editions, and its notes file.

    `rules` is the rulebook's folder, for the places of problems. Raises InputError if the notes cannot be read.
    """
    rulebooks = list(editions)
    lines = _Notes(notes, rulebooks[0].source)
    cited = {note for rulebook in rulebooks for area in rulebook.areas.values() for note in _cited(area)}
    every = {note.id: note for rulebook in rulebooks for note in rulebook.notes.values()}
    problems = list(_recorded(lines, rules))
    for note in every.values():
        if note.id not in cited:
            problems.append(Problem(note.place, f"no rule cites the note '{note.id}'.", "Cite it, or remove it."))
        problems += _misquoted(note, lines)
    problems += _accounted(rulebooks[0], every.values(), lines)
    return sorted(set(problems))


class _Notes:
    """The notes file, line by line."""

    def __init__(self, path: Path, source: Source) -> None:
        self.name = printable(str(path))
        self.source = source
        self.lines = [line.rstrip("\r") for line in read_text(path).split("\n")]
        self.sha256 = sha256(path.read_bytes()).hexdigest()

    def line(self, number: int) -> str | None:
        """The text of a line; None beyond the end."""
        return self.lines[number - 1] if number <= len(self.lines) else None

    def holding(self, quote: str) -> list[int]:
        """The numbers of the lines that hold a quote."""
        return [number for number, line in enumerate(self.lines, 1) if quote in line]


def _cited(area: Area) -> Iterator[str]:
    """The notes that an area cites anywhere."""
    for each in (area.default, area.applies_when, *area.rules, *area.advice, *area.transitions):
        if each is not None:
            yield from each.cite


def _recorded(notes: _Notes, rules: Path) -> Iterator[Problem]:
    """Whether the file is the one that the rulebook records."""
    if notes.sha256 != notes.source.sha256:
        front = rules / "rulebook.yaml"
        try:
            (document,) = read_yaml(read_text(front), str(front))
            place = document.place(("source", "sha256"))
        except (InputError, ValueError):
            place = Place(printable(str(front)))
        said = f"{notes.name} is not the file recorded here: its sha256 is {notes.sha256}."
        yield Problem(place, said, "Its quotes are checked all the same.")


def _misquoted(note: Note, notes: _Notes) -> Iterator[Problem]:
    """Whether a quote stands in each of its lines; if not, where it stands now."""
    for number in note.lines:
        line = notes.line(number)
        if line is not None and note.quote in line:
            continue
        found = notes.holding(note.quote)
        if found:
            hint = f"It stands in {'line' if len(found) == 1 else 'the lines'} {', '.join(map(str, found[:5]))}."
        elif line is None:
            hint = f"The notes have {len(notes.lines)} lines."
        else:
            hint = f"That line reads: {_short(line)}"
        yield Problem(note.place, f"the quote of '{note.id}' does not stand in line {number} of the notes.", hint)


def _accounted(rulebook: Rulebook, every: Iterable[Note], notes: _Notes) -> Iterator[Problem]:
    """Whether each line of the source's ranges is quoted or is background, and none is both."""
    quoted = {number: note for note in every for number in note.lines}
    background: dict[int, Place] = {}
    for part in rulebook.background:
        for number in part.lines:
            if number in quoted:
                said = f"line {number} is background here, and the note '{quoted[number].id}' quotes it."
                yield Problem(part.place, said, "It can be only one of them.")
            if number in background:
                yield Problem(part.place, f"line {number} is background twice, first at {background[number]}.")
            if notes.line(number) is None:
                yield Problem(part.place, f"there is no line {number}: the notes have {len(notes.lines)} lines.")
            background.setdefault(number, part.place)
    for first, last in rulebook.source.ranges:
        for number in range(first, last + 1):
            line = notes.line(number)
            if line and line.strip() and number not in quoted and number not in background:
                said = f"no note quotes this line, and it is not background: {_short(line)}"
                yield Problem(Place(notes.name, number), said)


def _short(line: str) -> str:
    text = line.strip()
    return repr(printable(text if len(text) <= _SHOWN else text[:_SHOWN] + "..."))
