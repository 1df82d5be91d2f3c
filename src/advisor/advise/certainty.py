"""How certain an outcome is: proved over all completions, resting on assumptions, or open to what nobody gave."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, product

from advisor.advise.changes import Change, Outcomes, smallest
from advisor.advise.decision import Decision, Key, Verdict
from advisor.advise.grounds import Grounds
from advisor.advise.worlds import Budget, Closed, LimitReached, Search, close
from advisor.conditions import Masks
from advisor.model.result import Certainty


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
        return Certified(
            certainty,
            rests_on=tuple(change for change in changes if change.contrary),
            open=tuple(change for change in changes if not change.contrary),
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
        unknown = [place for place in self.grounds.places if given[place] & (given[place] - 1)]
        askable = [place for place in unknown if place not in closed.derived]
        names = self.decision.space.facts
        for places, outcomes, contrary in smallest(
            askable, unknown, lambda places: self._outcomes(given, closed, places, key), certainty
        ):
            yield Change(tuple(names[place] for place in places), outcomes, contrary)

    def _outcomes(self, given: Masks, closed: Closed, places: tuple[int, ...], key: Key) -> Outcomes:
        agreeing: dict[Key, None] = {}
        contrary: dict[Key, None] = {}
        for answers in product(*(self.grounds.answers(place, given[place]) for place in places)):
            answered = given.copy()
            for place, answer in zip(places, answers, strict=True):
                answered[place] = answer
            self.budget.spend()
            verdict = self.judge(answered)
            if verdict is not None and verdict.key != key:
                outcomes = agreeing if self._agrees(given, closed, answered, places) else contrary
                outcomes[verdict.key] = None
        return tuple(agreeing), tuple(contrary)

    def _agrees(self, given: Masks, closed: Closed, answered: Masks, places: Sequence[int]) -> bool:
        """Whether what is answered of filled facts goes with what would be filled in after the other answers."""
        filled = closed.filled.intersection(places)
        if not filled:
            return True
        others = answered.copy()
        for place in filled:
            others[place] = given[place]
        left = closed if len(filled) == len(places) else self._close(others)
        return left is not None and all(answered[place] & left.masks[place] for place in filled)
