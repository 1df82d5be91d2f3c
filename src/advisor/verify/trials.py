"""Cases as tests of one area's rules: judged the quick way, so that thousands of changed rules can be tried on them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from advisor.advise.advisor import among_of, names_in
from advisor.advise.certainty import Examiner
from advisor.advise.decision import Decision, Verdict
from advisor.advise.expected import Came, all_fit, came_of_plans
from advisor.advise.plans import Planner, cut_days, steps_of
from advisor.advise.situation import spans
from advisor.advise.worlds import close
from advisor.conditions import Masks, Space
from advisor.model.case import Case, Expectation, Item
from advisor.model.result import StageSpan


@dataclass(frozen=True)
class Stated:
    """What is known of an item at one stage: what was given, and that with what follows."""

    stage: StageSpan | None
    given: Masks
    known: Masks


@dataclass(frozen=True)
class Trial:
    """One expectation of a case: the items it is about, with the options admitted, and what will do."""

    case: Case
    label: str
    items: tuple[tuple[tuple[Stated, ...], tuple[Expectation, ...] | None], ...]
    expected: tuple[Expectation, ...]
    exact: bool = False

    def passes(self, decision: Decision) -> bool:
        """Whether the rules of a decision answer as expected."""
        return all_fit(
            (came for stated, among in self.items for came in self._answers(decision, stated, among)), self.expected
        )

    def _answers(
        self, decision: Decision, stated: tuple[Stated, ...], among: tuple[Expectation, ...] | None
    ) -> Iterator[Came]:
        area = decision.area
        if area.over_time and stated[0].stage is not None:
            yield self._plan(decision, stated, among)
            return
        admitted = decision.admitted(None if among is None else names_in(among, area))
        for each in stated:
            verdict = self._verdict(decision, each, admitted)
            yield Came(verdict.outcome, frozenset(verdict.recommended))

    def _verdict(self, decision: Decision, stated: Stated, admitted: tuple[str, ...]) -> Verdict:
        if self.exact:
            return Examiner(decision, admitted, assuming=True).judge(stated.given) or Verdict("conflict", ())
        return decision.verdict_on(stated.known, admitted)

    def _plan(self, decision: Decision, stated: tuple[Stated, ...], among: tuple[Expectation, ...] | None) -> Came:
        planner = Planner(decision, [each.stage for each in stated if each.stage is not None], among)
        verdicts = [self._verdict(decision, each, planner.admitted(place)) for place, each in enumerate(stated)]
        paths = planner.choose(verdicts, [decision.applying(each.known) for each in stated])
        plans = tuple(tuple(steps_of(path, planner.starts)) for path in paths)
        outcome = "conflict" if not plans else "tie" if len(plans) > 1 else "recommended"
        return came_of_plans(outcome, plans)


def trials_of(cases: Iterable[Case], decision: Decision) -> list[Trial]:
    """The expectations about an area that hold now."""
    found = []
    for case in cases:
        for label, expected in case.expect.items():
            if label.partition("/")[0] != decision.area.id:
                continue
            items = [
                item
                for item in case.targets(decision.area.subject)
                if label in (item.label(decision.area.id), decision.area.id)
            ]
            stated = tuple((_stated(item, case, decision), among_of(case, item, decision.area)) for item in items)
            for exact in (False, True):  # where silence leaves a leader that can never win, it takes the long way
                trial = Trial(case, label, stated, expected, exact)
                if trial.passes(decision):
                    found.append(trial)
                    break
    return found


def _stated(item: Item, case: Case, decision: Decision) -> tuple[Stated, ...]:
    space, area = decision.space, decision.area
    among = among_of(case, item, area)
    cuts = tuple(cut_days(area, item, among or ())) if item.stages and area.over_time else ()
    return tuple(
        Stated(stage, given, known_of(space, given))
        for stage, facts in spans(item, cuts)
        for given in [space.masks(facts)]
    )


def known_of(space: Space, given: Masks) -> Masks:
    """What is given, with all that follows from it."""
    closed = close(space, given, range(len(given)), bold=True)
    return given if closed is None else closed.masks
