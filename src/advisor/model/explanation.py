"""Why a recommendation is what it is: one structure, from which text, JSON and Markdown are written."""

from typing import Any, Literal, TypeAlias

from pydantic import Field

from advisor.model.result import (
    Advice,
    Answer,
    Certainty,
    Citation,
    FactUse,
    Open,
    Outcome,
    PlanStep,
    Reason,
    Receipt,
    RestsOn,
    StageSpan,
    Tally,
    Today,
)
from advisor.model.rulebook import Strength

EXPLANATION_SCHEMA = "advisor/explanation/1"

NodeKind: TypeAlias = Literal["all", "any", "not", "test"]
Attainability: TypeAlias = Literal["already", "possible", "impossible", "not-proved"]


class Node(Answer):
    """A node of a condition with its truth (null: unknown). A test has its fact, what is asked of it, and its value."""

    kind: NodeKind
    truth: bool | None
    fact: str | None = None
    test: Any = None
    value: Any = None
    from_: Literal["given", "derived", "assumed", "unknown"] | None = Field(default=None, alias="from")
    parts: list["Node"] = Field(default_factory=list)


class RuleTrace(Answer):
    """One rule as it was judged: whether it applies, its condition test by test, its effects and citations.

    A rule with `unless_shown` applies unless its condition is true.
    """

    rule: str
    title: str
    applies: bool
    unless_shown: bool
    condition: Node
    effects: dict[str, Any]
    criterion: str | None
    because: str
    citations: list[Citation]
    reasons: list[Reason] = Field(default_factory=list)


class Voice(Answer):
    """One reason for or against an option; `counts` is false where a stronger one of its criterion does."""

    rule: str
    effect: Literal["favours", "opposes"]
    criterion: str
    strength: Strength
    counts: bool


class OptionStanding(Answer):
    """Where an option stands, and by which rules."""

    option: str
    title: str
    recommended: bool
    ruled_out_by: list[str]
    may_be_ruled_out_by: list[str]
    for_: Tally = Field(alias="for")
    against: Tally
    voices: list[Voice]


class Crossing(Answer):
    """The nearest threshold whose crossing changes the recommendation: where, how far, and to what."""

    at: float | int
    distance: float | int
    to: Any
    outcome: Outcome
    could_become: list[str]


class Margin(Answer):
    """How far a known number is from a change of the recommendation, downwards and upwards."""

    fact: str
    value: Any
    from_: Literal["given", "derived", "assumed", "unknown"] = Field(alias="from")
    down: Crossing | None
    up: Crossing | None


class Relaxation(Answer):
    """What gives way in a conflict, and what would then be recommended.

    `drop`: the fact is not given; `change`: it is `to`; `among`: every option is admitted.
    """

    kind: Literal["drop", "change", "among"]
    fact: str | None = None
    to: Any = None
    outcome: Outcome
    recommended: list[str]


class ConflictTrace(Answer):
    """A smallest set of facts that leaves no option, the rules at work, and the ways out."""

    facts: dict[str, FactUse]
    among: list[str] | None
    rules: list[RuleTrace]
    relaxations: list[Relaxation]


class Derivation(Answer):
    """How one recommendation (of one stage, where there are stages) comes about."""

    stage: StageSpan | None
    outcome: Outcome
    recommended: list[str]
    certainty: Certainty
    limit: int | None
    facts: dict[str, FactUse]
    options: list[OptionStanding]
    not_admitted: list[str]
    rules: list[RuleTrace]
    advice: list[Advice]
    rests_on: list[RestsOn]
    open: list[Open]
    margins: list[Margin]
    conflicts: list[ConflictTrace]
    today: Today | None = None


class Change(Answer):
    """One fact set to another value; `to` may leave a choice (a range, `in`), each value of which does."""

    fact: str
    value: Any
    from_: Literal["given", "derived", "assumed", "unknown"] = Field(alias="from")
    to: Any


class ChangeSet(Answer):
    """Facts that have to change together; `plan` is what then becomes of a subject that ages."""

    changes: list[Change]
    plan: list[PlanStep] | None = None


class HowToGet(Answer):
    """How an option becomes the recommendation (of one stage).

    `possible`: `change_sets` are the smallest ways. `impossible`: no workload at all has it recommended.
    `limit` is set where the search ended early, after so many states; sets of up to `searched` facts were tried, and
    there may be more ways (`not-proved`: none was found till then).
    `admitting`: the options admitted do not include it, so this holds once they do.
    """

    option: str
    stage: StageSpan | None
    attainability: Attainability
    admitting: bool
    possible_without_among: bool | None
    change_sets: list[ChangeSet]
    searched: int
    limit: int | None


class Side(Answer):
    """What is said for and against an option under one criterion."""

    for_: Strength | None = Field(alias="for")
    against: Strength | None


class Lack(Answer):
    """A criterion under which the option and a winner differ."""

    criterion: str
    option: Side
    winner: Side


class Comparison(Answer):
    """The option beside one winner: criterion by criterion, and the strength at which they part."""

    winner: str
    decided_at: Strength | None
    option_score: dict[Strength, int]
    winner_score: dict[Strength, int]
    lacks: list[Lack]


class WhyNot(Answer):
    """What stands between an option and the recommendation (of one stage), and the nearest way to it."""

    option: str
    stage: StageSpan | None
    recommended: bool
    admitted: bool
    outcome: Outcome
    standing: OptionStanding
    ruled_out_by: list[RuleTrace]
    opposed_by: list[RuleTrace]
    could_favour: list[RuleTrace]
    comparisons: list[Comparison]
    nearest: HowToGet


class Verdicts(Answer):
    """What an area concludes, in short."""

    outcome: Outcome
    recommended: list[str]
    certainty: Certainty
    steps: list[PlanStep] | None = None
    alternatives: list[list[PlanStep]] = Field(default_factory=list)


class StageDifference(Answer):
    """What a change of facts changes at one stage."""

    stage: StageSpan | None
    before: Verdicts
    after: Verdicts
    appear: list[Reason]
    disappear: list[Reason]
    facts: dict[str, tuple[FactUse, FactUse]]


class WhatIf(Answer):
    """What becomes of the recommendation if facts were otherwise."""

    changes: list[Change]
    before: Verdicts
    after: Verdicts
    stages: list[StageDifference]


class Explanation(Answer):
    """The whole derivation of what one area concludes for one item, with the answers to what was asked besides."""

    schema_: str = Field(default=EXPLANATION_SCHEMA, alias="schema")
    case: str
    area: str
    title: str
    question: str
    subject: str
    name: str | None
    outcome: Outcome
    recommended: list[str]
    certainty: Certainty
    limit: int | None
    steps: list[PlanStep] | None
    alternatives: list[list[PlanStep]]
    rests_on: list[RestsOn]
    open: list[Open]
    stages: list[Derivation]
    why_not: list[WhyNot] = Field(default_factory=list)
    how_to_get: list[HowToGet] = Field(default_factory=list)
    what_if: WhatIf | None = None
    today: Today | None = None
    receipt: Receipt

    @property
    def label(self) -> str:
        """The area, with the item's name where it has one."""
        return self.area if self.name is None else f"{self.area}/{self.name}"


class Difference(Answer):
    """One thing in which a recomputed result is not the saved one."""

    what: str
    saved: Any
    now: Any


class Replayed(Answer):
    """Whether a saved result comes out the same again; if not, what differs, and what may be the cause."""

    case: str
    same: bool
    causes: list[Difference]
    differences: list[Difference]
