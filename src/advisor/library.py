"""The library's front door: an advisor that also explains and applies what it recommends."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from advisor import advise
from advisor.advise.worlds import LIMIT
from advisor.model.case import Case
from advisor.model.explaining import Explaining
from advisor.model.result import Result
from advisor.model.rulebook import Edition, Rulebook

if TYPE_CHECKING:
    from advisor.interview import Interview
    from advisor.model.comparison import Comparison
    from advisor.model.explanation import Explanation, Replayed


class Advisor(advise.Advisor):
    """Recommends and explains, from one rulebook. Safe to use from several threads, and after a fork."""

    def __init__(self, rulebook: Rulebook, limit: int = LIMIT) -> None:
        """`limit`: how many states a proof of one recommendation may look at before it is `not-proved`."""
        super().__init__(rulebook, limit)
        self._limit = limit
        self._folder: Path | None = None  # of the rulebook, None for the bundled one
        self._editions: dict[Edition, Self] | None = None  # None: the rulebook comes from no folder

    @classmethod
    def load(cls, path: str | Path | None = None, edition: Edition = "notes", limit: int = LIMIT) -> Self:
        """The advisor of the rulebook in folder `path` (default: the bundled one).

        Raises InputError with every problem of the rulebook.
        """
        advisor = super().load(path, edition, limit)
        advisor._folder = None if path is None else Path(path).absolute()
        advisor._editions = {edition: advisor}
        return advisor

    def in_edition(self, edition: Edition) -> Self:
        """The advisor of the same folder in another edition, loaded when it is first asked for.

        Raises LookupError if this one was made of a rulebook and not loaded from a folder.
        """
        if self._editions is None:
            raise LookupError("this advisor was made of one rulebook; Advisor.load knows both editions")
        if edition not in self._editions:
            self._editions[edition] = type(self).load(self._folder, edition, self._limit)
        return self._editions[edition]

    def recommend(
        self,
        case: Case | Mapping[str, Any],
        *,
        areas: Iterable[str] | None = None,
        among: Mapping[str, Sequence[str]] | None = None,
        assumptions: bool = True,
    ) -> Result:
        """The recommendations for a workload; `result.explain("ebs-volume")` then says why, and
        `result.apply("ebs-volume")` what sets it.

        `case` is a mapping as in a case file, or a `Case`; `areas` limits the answer to some areas; `among` restricts
        options by area (or area/name) and takes the place of the case's own; `assumptions=False` leaves unknown what
        the case does not say. Raises InputError if the case or an option is wrong.
        """
        case = case if isinstance(case, Case) else self.case(case)
        if among is not None:
            case = self.admitting(case, among)
        areas = areas if areas is None or isinstance(areas, str) else list(areas)
        result = super().recommend(case, areas=areas, assumptions=assumptions)

        def explaining(result: Result, label: str, asked: Mapping[str, Any]) -> "Explanation":
            from advisor.explain import explain

            explained = explain(self, case, label, assumptions=assumptions, result=result, **asked)
            if self.rulebook.edition == "today" or self._editions is None:
                return explained
            from advisor.editions.today import explained_beside_today

            own = self.recommend(case, areas=[explained.area], assumptions=assumptions)
            return explained_beside_today(explained, own.with_today())

        def applying(_result: Result, label: str | None, format: str) -> str:
            from advisor.apply import applied_text

            return applied_text(self, case, [] if label is None else [label], format, assumptions=assumptions)

        def with_today(result: Result) -> Result:
            if self.rulebook.edition == "today":
                return result
            from advisor.editions.today import beside_today

            named = None if areas is None else [area.id for area in self.areas(areas)]
            return beside_today(result, case, self.rulebook, self.in_edition("today"), named, assumptions)

        result.explained_by(Explaining(explaining, applying, with_today))
        return result

    def compare(
        self, case: Case | Mapping[str, Any], *, areas: Iterable[str] | None = None, assumptions: bool = True
    ) -> "Comparison":
        """What each edition concludes of a workload, and why they differ.

        `case` is a mapping as in a case file, which may state facts of today's edition, or a `Case` read with it.
        Raises InputError if the case is wrong, and LookupError if this advisor was not loaded from a folder.
        """
        from advisor.editions import compare

        notes, today = self.in_edition("notes"), self.in_edition("today")
        named = None if areas is None else [area.id for area in today.areas(areas)]
        return compare(case if isinstance(case, Case) else today.case(case), notes, today, named, assumptions)

    def interview(
        self,
        areas: Sequence[str] | None = None,
        *,
        among: Mapping[str, Sequence[str]] | None = None,
        about: Case | Mapping[str, Any] | None = None,
    ) -> "Interview":
        """A questionnaire about some areas (default: all), which asks only what can still change the answer.

        Drive it with `next_question()`, `answer(question.label, value)`, `undo()` and `result()`. `about`: a case with
        several items or with stages to ask about; what a stage of it states is asked for that stage by itself. Raises
        InputError for areas and options that are not there.
        """
        from advisor.interview import Interview

        return Interview(self, list(self.rulebook.areas) if areas is None else areas, among=among, about=about)

    def replay(self, saved: str | Mapping[str, Any], name: str = "result") -> "Replayed":
        """Compute a saved result (its JSON, or the data in it) again, and say what differs.

        Raises InputError, with the place, if it is damaged or is no result.
        """
        from advisor.explain import replay

        return replay(saved, self, name)
