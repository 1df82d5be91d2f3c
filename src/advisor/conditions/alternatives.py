"""A condition as its alternatives: each a set of what makes it true together, negations pushed down to the tests.

Kleene's strong logic is a distributive lattice with De Morgan's laws, so its truth stays the same.
"""

from collections.abc import Callable, Hashable, Iterable
from itertools import chain
from math import inf
from typing import TypeAlias, TypeVar

from advisor.model.conditions import All, Condition, Not, Test

Part = TypeVar("Part", bound=Hashable)
Alternatives: TypeAlias = list[frozenset[Part]]  # an empty alternative is always true


class TooManyError(ValueError):
    """A condition has more alternatives than can be held: so many."""


def alternatives(
    condition: Condition,
    of_test: Callable[[Test, bool], Alternatives[Part]],
    most: float = inf,
    positive: bool = True,
) -> Alternatives[Part]:
    """The alternatives of a condition (or its negation), from those of its tests (or, with False, of their negations).

    Raises TooManyError if there are more than `most` on the way.
    """
    if isinstance(condition, Not):
        return alternatives(condition.part, of_test, most, not positive)
    if isinstance(condition, Test):
        return of_test(condition, positive)
    parts = [alternatives(part, of_test, most, positive) for part in condition.parts]
    return all_of(parts, most) if isinstance(condition, All) is positive else any_of(parts, most)


def all_of(parts: Iterable[Alternatives[Part]], most: float = inf) -> Alternatives[Part]:
    """The alternatives of conditions that hold together. Raises TooManyError."""
    found: Alternatives[Part] = [frozenset()]
    for part in parts:
        if len(found) * len(part) > most:
            raise TooManyError(len(found) * len(part))
        found = _least((one | other for one in found for other in part), most)
    return found


def any_of(parts: Iterable[Alternatives[Part]], most: float = inf) -> Alternatives[Part]:
    """The alternatives of conditions of which one holds. Raises TooManyError."""
    return _least(chain.from_iterable(parts), most)


def _least(found: Iterable[frozenset[Part]], most: float) -> Alternatives[Part]:
    """Without those that ask for more than another does."""
    different = list(dict.fromkeys(found))
    if len(different) > most:
        raise TooManyError(len(different))
    if len(different) == 1:
        return different
    return [each for each in different if not any(other < each for other in different)]
