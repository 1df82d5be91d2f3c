"""What Advisor answers: recommendations with their reasons, plans over time, and a receipt."""

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from advisor.model.deferred import Deferred
from advisor.model.explaining import Explaining, known
from advisor.model.rulebook import Edition, Erratum, Strength

if TYPE_CHECKING:
    from advisor.model.explanation import Explanation

Outcome: TypeAlias = Literal["recommended", "tie", "default", "conflict", "not-needed"]
Certainty: TypeAlias = Literal["proved", "assumed", "open", "not-proved"]
Origin: TypeAlias = Literal["given", "derived", "assumed", "unknown"]
Effect: TypeAlias = Literal["rules_out", "requires", "favours", "opposes", "default", "not_needed"]

RESULT_SCHEMA = "advisor/result/1"


class Answer(BaseModel):
    """The base of the result's models: immutable, written with the names of the interface."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", serialize_by_alias=True, validate_by_name=True, defer_build=True
    )


class Citation(Answer):
    """The sentence of the notes that a reason rests on, with what has changed since."""

    note: str
    section: str
    lines: list[int]
    quote: str
    erratum: Erratum | None = None


class FactUse(Answer):
    """The value that a fact had in a reason, and where it came from."""

    value: Any
    from_: Origin = Field(alias="from")


class Reason(Deferred, Answer):
    """One effect of one rule on the options named; `counts` is false where a stronger reason of its criterion does."""

    rule: str
    effect: Effect
    options: list[str]
    criterion: str | None
    strength: Strength | None
    counts: bool
    because: str
    facts: dict[str, FactUse]
    citations: list[Citation]

    def _found(self, due: str, later: Any) -> dict[str, Any]:
        return {due: later.facts_of(self.rule)}


class Advice(Answer):
    """A practical word on using a recommended option."""

    rule: str
    options: list[str]
    text: str
    facts: dict[str, FactUse]
    citations: list[Citation]


class Tally(Answer):
    """How many criteria speak, by strength."""

    decisive: int = 0
    strong: int = 0
    moderate: int = 0
    slight: int = 0


class Standing(Answer):
    """Where one option stands; the ranking lists the best first and those ruled out last."""

    option: str
    ruled_out: bool
    may_be_ruled_out_by: list[str]
    for_: Tally = Field(alias="for")
    against: Tally


class StageSpan(Answer):
    """The days in which a stage holds; `to_days` is null for the last."""

    from_days: float | int
    to_days: float | int | None


class RestsOn(Answer):
    """Assumed facts that together could change the outcome; a fact shown as null is open besides."""

    facts: dict[str, Any]
    could_become: list[str]
    stage: StageSpan | None = None


class Open(Answer):
    """Facts that nobody gave and that together could change the outcome."""

    facts: list[str]
    could_become: list[str]
    stage: StageSpan | None = None


class Conflict(Answer):
    """A smallest set of facts (and the options admitted, if `among`) that leaves no option; and the rules at work."""

    facts: dict[str, Any]
    among: bool
    rules: list[str]


class Cause(Answer):
    """Why today's edition concludes something else: one statement of it, or of the notes', with citations.

    `superseded` and `withdrawn` are about `options` of the notes' answer, `by` which others since when; `transition` is
    a change of option that is not possible today, or not yet; `new` is a reason that only today's edition has, and
    `gone` one that only the notes have.
    """

    kind: Literal["superseded", "withdrawn", "transition", "new", "gone"]
    rule: str | None
    options: list[str]
    by: list[str] = []
    since: str | None = None
    because: str
    citations: list[Citation]


class Today(Answer):
    """What today makes of the case, where it `differs` or something superseded is recommended; `steps` are a plan's."""

    differs: bool
    outcome: Outcome
    recommended: list[str]
    steps: "list[PlanStep] | None" = None
    alternatives: "list[list[PlanStep]]" = []
    cause: Cause | None


class Recommendation(Deferred, Answer):
    """What one area concludes for one item (or one stage of it)."""

    area: str
    subject: str
    name: str | None
    stage: StageSpan | None
    outcome: Outcome
    recommended: list[str]
    certainty: Certainty
    limit: int | None = None
    ranking: list[Standing]
    reasons: list[Reason]
    advice: list[Advice]
    rests_on: list[RestsOn]
    open: list[Open]
    conflict: list[Conflict] = []
    today: Today | None = None

    @property
    def label(self) -> str:
        """The area, with the item's name where it has one."""
        return self.area if self.name is None else f"{self.area}/{self.name}"


class PlanStep(Answer):
    """From this day on, this option."""

    from_days: float | int
    option: str


class Plan(Deferred, Answer):
    """What one area concludes for a subject that ages: which option when. A tie lists the other plans."""

    area: str
    subject: str
    name: str | None
    outcome: Outcome
    certainty: Certainty
    limit: int | None = None
    steps: list[PlanStep]
    alternatives: list[list[PlanStep]] = []
    reasons: list[Reason]
    rests_on: list[RestsOn]
    open: list[Open]
    today: Today | None = None

    @property
    def label(self) -> str:
        """The area, with the item's name where it has one."""
        return self.area if self.name is None else f"{self.area}/{self.name}"

    @property
    def recommended(self) -> list[str]:
        """The plan's options in order of time."""
        return [step.option for step in self.steps]


class Receipt(Answer):
    """All that is needed to compute the result again. `given` is a case; the others are by fact."""

    advisor: str
    edition: Edition
    rulebook_sha256: str
    given: dict[str, Any]
    derived: dict[str, Any]
    assumed: dict[str, Any]


class Result(Deferred, Answer):
    """The answer to one case. `result["ec2-purchase"]` is that area's plan or recommendation."""

    _explaining: Explaining = PrivateAttr(default_factory=Explaining)

    schema_: str = Field(default=RESULT_SCHEMA, alias="schema")
    case: str
    receipt: Receipt
    recommendations: list[Recommendation]
    plans: list[Plan] = []

    def explain(self, label: str, **asked: Any) -> "Explanation":
        """Why `area` or `area/name` is answered so.

        `asked`: `why_not=["gp2"]`, `how_to_get=["io1"]`, `what_if={"volume.iops": 20000}`. Raises InputError for names
        that are not known, and LookupError if the result was saved or sent, and does not know its advisor any more.
        """
        return known(self._explaining.explain)(self, label, asked)

    def apply(self, label: str | None = None, format: str = "cloudformation") -> str:
        """What sets `area` or `area/name` (None: every decision) at AWS, as text.

        `format`: `cloudformation` (a template), `terraform` (HCL), `cli` (a script for sh) or `boto3` (a Python module
        with a function); what only the user knows is a named parameter in each. Raises InputError for a tie, a
        conflict, what AWS does not take, and unknown names; and LookupError if the result was saved or sent.
        """
        return known(self._explaining.apply)(self, label, format)

    def with_today(self) -> "Result":
        """The same result, where each recommendation and plan says in `today` what today's edition makes of it.

        `today` stays None where that is the same. Raises LookupError if the result was saved or sent.
        """
        return known(self._explaining.with_today)(self)

    def explained_by(self, explaining: Explaining) -> None:
        """Say who explains this result."""
        self._explaining = explaining

    def __getitem__(self, label: str) -> Recommendation | Plan:
        """The plan or recommendation for `area` or `area/name`.

        Raises KeyError if there is none, or if the item has stages and the area makes no plan of them
        (then look through `recommendations`).
        """
        for plan in self.plans:
            if plan.label == label:
                return plan
        found = [each for each in self.recommendations if each.label == label]
        if len(found) != 1:
            labels = sorted({each.label for each in self.recommendations})
            raise KeyError(f"{label!r} has {len(found)} recommendations here; the result speaks of {', '.join(labels)}")
        return found[0]
