"""Plans as AWS takes them: what a lifecycle may not do is refused, and what comes too early is moved."""

from collections.abc import Iterable, Mapping, Sequence
from math import ceil

from advisor.errors import InputError, Place, Problem
from advisor.model.result import PlanStep
from advisor.model.rulebook import Note, Rulebook, Transition
from advisor.model.settings import Settings


def accepted_steps(
    steps: Sequence[PlanStep], settings: Settings, rulebook: Rulebook, place: Place, ends: float | int | None = None
) -> tuple[list[PlanStep], list[str]]:
    """The steps on days that AWS accepts, with a sentence for each that is moved or left out.

    `ends`: the day on which what is planned for is deleted. Raises InputError for a change that no day makes possible.
    """
    taken = [steps[0]]
    said: list[str] = []
    for index, step in enumerate(steps[1:], start=1):
        day, why = _earliest(taken[-1], step, settings, rulebook, place)
        following = steps[index + 1].from_days if index + 1 < len(steps) else ends
        if day > step.from_days:
            said.append(f"Day {step.from_days:g} is not possible for {step.option}; day {day} is the earliest. {why}")
        if following is not None and following <= day:
            said.append(f"The step to {step.option} is left out: by then, what comes after it has begun.")
        elif step.option != taken[-1].option:
            taken.append(PlanStep(from_days=day, option=step.option))
    return taken, said


def _earliest(
    before: PlanStep, step: PlanStep, settings: Settings, rulebook: Rulebook, place: Place
) -> tuple[int, str]:
    """The first day from the step's own on which AWS takes the change, and why not sooner."""
    day, why = ceil(step.from_days), "A lifecycle counts whole days."
    stay = settings.stays.get(before.option)
    if stay and step.option != before.option and before.from_days + stay.days > day:
        day, why = ceil(before.from_days) + stay.days, stay.because
    for transition in _about(before.option, step.option, settings.transitions):
        if transition.not_before is None:
            message = f"the change from {before.option} to {step.option} is not possible: {transition.because}"
            rule = f"This is the rule {settings.area}.{transition.id}."
            raise InputError([Problem(place, message, " ".join([rule, *cited(transition.cite, rulebook.notes)]))])
        if transition.not_before > day:
            day, why = ceil(transition.not_before), transition.because
    return day, why


def _about(before: str, after: str, transitions: Iterable[Transition]) -> list[Transition]:
    return [each for each in transitions if before != after and before in each.from_ and after in each.to]


def cited(cite: Iterable[str], notes: Mapping[str, Note]) -> list[str]:
    """What these notes say, and what has changed since, with the sources."""
    found = []
    for note in (notes[name] for name in cite):
        found.append(f'"{note.quote}" ({note.section}, line {note.lines[0]}).')
        if note.erratum:
            found.append(f"{note.erratum.now} (Source: {note.erratum.source}; checked {note.erratum.checked}.)")
    return found
