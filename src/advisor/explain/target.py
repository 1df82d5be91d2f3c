"""What is to be explained: one area's decision for one item of a case, with all its stages."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from advisor.advise import Advisor
from advisor.advise.advisor import among_of, names_in
from advisor.advise.answer import Adviser
from advisor.advise.plans import Planner, cut_days
from advisor.advise.situation import Situation, entries_of, entry_on
from advisor.conditions import Space
from advisor.errors import InputError, Place, Problem
from advisor.model.case import Case, Expectation, Item
from advisor.model.result import FactUse
from advisor.model.rulebook import Area, Rulebook
from advisor.once import once
from advisor.suggest import did_you_mean


@dataclass(frozen=True)
class Target:
    """One area's decision for one item of a case."""

    advisor: Advisor
    case: Case
    item: Item
    area: Area
    assuming: bool

    @property
    def rulebook(self) -> Rulebook:
        """The rulebook that is asked."""
        return self.advisor.rulebook

    @property
    def label(self) -> str:
        """The area, with the item's name where it has one."""
        return self.item.label(self.area.id)

    @property
    def adviser(self) -> Adviser:
        """What answers for the area."""
        return self.advisor.adviser(self.area.id)

    @property
    def space(self) -> Space:
        """The facts of the subject."""
        return self.adviser.decision.space

    @property
    def plans(self) -> bool:
        """Whether the stages make a plan."""
        return bool(self.item.stages) and self.area.over_time

    @once
    def among(self) -> tuple[Expectation, ...] | None:
        """What is admitted; None if every option is."""
        return among_of(self.case, self.item, self.area)

    @once
    def situations(self) -> list[Situation]:
        """What is known, at each stage."""
        cuts = cut_days(self.area, self.item, self.among or ()) if self.plans else ()
        return self.advisor.situations(self.item, cuts, self.assuming)

    @once
    def planner(self) -> Planner:
        """What makes the plan of the stages."""
        stages = [situation.stage for situation in self.situations if situation.stage is not None]
        return Planner(self.adviser.decision, stages, self.among, entries_of(self.item, stages))

    def admitted(self, stage: int) -> tuple[str, ...]:
        """The options admitted at a stage."""
        if self.plans:
            return self.planner.admitted(stage)
        names = None if self.among is None else names_in(self.among, self.area)
        return self.adviser.decision.admitted(names)

    def use(self, fact: str, stage: int) -> FactUse:
        """The value of a fact at a stage, and where it came from."""
        situation = self.situations[stage]
        return FactUse(value=self.adviser.written(fact, situation), from_=situation.origins.get(fact, "unknown"))

    def written_at(self, stage: int, fact: str) -> int:
        """Where a case says a fact of this stage: 0 beside the stages, n in the n-th of them."""
        return 0 if self.rulebook.facts[fact].constant else self.entry(stage)

    def fact_label(self, fact: str, stage: int) -> str:
        """How a change of the fact at a stage is named: `objects.kept`, or `objects@30 days.reads`."""
        entry = self.written_at(stage, fact)
        subject, _, name = fact.partition(".")
        return fact if entry == 0 else f"{subject}@{self.item.stages[entry - 1].from_days:g} days.{name}"

    def touched(self, entry: int, fact: str) -> list[int]:
        """The stages in which a fact changes when it is changed at one place of the case."""
        return [
            stage for stage in range(len(self.situations)) if entry in (self.entry(stage), self._source(stage, fact))
        ]

    def _source(self, stage: int, fact: str) -> int:
        """Where the case says a fact of this stage: in the stage, or, where that is silent, beside the stages."""
        own = self.entry(stage)
        if own == 0:
            return 0
        stated = self.item.stages[own - 1]
        return own if fact in stated.facts or fact in stated.silent else 0

    def entry(self, stage: int) -> int:
        """The stage of the case that holds at a stage of the decision: 0 before the first."""
        span = self.situations[stage].stage
        return entry_on(self.item, span.from_days if span else 0)

    def widened(self, stage: int) -> tuple["Target", int]:
        """The same with every option admitted, and what the stage is there (plans admitted may name further days)."""
        kept = {label: names for label, names in self.case.among.items() if label not in (self.label, self.area.id)}
        wider = replace(self, case=self.case.model_copy(update={"among": kept}))
        span = self.situations[stage].stage
        day = span.from_days if span else 0
        begun = [place for place, each in enumerate(wider.situations) if not each.stage or each.stage.from_days <= day]
        return wider, begun[-1]


def target_of(advisor: Advisor, case: Case, label: str, assumptions: bool = True) -> Target:
    """The decision that `area` or `area/name` names. Raises InputError if the case has none such, or several."""
    targets = {
        item.label(area.id): Target(advisor, case, item, area, assumptions)
        for area in advisor.rulebook.areas.values()
        for item in case.targets(area.subject)
    }
    if label in targets:
        return targets[label]
    among = [each for each in targets if each.partition("/")[0] == label]
    if len(among) == 1:
        return targets[among[0]]
    raise InputError([_no_target(advisor.rulebook, label, targets, among)])


def check_option(area: Area, option: str) -> str:
    """The option's id. Raises InputError if the area has none such."""
    if option in area.options:
        return option
    names = list(area.options)
    hint = did_you_mean(option, names) or f"Expected one of {', '.join(names)}."
    if option in area.families:
        hint = f"It is a family of options: ask for one of {', '.join(area.families[option])}."
    raise InputError([Problem(Place("option"), f"unknown option of {area.id} {option!r}.", hint)])


def _no_target(rulebook: Rulebook, label: str, targets: Mapping[str, Target], among: list[str]) -> Problem:
    place = Place("area")
    if among:
        return Problem(place, f"the case has several items that {label} decides about.", f"Say {_either(among)}.")
    name = label.partition("/")[0]
    area = rulebook.areas.get(name)
    if area is None:
        hint = did_you_mean(label, rulebook.areas) or f"Expected one of {', '.join(rulebook.areas)}."
        return Problem(place, f"unknown area {name!r}.", hint)
    found = [each for each in targets if each.partition("/")[0] == name]
    if not found:
        answered = f"It can be asked about {', '.join(targets)}." if targets else ""
        return Problem(place, f"{name} decides about {area.subject!r}, of which the case says nothing.", answered)
    hint = did_you_mean(label, found) or f"Expected {_either(found)}."
    return Problem(place, f"the case has no item {label.partition('/')[2]!r}.", hint)


def _either(labels: list[str]) -> str:
    return " or ".join([", ".join(labels[:-1]), labels[-1]] if len(labels) > 1 else labels)
