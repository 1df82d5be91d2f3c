"""Cases to answers, one by one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from advisor.advise import Advisor
from advisor.batch.admitting import admit
from advisor.batch.entries import Entry
from advisor.errors import InputError, Problem
from advisor.model.result import Result


@dataclass(frozen=True)
class Outcome:
    """An entry with its result, or with the problems that left it without one."""

    entry: Entry
    result: Result | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the case."""
        return self.entry.problems


def run(
    entries: Iterable[Entry],
    advisor: Advisor,
    *,
    areas: Sequence[str] | None = None,
    among: Sequence[str] = (),
    assumptions: bool = True,
    today: bool = False,
) -> Iterator[Outcome]:
    """The answer to each case in turn; one that is wrong does not stop the others.

    `areas` limits the answers, `among` the options, in the one area that it fits; `today` lays each answer of the notes
    beside today's, for which the library's advisor is needed.
    """
    for entry in entries:
        if entry.case is None:
            yield Outcome(entry)
            continue
        try:
            case = admit(entry.case, among, areas, advisor.rulebook) if among else entry.case
            result = advisor.recommend(case, areas=areas, assumptions=assumptions)
            result = result.with_today() if today else result
        except InputError as error:
            yield Outcome(replace(entry, case=None, problems=error.problems))
        except Exception as error:
            error.add_note(f"It happened at {entry.place}, in the case {entry.name!r}.")
            raise
        else:
            yield Outcome(entry, result)
