"""What an area's outcome can hang on: the facts its rules read, and those that fill or forbid them."""

from collections.abc import Iterable

from advisor.conditions import Space
from advisor.model.conditions import Condition, facts_of, tests_of


class Grounds:
    """The facts behind a set of conditions, and which of their cells the rules can tell apart.

    `places` are in the order in which the facts are declared; `kinds[place]` has a number for each cell, equal for
    cells of which every condition that matters says the same; `tests[place]` the cells that pass each test of them.
    """

    def __init__(self, space: Space, conditions: Iterable[Condition]) -> None:
        matter = list(conditions)
        names = {name for condition in matter for name in facts_of(condition)}
        reached: set[str] = set()
        while names != reached:
            reached = set(names)
            for name in reached:
                place = space.index[name]
                for fill in (*space.derive[place], *space.assume[place]):
                    names |= fill.reads
            for each in space.forbidden:
                reads = {space.facts[place] for place in each.reads}
                names |= reads if reads & names else set()
        self.places = [space.index[name] for name in space.declared if name in names]
        fills = [fill for place in self.places for fill in (*space.derive[place], *space.assume[place])]
        nevers = [never for never in space.nevers if facts_of(never) <= names]
        cuts: dict[int, set[int]] = {place: set() for place in self.places}
        for condition in (*matter, *nevers, *(fill.condition for fill in fills)):
            for test in tests_of(condition):
                cuts[space.index[test.fact]].add(space.passing(test))
        for place in self.places:
            cuts[place].update(fill.mask for fill in (*space.derive[place], *space.assume[place]))
        self.tests = {
            place: [
                space.passing(test) for each in matter for test in tests_of(each) if test.fact == space.facts[place]
            ]
            for place in self.places
        }
        self.kinds = {
            place: [_kind(cell, sorted(cuts[place])) for cell in range(space.cells[place].count)]
            for place in self.places
        }

    def answers(self, place: int, known: int) -> list[int]:
        """One cell, among those known to be possible, for each way the rules can tell the answers apart."""
        alike: dict[int, int] = {}
        for cell, kind in enumerate(self.kinds[place]):
            if known >> cell & 1:
                alike.setdefault(kind, 1 << cell)
        return list(alike.values())


def _kind(cell: int, cuts: list[int]) -> int:
    return sum((cut >> cell & 1) << number for number, cut in enumerate(cuts))
