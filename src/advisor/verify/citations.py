"""Whether the notes say what the rulebook quotes, and whether every line of theirs is accounted for."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from advisor.errors import InputError, Place, Problem
from advisor.model.rulebook import Note, Rulebook, Source
from advisor.printable import printable
from advisor.verify.quotes import NotesFile, citing, quote_of
from advisor.yamlio import read_text, read_yaml

_SHOWN = 60
_LISTED = 5


def check_citations(editions: Iterable[Rulebook], notes: Path, rules: Path) -> list[Problem]:
    """What is wrong between a rulebook, given in all its editions, and its notes file.

    `rules` is the rulebook's folder, for the places of problems. Raises InputError if the notes cannot be read.
    """
    rulebooks = list(editions)
    lines, cited = NotesFile(notes), citing(rulebooks)
    every = {note.id: note for rulebook in rulebooks for note in rulebook.notes.values()}
    problems = list(_recorded(lines, rulebooks[0].source, rules))
    for note in every.values():
        if note.id not in cited:
            problems.append(Problem(note.place, f"no rule cites the note '{note.id}'.", "Cite it, or remove it."))
        problems += _misquoted(note, lines)
    problems += _accounted(rulebooks[0], every.values(), lines)
    return sorted(set(problems))


def _recorded(notes: NotesFile, source: Source, rules: Path) -> Iterator[Problem]:
    """Whether the file is the one that the rulebook records."""
    if notes.sha256 != source.sha256:
        front = rules / "rulebook.yaml"
        try:
            (document,) = read_yaml(read_text(front), str(front))
            place = document.place(("source", "sha256"))
        except (InputError, ValueError):
            place = Place(printable(str(front)))
        said = f"{notes.name} is not the file recorded here: its sha256 is {notes.sha256}."
        yield Problem(place, said, "Its quotes are checked all the same.")


def _misquoted(note: Note, notes: NotesFile) -> Iterator[Problem]:
    """Whether a quote stands in each of its lines; if not, what became of it."""
    quote = quote_of(note, notes)
    if quote.standing == "in-place":
        return
    number = next(number for number in note.lines if number not in quote.found)
    line = notes.line(number)
    if quote.standing == "moved":
        hint = f"It stands in {_lines(quote.found)}; --fix renumbers it."
    elif quote.standing == "ambiguous":
        hint = f"It stands in {_lines(quote.found)}: say which is meant, or quote more of it."
    elif line is None:
        hint = f"It stands nowhere; the notes have {_count(notes)}."
    else:
        hint = f"It stands nowhere; that line reads: {_short(line)}"
    yield Problem(note.place, f"the quote of '{note.id}' does not stand in line {number} of the notes.", hint)


def _lines(numbers: Sequence[int]) -> str:
    shown = [str(number) for number in numbers[:_LISTED]] + ["..."] * (len(numbers) > _LISTED)
    return f"{'line' if len(numbers) == 1 else 'the lines'} {', '.join(shown)}"


def _accounted(rulebook: Rulebook, every: Iterable[Note], notes: NotesFile) -> Iterator[Problem]:
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
                yield Problem(part.place, f"there is no line {number}: the notes have {_count(notes)}.")
            background.setdefault(number, part.place)
    for first, last in rulebook.source.ranges:
        for number in range(first, last + 1):
            line = notes.line(number)
            if line and line.strip() and number not in quoted and number not in background:
                said = f"no note quotes this line, and it is not background: {_short(line)}"
                yield Problem(Place(notes.name, number), said)


def _count(notes: NotesFile) -> str:
    return f"{len(notes.lines)} line{'s' if len(notes.lines) > 1 else ''}"


def _short(line: str) -> str:
    text = line.strip()
    return repr(printable(text if len(text) <= _SHOWN else text[:_SHOWN] + "..."))
