"""Workloads that the solver found, said as a case would say them."""

from collections.abc import Sequence
from typing import Any

from advisor.advise.situation import ENDLESS
from advisor.conditions import Space
from advisor.conditions.cells import Cells
from advisor.explain.regions import values_in
from advisor.model.rulebook import STAGE_FACTS, Rulebook
from advisor.model.values import SomeOf
from advisor.quantities import Range
from advisor.verify.cubes import Cube


def written_case(rulebook: Rulebook, space: Space, masks: Sequence[int]) -> dict[str, Any]:
    """What is known in a state of knowledge, by subject, as a case file would hold it."""
    said: dict[str, Any] = {}
    for place, mask in enumerate(masks):
        name = space.facts[place]
        if mask != space.everything[place] and name not in STAGE_FACTS:
            said[name.partition(".")[2]] = _sample(rulebook, space, place, mask)
    days = _days(space, masks)
    if days:
        said["stages"] = [{"from": day} for day in days]
    return {space.subject: said}


def _days(space: Space, masks: Sequence[int]) -> list[float]:
    """The days on which stages begin, so that one of them begins and lasts as it should."""
    begins: float = 0
    if "stage.from" in space.index:
        cells, mask = space.cells[space.index["stage.from"]], masks[space.index["stage.from"]]
        begins = _number(cells, mask, Range(0, 0))
    days = [begins] if begins else []
    if "stage.length" in space.index:
        cells, mask = space.cells[space.index["stage.length"]], masks[space.index["stage.length"]]
        if not mask & cells.mask(ENDLESS):
            days.append(begins + (_number(cells, mask) or 1))
    return days


def _number(cells: Cells, mask: int, plain: Range | None = None) -> float:
    """A number of the cells; 0 if the plain number is among them."""
    if plain and mask & cells.mask(plain):
        return 0
    value = cells.sample(mask.bit_length() - 1)
    assert isinstance(value, Range)
    return value.low or 0


def written_cube(rulebook: Rulebook, space: Space, cube: Cube) -> dict[str, Any]:
    """The facts of a region, by fact id."""
    found = {space.facts[place]: _all(rulebook, space, place, mask) for place, mask in cube.cells.items()}
    for place in dict.fromkeys(place for place, _ in cube.members):
        named = {name: there for (other, name), there in cube.members.items() if other == place}
        value = SomeOf(
            frozenset(name for name, there in named.items() if there),
            frozenset(name for name, there in named.items() if not there),
        )
        found[space.facts[place]] = rulebook.written(space.facts[place], value)
    return {name: found[name] for name in space.declared if name in found}


def _sample(rulebook: Rulebook, space: Space, place: int, mask: int) -> Any:
    """The values of a set of cells; one of them where no rule tells them apart."""
    if mask & (mask - 1):
        return _all(rulebook, space, place, mask)
    return rulebook.written(space.facts[place], space.cells[place].sample(mask.bit_length() - 1))


def _all(rulebook: Rulebook, space: Space, place: int, mask: int) -> Any:
    """All values of a set of cells: a value, whole or partial, or a list of alternatives."""
    name = space.facts[place]
    values = [rulebook.written(name, value) for value in values_in(space.declared[name], space.cells[place], mask)]
    return values[0] if len(values) == 1 else values
