"""Workloads as formulas: the facts behind an area in z3's terms, and its conditions over them."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from types import ModuleType
from typing import Any, TypeAlias

from advisor.advise.decision import Decision
from advisor.advise.grounds import Grounds
from advisor.conditions import Masks
from advisor.conditions.cells import ChoicesCells
from advisor.conditions.space import conditions_of
from advisor.model.conditions import All, Condition, Not, Test, tests_of
from advisor.model.values import SomeOf, Value

Formula: TypeAlias = Any  # z3 has no types


class MissingSolver(Exception):
    """z3 is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "proofs need the solver z3, which is not installed. Install it with: pip install 'advisor[verify]'; "
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


class Formulas:
    """The complete workloads of one area: a variable for each cell (or member) of each fact that can matter.

    Two of them with different names speak of two workloads.
    """

    def __init__(self, decision: Decision, name: str = "") -> None:
        self.z3 = solver_module()
        self.decision = decision
        self.space = decision.space
        conditions = conditions_of(decision.area)
        self.places = Grounds(self.space, conditions).places
        self._tests = [test for condition in conditions for test in tests_of(condition)]
        self._bits = {place: self._variables(place, name) for place in self.places}

    def within(self, place: int, mask: int) -> Formula:
        """That a fact lies in one of the cells of a mask (not for a fact of kind `choices`)."""
        return self.z3.Or([bit for cell, bit in enumerate(self._bits[place]) if mask >> cell & 1])

    def has(self, place: int, value: Value) -> Formula:
        """That a fact is as a value, whole or partial, says."""
        if isinstance(value, SomeOf):
            return self.z3.And(self._members(place, value.includes, True) + self._members(place, value.excludes, False))
        return self.within(place, self.space.cells[place].mask(value))

    def true(self, condition: Condition) -> Formula:
        """That a condition holds."""
        if isinstance(condition, Test):
            return self._test(condition)
        if isinstance(condition, Not):
            return self.z3.Not(self.true(condition.part))
        parts = [self.true(part) for part in condition.parts]
        return self.z3.And(parts) if isinstance(condition, All) else self.z3.Or(parts)

    @cached_property
    def legal(self) -> list[Formula]:
        """What holds in every workload: a fact has one value, derived values follow, nothing is as `never` says."""
        z3, found = self.z3, []
        for place in self.places:
            bits = self._bits[place]
            if not self._is_list(place) and len(bits) > 1:
                found.append(z3.PbEq([(bit, 1) for bit in bits], 1))
            elif not self._is_list(place):
                found.append(bits[0])
            found += [
                z3.Implies(self.true(fill.condition), self.has(place, fill.value)) for fill in self.space.derive[place]
            ]
        here = {self.space.facts[place] for place in self.places}
        for never, forbidden in zip(self.space.nevers, self.space.forbidden, strict=False):
            if here.issuperset(forbidden.names):
                found.append(z3.Not(self.true(never)))
        return found

    def cell(self, place: int, mask: int) -> Formula:
        """That a fact lies in the one cell of a mask."""
        cell = mask.bit_length() - 1
        if not self._is_list(place):
            return self._bits[place][cell]
        return self.z3.And(
            [bit if cell >> number & 1 else self.z3.Not(bit) for number, bit in enumerate(self._bits[place])]
        )

    def member(self, place: int, name: str, there: bool) -> Formula:
        """That a list has a member, or lacks it."""
        return self._members(place, (name,), there)[0]

    def same(self, other: "Formulas", place: int) -> Formula:
        """That a fact has the same value in two workloads."""
        return self.z3.And([ours == theirs for ours, theirs in zip(self._bits[place], other._bits[place], strict=True)])

    def world(self, model: Formula) -> Masks:
        """The workload that a model describes, as a state of knowledge in which only what cannot matter is open."""
        masks = list(self.space.everything)
        for place in self.places:
            true = [number for number, bit in enumerate(self._bits[place]) if model.eval(bit, model_completion=True)]
            masks[place] = 1 << (sum(1 << member for member in true) if self._is_list(place) else true[0])
        return masks

    def unusual(self, place: int) -> Formula | None:
        """That a fact has to be said: it is neither derived, nor as assumed, nor the value that rules read least.

        None if it never has to be.
        """
        z3 = self.z3
        derived = z3.Or([self.true(fill.condition) for fill in self.space.derive[place]])
        cases = []
        for fill in self.space.assume[place]:
            cases.append(z3.And(self.true(fill.condition), z3.Not(self.has(place, fill.value))))
        unfilled = z3.Not(z3.Or([self.true(fill.condition) for fill in self.space.assume[place]]))
        cases.append(z3.And(unfilled, z3.Not(self.cell(place, self._plainest(place)))))
        return z3.And(z3.Not(derived), z3.Or(cases))

    def _plainest(self, place: int) -> int:
        """The cell that the fewest tests of the area's rules pass."""
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
