"""Sets of cells, said as values: the other way round of reading a value into cells."""

from collections.abc import Iterator

from advisor.conditions.cells import Cells, ChoiceCells, ChoicesCells, FlagCells, NumberCells
from advisor.model.rulebook import Fact
from advisor.model.values import OneOf, SomeOf, Value
from advisor.quantities import Range


def values_in(fact: Fact, cells: Cells, mask: int) -> list[Value]:
    """Values, whole or partial, that together cover exactly the cells of the mask."""
    if isinstance(cells, NumberCells):
        return [_joined(fact, cells, first, last) for first, last in _runs(mask)]
    if isinstance(cells, FlagCells):
        return [cell == 1 for cell in members(mask)]
    if isinstance(cells, ChoiceCells):
        names = frozenset(cells.names[cell] for cell in members(mask))
        return [next(iter(names)) if len(names) == 1 else OneOf(names)] if names else []
    return list(_cubes(cells, mask))


def members(mask: int) -> Iterator[int]:
    """The cells of a mask, lowest first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def _runs(mask: int) -> Iterator[tuple[int, int]]:
    """The first and the last cell of each run of neighbours."""
    cells = list(members(mask))
    starts = [cell for cell in cells if cell - 1 not in cells]
    ends = [cell for cell in cells if cell + 1 not in cells]
    yield from zip(starts, ends, strict=True)


def _joined(fact: Fact, cells: NumberCells, first: int, last: int) -> Range:
    """The numbers from one cell to another, without the bounds that every value of the fact keeps."""
    low, high = cells.span(first), cells.span(last)
    if first == last and low.exact:
        return low
    if first == 0 and last == cells.count - 1:
        return Range(fact.minimum, fact.maximum)
    bottom, top = first == 0, last == cells.count - 1
    return Range(
        None if bottom else low.low, None if top else high.high, low.low_open and not bottom, high.high_open and not top
    )


def _cubes(cells: ChoicesCells, mask: int) -> Iterator[SomeOf]:
    """Lists known in part that cover the mask, each as little specified as can be, those with few names first."""
    left = mask
    while left:
        cell = min(members(left), key=lambda cell: (cell.bit_count(), cell))
        includes = frozenset(name for place, name in enumerate(cells.names) if cell >> place & 1)
        excludes = frozenset(cells.names) - includes
        for name in cells.names:
            for looser in (SomeOf(includes - {name}, excludes), SomeOf(includes, excludes - {name})):
                if not cells.mask(looser) & ~mask:
                    includes, excludes = looser.includes, looser.excludes
        left &= ~cells.mask(SomeOf(includes, excludes))
        yield SomeOf(includes, excludes)
