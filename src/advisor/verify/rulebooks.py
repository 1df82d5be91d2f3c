"""Proofs of whole rulebooks: the areas side by side, and what only all areas together show."""

import os
from collections.abc import Collection, Iterator, Sequence
from multiprocessing import Pool

from advisor.model.conditions import facts_of
from advisor.model.rulebook import Area, Rulebook
from advisor.verify.findings import AreaProofs, Finding
from advisor.verify.formulas import solver_module
from advisor.verify.proofs import prove_area, serving
from advisor.verify.prover import TIMEOUT


def prove(
    editions: Sequence[Rulebook],
    areas: Collection[str] | None = None,
    jobs: int | None = None,
    timeout: int = TIMEOUT,
) -> list[AreaProofs]:
    """The proofs of all areas (or those named) of a rulebook, given in its editions.

    An area that is the same in a further edition is proved once. `jobs`: processes at a time (default: one for each
    processor); `timeout`: milliseconds for one question. Raises MissingSolver.
    """
    solver_module()
    tasks = [
        (rulebook, area.id, timeout)
        for place, rulebook in enumerate(editions)
        for area in rulebook.areas.values()
        if (areas is None or area.id in areas) and not any(_same(rulebook, other, area) for other in editions[:place])
    ]
    longest_first = sorted(tasks, key=lambda task: _work(task[0].areas[task[1]]), reverse=True)
    if len(tasks) <= 1:
        proofs = [prove_area(*task) for task in tasks]
    else:  # a process for each area, because the solver's answers depend on what it was asked before
        with Pool(min(jobs or os.cpu_count() or 1, len(tasks)), maxtasksperchild=1) as pool:
            proofs = pool.starmap(prove_area, longest_first, chunksize=1)
    order = [(rulebook.edition, area) for rulebook, area, _ in tasks]
    proofs.sort(key=lambda each: order.index((each.edition, each.area)))
    books = {rulebook.edition: rulebook for rulebook in editions}
    return [_settled(each, proofs, books[each.edition]) for each in proofs]


def _same(rulebook: Rulebook, other: Rulebook, area: Area) -> bool:
    """Whether an area and its facts are the same in two editions (places and quotes apart)."""
    if area.id not in other.areas:
        return False
    subject = rulebook.subjects[area.subject]
    return (
        area.model_dump() == other.areas[area.id].model_dump()
        and subject.model_dump() == other.subjects[area.subject].model_dump()
    )


def _work(area: Area) -> int:
    return len(area.rules) * len(area.options)


def _settled(proofs: AreaProofs, every: Sequence[AreaProofs], rulebook: Rulebook) -> AreaProofs:
    """The proofs without the complaints about facts that are of use elsewhere."""
    subject = rulebook.areas[proofs.area].subject
    near = [each for each in every if rulebook.areas[each.area].subject == subject and each.edition == proofs.edition]
    useful = {finding.about for each in near for finding in each.findings if _is_proved_fact(finding)}
    useful |= set(_of_use(rulebook, subject, {each.area for each in near}))
    told = {finding.about for each in near[: near.index(proofs)] for finding in each.findings}
    findings = [
        finding
        for finding in proofs.findings
        if finding.claim != "fact-matters" or _is_proved_fact(finding) or finding.about not in useful | told
    ]
    return proofs.model_copy(update={"findings": tuple(findings)})


def _is_proved_fact(finding: Finding) -> bool:
    return finding.claim == "fact-matters" and finding.outcome == "proved"


def _of_use(rulebook: Rulebook, subject: str, proved: Collection[str]) -> Iterator[str]:
    """The facts of a subject that advice reads, that fill others, or that areas read which were not looked at."""
    yield from serving(rulebook, subject)
    for area in rulebook.areas_of(subject):
        if area.id not in proved:
            for rule in area.rules:
                yield from facts_of(rule.condition)
