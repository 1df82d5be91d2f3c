"""A case: one workload as described, and what is expected of it."""

from collections.abc import Iterator, Mapping

from pydantic import Field

from advisor.errors import Place
from advisor.model.rulebook import Frozen
from advisor.model.values import Value


class Stage(Frozen):
    """What holds from a day on, until the next stage; overrides the subject's own facts.

    `silent` names facts of the subject that are not known at this stage.
    """

    from_days: float | int
    facts: dict[str, Value]
    silent: frozenset[str] = frozenset()

    def over(self, own: Mapping[str, Value]) -> dict[str, Value]:
        """What is given at this stage, with the subject's own facts."""
        return {name: value for name, value in {**own, **self.facts}.items() if name not in self.silent}


class Item(Frozen):
    """One thing of a subject, for instance one of several volumes; `facts` by fact id."""

    subject: str
    name: str | None = None
    facts: dict[str, Value]
    stages: tuple[Stage, ...] = ()

    def label(self, area: str) -> str:
        """How `among`, `expect` and results name this item's decision."""
        return area if self.name is None else f"{area}/{self.name}"


class Step(Frozen):
    """One step of a plan: an option, and the day it begins (None: the day of the stage it falls in)."""

    option: str
    from_days: float | int | None = None


class Expectation(Frozen):
    """One acceptable answer: a plan of one or more steps, a tie, or an outcome without an option."""

    steps: tuple[Step, ...] = ()
    tie: frozenset[str] = frozenset()
    outcome: str | None = None

    def __str__(self) -> str:
        if self.outcome:
            return self.outcome
        if self.tie:
            return "a tie of " + " and ".join(sorted(self.tie))
        days = [f"@{step.from_days:g} days" if step.from_days else "" for step in self.steps]
        return " > ".join(step.option + day for step, day in zip(self.steps, days, strict=True))


class Case(Frozen):
    """A workload: items by subject, the options admitted, and what is expected."""

    name: str
    description: str = ""
    items: tuple[Item, ...]
    among: dict[str, tuple[Expectation, ...]] = {}
    expect: dict[str, tuple[Expectation, ...]] = {}
    place: Place = Field(default=Place("case"), exclude=True, repr=False)

    def targets(self, area_subject: str) -> Iterator[Item]:
        """The items of one subject."""
        return (item for item in self.items if item.subject == area_subject)
