"""Which facts made a condition true, or kept it from being true."""

from collections.abc import Callable, Sequence
from itertools import chain
from typing import TypeAlias

from advisor.conditions import Space, truth_of
from advisor.model.conditions import Any_, Condition, Not, Test

Deciders: TypeAlias = Callable[[Sequence[int]], Sequence[str]]


def deciders_of(condition: Condition, wanted: bool, space: Space) -> Deciders:
    """A function from what is known to the ids of the facts that make the condition true.

    If it is not `wanted`: those that keep it from being true. Whichever is asked for has to be so.
    """
    part = _deciders(condition, wanted, wanted, space)
    if isinstance(part, tuple):
        always = tuple(dict.fromkeys(part))
        return lambda _masks: always
    return lambda masks: tuple(dict.fromkeys(part(masks)))


def _deciders(condition: Condition, wanted: bool, sure: bool, space: Space) -> tuple[str, ...] | Deciders:
    """The facts, perhaps more than once, where they are always the same; else a function that finds them.

    `sure`: the condition is known to be as wanted; else it may also be unknown.
    """
    if isinstance(condition, Test):
        return (condition.fact,)
    if isinstance(condition, Not):
        return _deciders(condition.part, not wanted, sure, space)
    one_is_enough = isinstance(condition, Any_) is wanted
    sure = sure and (wanted or not one_is_enough)
    parts = [_deciders(part, wanted, sure, space) for part in condition.parts]
    if not one_is_enough and (sure or not wanted):  # every part had its say
        constant = [part for part in parts if isinstance(part, tuple)]
        if len(constant) == len(parts):
            return tuple(chain.from_iterable(constant))
        return lambda masks: tuple(chain.from_iterable(_found(part, masks) for part in parts))
    pairs = [(truth_of(each, space), part) for each, part in zip(condition.parts, parts, strict=True)]

    def decisive(masks: Sequence[int]) -> tuple[str, ...]:
        found: list[str] = []
        for truth_in, part in pairs:
            truth = truth_in(masks)
            if truth is wanted or (truth is None and not wanted):
                found += _found(part, masks)
        return tuple(found)

    return decisive


def _found(part: tuple[str, ...] | Deciders, masks: Sequence[int]) -> Sequence[str]:
    return part if isinstance(part, tuple) else part(masks)
