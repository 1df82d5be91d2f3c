"""An interview: asks what still matters, takes answers and takes them back, and ends with a recommendation."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from advisor.advise.worlds import Budget
from advisor.conditions import Contradiction, contradictions
from advisor.errors import InputError, Place, Problem
from advisor.interview.asker import ANSWER_LIMIT, Asker
from advisor.interview.outline import Answers
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

    def given(self, case: Case) -> dict[str, Any]:
        """The case as plain data."""

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
        about: Case | Mapping[str, Any] | None = None,
        name: str = "interview",
    ) -> None:
        """`among` restricts the options, by area or area/name; `name` is what the result calls the case.

        `about`: a case with the items and stages to ask about (default: one item of each subject, at one age). What a
        stage of it says, if only that it is unknown, is asked for that stage by itself; the values do not count.
        """
        self._advisor = advisor
        self.areas = _checked(areas, advisor.rulebook)
        outline = _outlined(advisor, self.areas, about, among or {})
        self.among: dict[str, list[str]] = outline["among"]
        self._answers: dict[str, Value | None] = {}
        self._asker = Asker(advisor.rulebook, self.areas, advisor.case(outline, name))
        self._outline = self._asker.outline

    def next_question(self) -> Question | None:
        """The question whose answer is expected to tell most; None at the end, when no answer could change anything."""
        return self._asker.next(self._answers)

    def answer(self, fact: str, value: Any) -> None:
        """Take the answer for a fact (a label), as a case would write it; None or "unknown" is "I don't know".

        An answer given before is replaced. Raises InputError, and keeps everything as it was, if there is no such
        fact, if the value is none for it, or if no workload could be so.
        """
        given = self._read(fact, value)
        answers = {**{other: said for other, said in self._answers.items() if other != fact}, fact: given}
        if given is not None:
            self._refuse_impossible(fact, answers)
        self._answers = answers

    def undo(self) -> str | None:
        """Take the last answer back; the fact that it was for, or None if there was none."""
        return self._answers.popitem()[0] if self._answers else None

    def result(self) -> Result:
        """What is recommended after the answers so far."""
        return self._advisor.recommend(self._outline.answered(self._answers), areas=self.areas)

    @property
    def asked(self) -> list[str]:
        """The labels of the facts answered so far, in order; those that nobody knew too."""
        return list(self._answers)

    @property
    def not_needed(self) -> list[str]:
        """The labels of the facts that the areas read and that were not asked."""
        return [label for label in self._asker.labels if label not in self._answers]

    @property
    def answers(self) -> dict[str, Any]:
        """The answers in order, as a case would write them; None is "I don't know"."""
        written, points = self._advisor.rulebook.written, self._outline.points
        return {
            label: None if value is None else written(points[label].fact, value)
            for label, value in self._answers.items()
        }

    def case(self) -> dict[str, Any]:
        """The answers as the data of a case."""
        return self._data(self._answers)

    def save(self) -> dict[str, Any]:
        """The interview as plain data, to be kept as JSON and read by `resume`."""
        rulebook = self._advisor.rulebook
        about = self._data({})
        return {
            "schema": SCHEMA,
            "rulebook_sha256": rulebook.sha256,
            "edition": rulebook.edition,
            "areas": list(self.areas),
            **({"about": about} if any(about.values()) else {}),
            **({"among": self.among} if self.among else {}),
            "answers": [{"fact": label, "value": value} for label, value in self.answers.items()],
        }

    def _data(self, answers: Answers) -> dict[str, Any]:
        data = self._advisor.given(self._outline.answered(answers))
        data.pop("among", None)
        return data

    def _read(self, label: str, value: Any) -> Value | None:
        point = self._outline.points.get(label)
        if point is None:
            message, hint = unknown("fact", label, self._outline.points)
            raise InputError([problem(Place("answer"), message, hint)])
        if not_given(value):
            return None
        fact = self._advisor.rulebook.facts[point.fact]
        try:
            read = read_value(fact, value)
        except ValueError as error:
            raise InputError([problem(Place("answer"), f"{label}: {error}")]) from None
        return None if says_nothing(fact, read) else read

    def _refuse_impossible(self, label: str, answers: Answers) -> None:
        rulebook, fact = self._advisor.rulebook, self._outline.points[label].fact
        budget = Budget(ANSWER_LIMIT)
        for topic, known in self._asker.touched(label, answers):
            found = contradictions(rulebook, rulebook.facts[fact].subject, known)
            problems = [_clash(fact, known, each) for each in found]
            if not problems and not topic.is_possible(answers, budget):
                problems = [problem(Place("answer"), f"{label} cannot be so beside your other answers")]
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


def _outlined(
    advisor: Recommends,
    areas: Sequence[str],
    about: Case | Mapping[str, Any] | None,
    among: Mapping[str, Sequence[str]],
) -> dict[str, Any]:
    """The data of a case with the items, stages and options that an interview is about. Raises InputError."""
    case = about if isinstance(about, Case) or about is None else advisor.case(about, "about")
    given = {} if case is None else advisor.given(case)
    subjects = dict.fromkeys(advisor.rulebook.areas[area].subject for area in areas)
    admitted = {**given.get("among", {}), **among}
    return {
        **{subject: items for subject, items in given.items() if subject in subjects},
        **{subject: {} for subject in subjects if subject not in given},
        "among": {label: list(options) for label, options in admitted.items() if label.partition("/")[0] in areas},
    }
