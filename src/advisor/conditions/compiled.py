"""Many conditions at once, as straight-line Python: for the questions that are asked most often.

The three truths are two plain ones (can it be true? can it be false?), and each of them is `and` and `or` over tests
of the form `masks[place] & cells`. Nothing but numbers gets into the program text.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from advisor.model.conditions import All, Condition, Not, Test

if TYPE_CHECKING:
    from advisor.conditions.space import Space

Bounds: TypeAlias = Callable[[Sequence[int]], tuple[int, int]]


def bounds_of(conditions: Sequence[Condition], space: "Space") -> Bounds:
    """A function from what is known to two bit sets: the conditions certainly true, and those possibly true."""
    lines = ["def bounds(m):", " certain = possible = 0"]
    for place, condition in enumerate(conditions):
        lines += [
            f" if {_can_be(condition, True, space)}:",
            f"  possible |= {1 << place}",
            f"  if not ({_can_be(condition, False, space)}): certain |= {1 << place}",
        ]
    made: dict[str, Any] = {}
    exec("\n".join([*lines, " return certain, possible"]), made)
    function: Bounds = made["bounds"]
    return function


def _can_be(condition: Condition, wanted: bool, space: "Space") -> str:
    """An expression over the masks `m`: whether the condition can be true (or, if not `wanted`, false)."""
    if isinstance(condition, Not):
        return _can_be(condition.part, not wanted, space)
    if isinstance(condition, Test):
        place, passing = space.index[condition.fact], space.passing(condition)
        return f"m[{place}] & {passing if wanted else space.everything[place] & ~passing}"
    every = isinstance(condition, All) is wanted
    parts = [f"({_can_be(part, wanted, space)})" for part in condition.parts]
    return (" and " if every else " or ").join(parts) or str(int(every))
