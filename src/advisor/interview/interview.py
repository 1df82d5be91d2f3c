"""An interview: asks what still matters, takes answers and takes them back, and ends with a recommendation."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from advisor.advise.advisor import names_in
from advisor.conditions import Contradiction, contradictions
from advisor.errors import InputError, Place, Problem
from advisor.interview.asker import asker
from advisor.interview.question import Question
from advisor.load import read_value
from advisor.load.page import listing, problem, unknown
from advisor.load.values import not_given, says_nothing
from advisor.model.case import Case
from advisor.model.result import Result
from advisor.model.rulebook import Rulebook
from advisor.model.values import Value

SCHEMA = "advisor/interview/1"


class Recommends(Protocol):
    """What an interview needs of an advisor."""

    rulebook: Rulebook

    def case(self, data: Mapping[str, Any], name: str = "case") -> Case:
        """A case from plain data."""

    def recommend(self, case: Case, *, areas: Sequence[str]) -> Result:
        """The recommendations for a workload."""


class Interview:
    """Asks about one workload until nothing that was not asked could change what is recommended.

    `areas` are asked in their order, all areas of one subject together. Raises InputError for areas that are not
    there, and for options in `among` that are none.
    """

    def __init__(
        self,
        advisor: Recommends,
        areas: Sequence[str],
        *,
        among: Mapping[str, Sequence[str]] | None = None,
        name: str = "interview",
    ) -> None:
        """`among` restricts the options by area; `name` is what the result calls the case."""
        self._advisor = advisor
        self._name = name
        self.areas = _checked(areas, advisor.rulebook)
        self.among = {area: list(options) for area, options in (among or {}).items() if area in self.areas}
        self._answers: dict[str, Value | None] = {}
        admitted = {
            area: tuple(names_in(plans, advisor.rulebook.areas[area])) for area, plans in self._case({}).among.items()
        }
        self._asker = asker(advisor.rulebook, self.areas, tuple(admitted.items()))

    def next_question(self) -> Question | None:
        """The question whose answer is expected to tell most; None at the end, when no answer could change anything."""
        return self._asker.next(self._answers)

    def answer(self, fact: str, value: Any) -> None:
        """Take the answer for a fact, as a case would write it; None or "unknown" is "I don't know".

        An answer given before is replaced. Raises InputError, and keeps everything as it was, if there is no such
        fact, if the value is none for it, or if no workload could be so.
        """
        given = self._read(fact, value)
        answers = {**{other: known for other, known in self._answers.items() if other != fact}, fact: given}
        if given is not None:
            self._refuse_impossible(fact, answers)
        self._answers = answers

    def undo(self) -> str | None:
        """Take the last answer back; the fact that it was for, or None if there was none."""
        return self._answers.popitem()[0] if self._answers else None

    def result(self) -> Result:
        """What is recommended after the answers so far."""
        return self._advisor.recommend(self._case(self.case()), areas=self.areas)

    @property
    def asked(self) -> list[str]:
        """The facts answered so far, in order; those that nobody knew too."""
        return list(self._answers)

    @property
    def not_needed(self) -> list[str]:
        """The facts that the areas read and that were not asked."""
        return [fact for fact in self._asker.facts if fact not in self._answers]

    @property
    def answers(self) -> dict[str, Any]:
        """The answers in order, as a case would write them; None is "I don't know"."""
        rulebook = self._advisor.rulebook
        return {fact: None if value is None else rulebook.written(fact, value) for fact, value in self._answers.items()}

    def case(self) -> dict[str, Any]:
        """The answers as the data of a case."""
        facts = self._advisor.rulebook.facts
        data: dict[str, Any] = {self._advisor.rulebook.areas[area].subject: {} for area in self.areas}
        for fact, value in self.answers.items():
            if value is not None:
                data[facts[fact].subject][facts[fact].name] = value
        return data

    def save(self) -> dict[str, Any]:
        """The interview as plain data, to be kept as JSON and read by `resume`."""
        rulebook = self._advisor.rulebook
        return {
            "schema": SCHEMA,
            "rulebook_sha256": rulebook.sha256,
            "edition": rulebook.edition,
            "areas": list(self.areas),
            **({"among": self.among} if self.among else {}),
            "answers": [{"fact": fact, "value": value} for fact, value in self.answers.items()],
        }

    def _case(self, data: Mapping[str, Any]) -> Case:
        subjects: dict[str, Any] = {self._advisor.rulebook.areas[area].subject: {} for area in self.areas}
        among = {"among": self.among} if self.among else {}
        return self._advisor.case({**subjects, **data, **among}, self._name)

    def _read(self, fact: str, value: Any) -> Value | None:
        rulebook = self._advisor.rulebook
        subjects = {rulebook.areas[area].subject for area in self.areas}
        here = [each.id for each in rulebook.facts.values() if each.subject in subjects]
        if fact not in here:
            message, hint = unknown("fact", fact, here)
            raise InputError([problem(Place("answer"), message, hint)])
        if not_given(value):
            return None
        try:
            read = read_value(rulebook.facts[fact], value)
        except ValueError as error:
            raise InputError([problem(Place("answer"), f"{fact}: {error}")]) from None
        return None if says_nothing(rulebook.facts[fact], read) else read

    def _refuse_impossible(self, fact: str, answers: Mapping[str, Value | None]) -> None:
        rulebook = self._advisor.rulebook
        subject = rulebook.facts[fact].subject
        known = {
            name: value
            for name, value in answers.items()
            if value is not None and rulebook.facts[name].subject == subject
        }
        problems = [_clash(fact, known, each) for each in contradictions(rulebook, subject, known)]
        if not problems and not self._asker.is_possible(answers):
            problems = [problem(Place("answer"), f"{fact} cannot be so beside your other answers")]
        if problems:
            raise InputError(problems)


def _clash(fact: str, known: Mapping[str, Value], found: Contradiction) -> Problem:
    """What an answer cannot stand beside, and why."""
    others = sorted(set(found.facts).intersection(known) - {fact})
    beside = f" beside your answer for {listing(others, ' and ')}" if others else ""
    return problem(Place("answer"), f"{fact} cannot be so{beside}", found.because)


def _checked(areas: Sequence[str], rulebook: Rulebook) -> tuple[str, ...]:
    problems = []
    for area in areas:
        if area not in rulebook.areas:
            message, hint = unknown("area", area, rulebook.areas)
            problems.append(problem(Place("areas"), message, hint))
    if not areas:
        problems.append(problem(Place("areas"), f"expected at least one of {listing(rulebook.areas)}"))
    if problems:
        raise InputError(problems)
    return tuple(dict.fromkeys(areas))
