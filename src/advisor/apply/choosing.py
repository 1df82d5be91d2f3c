"""Which decisions of a case are to be applied, and what was decided; a tie or a conflict is told, not settled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from advisor.advise.plans import plan_text
from advisor.errors import InputError, Problem
from advisor.load.page import listing, problem, unknown
from advisor.model.case import Case
from advisor.model.result import Plan, PlanStep, Recommendation, Result
from advisor.model.rulebook import Area, Rulebook


@dataclass(frozen=True)
class Decided:
    """What one area decides for one item (of one stage). `because` says why nothing is needed, and then no step is."""

    area: Area
    name: str | None
    label: str
    steps: tuple[PlanStep, ...]
    certainty: str
    day: float | int = 0
    because: str = ""


def decided(result: Result, case: Case, rulebook: Rulebook, labels: Iterable[str]) -> list[Decided]:
    """The decisions named by `area` or `area/name` (none named: all of them), of which each names one way.

    Raises InputError for names that the case does not answer to, ties and conflicts.
    """
    planned = {plan.label for plan in result.plans}
    found: list[Plan | Recommendation] = [
        *result.plans,
        *(each for each in result.recommendations if each.label not in planned),
    ]
    wanted = list(labels)
    known = list(dict.fromkeys(name for each in found for name in (each.label, each.area)))
    problems = [problem(case.place, *unknown("decision", name, known)) for name in wanted if name not in known]
    chosen = [each for each in found if not wanted or each.label in wanted or each.area in wanted]
    order = list(rulebook.areas)
    chosen.sort(key=lambda each: order.index(each.area))
    problems += [_undecided(each, case) for each in chosen if each.outcome in ("tie", "conflict")]
    if problems:
        raise InputError(problems)
    return [_decided(each, rulebook.areas[each.area]) for each in chosen]


def chosen_by(result: Result, name: str | None) -> dict[str, str]:
    """What each area recommends for an item, where it recommends one thing."""
    return {
        each.area: each.recommended[0]
        for each in result.recommendations
        if each.name == name and len(each.recommended) == 1
    }


def _decided(found: Plan | Recommendation, area: Area) -> Decided:
    day: float | int = 0
    label = found.label
    if isinstance(found, Recommendation) and found.stage is not None and found.stage.from_days:
        day = found.stage.from_days
        label += f" from day {day:g}"
    if found.outcome == "not-needed":
        because = found.reasons[0].because if found.reasons else ""
        return Decided(area, found.name, label, (), found.certainty, day, because)
    steps = found.steps if isinstance(found, Plan) else [PlanStep(from_days=0, option=found.recommended[0])]
    return Decided(area, found.name, label, tuple(steps), found.certainty, day)


def _undecided(found: Plan | Recommendation, case: Case) -> Problem:
    if found.outcome == "tie":
        ways = _ways(found)
        message = f"{found.label} is a tie: {listing(ways, ' and ')} are equally good."
        return Problem(case.place, message, f"Choose one with --among '{ways[0]}', or apply others with --area.")
    rules = sorted({reason.rule for reason in found.reasons if reason.effect in ("rules_out", "requires")})
    by = f" by {listing(rules, ' and ')}" if rules else ""
    message = f"{found.label} is a conflict: every option is ruled out{by}."
    hint = f"'advisor explain --area {found.label}' says which facts cannot stand together."
    return Problem(case.place, message, hint)


def _ways(found: Plan | Recommendation) -> Sequence[str]:
    if isinstance(found, Plan):
        return [plan_text(steps) for steps in (found.steps, *found.alternatives)]
    return found.recommended
