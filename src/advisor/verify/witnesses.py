"""Workloads that the solver found, said as a case would say them."""

from collections.abc import Sequence
from typing import Any

from advisor.conditions import Space
from advisor.explain.regions import values_in
from advisor.model.rulebook import Rulebook
from advisor.model.values import SomeOf
from advisor.verify.cubes import Cube


def written_case(rulebook: Rulebook, space: Space, masks: Sequence[int]) -> dict[str, Any]:
    """What is known in a state of knowledge, by subject, as a case file would hold it."""
    said: dict[str, Any] = {}
    stage: dict[str, Any] = {}
    for place, mask in enumerate(masks):
        if mask != space.everything[place]:
            subject, _, name = space.facts[place].partition(".")
            (stage if subject == "stage" else said)[name] = written_mask(rulebook, space, place, mask)
    begins, length = stage.get("from", 0), stage.get("length", 0)
    days = [day for day in (begins, begins + length) if day > 0]
    if days:
        said["stages"] = [{"from": day} for day in dict.fromkeys(days)]
    return {space.subject: said} if said else {}


def written_cube(rulebook: Rulebook, space: Space, cube: Cube) -> dict[str, Any]:
    """The facts of a region, by fact id."""
    found = {space.facts[place]: written_mask(rulebook, space, place, mask) for place, mask in cube.cells.items()}
    for place in dict.fromkeys(place for place, _ in cube.members):
        named = {name: there for (other, name), there in cube.members.items() if other == place}
        value = SomeOf(
            frozenset(name for name, there in named.items() if there),
            frozenset(name for name, there in named.items() if not there),
        )
        found[space.facts[place]] = rulebook.written(space.facts[place], value)
    return {name: found[name] for name in space.declared if name in found}


def written_mask(rulebook: Rulebook, space: Space, place: int, mask: int) -> Any:
    """The values of a set of cells: one, or a list of alternatives. A single cell of numbers is said by one of them."""
    name, cells = space.facts[place], space.cells[place]
    if mask and not mask & (mask - 1):
        return rulebook.written(name, cells.sample(mask.bit_length() - 1))
    values = [rulebook.written(name, value) for value in values_in(space.declared[name], cells, mask)]
    return values[0] if len(values) == 1 else values
