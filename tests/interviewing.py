"""Interviews held by the hundred: with every case, and with random workloads of which everything is known."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations, product
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any

from advisor.advise.certainty import Examiner
from advisor.advise.situation import spans
from advisor.conditions import spaces
from advisor.interview import Interview
from advisor.interview.topics import decision
from advisor.library import Advisor
from advisor.load import load_cases
from advisor.model.case import Case, Item
from advisor.model.result import Plan, Recommendation, Result
from advisor.model.rulebook import Rulebook
from advisor.model.values import Value

ROOT = Path(__file__).parents[1]
WORKLOADS = 2_000  # random ones, spread evenly over the areas


@dataclass(frozen=True)
class Workload:
    """What is known of one thing at one time, and the options admitted by area."""

    subject: str
    facts: Mapping[str, Value]
    among: Mapping[str, list[str]] = field(default_factory=dict)


@cache
def real_advisor() -> Advisor:
    """The advisor of the rulebook of this project."""
    return Advisor.load(ROOT / "rules")


def hold(interview: Interview, facts: Mapping[str, Value], rulebook: Rulebook) -> Interview:
    """The interview, held to its end with somebody who knows these facts and no others."""
    while (question := interview.next_question()) is not None:
        known = facts.get(question.fact)
        interview.answer(question.label, None if known is None else rulebook.written(question.fact, known))
    return interview


def outcome_of(answer: Recommendation | Plan) -> object:
    """What is compared: the options recommended, else that it is a conflict, or not needed."""
    return answer.recommended or answer.outcome


def conclusions(result: Result) -> list[object]:
    """What is compared of a result: each recommendation, and each plan."""
    found: list[object] = [(each.label, each.stage, outcome_of(each)) for each in result.recommendations]
    return found + [(plan.label, plan.outcome, plan.steps, plan.alternatives) for plan in result.plans]


def difference(areas: Sequence[str], workload: Workload, asked: list[int], advisor: Advisor) -> object:
    """How the end of an interview differs from what all facts give; None if it does not.

    The number of questions is added to `asked`.
    """
    among = {area: options for area, options in workload.among.items() if area in areas}
    interview = hold(Interview(advisor, areas, among=among), workload.facts, advisor.rulebook)
    asked.append(len(interview.asked))
    short = interview.result()
    item = Item(subject=workload.subject, facts=dict(workload.facts))
    case = advisor.case({workload.subject: {}, **({"among": among} if among else {})})
    whole = advisor.recommend(case.model_copy(update={"items": (item,)}), areas=areas)
    wrong = [area for area in areas if outcome_of(short[area]) != outcome_of(whole[area])]
    return (wrong, interview.answers, workload) if wrong else None


@cache
def cases() -> tuple[Case, ...]:
    """Every case of this project."""
    found = []
    for path in sorted((ROOT / "cases").rglob("*.yaml")):
        found += load_cases(path.read_text(encoding="utf-8"), str(path), real_advisor().rulebook)
    return tuple(found)


def described(area: str) -> Iterator[Workload]:
    """What the cases say of an area's subject: each of several things, and each time of one that ages, by itself."""
    rulebook = real_advisor().rulebook
    subject = rulebook.areas[area].subject
    for case in cases():
        for item in case.targets(subject):
            admitted = case.among.get(item.label(area)) or case.among.get(area) or ()
            options = [step.option for each in admitted for step in each.steps[:1]]
            among = {area: options} if options else {}
            yield from (
                Workload(subject, {**item.facts, **facts}, among)
                for facts in ({}, *(stage.facts for stage in item.stages))
            )


def filled(workload: Workload) -> Workload:
    """The workload with all that is taken for granted of it."""
    advisor = real_advisor()
    item = Item(subject=workload.subject, facts=dict(workload.facts))
    case = advisor.case({workload.subject: {}}).model_copy(update={"items": (item,)})
    assumed = advisor.recommend(case).receipt.assumed
    data: dict[str, Any] = {name.partition(".")[2]: value for name, value in assumed.items()}
    known = next(advisor.case({workload.subject: data}).targets(workload.subject)).facts
    return Workload(workload.subject, {**known, **workload.facts}, workload.among)


def random_workloads(rulebook: Rulebook, subject: str, count: int, seed: int) -> Iterator[Workload]:
    """Workloads of which every fact is known exactly, among those that can be: one random value after the other."""
    random = Random(seed)
    space = spaces(rulebook)[subject]
    found = 0
    while found < count:
        masks = list(space.everything)
        for place, cells in enumerate(space.cells):
            follows = [fill.mask for fill in space.derive[place] if fill.holds(masks)]
            possible = follows[0] if follows else cells.everything
            masks[place] = 1 << random.choice([cell for cell in range(cells.count) if possible >> cell & 1])
        if not space.is_forbidden(masks):
            found += 1
            facts = {
                name: cells.sample(mask.bit_length() - 1)
                for name, cells, mask in zip(space.facts, space.cells, masks, strict=True)
                if name in rulebook.facts
            }
            yield Workload(subject, facts)


def _key(examiner: Examiner, masks: list[int]) -> object:
    """The outcome; None if no workload can be so."""
    verdict = examiner.judge(masks)
    return verdict and verdict.key


def least(area: str, workload: Workload) -> int:
    """How many questions no questionnaire can do without that always ends with what all facts give.

    If another answer to some fact (or "I don't know") makes another recommendation, that fact has to be asked: whoever
    does not ask cannot know which it is. If only other answers to two facts together do, one of the two has to be.
    Counted are the single facts, and such pairs of the others as have no fact in common.
    """
    one = decision(real_advisor().rulebook, area)
    ((_, facts),) = spans(Item(subject=workload.subject, facts=dict(workload.facts)))
    base, everything = one.space.masks(facts), one.space.everything
    examiner = Examiner(one, one.admitted(workload.among.get(area)), assuming=True)

    def differs(changes: Mapping[int, int]) -> bool:
        examiner.budget.spent = 0
        return _key(examiner, [changes.get(place, mask) for place, mask in enumerate(base)]) not in (now, None)

    now = _key(examiner, base)
    others = {
        place: [
            mask for mask in (*one.grounds.answers(place, everything[place]), everything[place]) if mask != base[place]
        ]
        for place in one.grounds.places
        if one.space.facts[place] in real_advisor().rulebook.facts
    }
    blocks = 0
    free = list(others)
    for size in (1, 2):
        for places in combinations(free.copy(), size):
            if set(places) <= set(free):
                answers = product(*(others[place] for place in places))
                if any(differs(dict(zip(places, masks, strict=True))) for masks in answers):
                    blocks += 1
                    free = [place for place in free if place not in places]
    return blocks


@dataclass(frozen=True)
class Figures:
    """How many questions an area takes: by people who know everything, know what a case says, or take it as usual.

    `least`: how many no questionnaire could do without, for the latter two.
    """

    area: str
    facts: int
    knowing: list[int]
    usual: list[int]
    described: list[int]
    least: tuple[list[int], list[int]]
    differences: list[object]

    def row(self) -> str:
        """The figures as a row of the table in docs/questions.md."""
        columns = (self.knowing, self.usual, self.least[0], self.described, self.least[1])
        spread = [f"{median(each):g} ({quantiles(each, n=10)[8]:.0f})" for each in columns]
        return f"| `{self.area}` | {self.facts} | {' | '.join(spread)} |"


def figures(area: str) -> Figures:
    """Every interview about one area."""
    advisor = real_advisor()
    areas = list(advisor.rulebook.areas)
    subject = advisor.rulebook.areas[area].subject
    place, share = areas.index(area), -(-WORKLOADS // len(areas))
    spoken = list(described(area))
    usual = [filled(each) for each in spoken]
    groups: list[tuple[list[int], Iterator[Workload]]] = [
        ([], random_workloads(advisor.rulebook, subject, share, seed=place)),
        ([], iter(usual)),
        ([], iter(spoken)),
    ]
    differences = [
        found
        for asked, workloads in groups
        for workload in workloads
        if (found := difference([area], workload, asked, advisor)) is not None
    ]
    facts = len(Interview(advisor, [area]).not_needed)
    bounds = ([least(area, each) for each in usual], [least(area, each) for each in spoken])
    return Figures(area, facts, groups[0][0], groups[1][0], groups[2][0], bounds, differences)
