"""What there is to ask about one item at one age, and about the plan for all its ages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from advisor.advise.advisor import among_of, names_in
from advisor.advise.decision import Decision
from advisor.advise.plans import Planner, cut_days
from advisor.advise.situation import entries_of, spans
from advisor.advise.worlds import Budget
from advisor.conditions import spaces
from advisor.interview.choosing import Chooser, Knowledge, Pick
from advisor.interview.outline import Answers, known
from advisor.interview.planned import PlanProof
from advisor.model.case import Case, Expectation, Item
from advisor.model.rulebook import Area, Rulebook
from advisor.model.values import Value


@dataclass(frozen=True)
class Topic:
    """Some decisions about one item at one age; `labels` says which answer tells which fact."""

    chooser: Chooser
    labels: Mapping[str, str]
    timing: Mapping[str, Value]

    def known(self, answers: Answers) -> Knowledge:
        """What the answers say of it."""
        space = self.chooser.space
        asked = {space.index[fact] for fact, label in self.labels.items() if label in answers and fact in space.index}
        return Knowledge(space.masks({**known(self.labels, answers), **self.timing}), frozenset(asked))

    def next(self, answers: Answers, budget: Budget) -> Pick | None:
        """The fact to ask about next; None if nothing that was not asked could change any outcome."""
        return self.chooser.next(self.known(answers), budget)

    def is_possible(self, answers: Answers, budget: Budget) -> bool:
        """Whether some workload is as these answers say."""
        return self.chooser.is_possible(self.known(answers).base, budget)


@dataclass(frozen=True)
class PlanTopic:
    """The plan that one area makes for all ages of an item."""

    proof: PlanProof
    stages: Sequence[Topic]

    def next(self, answers: Answers, budget: Budget) -> tuple[Topic, Pick] | None:
        """The stage and the fact to ask about next; None if no answer could change the plan."""
        found = self.proof.next([stage.known(answers) for stage in self.stages], budget)
        return None if found is None else (self.stages[found[0]], found[1])


def topics(rulebook: Rulebook, areas: Sequence[Area], case: Case, item: Item) -> tuple[list[Topic], list[PlanTopic]]:
    """What there is to ask of an item, whose facts are labels; `case` says which options are admitted."""
    found: list[Topic] = []
    plans: list[PlanTopic] = []
    for cuts, together in _by_cuts(areas, case, item).items():
        ages = list(spans(item, cuts))
        decisions = [decision(rulebook, area.id) for area in together]
        among = [among_of(case, item, area) for area in together]
        stages = [stage for stage, _ in ages if stage]
        planners = [
            Planner(each, stages, admitted, entries_of(item, stages)) if _is_planned(each.area, item) else None
            for each, admitted in zip(decisions, among, strict=True)
        ]
        here = []
        for number, (_, facts) in enumerate(ages):
            options = tuple(_admitted(*each, number) for each in zip(decisions, among, planners, strict=True))
            labels = {fact: label for fact, label in facts.items() if isinstance(label, str)}
            timing = {fact: value for fact, value in facts.items() if fact not in labels}
            ids = tuple(area.id for area in together)
            here.append(Topic(chooser(rulebook, ids, options), labels, timing))
        found += here
        plans += [PlanTopic(PlanProof(planner), here) for planner in planners if planner]
    return found, plans


@lru_cache(maxsize=64)
def decision(rulebook: Rulebook, area: str) -> Decision:
    """The area made ready for judging, made once."""
    return Decision(rulebook.areas[area], spaces(rulebook)[rulebook.areas[area].subject])


@lru_cache(maxsize=64)
def chooser(rulebook: Rulebook, areas: tuple[str, ...], admitted: tuple[tuple[str, ...], ...]) -> Chooser:
    """What chooses the questions of these areas of one subject, made once."""
    return Chooser([decision(rulebook, area) for area in areas], admitted)


def _by_cuts(areas: Sequence[Area], case: Case, item: Item) -> dict[tuple[float, ...], list[Area]]:
    """The areas by the further days on which what they recommend may change."""
    found: dict[tuple[float, ...], list[Area]] = {}
    for area in areas:
        cuts = cut_days(area, item, among_of(case, item, area) or ()) if _is_planned(area, item) else ()
        found.setdefault(tuple(cuts), []).append(area)
    return found


def _is_planned(area: Area, item: Item) -> bool:
    return area.over_time and bool(item.stages)


def _admitted(
    decision: Decision, among: Sequence[Expectation] | None, planner: Planner | None, stage: int
) -> tuple[str, ...]:
    if among is None:
        return decision.options
    return decision.admitted(planner.admitted(stage) if planner else names_in(among, decision.area))
