"""Kleene's strong logic over what is known of the facts: true, false, or None for unknown."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from advisor.model.conditions import All, Condition, Not, Test

if TYPE_CHECKING:
    from advisor.conditions.space import Space

Truth: TypeAlias = bool | None
Evaluator: TypeAlias = Callable[[Sequence[int]], Truth]


def truth_of(condition: Condition, space: "Space") -> Evaluator:
    """A function from what is known (one mask for each fact of the space) to the truth of the condition."""
    return _evaluator(condition, True, space)


def _evaluator(condition: Condition, wanted: bool, space: "Space") -> Evaluator:
    """The truth of the condition or, if it is not `wanted`, of its negation.

    A negation is pushed down to the tests, which then ask for the other cells; tests beside each other are one loop.
    """
    if isinstance(condition, Not):
        return _evaluator(condition.part, not wanted, space)
    if isinstance(condition, Test):
        return _test(*_cells(condition, wanted, space))
    tests, parts = [], []
    for part in condition.parts:
        literal, negated = (part.part, True) if isinstance(part, Not) else (part, False)
        if isinstance(literal, Test):
            tests.append(_cells(literal, wanted is not negated, space))
        else:
            parts.append(_evaluator(part, wanted, space))
    if len(tests) + len(parts) == 1:
        return parts[0] if parts else _test(*tests[0])
    joined = _all if isinstance(condition, All) is wanted else _any
    return joined(tuple(tests), tuple(parts))


def _cells(test: Test, wanted: bool, space: "Space") -> tuple[int, int]:
    """The place of the test's fact, and the cells that pass (or, if not `wanted`, fail) the test."""
    place, passing = space.index[test.fact], space.passing(test)
    return place, passing if wanted else space.everything[place] & ~passing


def _test(place: int, passing: int) -> Evaluator:
    def test(masks: Sequence[int]) -> Truth:
        possible = masks[place]
        hit = possible & passing
        if not hit:
            return False
        return True if hit == possible else None

    return test


def _all(tests: tuple[tuple[int, int], ...], parts: tuple[Evaluator, ...]) -> Evaluator:
    def every(masks: Sequence[int]) -> Truth:
        result: Truth = True
        for place, passing in tests:
            possible = masks[place]
            hit = possible & passing
            if not hit:
                return False
            if hit != possible:
                result = None
        for part in parts:
            truth = part(masks)
            if truth is False:
                return False
            if truth is None:
                result = None
        return result

    return every


def _any(tests: tuple[tuple[int, int], ...], parts: tuple[Evaluator, ...]) -> Evaluator:
    def some(masks: Sequence[int]) -> Truth:
        result: Truth = False
        for place, passing in tests:
            possible = masks[place]
            hit = possible & passing
            if hit:
                if hit == possible:
                    return True
                result = None
        for part in parts:
            truth = part(masks)
            if truth is True:
                return True
            if truth is None:
                result = None
        return result

    return some
