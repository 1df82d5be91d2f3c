"""The rulebook: facts, notes, areas and their rules, as loaded and checked."""

from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from advisor.errors import Place
from advisor.model.conditions import Condition, written_condition
from advisor.model.values import Value, written
from advisor.once import once
from advisor.quantities import Range

Edition: TypeAlias = Literal["notes", "today"]
Strength: TypeAlias = Literal["decisive", "strong", "moderate", "slight"]
Kind: TypeAlias = Literal["flag", "choice", "choices", "number"]
AcceptedOutcome: TypeAlias = Literal["tie", "conflict", "idle", "never-wins", "wins-by-silence", "counts-twice"]

EDITIONS: tuple[Edition, ...] = ("notes", "today")
STRENGTHS: tuple[Strength, ...] = ("decisive", "strong", "moderate", "slight")

ConditionField: TypeAlias = Annotated[Condition, PlainSerializer(written_condition)]
ValueField: TypeAlias = Annotated[Value, PlainSerializer(written)]
Where: TypeAlias = Annotated[Place, Field(exclude=True, repr=False)]


class Frozen(BaseModel):
    """The base of every model: immutable, no unknown fields."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True, ignored_types=(once,)
    )


class Erratum(Frozen):
    """What has changed since a note was written, or was never so."""

    verdict: Literal["wrong", "outdated", "incomplete", "imprecise", "correct"]
    now: str
    source: str
    checked: str
    confidence: Literal["high", "medium", "low"]


class Note(Frozen):
    """A short verbatim quotation from the notes, with its place there."""

    id: str
    section: str
    lines: tuple[int, ...]
    quote: str
    erratum: Erratum | None = None
    place: Where


class Background(Frozen):
    """Lines of the notes from which nothing follows for a choice, and why."""

    lines: tuple[int, ...]
    reason: str
    place: Where


class Source(Frozen):
    """The notes file that the quotes come from, and the lines that the rulebook answers for."""

    name: str
    sha256: str
    ranges: tuple[tuple[int, int], ...]


class Filling(Frozen):
    """A value that a fact takes when `when` holds (always, if there is no condition)."""

    when: ConditionField
    value: ValueField
    because: str | None = None


class Fact(Frozen):
    """A typed statement about the workload, with the question that asks for it."""

    id: str
    subject: str
    name: str
    kind: Kind
    question: str
    help: str = ""
    choices: dict[str, str] = {}
    unit: str | None = None
    minimum: float | int | None = None
    maximum: float | int | None = None
    whole: bool = False
    limit: bool = False  # the number is itself a limit, so "up to 3 hours" says it exactly
    words: dict[str, Annotated[Range, PlainSerializer(written)]] = {}
    constant: bool = False
    assume: tuple[Filling, ...] = ()
    derive: tuple[Filling, ...] = ()
    edition: Edition | None = None
    place: Where

    @once
    def names(self) -> tuple[str, ...]:
        """The choices in declared order."""
        return tuple(self.choices)


class Never(Frozen):
    """A combination of facts that no workload has."""

    when: ConditionField
    because: str
    place: Where


class Subject(Frozen):
    """A section of a case, and the facts that may stand in it."""

    id: str
    title: str
    facts: dict[str, Fact]
    never: tuple[Never, ...] = ()
    elsewhere: dict[str, Edition] = {}  # the facts that only the other edition has


class Succession(Frozen):
    """What has become of an option since the notes were written.

    It is superseded, `by` options that are better today but sold beside it; or withdrawn, and no longer to be had.
    `because` goes on from the word "because".
    """

    status: Literal["superseded", "withdrawn"]
    by: tuple[str, ...] = ()
    since: str | None = None
    because: str
    cite: tuple[str, ...]


class Option(Frozen):
    """One possible outcome of an area; a combination has `parts`."""

    id: str
    title: str
    summary: str = ""
    parts: tuple[str, ...] = ()
    today: Succession | None = None
    edition: Edition | None = None


class Statement(Frozen):
    """A cited sentence that settles an area without a ranking: its default, or why it does not apply."""

    because: str
    cite: tuple[str, ...]
    option: str | None = None
    when: ConditionField | None = None


class Rule(Frozen):
    """A condition over facts, and its effect on options, with a reason and at least one citation."""

    id: str
    area: str
    title: str
    when: ConditionField | None = None
    unless_shown: ConditionField | None = None
    rules_out: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    favours: dict[str, Strength] = {}
    opposes: dict[str, Strength] = {}
    advises: dict[str, str] = {}
    criterion: str | None = None
    because: str = ""
    cite: tuple[str, ...]
    judgement: str | None = None
    edition: Edition | None = None
    place: Where

    @once
    def condition(self) -> Condition:
        """The condition as written, whichever way it is meant."""
        condition = self.when if self.unless_shown is None else self.unless_shown
        assert condition is not None
        return condition


class Transition(Frozen):
    """A change of option over time that is not possible, or not before some day."""

    id: str
    area: str
    title: str
    from_: tuple[str, ...] = Field(alias="from")
    to: tuple[str, ...]
    not_before: float | int | None = None
    because: str
    cite: tuple[str, ...]
    edition: Edition | None = None
    place: Where


class Accepted(Frozen):
    """What a check finds and the area means to be so.

    Workloads that end in a tie (of these options, if named) or a conflict, where `when` holds (if given); `rules`
    that give a reason but change no verdict; `options` that never win, such as withdrawn ones; `rules` that rule out
    nothing (or none of these options) while their facts are unknown; `rules` that weigh the same under two criteria.
    """

    outcome: AcceptedOutcome
    options: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    when: ConditionField | None = None
    because: str
    edition: Edition | None = None
    place: Where


class Area(Frozen):
    """One decision: its options, and the rules that choose among them."""

    id: str
    title: str
    question: str
    subject: str
    criteria: dict[str, str]
    options: dict[str, Option]
    families: dict[str, tuple[str, ...]] = {}
    over_time: bool = False
    default: Statement | None = None
    applies_when: Statement | None = None
    rules: tuple[Rule, ...] = ()
    advice: tuple[Rule, ...] = ()
    transitions: tuple[Transition, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    elsewhere: dict[str, Edition] = {}  # the options that only the other edition has
    place: Where

    def members(self, name: str) -> tuple[str, ...]:
        """The options that a name stands for: a family's members, or the option itself."""
        return self.families.get(name, (name,))


# The two facts that every ageing subject has: when a stage begins and how long it lasts, in days.
STAGE_FACTS: dict[str, Fact] = {  # not validated, which would first have to be prepared: that takes 7 ms
    f"stage.{name}": Fact.model_construct(
        id=f"stage.{name}",
        subject="stage",
        name=name,
        kind="number",
        unit="days",
        minimum=0,
        question=question,
        place=Place("stage"),
    )
    for name, question in {
        "from": "On which day of its life does this stage begin?",
        "length": "How many days does this stage last?",
    }.items()
}


class Rulebook(Frozen):
    """All of `rules/` in one edition."""

    edition: Edition
    sha256: str
    source: Source
    subjects: dict[str, Subject]
    areas: dict[str, Area]
    notes: dict[str, Note]
    background: tuple[Background, ...] = ()
    root: Annotated[Path | None, Field(exclude=True, repr=False)] = None  # the folder that it was read from

    def __eq__(self, other: object) -> bool:
        return self is other or super().__eq__(other)

    def __hash__(self) -> int:
        return id(self)

    @once
    def facts(self) -> dict[str, Fact]:
        """Every fact by id, in the order of the pages."""
        return {fact.id: fact for subject in self.subjects.values() for fact in subject.facts.values()}

    @once
    def facts_elsewhere(self) -> dict[str, Edition]:
        """The ids of the facts that only the other edition has."""
        subjects = self.subjects.values()
        return {f"{one.id}.{name}": edition for one in subjects for name, edition in one.elsewhere.items()}

    def areas_of(self, subject: str) -> list[Area]:
        """The areas that decide about a subject."""
        return [area for area in self.areas.values() if area.subject == subject]

    def written(self, fact: str, value: Value) -> Any:
        """A fact's value as a case would write it, in plain JSON types."""
        return written(value, self.facts[fact].names if fact in self.facts else ())
