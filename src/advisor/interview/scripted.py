"""An interview that a case answers, without a person."""

from advisor.errors import InputError, Problem
from advisor.interview.interview import Interview, Recommends
from advisor.load.page import listing
from advisor.model.case import Case, Item


def answered(advisor: Recommends, areas: list[str], case: Case) -> Interview:
    """The whole interview about some areas, answered by a case; what the case lacks is "I don't know".

    Raises InputError if the case speaks of several things of one subject, or of stages: a question is about one.
    """
    interview = Interview(advisor, areas, among=_among(advisor, areas, case), name=case.name)
    subjects = dict.fromkeys(advisor.rulebook.areas[area].subject for area in interview.areas)
    problems = [each for subject in subjects for each in _problems(case, list(case.targets(subject)), subject)]
    if problems:
        raise InputError(problems)
    facts = {
        fact: value for subject in subjects for item in case.targets(subject) for fact, value in item.facts.items()
    }
    while (question := interview.next_question()) is not None:
        known = facts.get(question.fact)
        interview.answer(question.fact, None if known is None else advisor.rulebook.written(question.fact, known))
    return interview


def _among(advisor: Recommends, areas: list[str], case: Case) -> dict[str, list[str]]:
    """The options that the case admits, for each area it restricts."""
    found = {}
    for area in areas:
        subject = advisor.rulebook.areas[area].subject if area in advisor.rulebook.areas else ""
        labels = [*(item.label(area) for item in case.targets(subject)), area]
        admitted = next((case.among[label] for label in labels if label in case.among), None)
        if admitted is not None:
            found[area] = [str(each) for each in admitted]
    return found


def _problems(case: Case, items: list[Item], subject: str) -> list[Problem]:
    if len(items) > 1:
        names = listing([str(item.name) for item in items], " and ")
        message = f"the questionnaire is about one {subject}, and this case describes {len(items)}: {names}."
        return [Problem(case.place, message, "Give each a case of its own, or ask 'advisor recommend'.")]
    if any(item.stages for item in items):
        message = f"the questionnaire is about one time, and '{subject}' has stages in this case."
        return [Problem(case.place, message, "Leave them out, or ask 'advisor recommend' for a plan.")]
    return []
