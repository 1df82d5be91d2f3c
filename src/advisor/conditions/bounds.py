"""Many conditions at once, by tables: for the questions that are asked most often.

A condition is a choice of terms, and a term asks something of each fact it reads. So a fact's mask says by itself which
terms it leaves certain and which possible, each a bit of a word; the words of all facts, joined by `and`, say it of the
terms, and `or` over its terms says it of a condition. Words are kept by mask, so that only new masks are worked out.
Kleene's logic is a distributive lattice with De Morgan's laws, so terms have the truth that the tree has.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from advisor.conditions.alternatives import Alternatives, TooManyError, alternatives
from advisor.conditions.truth import Evaluator, truth_of
from advisor.model.conditions import Condition, Test

if TYPE_CHECKING:
    from advisor.conditions.space import Space

Bounds: TypeAlias = Callable[[Sequence[int]], tuple[int, int]]
Term: TypeAlias = frozenset[tuple[int, int]]  # places of facts, each with the cells that pass a test of it
Words: TypeAlias = dict[int, tuple[int, int]]  # for a mask, the terms that are certain and those that are possible

_TERMS = 64  # of one condition; one with more is asked by itself
_MEMORY = 4096  # words of one fact


def bounds_of(conditions: Sequence[Condition], space: "Space") -> Bounds:
    """A function from what is known to two bit sets: the conditions certainly true, and those possibly true."""

    def of_test(test: Test, positive: bool) -> Alternatives[tuple[int, int]]:
        place, passing = space.index[test.fact], space.passing(test)
        return [frozenset([(place, passing if positive else space.everything[place] & ~passing)])]

    asked: list[tuple[int, Evaluator]] = []
    layers: list[list[tuple[int, Term]]] = []  # in each, at most one term of a condition
    for place, condition in enumerate(conditions):
        try:
            terms = alternatives(condition, of_test, _TERMS)
        except TooManyError:
            asked.append((1 << place, truth_of(condition, space)))
            continue
        for number, term in enumerate(terms):
            if number == len(layers):
                layers.append([])
            layers[number].append((place, term))
    width = len(conditions)
    every = 0
    reads: dict[int, list[tuple[int, int]]] = defaultdict(list)  # by fact, a term and the cells that pass its test
    for number, layer in enumerate(layers):
        for place, term in layer:
            bit = 1 << place + number * width
            every |= bit
            for fact, passing in term:
                reads[fact].append((bit, passing))
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


def _word(mask: int, reads: Iterable[tuple[int, int]], every: int) -> tuple[int, int]:
    """The terms that a fact's mask leaves certain, and those that it leaves possible."""
    certain = possible = every
    for bit, passing in reads:
        if mask & ~passing:
            certain &= ~bit
        if not mask & passing:
            possible &= ~bit
    return certain, possible
