"""How old the records are on which the rulebook rests, so that a maintainer knows what to look at again."""

from collections.abc import Iterable, Iterator
from datetime import date

from advisor.model.days import day_of
from advisor.model.rulebook import Erratum, Frozen, Note, Rule, Rulebook, Transition


class Record(Frozen):
    """An erratum as a record of what was checked when.

    `age` counts days up to the day asked about, and `rests` names the statements of both editions that cite the note.
    """

    note: str
    checked: str
    age: int
    old: bool
    confidence: str
    source: str
    rests: tuple[str, ...]
    place: str


class Freshness(Frozen):
    """Every erratum, the oldest first; `older_than` is the age in days from which on a record is `old`."""

    on: date
    older_than: float | None
    records: tuple[Record, ...]

    @property
    def old(self) -> list[Record]:
        """The records to look at again."""
        return [record for record in self.records if record.old]


def freshness(editions: Iterable[Rulebook], on: date, older_than: float | None = None) -> Freshness:
    """The age of each erratum on a day. One of a month counts from its first day; one of the future is 0 days old."""
    rulebooks = list(editions)
    resting = _resting(rulebooks)
    records = [
        _record(note, note.erratum, on, older_than, resting.get(note.id, ()))
        for note in rulebooks[0].notes.values()
        if note.erratum is not None
    ]
    return Freshness(on=on, older_than=older_than, records=tuple(sorted(records, key=lambda each: -each.age)))


def _record(note: Note, erratum: Erratum, on: date, older_than: float | None, rests: Iterable[str]) -> Record:
    day = day_of(erratum.checked)
    assert day is not None  # the loader has seen to it
    age = max((on - day).days, 0)
    return Record(
        note=note.id,
        checked=erratum.checked,
        age=age,
        old=older_than is not None and age > older_than,
        confidence=erratum.confidence,
        source=erratum.source,
        rests=tuple(rests),
        place=str(note.place),
    )


def _resting(rulebooks: Iterable[Rulebook]) -> dict[str, dict[str, None]]:
    """The statements that cite each note, by name."""
    resting: dict[str, dict[str, None]] = {}
    for rulebook in rulebooks:
        for name, cited in _statements(rulebook):
            for note in cited:
                resting.setdefault(note, {})[name] = None
    return resting


def _statements(rulebook: Rulebook) -> Iterator[tuple[str, tuple[str, ...]]]:
    for area in rulebook.areas.values():
        statements: tuple[Rule | Transition, ...] = (*area.rules, *area.advice, *area.transitions)
        for each in statements:
            yield f"{area.id}.{each.id}", each.cite
        for name, statement in (("default", area.default), ("applies-when", area.applies_when)):
            if statement is not None:
                yield f"{area.id}.{name}", statement.cite
        for option in area.options.values():
            if option.today is not None:
                yield f"{area.id} option {option.id}", option.today.cite
