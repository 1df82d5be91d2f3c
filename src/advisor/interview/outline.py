"""What an interview is about: the items, the ages of each, and which answer tells which fact of which age."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeAlias

from advisor.model.case import Case, Item, Stage
from advisor.model.rulebook import Rulebook, Subject
from advisor.model.values import Value

Answers: TypeAlias = Mapping[str, Value | None]  # by label; None is "I don't know"


class Point(NamedTuple):
    """A fact of one item where a case states it.

    In the stage from a day on; or (`day` is None) beside the stages, for all ages without an answer of their own.
    """

    fact: str
    name: str | None = None
    day: float | int | None = None

    @property
    def label(self) -> str:
        """`volume.boot`, `volume/root.boot` of one of several, `objects@30 days.reads` in a stage."""
        subject, _, fact = self.fact.partition(".")
        item = "" if self.name is None else f"/{self.name}"
        age = "" if self.day is None else f"@{self.day:.15g} days"
        return f"{subject}{item}{age}.{fact}"


class Outline:
    """The items and stages of a case, without what it says of them; `items` have labels in place of values.

    What a stage of the case states, or says is unknown, is asked for that stage by itself; all else once for all ages.
    """

    def __init__(self, case: Case, rulebook: Rulebook) -> None:
        self.points: dict[str, Point] = {}
        self.items = tuple(self._labelled(item, rulebook.subjects[item.subject]) for item in case.items)
        self._case = case

    def answered(self, answers: Answers) -> Case:
        """The case that says what was answered, and nothing else."""
        items = tuple(
            item.model_copy(
                update={
                    "facts": known(item.facts, answers),
                    "stages": tuple(_answered(stage, answers) for stage in item.stages),
                }
            )
            for item in self.items
        )
        return self._case.model_copy(update={"items": items})

    def _labelled(self, item: Item, subject: Subject) -> Item:
        facts = [fact.id for fact in subject.facts.values()]
        stages = tuple(
            Stage(
                from_days=stage.from_days,
                facts=self._labels(
                    [each for each in facts if each in stage.facts or each in stage.silent], item, stage
                ),
            )
            for stage in item.stages
        )
        return Item(subject=item.subject, name=item.name, facts=self._labels(facts, item), stages=stages)

    def _labels(self, facts: Iterable[str], item: Item, stage: Stage | None = None) -> dict[str, Value]:
        points = [Point(fact, item.name, stage.from_days if stage else None) for fact in facts]
        self.points |= {point.label: point for point in points}
        return {point.fact: point.label for point in points}


def stated(case: Case) -> dict[str, Value]:
    """What a case says, by label."""
    said: dict[str, Value] = {}
    for item in case.items:
        said |= {Point(fact, item.name).label: value for fact, value in item.facts.items()}
        for stage in item.stages:
            said |= {Point(fact, item.name, stage.from_days).label: value for fact, value in stage.facts.items()}
    return said


def known(labels: Mapping[str, Value], answers: Answers) -> dict[str, Value]:
    """The facts that somebody knew, by id; `labels` says which answer tells which."""
    return {fact: value for fact, label in labels.items() if (value := answers.get(str(label))) is not None}


def _answered(stage: Stage, answers: Answers) -> Stage:
    facts = known(stage.facts, answers)
    return Stage.model_construct(
        from_days=stage.from_days, facts=facts, silent=frozenset(stage.facts.keys() - facts.keys())
    )
