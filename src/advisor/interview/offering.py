"""The answers worth offering to a question: those that can be, numbers as the ranges that matter."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from advisor.conditions import Masks, Space
from advisor.conditions.cells import NumberCells
from advisor.interview.question import Choice
from advisor.model.rulebook import Fact
from advisor.model.values import SomeOf, Value, written
from advisor.quantities import Range, format_range


@dataclass(frozen=True)
class Offer:
    """One answer, and the cells of the fact that it leaves possible."""

    choice: Choice
    mask: int


def offers(
    fact: Fact, space: Space, base: Masks, cuts: Collection[int], is_possible: Callable[[Masks], bool]
) -> list[Offer]:
    """The answers to a fact that can be. `cuts`: the sets of numbers that matter."""
    place = space.index[fact.id]
    found = []
    for offer in _all_offers(fact, space, base[place], cuts):
        answered = base.copy()
        answered[place] &= offer.mask
        if answered[place] and is_possible(answered):
            found.append(offer)
    return found


def _all_offers(fact: Fact, space: Space, known: int, cuts: Collection[int]) -> list[Offer]:
    cells = space.cells[space.index[fact.id]]
    if isinstance(cells, NumberCells):
        return [_range_offer(fact, cells, first, last) for first, last in _runs(known, cells.count, cuts)]
    if fact.kind == "flag":
        named: list[tuple[Any, str, Value]] = [(True, "Yes", True), (False, "No", False)]
    elif fact.kind == "choice":
        named = [(name, meaning, name) for name, meaning in fact.choices.items()]
    else:
        named = [(name, meaning, SomeOf(frozenset([name]), frozenset())) for name, meaning in fact.choices.items()]
    return [Offer(Choice(value=name, meaning=meaning), cells.mask(value)) for name, meaning, value in named]


def _runs(known: int, count: int, cuts: Collection[int]) -> list[tuple[int, int]]:
    """The first and last cell of each run of possible numbers between which nothing can tell."""
    runs: list[tuple[int, int]] = []
    before: tuple[bool, ...] | None = None
    for cell in range(count):
        if not known >> cell & 1:
            before = None
            continue
        kind = tuple(bool(cut >> cell & 1) for cut in cuts)
        if kind == before:
            runs[-1] = (runs[-1][0], cell)
        else:
            runs.append((cell, cell))
        before = kind
    return runs


def _range_offer(fact: Fact, cells: NumberCells, first: int, last: int) -> Offer:
    span = cells.between(first, last)
    low = None if span.low == fact.minimum and not span.exact else span.low
    high = None if span.high == fact.maximum and not span.exact else span.high
    said = Range(low, high, low is not None and span.low_open, high is not None and span.high_open)
    if low is None and high is None:
        said = span
    mask = (1 << last + 1) - (1 << first)
    return Offer(Choice(value=written(said), meaning=format_range(said, fact.unit)), mask)
