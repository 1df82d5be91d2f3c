"""The library's front door: an advisor that also explains and applies what it recommends."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from advisor import advise
from advisor.model.case import Case
from advisor.model.result import Explaining, Result

if TYPE_CHECKING:
    from advisor.interview import Interview
    from advisor.model.explanation import Explanation, Replayed


class Advisor(advise.Advisor):
    """Recommends and explains, from one rulebook. Safe to use from several threads, and after a fork."""

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
        result = super().recommend(case, areas=areas, assumptions=assumptions)

        def explaining(label: str, asked: Mapping[str, Any]) -> "Explanation":
            from advisor.explain import explain

            return explain(self, case, label, assumptions=assumptions, result=result, **asked)

        def applying(label: str | None, format: str) -> str:
            from advisor.apply import applied_text

            return applied_text(self, case, [] if label is None else [label], format, assumptions=assumptions)

        result.explained_by(Explaining(explaining, applying))
        return result

    def interview(
        self, areas: Sequence[str] | None = None, *, among: Mapping[str, Sequence[str]] | None = None
    ) -> "Interview":
        """A questionnaire about some areas (default: all), which asks only what can still change the answer.

        Drive it with `next_question()`, `answer(fact, value)`, `undo()` and `result()`. Raises InputError for areas
        and options that are not there.
        """
        from advisor.interview import Interview

        return Interview(self, list(self.rulebook.areas) if areas is None else areas, among=among)

    def replay(self, saved: str | Mapping[str, Any], name: str = "result") -> "Replayed":
        """Compute a saved result (its JSON, or the data in it) again, and say what differs.

        Raises InputError, with the place, if it is damaged or is no result.
        """
        from advisor.explain import replay

        return replay(saved, self, name)
