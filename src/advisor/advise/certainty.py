"""How certain an outcome is: proved over all completions, resting on assumptions, or open to what nobody gave."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, combinations, product

from advisor.advise.decision import Decision, Key, Verdict
from advisor.advise.grounds import Grounds
from advisor.advise.worlds import Budget, Closed, LimitReached, Search, close
from advisor.conditions import Masks
from advisor.model.result import Certainty

# Sets of facts that only together change the outcome are listed up to this size; larger ones only if there are no
# smaller ones.
SET_SIZE = 2


@dataclass(frozen=True)
class Change:
    """A smallest set of facts (by id) that could change the outcome, and what the outcomes could then be."""

    facts: tuple[str, ...]
    outcomes: tuple[Key, ...]


@dataclass(frozen=True)
class Certified:
    """How certain a verdict is, and the changes that were asked for; `limit` is set where a search ended early."""

    certainty: Certainty
    rests_on: tuple[Change, ...] = ()
    open: tuple[Change, ...] = ()
    limit: int | None = None


@dataclass
class Examiner:
    """Works out verdicts and their certainty for one decision."""

    decision: Decision
    admitted: Sequence[str]
    assuming: bool
    budget: Budget = field(default_factory=Budget)
    search: Search = field(init=False)
    grounds: Grounds = field(init=False)

    def __post_init__(self) -> None:
        self.grounds = self.decision.grounds
        self.search = Search(self.decision, self.admitted, self.budget)

    def decide(self, given: Masks, applying: int) -> Verdict:
        """The verdict on what is given, to which the engine found these rules to apply."""
        closed = self._close(given)
        if closed is None:
            return Verdict("conflict", ())
        verdict = self.decision.verdict_on(closed.masks, self.admitted, applying)
        try:
            return self._led(given, closed, verdict) or verdict
        except LimitReached:
            return verdict

    def certify(self, given: Masks, verdict: Verdict, with_changes: bool = True) -> Certified:
        """The certainty of the verdict on what is given.

        Also, unless they are not wanted (they take longer to find than the rest), the sets of facts that could
        change it.
        """
        closed = self._close(given)
        if closed is None:
            return Certified("proved")
        differs = verdict.key.__ne__
        try:
            if self.search.find(given, differs, closed.filled) is not None:
                certainty: Certainty = "open"
            elif closed.assumed and self.search.find(given, differs) is not None:
                certainty = "assumed"
            else:
                return Certified("proved")
        except LimitReached:
            return Certified("not-proved", limit=self.budget.limit)
        if not with_changes:
            return Certified(certainty)
        changes: list[Change] = []
        limit = None
        try:
            changes.extend(self._changes(given, closed, verdict.key, certainty))
        except LimitReached:
            limit = self.budget.limit
        assumed = {self.decision.space.facts[place] for place in closed.assumed}
        return Certified(
            certainty,
            rests_on=tuple(change for change in changes if assumed.intersection(change.facts)),
            open=tuple(change for change in changes if not assumed.intersection(change.facts)),
            limit=limit,
        )

    def _close(self, given: Masks) -> Closed | None:
        space = self.decision.space
        return close(space, given, range(len(space.facts)) if self.assuming else (), bold=True)

    def judge(self, given: Masks) -> Verdict | None:
        """The verdict on what is given; None if no workload can be so. Raises LimitReached."""
        closed = self._close(given)
        if closed is None:
            return None
        return self._led(given, closed, self.decision.verdict_on(closed.masks, self.admitted))

    def _led(self, given: Masks, closed: Closed, verdict: Verdict) -> Verdict | None:
        """The verdict with only such leaders as win in some completion; None if there is no completion at all.

        Where silence leaves nobody who could ever win (an option needs to be shown, its rivals to be asked for),
        the best placed of those that can win lead.
        """
        if not verdict.recommended and self.search.find(given, verdict.key.__eq__, closed.filled) is not None:
            return verdict
        applying = self.decision.applying(closed.masks)
        for equals in chain([verdict.recommended], self.decision.ranks(applying, self.admitted)):
            leaders = tuple(option for option in equals if self._wins_somewhere(given, closed, option))
            if leaders:
                changed = Verdict("tie" if len(leaders) > 1 else "recommended", leaders)
                return verdict if leaders == verdict.recommended else changed
        for lost in (Verdict("conflict", ()), Verdict("not-needed", ())):
            if self.search.find(given, lost.key.__eq__, closed.filled) is not None:
                return lost
        return None

    def _wins_somewhere(self, given: Masks, closed: Closed, option: str) -> bool:
        return self.search.find(given, lambda key: option in key, closed.filled, option) is not None

    def _changes(self, given: Masks, closed: Closed, key: Key, certainty: Certainty) -> Iterator[Change]:
        """The smallest sets of facts with an answer that changes the outcome, single facts first."""
        universe = [place for place in self.grounds.places if self._is_askable(place, given, closed)]
        found: list[tuple[int, ...]] = []
        for size in range(1, len(universe) + 1):
            if size > SET_SIZE and any(
                certainty == "assumed" or not closed.assumed.intersection(each) for each in found
            ):
                return
            for places in combinations(universe, size):
                if any(set(smaller) <= set(places) for smaller in found):
                    continue
                outcomes = self._outcomes(given, places, key)
                if outcomes:
                    found.append(places)
                    yield Change(tuple(self.decision.space.facts[place] for place in places), outcomes)

    def _outcomes(self, given: Masks, places: tuple[int, ...], key: Key) -> tuple[Key, ...]:
        outcomes: dict[Key, None] = {}
        for answers in product(*(self.grounds.answers(place, given[place]) for place in places)):
            answered = given.copy()
            for place, answer in zip(places, answers, strict=True):
                answered[place] = answer
            self.budget.spend()
            verdict = self.judge(answered)
            if verdict is not None and verdict.key != key:
                outcomes[verdict.key] = None
        return tuple(outcomes)

    def _is_askable(self, place: int, given: Masks, closed: Closed) -> bool:
        several = bool(given[place] & (given[place] - 1))
        return several and place not in closed.derived
