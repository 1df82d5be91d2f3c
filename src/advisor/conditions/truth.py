"""Kleene's strong logic over what is known of the facts: true, false, or None for unknown."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from advisor.model.conditions import All, Condition, Not, Test

if TYPE_CHECKING:
    from advisor.conditions.space import Space

Truth: TypeAlias = bool | None
Evaluator: TypeAlias = Callable[[Sequence[int]], Truth]


def negation(truth: Truth) -> Truth:
    """Not; the negation of unknown is unknown."""
    return None if truth is None else not truth


def truth_of(condition: Condition, space: "Space") -> Evaluator:
    """A function from what is known (one mask for each fact of the space) to the truth of the condition."""
    if isinstance(condition, Test):
        return _test(space.index[condition.fact], space.passing(condition))
    if isinstance(condition, Not):
        part = truth_of(condition.part, space)
        return lambda masks: negation(part(masks))
    parts = tuple(truth_of(part, space) for part in condition.parts)
    if len(parts) == 1:
        return parts[0]
    return _all(parts) if isinstance(condition, All) else _any(parts)


def _test(place: int, passing: int) -> Evaluator:
    def test(masks: Sequence[int]) -> Truth:
        possible = masks[place]
        hit = possible & passing
        if not hit:
            return False
        return True if hit == possible else None

    return test


def _all(parts: tuple[Evaluator, ...]) -> Evaluator:
    def every(masks: Sequence[int]) -> Truth:
        result: Truth = True
        for part in parts:
            truth = part(masks)
            if truth is False:
                return False
            if truth is None:
                result = None
        return result

    return every


def _any(parts: tuple[Evaluator, ...]) -> Evaluator:
    def some(masks: Sequence[int]) -> Truth:
        result: Truth = False
        for part in parts:
            truth = part(masks)
            if truth is True:
                return True
            if truth is None:
                result = None
        return result

    return some
