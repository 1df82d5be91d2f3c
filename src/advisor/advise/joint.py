"""The certainty of a plan whose stages hang together: transitions, or plans admitted by `among`, couple them.

Then the stages cannot be proved one by one; their completions are searched together. A constant fact has one value
in all of them, any other fact in those that are one stage of the case.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import product
from operator import or_
from typing import TypeAlias

from advisor.advise.changes import Change, Outcomes, smallest
from advisor.advise.decision import CONFLICT, Key, Verdict
from advisor.advise.plans import Path, Planner, plan_text, steps_of
from advisor.advise.worlds import Budget, Closed, LimitReached, Split, close, doubtful, halves, undecided
from advisor.conditions import Masks
from advisor.model.result import Certainty

Fillable: TypeAlias = Sequence[frozenset[int]]  # for each stage, the facts that are left to others to fill
Asked: TypeAlias = tuple[int | None, int]  # a stage (None: all of them) and a fact's place


NO_PLAN: Key = frozenset({"conflict"})


@dataclass
class JointExaminer:
    """Works out the certainty of a plan over the completions of all its stages."""

    planner: Planner
    assuming: bool
    budget: Budget = field(default_factory=Budget)

    def __post_init__(self) -> None:
        self.decision = self.planner.decision
        self.space = self.decision.space

    def certify(
        self, bases: Sequence[Masks], paths: Iterable[Path]
    ) -> tuple[Certainty, list[tuple[int | None, Change]], int | None]:
        """The certainty of `paths` as the plans for stages of which `bases` were given.

        Also the smallest sets of facts that could change it (with the stage they belong to), and the limit if the
        search ended at it.
        """
        closed = self._close_boldly(bases)
        if closed is None:
            return "proved", [], None
        key = self._key(paths)
        filled = [each.filled for each in closed]
        nothing = [frozenset[int]() for _ in closed]
        try:
            if self._find(bases, key, filled):
                certainty: Certainty = "open"
            elif any(each.assumed for each in closed) and self._find(bases, key, nothing):
                certainty = "assumed"
            else:
                return "proved", [], None
        except LimitReached:
            return "not-proved", [], self.budget.limit
        changes: list[tuple[int | None, Change]] = []
        try:
            changes.extend(self._changes(bases, closed, key, certainty))
        except LimitReached:
            return certainty, changes, self.budget.limit
        return certainty, changes, None

    def is_proved(self, bases: Sequence[Masks], verdicts: Sequence[Verdict]) -> bool:
        """Whether every completion of the stages has the plan that these verdicts on them make. Raises LimitReached."""
        closed = self._close_boldly(bases)
        if closed is None:
            return True
        applying = [self.decision.applying(each.masks) for each in closed]
        key = self._key(self.planner.choose(verdicts, applying))
        return not self._find(bases, key, [frozenset[int]() for _ in closed])

    def _close(self, state: list[Masks], fillable: Fillable, bases: Sequence[Masks]) -> list[Closed] | None:
        stages = zip(state, fillable, bases, strict=True)
        return _all(close(self.space, each, may, bold=False, given=base) for each, may, base in stages)

    def _close_boldly(self, bases: Sequence[Masks]) -> list[Closed] | None:
        fillable = range(len(self.space.facts)) if self.assuming else ()
        return _all(close(self.space, base, fillable, bold=True) for base in bases)

    def _plan(self, closed: Sequence[Closed]) -> Key:
        applying = [self.decision.applying(each.masks) for each in closed]
        return self._key(self.planner.choose(self._verdicts(applying), applying))

    def _verdicts(self, applying: Sequence[int]) -> list[Verdict]:
        return [self.decision.verdict(rules, self.planner.admitted(stage)) for stage, rules in enumerate(applying)]

    def _key(self, paths: Iterable[Path]) -> Key:
        return frozenset(plan_text(steps_of(path, self.planner.starts)) for path in paths) or NO_PLAN

    def _find(self, bases: Sequence[Masks], key: Key, fillable: Fillable) -> bool:
        """Whether some completion has another plan."""
        states = [[base.copy() for base in bases]]
        while states:
            state = states.pop()
            self.budget.spend()
            closed = self._close(state, fillable, bases)
            if closed is None:
                continue
            plan, split = self._judge(closed)
            if plan is not None:
                if plan != key and self._is_possible(state, fillable, bases):
                    return True
            elif split is not None:
                states += self._halves(state, closed, *split)
        return False

    def _judge(self, closed: Sequence[Closed]) -> tuple[Key | None, tuple[int, Split] | None]:
        """The plan that all completions share, or a split that brings it nearer."""
        bounds = [self.decision.bounds(each.masks) for each in closed]
        settled = [
            self.decision.settled(certain, possible, self.planner.admitted(stage))
            for stage, (certain, possible) in enumerate(bounds)
        ]
        keys = [key for key, _ in settled]
        if CONFLICT in keys:
            return NO_PLAN, None
        for stage, (key, contenders) in enumerate(settled):
            if key is None:
                touching = [self.decision.touching[option] for option in contenders]
                return None, self._split(stage, closed[stage], reduce(or_, touching, 0))
        stagewise = self.planner.stagewise([tuple(key) for key in keys if key is not None])
        if stagewise:
            return self._key(stagewise), None
        for stage, each in enumerate(closed):
            split = self._split(stage, each, -1)
            if split is not None:
                return None, split
        applying = [certain for certain, _ in bounds]
        return self._key(self.planner.choose(self._verdicts(applying), applying)), None

    def _split(self, stage: int, closed: Closed, among_rules: int) -> tuple[int, Split] | None:
        """A split at one of the undecided rules of a stage."""
        certain, possible = self.decision.bounds(closed.masks)
        for rule in self.decision.area.rules:
            if possible & ~certain & among_rules & self.decision.rule_bits[rule.id]:
                split = undecided(rule.condition, self.space, closed.masks)
                return None if split is None else (stage, split)
        return None

    def _is_possible(self, start: list[Masks], fillable: Fillable, bases: Sequence[Masks]) -> bool:
        """Whether some completion of all stages is free of what cannot be."""
        states = [start]
        while states:
            state = states.pop()
            self.budget.spend()
            closed = self._close(state, fillable, bases)
            if closed is None:
                continue
            doubts = (
                (stage, doubtful(doubt, each.masks))
                for stage, each in enumerate(closed)
                for doubt in self.space.forbidden
                if doubt.holds(each.masks) is None
            )
            split = next(doubts, None)
            if split is None:
                return True
            states += self._halves(state, closed, *split)
        return False

    def _halves(self, state: list[Masks], closed: Sequence[Closed], stage: int, split: Split) -> list[list[Masks]]:
        found = []
        for place, side in halves(closed[stage], split):
            half = [masks.copy() for masks in state]
            for other in self._sharing(stage, place):
                half[other][place] &= side
            if all(masks[place] for masks in half):
                found.append(half)
        return found

    def _sharing(self, stage: int | None, place: int) -> list[int]:
        """The stages in which a fact has the value that it has in one of them."""
        entries = self.planner.entries
        everywhere = stage is None or self._is_constant(place)
        return [other for other, entry in enumerate(entries) if everywhere or entry == entries[stage or 0]]

    def _is_constant(self, place: int) -> bool:
        return self.space.declared[self.space.facts[place]].constant

    def _changes(
        self, bases: Sequence[Masks], closed: Sequence[Closed], key: Key, certainty: Certainty
    ) -> Iterator[tuple[int | None, Change]]:
        several = list(self._unknown(bases, closed))
        unknown = list(dict.fromkeys(asked for asked, _ in several))
        askable = list(dict.fromkeys(asked for asked, is_derived in several if not is_derived))
        for asked, outcomes, contrary in smallest(
            askable, unknown, lambda asked: self._outcomes(bases, closed, asked, key), certainty
        ):
            stages = {stage for stage, _ in asked}
            names = tuple(self.space.facts[place] for _, place in asked)
            yield stages.pop() if len(stages) == 1 else None, Change(names, outcomes, contrary)

    def _unknown(self, bases: Sequence[Masks], closed: Sequence[Closed]) -> Iterator[tuple[Asked, bool]]:
        """What is not exactly known, each with whether it is derived."""
        for stage, (base, each) in enumerate(zip(bases, closed, strict=True)):
            for place in self.decision.grounds.places:
                if base[place] & (base[place] - 1):
                    first = self.planner.entries.index(self.planner.entries[stage])
                    yield (None if self._is_constant(place) else first, place), place in each.derived

    def _outcomes(self, bases: Sequence[Masks], closed: Sequence[Closed], asked: Sequence[Asked], key: Key) -> Outcomes:
        agreeing: dict[Key, None] = {}
        contrary: dict[Key, None] = {}
        answers = [self.decision.grounds.answers(place, bases[stage or 0][place]) for stage, place in asked]
        for chosen in product(*answers):
            answered = [base.copy() for base in bases]
            for (stage, place), answer in zip(asked, chosen, strict=True):
                for other in self._sharing(stage, place):
                    answered[other][place] = answer
            self.budget.spend()
            found = self._close_boldly(answered)
            if found is None:
                continue
            plan = self._plan(found)
            if plan != key and self._is_possible(answered, [each.filled for each in found], answered):
                outcomes = agreeing if self._agrees(bases, closed, answered, asked) else contrary
                outcomes[plan] = None
        return tuple(agreeing), tuple(contrary)

    def _agrees(
        self, bases: Sequence[Masks], closed: Sequence[Closed], answered: list[Masks], asked: Sequence[Asked]
    ) -> bool:
        """Whether what is answered of filled facts goes with what would be filled in after the other answers."""
        others = [masks.copy() for masks in answered]
        filled = [
            (other, place)
            for stage, place in asked
            for other in self._sharing(stage, place)
            if place in closed[other].filled
        ]
        for stage, place in filled:
            others[stage][place] = bases[stage][place]
        left = self._close_boldly(others)
        return left is not None and all(answered[stage][place] & left[stage].masks[place] for stage, place in filled)


def _all(closed: Iterable[Closed | None]) -> list[Closed] | None:
    found = []
    for each in closed:
        if each is None:
            return None
        found.append(each)
    return found
