"""Conditions as columns: whether they hold for certain, and whether they possibly hold (Kleene's three values)."""

from collections.abc import Mapping

from advisor.bulk.masks import Mask, Truth, all_of, any_of, meets, negated, within
from advisor.conditions import Space
from advisor.model.conditions import All, Condition, Not, Test


def certain(condition: Condition, space: Space, masks: Mapping[int, Mask]) -> Truth:
    """Whether every value that is possible makes the condition true."""
    if isinstance(condition, Test):
        place = space.index[condition.fact]
        return within(masks[place], space.passing(condition) | ~space.everything[place])
    if isinstance(condition, Not):
        return negated(possible(condition.part, space, masks))
    parts = (certain(part, space, masks) for part in condition.parts)
    return all_of(parts) if isinstance(condition, All) else any_of(parts)


def possible(condition: Condition, space: Space, masks: Mapping[int, Mask]) -> Truth:
    """Whether the condition is not known to be false."""
    if isinstance(condition, Test):
        return meets(masks[space.index[condition.fact]], space.passing(condition))
    if isinstance(condition, Not):
        return negated(certain(condition.part, space, masks))
    parts = (possible(part, space, masks) for part in condition.parts)
    return all_of(parts) if isinstance(condition, All) else any_of(parts)
