"""Workloads as formulas: the facts behind an area in z3's terms, and its conditions over them."""

from collections.abc import Iterable, Sequence
from copy import copy
from types import ModuleType
from typing import Any, TypeAlias

from advisor.advise.decision import Decision
from advisor.advise.grounds import Grounds
from advisor.advise.situation import ENDLESS
from advisor.conditions import Masks
from advisor.conditions.cells import ChoicesCells
from advisor.conditions.space import conditions_of
from advisor.model.conditions import All, Condition, Not, Test, facts_of, tests_of
from advisor.model.values import SomeOf, Value
from advisor.once import once
from advisor.quantities import Range

Formula: TypeAlias = Any  # z3 has no types

_PLAIN = {"stage.from": Range(0, 0), "stage.length": Range(ENDLESS.low, ENDLESS.low)}


class MissingSolver(Exception):
    """z3 is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "proofs need the solver z3, which is not installed. Run this in Advisor's folder: pip install '.[verify]'; "
            "or check the form alone with --fast."
        )


def solver_module() -> ModuleType:
    """z3, imported only when it is needed. Raises MissingSolver."""
    try:
        import z3
    except ImportError:
        raise MissingSolver from None
    module: ModuleType = z3
    return module


def z3_true(model: Formula, formula: Formula) -> bool:
    """Whether a model has a formula true; what it leaves open is false."""
    return str(model.eval(formula, model_completion=True)) == "True"


class Formulas:
    """The workloads of one area: a variable for each cell (or member) of each fact that can matter.

    With `silence`, a fact may also be left unsaid where nothing fills it; otherwise all are known. Two of these with
    different names speak of two workloads.
    """

    def __init__(self, decision: Decision, name: str = "", silence: bool = False) -> None:
        self.z3 = solver_module()
        self.decision = decision
        self.space = decision.space
        conditions = conditions_of(decision.area)
        self.places = Grounds(self.space, conditions).places
        self._tests = [test for condition in conditions for test in tests_of(condition)]
        self._bits = {place: self._variables(place, name) for place in self.places}
        self._silent = {
            place: self.z3.Bool(f"{name}{self.space.facts[place]} unsaid") if silence else self.z3.BoolVal(False)
            for place in self.places
        }

    def over(self, decision: Decision) -> "Formulas":
        """The same workloads, for another decision about them."""
        other = copy(self)
        other.decision = decision
        return other

    def within(self, place: int, mask: int) -> Formula:
        """That a fact lies in one of the cells of a mask (not for a fact of kind `choices`)."""
        return self.z3.Or([bit for cell, bit in enumerate(self._bits[place]) if mask >> cell & 1])

    def has(self, place: int, value: Value) -> Formula:
        """That a fact is as a value, whole or partial, says."""
        if isinstance(value, SomeOf):
            return self.z3.And(self._members(place, value.includes, True) + self._members(place, value.excludes, False))
        return self.within(place, self.space.cells[place].mask(value))

    def true(self, condition: Condition) -> Formula:
        """That a condition is true."""
        return self._holds(condition, True)

    def false(self, condition: Condition) -> Formula:
        """That a condition is false (where facts are unsaid, it may be neither)."""
        return self._holds(condition, False)

    def _would_be_forbidden(self, place: int, mask: int) -> Formula:
        """That a `never` would hold if a fact were in the cells of a mask, or a derived value would be another."""
        z3, name = self.z3, self.space.facts[place]
        found = [self._holds(never, True, (place, mask)) for never in self.space.nevers if name in facts_of(never)]
        for other in self.places:
            for fill in self.space.derive[other]:
                if name in fill.reads:
                    differs = z3.And(z3.Not(self._silent[other]), z3.Not(self.has(other, fill.value)))
                    found.append(z3.And(self._holds(fill.condition, True, (place, mask)), differs))
        return z3.Or(found)

    def _holds(self, condition: Condition, wanted: bool, taken: tuple[int, int] | None = None) -> Formula:
        """That a condition is true, or false; `taken`: a fact taken to be in the cells of a mask."""
        if isinstance(condition, Test):
            place, passing = self.space.index[condition.fact], self.space.passing(condition)
            known = taken[1] if taken and taken[0] == place else self.space.everything[place]
            if (taken and taken[0] == place) or not known & passing or not known & ~passing:
                return self.z3.BoolVal(not known & (~passing if wanted else passing))
            test, said = self._test(condition), self.z3.Not(self._silent[place])
            return self.z3.And(said, test if wanted else self.z3.Not(test))
        if isinstance(condition, Not):
            return self._holds(condition.part, not wanted, taken)
        parts = [self._holds(part, wanted, taken) for part in condition.parts]
        return self.z3.And(parts) if isinstance(condition, All) is wanted else self.z3.Or(parts)

    @once
    def legal(self) -> list[Formula]:
        """What holds in every workload: a fact has one value, what fills it does, nothing is as `never` says."""
        z3, found = self.z3, []
        for place in self.places:
            bits, silent = self._bits[place], self._silent[place]
            if self.space.facts[place] in _PLAIN:
                found.append(z3.Not(silent))
            if not self._is_list(place) and len(bits) > 1:
                found.append(z3.PbEq([(bit, 1) for bit in bits], 1))
            elif not self._is_list(place):
                found.append(bits[0])
            for fill in self.space.derive[place]:
                follows = z3.And(z3.Not(silent), self.has(place, fill.value))
                found.append(z3.Implies(self.true(fill.condition), follows))
            for fill in self.space.assume[place]:
                assumed = z3.And(self.true(fill.condition), z3.Not(self._would_be_forbidden(place, fill.mask)))
                found.append(z3.Implies(silent, z3.Not(assumed)))
        here = {self.space.facts[place] for place in self.places}
        for never, forbidden in zip(self.space.nevers, self.space.forbidden, strict=False):
            if here.issuperset(forbidden.names):
                found.append(z3.Not(self.true(never)))
        return found

    def cell(self, place: int, mask: int) -> Formula:
        """That a fact lies in the one cell of a mask; or that it is unsaid, if the mask has every cell."""
        if mask == self.space.everything[place] and mask & (mask - 1):
            return self._silent[place]
        cell = mask.bit_length() - 1
        if not self._is_list(place):
            return self.z3.And(self._bits[place][cell], self.z3.Not(self._silent[place]))
        bits = [bit if cell >> number & 1 else self.z3.Not(bit) for number, bit in enumerate(self._bits[place])]
        return self.z3.And(*bits, self.z3.Not(self._silent[place]))

    def member(self, place: int, name: str, there: bool) -> Formula:
        """That a list has a member, or lacks it."""
        return self._members(place, (name,), there)[0]

    def same(self, other: "Formulas", place: int) -> Formula:
        """That a fact has the same value in two workloads."""
        pairs = zip(self._bits[place], other._bits[place], strict=True)
        return self.z3.And(self._silent[place] == other._silent[place], *(ours == theirs for ours, theirs in pairs))

    def world(self, model: Formula) -> Masks:
        """The workload that a model describes, as a state of knowledge in which only what cannot matter is open."""
        masks = list(self.space.everything)
        for place in self.places:
            if z3_true(model, self._silent[place]):
                continue
            true = [number for number, bit in enumerate(self._bits[place]) if z3_true(model, bit)]
            masks[place] = 1 << (sum(1 << member for member in true) if self._is_list(place) else true[0])
        return masks

    def unusual(self, place: int) -> list[Formula]:
        """What has to be said of a fact: it is not derived, nor as assumed, nor the value that rules read least.

        Of a list, one formula for each member that it has.
        """
        z3 = self.z3
        filled = [self.true(fill.condition) for fill in self.space.derive[place]]
        filled += [z3.And(self.true(fill.condition), self.has(place, fill.value)) for fill in self.space.assume[place]]
        open_to_say = z3.Not(z3.Or(self._silent[place], *filled))
        if self._is_list(place):
            return [z3.And(open_to_say, bit) for bit in self._bits[place]]
        assuming = z3.Or([self.true(fill.condition) for fill in self.space.assume[place]])
        plain = z3.And(z3.Not(assuming), self.cell(place, self._plainest(place)))
        return [z3.And(open_to_say, z3.Not(plain))]

    def _plainest(self, place: int) -> int:
        """The cell that the fewest tests of the area's rules pass; of a stage, what a case without stages has."""
        if self.space.facts[place] in _PLAIN:
            return self.space.cells[place].mask(_PLAIN[self.space.facts[place]])
        tests = [self.space.passing(test) for test in self._tests if test.fact == self.space.facts[place]]
        count = self.space.cells[place].count
        return 1 << min(range(count), key=lambda cell: (sum(mask >> cell & 1 for mask in tests), cell))

    def _variables(self, place: int, name: str) -> Sequence[Formula]:
        cells = self.space.cells[place]
        count = len(cells.names) if isinstance(cells, ChoicesCells) else cells.count
        if count == 2 and not isinstance(cells, ChoicesCells):
            bit = self.z3.Bool(f"{name}{self.space.facts[place]}")
            return [self.z3.Not(bit), bit]
        return [self.z3.Bool(f"{name}{self.space.facts[place]}={number}") for number in range(count)]

    def _is_list(self, place: int) -> bool:
        return isinstance(self.space.cells[place], ChoicesCells)

    def _members(self, place: int, names: Iterable[str], present: bool) -> list[Formula]:
        cells = self.space.cells[place]
        assert isinstance(cells, ChoicesCells)
        bits = [self._bits[place][cells.names.index(name)] for name in sorted(names)]
        return bits if present else [self.z3.Not(bit) for bit in bits]

    def _test(self, test: Test) -> Formula:
        place = self.space.index[test.fact]
        cells = self.space.cells[place]
        if not isinstance(cells, ChoicesCells):
            return self.within(place, self.space.passing(test))
        assert isinstance(test.operand, frozenset)
        members = self._members(place, test.operand, True)
        if test.operator == "includes_any":
            return self.z3.Or(members)
        others = set(cells.names) - test.operand if test.operator == "equal" else ()
        return self.z3.And(members + self._members(place, others, False))
