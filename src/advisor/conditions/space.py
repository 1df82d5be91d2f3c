"""All that can be known of one subject: its facts in working order, their cells, what fills and what forbids them."""

from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias
from weakref import WeakKeyDictionary

from advisor.conditions.bounds import Bounds, bounds_of
from advisor.conditions.cells import Cells, cells_of
from advisor.conditions.truth import Evaluator, Truth, truth_of
from advisor.model.conditions import All, Condition, Not, Test, facts_of, tests_of
from advisor.model.rulebook import STAGE_FACTS, Area, Fact, Filling, Rulebook, Subject
from advisor.model.values import Value
from advisor.once import once

Masks: TypeAlias = list[int]

_MEMORY = 16384  # values whose masks are remembered
_FAR = 1e15 - 2  # next to the largest number that can be said: the end of a number that is declared without one


@dataclass(frozen=True)
class Fill:
    """A filling with its condition made exclusive: it holds, and none before it does."""

    condition: Condition
    holds: Evaluator
    value: Value
    mask: int
    because: str | None
    reads: frozenset[str]

    @once
    def exact(self) -> bool:
        """Whether the value leaves nothing open."""
        return not self.mask & (self.mask - 1)


@dataclass(frozen=True)
class Forbidden:
    """What no workload has: a declared `never`, or a value that disagrees with its derivation."""

    holds: Evaluator
    reads: frozenset[int]
    because: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Contradiction:
    """Facts of a case that cannot stand together, and why."""

    facts: tuple[str, ...]
    because: str


class Space:
    """One subject's facts, cut into cells at every threshold of the rulebook.

    `facts` lists ids level by level, each after the facts that fill it; a state of knowledge is a list of masks in
    the same order.
    """

    def __init__(
        self,
        subject: Subject,
        facts: Mapping[str, Fact],
        conditions: Iterable[Condition],
        needed: Iterable[Condition] = (),
    ) -> None:
        """`conditions` are all those of the subject's areas; `needed`, those of them that say when an area applies."""
        fillings = [filling for fact in facts.values() for filling in (*fact.derive, *fact.assume)]
        self.nevers = tuple(never.when for never in subject.never)
        tests: dict[str, list[Test]] = {name: [] for name in facts}
        for condition in (*conditions, *self.nevers, *(filling.when for filling in fillings)):
            for test in tests_of(condition):
                tests[test.fact].append(test)
        for fact in facts.values():  # a filled number must be a cell of its own
            tests[fact.id] += [
                Test(fact.id, "equal", bound)
                for filling in (*fact.derive, *fact.assume)
                for bound in _bounds(filling.value)
            ]
            if fact.assume and fact.kind == "number":  # and its ends, so that what is said is told from silence
                low, high = fact.minimum, fact.maximum
                ends = -_FAR if low is None else low, _FAR if high is None else high
                tests[fact.id] += [Test(fact.id, "equal", end) for end in ends]
        self.subject = subject.id
        self._evaluators: dict[Condition, Evaluator] = {}
        self.declared = dict(facts)
        self.levels = _levels(facts)
        self.tests = tests
        self.needs = tuple(needed)
        self.facts = tuple(name for level in self.levels for name in level)
        self.index = {name: place for place, name in enumerate(self.facts)}
        self.cells: tuple[Cells, ...] = tuple(cells_of(facts[name], tests[name]) for name in self.facts)
        self.everything: tuple[int, ...] = tuple(cells.everything for cells in self.cells)
        self._nevers_in: Bounds | None = None
        self.mask = lru_cache(maxsize=_MEMORY)(self._mask)
        self.derive = tuple(self._fills(name, facts[name].derive) for name in self.facts)
        self.assume = tuple(self._fills(name, facts[name].assume) for name in self.facts)
        self.forbidden = tuple(
            Forbidden(
                truth_of(never.when, self),
                self._places(facts_of(never.when)),
                never.because,
                tuple(facts_of(never.when)),
            )
            for never in subject.never
        ) + tuple(self._disagreements())
        self._forbids = tuple(each.holds for each in self.forbidden)
        self.filled = tuple(place for place in range(len(self.facts)) if self.derive[place] or self.assume[place])
        self.derived = tuple((place, self.derive[place]) for place in self.filled if self.derive[place])
        consequences = [self._consequences(place) for place in range(len(self.facts))]
        self.forbidden_with = tuple(
            tuple(each for each in self.forbidden if each.reads & reached) for reached in consequences
        )
        self.fillings = tuple(
            (place, self.everything[place], self.derive[place], self.assume[place], self.forbidden_with[place])
            for place in self.filled
        )
        self.implies = tuple(len(reached) > 1 or self._waits(place) for place, reached in enumerate(consequences))

    def passing(self, test: Test) -> int:
        """The cells of the test's fact that pass it."""
        return self.cells[self.index[test.fact]].passing(test)

    def truth(self, condition: Condition, masks: Sequence[int]) -> Truth:
        """The truth of any condition over the facts of this space."""
        evaluator = self._evaluators.get(condition)
        if evaluator is None:
            evaluator = self._evaluators[condition] = truth_of(condition, self)
        return evaluator(masks)

    def masks(self, known: Mapping[str, Value]) -> Masks:
        """The state of knowledge in which only `known` is known."""
        masks = list(self.everything)
        for name, value in known.items():
            place = self.index.get(name)
            if place is not None:
                masks[place] = self.mask(place, value)
        return masks

    def _mask(self, place: int, value: Value) -> int:
        """The cells that a value of the fact at `place` leaves possible."""
        return self.cells[place].mask(value)

    def broken(self, masks: Sequence[int]) -> int:
        """The declared `never` conditions that hold for certain in what is known, a bit for each."""
        if self._nevers_in is None:
            self._nevers_in = bounds_of(self.nevers, self)
        return self._nevers_in(masks)[0]

    def is_forbidden(self, masks: Sequence[int]) -> bool:
        """Whether no workload can be so."""
        return any(holds(masks) for holds in self._forbids)

    def doubt(self, masks: Sequence[int]) -> Forbidden | None:
        """What is not certain to be absent, though no workload has it; None if nothing forbidden is left open."""
        for each in self.forbidden:
            if each.holds(masks) is None:
                return each
        return None

    def implied(self, masks: Sequence[int]) -> Masks:
        """The state with derived values filled in (but for those that disagree: these are forbidden)."""
        filled = list(masks)
        for place, fills in self.derived:
            for fill in fills:
                if fill.mask & filled[place] and fill.holds(filled):
                    filled[place] &= fill.mask
        return filled

    def _consequences(self, place: int) -> frozenset[int]:
        """The fact at `place`, and those derived from it, step by step."""
        reached = {self.facts[place]}
        for name, fills in zip(self.facts, self.derive, strict=True):
            if any(fill.reads & reached for fill in fills):
                reached.add(name)
        return self._places(reached)

    def _waits(self, place: int) -> bool:
        """Whether something forbidden with the fact at `place` reads a fact that is derived after it."""
        reads = frozenset().union(*(each.reads for each in self.forbidden_with[place]))
        return any(other > place and self.derive[other] for other in reads)

    def _places(self, names: Iterable[str]) -> frozenset[int]:
        return frozenset(self.index[name] for name in names)

    def _fills(self, name: str, fillings: Sequence[Filling]) -> tuple[Fill, ...]:
        fills = []
        for place, filling in enumerate(fillings):
            before = tuple(Not(other.when) for other in fillings[:place])
            condition = All((*before, filling.when)) if before else filling.when
            mask = self.cells[self.index[name]].mask(filling.value)
            reads = facts_of(condition)
            fills.append(Fill(condition, truth_of(condition, self), filling.value, mask, filling.because, reads))
        return tuple(fills)

    def _disagreements(self) -> Iterable[Forbidden]:
        for place, fills in enumerate(self.derive):
            for fill in fills:
                reads = self._places(fill.reads) | {place}
                because = fill.because or f"{self.facts[place]} follows from the others."
                yield Forbidden(_disagrees(fill, place), reads, because, (self.facts[place], *fill.reads))


def _disagrees(fill: Fill, place: int) -> Evaluator:
    def holds(masks: Sequence[int]) -> bool | None:
        if not masks[place] & ~fill.mask:
            return False
        truth = fill.holds(masks)
        return None if truth and masks[place] & fill.mask else truth

    return holds


def _bounds(value: Value) -> list[float]:
    low, high = getattr(value, "low", None), getattr(value, "high", None)
    return [bound for bound in (low, high) if bound is not None]


def _levels(facts: Mapping[str, Fact]) -> list[list[str]]:
    """The facts, each in a level after those that its fillings read (the loader has seen to it that this ends)."""
    level_of: dict[str, int] = {}

    def level(name: str) -> int:
        if name not in level_of:
            fillings = (*facts[name].derive, *facts[name].assume)
            level_of[name] = 1 + max((level(other) for each in fillings for other in facts_of(each.when)), default=-1)
        return level_of[name]

    depth = max(map(level, facts), default=-1)
    return [[name for name in facts if level_of[name] == number] for number in range(depth + 1)]


_SPACES: MutableMapping[Rulebook, dict[str, Space]] = WeakKeyDictionary()


def spaces(rulebook: Rulebook) -> dict[str, Space]:
    """The space of each subject of the rulebook, made once."""
    if rulebook not in _SPACES:
        _SPACES[rulebook] = {subject.id: _space(rulebook, subject) for subject in rulebook.subjects.values()}
    return _SPACES[rulebook]


def _space(rulebook: Rulebook, subject: Subject) -> Space:
    conditions = [condition for area in rulebook.areas_of(subject.id) for condition in conditions_of(area)]
    read = {name for condition in conditions for name in facts_of(condition)}
    stage = {name: fact for name, fact in STAGE_FACTS.items() if name in read}
    facts = {fact.id: fact for fact in subject.facts.values()}
    statements = [area.applies_when for area in rulebook.areas_of(subject.id) if area.applies_when]
    return Space(subject, facts | stage, conditions, [each.when for each in statements if each.when])


def conditions_of(area: Area) -> list[Condition]:
    """Every condition of an area."""
    conditions = [rule.condition for rule in (*area.rules, *area.advice)]
    conditions += [each.when for each in area.accepted if each.when]
    if area.applies_when and area.applies_when.when:
        conditions.append(area.applies_when.when)
    return conditions


def contradictions(rulebook: Rulebook, subject: str, facts: Mapping[str, Value]) -> list[Contradiction]:
    """The facts of a case that a `never` forbids, or that disagree with what others imply."""
    space = spaces(rulebook)[subject]
    return contradictions_in(space, space.masks(facts))


def contradictions_in(space: Space, known: Masks) -> list[Contradiction]:
    """What a `never` forbids, or what disagrees with what others imply, in what is known of one subject."""
    masks = known.copy()
    found = []
    for place, fills in space.derived:
        for fill in fills:
            if fill.holds(masks):
                if masks[place] & fill.mask:
                    masks[place] &= fill.mask
                else:
                    names = (space.facts[place], *sorted(fill.reads))
                    found.append(Contradiction(names, fill.because or "One follows from the others."))
    broken = space.broken(masks)
    if broken:
        nevers = space.forbidden[: len(space.nevers)]
        found += [Contradiction(each.names, each.because) for place, each in enumerate(nevers) if broken >> place & 1]
    return found
