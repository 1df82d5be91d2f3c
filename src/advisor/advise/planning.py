"""The plan for one ageing item: its stages judged, the best plan chosen, and how certain it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from advisor.advise.answer import Adviser
from advisor.advise.decision import Verdict
from advisor.advise.joint import JointExaminer
from advisor.advise.plans import Path, Planner, steps_of
from advisor.advise.situation import Situation, entries_of
from advisor.advise.worlds import Budget
from advisor.model.case import Expectation
from advisor.model.deferred import LATER, maker
from advisor.model.result import Certainty, Open, Plan, Reason, Recommendation, RestsOn, StageSpan

_WORST_FIRST: tuple[Certainty, ...] = ("not-proved", "open", "assumed", "proved")


_plan = maker(Plan)


def plan_for(
    adviser: Adviser, situations: Sequence[Situation], among: Sequence[Expectation] | None, assuming: bool
) -> tuple[list[Recommendation], Plan]:
    """What each stage recommends by itself, and the plan for all of them."""
    stages = [situation.stage for situation in situations if situation.stage is not None]
    planner = Planner(adviser.decision, stages, among, entries_of(situations[0].item, stages))
    staged = [
        adviser.recommend(situation, None if among is None else planner.admitted(place), assuming)
        for place, situation in enumerate(situations)
    ]
    verdicts = [Verdict(each.outcome, tuple(each.recommended)) for each in staged]
    paths = planner.choose(verdicts, [adviser.applying(situation) for situation in situations])
    fields = {
        "area": adviser.area.id,
        "subject": adviser.area.subject,
        "name": situations[0].item.name,
        "outcome": "conflict" if not paths else "tie" if len(paths) > 1 else "recommended",
        "today": None,
        "steps": steps_of(paths[0], planner.starts) if paths else [],
        "alternatives": [steps_of(path, planner.starts) for path in paths[1:]],
        LATER: _Details(adviser, planner, situations, assuming, staged, verdicts, paths),
    }
    return staged, _plan(fields)


@dataclass(frozen=True)
class _Details:
    """What stands beside a plan: a method for each field that is told on demand."""

    adviser: Adviser
    planner: Planner
    situations: Sequence[Situation]
    assuming: bool
    staged: list[Recommendation]
    verdicts: list[Verdict]
    paths: Sequence[Path]

    def certainty(self) -> dict[str, Any]:
        """The certainty, the facts it hangs on, and the limit where the search ended at it."""
        staged, planner, paths = self.staged, self.planner, self.paths
        settled = all(each.certainty == "proved" for each in staged) and planner.follows(paths, self.verdicts)
        if planner.couples and not settled:
            certainty, rests_on, opened, limit = _jointly(self.adviser, planner, self.situations, paths, self.assuming)
        else:
            certainty, decisive = _stage_by_stage(staged)
            limit = max((each.limit for each in decisive if each.limit), default=None)
            rests_on = [each.model_copy(update={"stage": one.stage}) for one in decisive for each in one.rests_on]
            opened = [each.model_copy(update={"stage": one.stage}) for one in decisive for each in one.open]
        return {"certainty": certainty, "limit": limit, "rests_on": rests_on, "open": opened}

    limit = rests_on = open = certainty

    def reasons(self) -> dict[str, Any]:
        """The reasons that concern an option of the plan."""
        return {"reasons": _reasons(self.staged, self.paths)}


def _stage_by_stage(staged: Sequence[Recommendation]) -> tuple[Certainty, Sequence[Recommendation]]:
    """The certainty of a plan whose stages do not depend on each other, and the stages that it hangs on.

    A plan changes with any of its stages; but one stage without an option is enough to leave no plan.
    """
    blocked = [each for each in staged if each.outcome == "conflict"]
    if blocked:
        best = max(blocked, key=lambda each: _WORST_FIRST.index(each.certainty))
        return best.certainty, [best]
    return min((each.certainty for each in staged), key=_WORST_FIRST.index), staged


def _jointly(
    adviser: Adviser, planner: Planner, situations: Sequence[Situation], paths: Sequence[Path], assuming: bool
) -> tuple[Certainty, list[RestsOn], list[Open], int | None]:
    examiner = JointExaminer(planner, assuming, Budget(adviser.limit))
    certainty, changes, limit = examiner.certify([situation.base for situation in situations], paths)
    rests_on: list[RestsOn] = []
    opened: list[Open] = []
    for place, change in changes:
        stage = None if place is None else _whole(planner, place)
        become = sorted({plan for key in change.outcomes for plan in key})
        if change.contrary:
            known = situations[place or 0]
            facts = {fact: adviser.written(fact, known) for fact in change.facts}
            rests_on.append(RestsOn(facts=facts, could_become=become, stage=stage))
        else:
            opened.append(Open(facts=list(change.facts), could_become=become, stage=stage))
    return certainty, rests_on, opened, limit


def _whole(planner: Planner, place: int) -> StageSpan:
    """The stage of the case that a stage belongs to."""
    parts = [
        stage for stage, entry in zip(planner.stages, planner.entries, strict=True) if entry == planner.entries[place]
    ]
    return StageSpan(from_days=parts[0].from_days, to_days=parts[-1].to_days)


def _reasons(staged: Sequence[Recommendation], paths: Sequence[Path]) -> list[Reason]:
    """The reasons that concern an option of the plan at its stage, each once."""
    found: list[Reason] = []
    for place, one in enumerate(staged):
        chosen = {path[place] for path in paths}
        found += [
            reason
            for reason in one.reasons
            if reason not in found
            and (chosen.intersection(reason.options) or reason.effect in ("rules_out", "requires"))
        ]
    return found
