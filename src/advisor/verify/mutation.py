"""Tests of the tests: which changes of the rules does no case notice?"""

import os
from collections.abc import Collection, Iterable, Sequence
from multiprocessing import Pool
from typing import Any

from advisor.advise.decision import CONFLICT, NOT_NEEDED, Decision, Key
from advisor.conditions import Space
from advisor.conditions.space import conditions_of
from advisor.model.case import Case
from advisor.model.conditions import facts_of
from advisor.model.rulebook import STAGE_FACTS, Area, Frozen, Rulebook
from advisor.verify.mutants import Mutant, mutants_of
from advisor.verify.telling import Teller
from advisor.verify.trials import trials_of


class Survivor(Frozen):
    """A change that no case notices; `witness` is a case that would, with what it gets before and after."""

    rule: str
    change: str
    witness: dict[str, Any] | None = None
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


class AreaMutation(Frozen):
    """How many changes of an area's rules the cases notice.

    `equivalent` changes are those that no workload can notice; they are not counted among `mutants`. `expectations`
    are those of the cases about the area that hold.
    """

    area: str
    expectations: int
    mutants: int
    noticed: int
    equivalent: int
    score: float
    survivors: tuple[Survivor, ...]


def mutate(
    rulebook: Rulebook, cases: Sequence[Case], areas: Collection[str] | None = None, jobs: int | None = None
) -> list[AreaMutation]:
    """The score of each area (or those named). `jobs`: processes at a time (default: one for each processor)."""
    wanted = [area for area in rulebook.areas.values() if areas is None or area.id in areas]
    tasks = [(rulebook, area.id, _about(cases, area)) for area in wanted]
    if len(tasks) <= 1:
        return [mutate_area(*task) for task in tasks]
    with Pool(min(jobs or os.cpu_count() or 1, len(tasks)), maxtasksperchild=1) as pool:
        return pool.starmap(mutate_area, tasks, chunksize=1)


def mutate_area(rulebook: Rulebook, area_id: str, cases: Iterable[Case]) -> AreaMutation:
    """The score of one area."""
    area = rulebook.areas[area_id]
    facts = {fact.id: fact for fact in rulebook.subjects[area.subject].facts.values()} | STAGE_FACTS
    mutants = list(mutants_of(area, facts))
    space = _space(rulebook, area, mutants)
    decision = Decision(area, space)
    trials = trials_of(cases, decision)
    unnoticed = []
    for mutant in mutants:
        changed = Decision(mutant.area, space)
        if all(trial.passes(changed) for trial in trials):
            unnoticed.append((mutant, changed))
    teller = Teller(rulebook, decision)
    told = [(mutant, teller.tell(changed)) for mutant, changed in unnoticed]
    survivors = tuple(
        Survivor(
            rule=mutant.rule,
            change=mutant.change,
            witness=None if each is None else each.witness,
            before=() if each is None else _named(each.before, area),
            after=() if each is None else _named(each.after, area),
        )
        for mutant, each in told
        if each is None or not each.equivalent
    )
    count = len(mutants) - (len(told) - len(survivors))
    noticed = count - len(survivors)
    return AreaMutation(
        area=area_id,
        expectations=len(trials),
        mutants=count,
        noticed=noticed,
        equivalent=len(mutants) - count,
        score=round(noticed / count, 4) if count else 1.0,
        survivors=survivors,
    )


def _about(cases: Iterable[Case], area: Area) -> list[Case]:
    return [case for case in cases if any(label.partition("/")[0] == area.id for label in case.expect)]


def _space(rulebook: Rulebook, area: Area, mutants: Iterable[Mutant]) -> Space:
    """The subject's space, cut at the numbers of the changed rules as well."""
    subject = rulebook.subjects[area.subject]
    conditions = [each for other in rulebook.areas_of(area.subject) for each in conditions_of(other)]
    for mutant in mutants:
        conditions += conditions_of(mutant.area)
    read = {name for condition in conditions for name in facts_of(condition)}
    stage = {name: fact for name, fact in STAGE_FACTS.items() if name in read}
    return Space(subject, {fact.id: fact for fact in subject.facts.values()} | stage, conditions)


def _named(key: Key | None, area: Area) -> tuple[str, ...]:
    """An outcome in words."""
    if key is None or key == CONFLICT:
        return ("conflict",)
    return ("not-needed",) if key == NOT_NEEDED else tuple(option for option in area.options if option in key)
