"""Many conditions at once, by tables: for the questions that are asked most often.

A condition is a choice of terms, and a term asks something of each fact it reads. So a fact's mask says by itself which
terms it leaves certain and which possible, each a bit of a word; the words of all facts, joined by `and`, say it of the
terms, and `or` over its terms says it of a condition. Words are kept by mask, so that only new masks are worked out.
Kleene's logic is a distributive lattice with De Morgan's laws, so terms have the truth that the tree has.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from math import prod
from typing import TYPE_CHECKING, TypeAlias

from advisor.conditions.truth import Evaluator, truth_of
from advisor.model.conditions import All, Condition, Not, Test

if TYPE_CHECKING:
    from advisor.conditions.space import Space

Bounds: TypeAlias = Callable[[Sequence[int]], tuple[int, int]]
Term: TypeAlias = dict[int, list[int]]  # for the place of a fact, the cells that pass each of its tests
Words: TypeAlias = dict[int, tuple[int, int]]  # for a mask, the terms that are certain and those that are possible

_TERMS = 64  # of one condition; one with more is asked by itself
_MEMORY = 4096  # words of one fact


def bounds_of(conditions: Sequence[Condition], space: "Space") -> Bounds:
    """A function from what is known to two bit sets: the conditions certainly true, and those possibly true."""
    asked: list[tuple[int, Evaluator]] = []
    layers: list[list[tuple[int, Term]]] = []  # in each, at most one term of a condition
    for place, condition in enumerate(conditions):
        if _size(condition, True) > _TERMS:
            asked.append((1 << place, truth_of(condition, space)))
            continue
        for number, term in enumerate(_terms(condition, True, space)):
            if number == len(layers):
                layers.append([])
            layers[number].append((place, term))
    width = len(conditions)
    every = 0
    reads: dict[int, list[tuple[int, list[int]]]] = defaultdict(list)  # by fact, the terms and their tests of it
    for number, layer in enumerate(layers):
        for place, term in layer:
            bit = 1 << place + number * width
            every |= bit
            for fact, tests in term.items():
                reads[fact].append((bit, tests))
    facts: list[tuple[int, Words]] = [(fact, {}) for fact in reads]
    shifts = [number * width for number in range(1, len(layers))]
    own = (1 << width) - 1

    def bounds(masks: Sequence[int]) -> tuple[int, int]:
        certain = possible = every
        for fact, words in facts:
            mask = masks[fact]
            word = words.get(mask)
            if word is None:
                if len(words) >= _MEMORY:
                    words.clear()
                word = words[mask] = _word(mask, reads[fact], every)
            certain &= word[0]
            possible &= word[1]
        for shift in shifts:
            certain |= certain >> shift & own
            possible |= possible >> shift & own
        certain &= own
        possible &= own
        for bit, holds in asked:
            truth = holds(masks)
            certain |= bit if truth else 0
            possible |= bit if truth is not False else 0
        return certain, possible

    return bounds


def _word(mask: int, reads: Iterable[tuple[int, list[int]]], every: int) -> tuple[int, int]:
    """The terms that a fact's mask leaves certain, and those that it leaves possible."""
    certain = possible = every
    for bit, tests in reads:
        for passing in tests:
            if mask & ~passing:
                certain &= ~bit
            if not mask & passing:
                possible &= ~bit
    return certain, possible


def _size(condition: Condition, wanted: bool) -> int:
    """How many terms the condition has (or, if it is not `wanted`, its negation)."""
    if isinstance(condition, Not):
        return _size(condition.part, not wanted)
    if isinstance(condition, Test):
        return 1
    sizes = [_size(part, wanted) for part in condition.parts]
    return prod(sizes) if isinstance(condition, All) is wanted else sum(sizes)


def _terms(condition: Condition, wanted: bool, space: "Space") -> Iterator[Term]:
    """The terms of the condition (or, if it is not `wanted`, of its negation)."""
    if isinstance(condition, Not):
        yield from _terms(condition.part, not wanted, space)
    elif isinstance(condition, Test):
        place, passing = space.index[condition.fact], space.passing(condition)
        yield {place: [passing if wanted else space.everything[place] & ~passing]}
    elif isinstance(condition, All) is wanted:
        for joined in product(*(list(_terms(part, wanted, space)) for part in condition.parts)):
            term: Term = {}
            for other in joined:
                for place, tests in other.items():
                    term[place] = [*term.get(place, ()), *tests]
            yield term
    else:
        for part in condition.parts:
            yield from _terms(part, wanted, space)
