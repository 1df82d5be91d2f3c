"""An interview that a case answers, without a person."""

from collections.abc import Sequence

from advisor.interview.interview import Interview, Recommends
from advisor.interview.outline import stated
from advisor.model.case import Case


def answered(advisor: Recommends, areas: Sequence[str], case: Case) -> Interview:
    """The whole interview about some areas, answered by a case; what the case lacks is "I don't know".

    It is about each item of the case, and each of its stages.
    """
    interview = Interview(advisor, areas, about=case, name=case.name)
    facts = stated(case)
    while (question := interview.next_question()) is not None:
        known = facts.get(question.label)
        interview.answer(question.label, None if known is None else advisor.rulebook.written(question.fact, known))
    return interview
