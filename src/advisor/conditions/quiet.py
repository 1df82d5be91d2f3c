"""Complete workloads within what is known, found without a search: witnesses that an outcome is possible."""

from collections.abc import Iterable, Iterator

from advisor.conditions.space import Masks, Space
from advisor.model.conditions import tests_of

_TRIED = 8  # values of one fact


class Quiet:
    """Finds complete workloads of one subject in which few tests pass: what silence amounts to."""

    def __init__(self, space: Space) -> None:
        self._space = space
        needs = [test for condition in space.needs for test in tests_of(condition)]
        self._wanted = tuple(
            (
                *(cells.passing(test) for test in needs if test.fact == name),
                *dict.fromkeys(~cells.passing(test) for test in space.tests[name]),
            )
            for name, cells in zip(space.facts, space.cells, strict=True)
        )
        self._quietest = tuple(self._quiet(place, every) for place, every in enumerate(space.everything))

    def world(self, masks: Masks) -> Masks | None:
        """A complete workload within what is known, in which few tests pass; None if none is found at once."""
        world = [
            quiet if mask == every else mask if not mask & (mask - 1) else self._quiet(place, mask)
            for place, (mask, every, quiet) in enumerate(
                zip(masks, self._space.everything, self._quietest, strict=True)
            )
        ]
        if self._settled(world, masks):
            return world
        space = self._space
        broken = space.broken(world)
        places = [
            never.reads for place, never in enumerate(space.forbidden[: len(space.nevers)]) if broken >> place & 1
        ]
        return next(self.neighbours(world, masks, sorted(frozenset().union(*places))), None)

    def neighbours(self, world: Masks, masks: Masks, places: Iterable[int]) -> Iterator[Masks]:
        """Complete workloads within what is known that differ from `world` in one of the facts, and what follows."""
        for place in places:
            others = masks[place] & ~world[place]
            for _ in range(_TRIED):
                if not others:
                    break
                trial = world.copy()
                trial[place] = others & -others
                others &= others - 1
                if self._settled(trial, masks):
                    yield trial

    def _settled(self, world: Masks, masks: Masks) -> bool:
        """Fill derived values into a workload within `masks`; whether it is one that can be."""
        for place, fills in self._space.derived:
            for fill in fills:
                if fill.holds(world):
                    found = masks[place] & fill.mask
                    world[place] = found & -found
        return all(world) and not self._space.broken(world)

    def _quiet(self, place: int, mask: int) -> int:
        """One of the cells: one that leaves areas needed, and else passes few tests."""
        for wanted in self._wanted[place]:
            mask = mask & wanted or mask
        return mask & -mask
