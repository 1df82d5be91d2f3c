"""Regions of workloads: what may be forgotten of a workload, while the outcome stays certain."""

from collections.abc import Mapping
from dataclasses import dataclass

from advisor.advise.decision import Key
from advisor.conditions import Masks, Space
from advisor.conditions.cells import ChoicesCells
from advisor.model.values import SomeOf
from advisor.verify.formulas import Formula, Formulas
from advisor.verify.prover import Prover, World


@dataclass(frozen=True)
class Cube:
    """The workloads whose facts lie in these cells, and whose lists have (or lack) these members."""

    cells: Mapping[int, int]
    members: Mapping[tuple[int, str], bool]

    def formula(self, formulas: Formulas) -> Formula:
        """That a workload is one of them."""
        z3 = formulas.z3
        return z3.And(
            [formulas.within(place, mask) for place, mask in self.cells.items()]
            + [formulas.member(place, name, there) for (place, name), there in self.members.items()]
        )

    def masks(self, space: Space) -> Masks:
        """The region as a state of knowledge."""
        masks = list(space.everything)
        for place, mask in self.cells.items():
            masks[place] &= mask
        for (place, name), there in self.members.items():
            kind, named = space.cells[place], frozenset({name})
            masks[place] &= kind.mask(SomeOf(named, frozenset()) if there else SomeOf(frozenset(), named))
        return masks


def cube_of(prover: Prover, world: World, key: Key) -> Cube:
    """A largest region around a workload in which every workload has the same outcome. Raises Undecided."""
    z3, formulas = prover.z3, prover.formulas
    other = z3.Not(prover.verdicts.ends_in(key))
    cells: dict[int, int] = {}
    members: dict[tuple[int, str], bool] = {}
    for place in prover.by_need(world):
        kind = prover.space.cells[place]
        if isinstance(kind, ChoicesCells):
            cell = world.masks[place].bit_length() - 1
            members |= {(place, name): bool(cell >> number & 1) for number, name in enumerate(kind.names)}
        else:
            cells[place] = world.masks[place]
    literals: list[tuple[int | tuple[int, str], Formula]] = [
        *((place, formulas.within(place, mask)) for place, mask in cells.items()),
        *(((place, name), formulas.member(place, name, there)) for (place, name), there in members.items()),
    ]
    kept = _enough(prover, other, literals)
    cells = {place: mask for place, mask in cells.items() if place in kept}
    members = {each: there for each, there in members.items() if each in kept}
    for place in cells:
        for cell in range(prover.space.cells[place].count):
            wider = Cube({**cells, place: cells[place] | 1 << cell}, members)
            if not cells[place] >> cell & 1 and prover.find(other, wider.formula(formulas)) is None:
                cells[place] |= 1 << cell
    return Cube(cells, members)


def _enough(
    prover: Prover, other: Formula, literals: list[tuple[int | tuple[int, str], Formula]]
) -> list[int | tuple[int, str]]:
    """As few of the literals as leave no workload with another outcome; the first ones go first."""
    left = literals
    for literal in literals:
        if literal in left:
            fewer = [each for each in left if each is not literal]
            goals = [other, *(formula for _, formula in fewer)]
            if prover.find(*goals) is None:
                left = [fewer[place - 1] for place in prover.core(*goals) if place]
    return [each for each, _ in left]
