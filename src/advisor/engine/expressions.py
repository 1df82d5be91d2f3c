"""Conditions as the engine's own expressions, in terms of the fields of messages.

Negations are pushed down to the tests, whose opposites have fields of their own, so that a condition fires when it is
true and its negation when it is false, in Kleene's sense.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import mul
from typing import Any, TypeAlias

from advisor.errors import InputError, Problem
from advisor.model.conditions import All, Condition, Not, Test
from advisor.model.rulebook import Fact

Expression: TypeAlias = dict[str, Any]

ANCHOR: Expression = {"kind": "workload"}
_IMPOSSIBLE: Expression = {"kind": "nothing"}


def expression(condition: Condition, facts: Mapping[str, Fact], positive: bool = True) -> Expression:
    """The condition (or its negation) as the engine's own expression."""
    if isinstance(condition, Not):
        return expression(condition.part, facts, not positive)
    if isinstance(condition, Test):
        return _test(condition, facts[condition.fact], positive)
    parts = [expression(part, facts, positive) for part in condition.parts]
    return _join("$and" if isinstance(condition, All) == positive else "$or", parts)


def _join(junction: str, parts: Iterable[Expression]) -> Expression:
    listed = list(parts)
    if not listed:
        return ANCHOR if junction == "$and" else _IMPOSSIBLE
    return listed[0] if len(listed) == 1 else {junction: listed}


def _test(test: Test, fact: Fact, positive: bool) -> Expression:
    name, operand = fact.name, test.operand
    if fact.kind == "flag":
        return {name: operand if positive else not operand}
    if fact.kind == "choice":
        passing = operand if isinstance(operand, frozenset) else frozenset([str(operand)])
        return _one_of(name, fact.names, passing if positive else frozenset(fact.names) - passing)
    if fact.kind == "choices":
        assert isinstance(operand, frozenset)
        return _members(test, name, fact.names, operand, positive)
    assert isinstance(operand, int | float)
    return _comparison(test, name, operand, positive)


def _one_of(name: str, names: Sequence[str], passing: frozenset[str]) -> Expression:
    """The choice is one of `passing`: it is named, or all others are excluded."""
    named: list[Expression] = [{name: choice} for choice in names if choice in passing]
    excluded = [{f"{name}/{choice}": False} for choice in names if choice not in passing]
    return _join("$or", [*named, _join("$and", excluded)])


def _members(test: Test, name: str, names: Sequence[str], wanted: frozenset[str], positive: bool) -> Expression:
    expected = {member: True for member in names if member in wanted}
    if test.operator == "equal":
        expected = {member: member in wanted for member in names}
    parts = [{f"{name}/{member}": value == positive} for member, value in expected.items()]
    return _join("$and" if (test.operator != "includes_any") == positive else "$or", parts)


def _comparison(test: Test, name: str, limit: float, positive: bool) -> Expression:
    at_least = {"$or": [{"$gte": {f"{name}:min": limit}}, {"$gte": {f"{name}:above": limit}}]}
    above = {"$or": [{"$gt": {f"{name}:min": limit}}, {"$gte": {f"{name}:above": limit}}]}
    at_most = {"$or": [{"$lte": {f"{name}:max": limit}}, {"$lte": {f"{name}:below": limit}}]}
    below = {"$or": [{"$lt": {f"{name}:max": limit}}, {"$lte": {f"{name}:below": limit}}]}
    if test.operator == "equal":
        return {"$and": [at_least, at_most]} if positive else {"$or": [above, below]}
    opposite = {"at_least": below, "above": at_most, "at_most": above, "below": at_least}
    return (
        {"at_least": at_least, "above": above, "at_most": at_most, "below": below}[test.operator]
        if positive
        else opposite[test.operator]
    )


def alternatives(condition: Condition, positive: bool = True) -> int:
    """How many branches of the condition can be true at once, at most."""
    if isinstance(condition, Not):
        return alternatives(condition.part, not positive)
    if isinstance(condition, Test):
        several = isinstance(condition.operand, frozenset) and condition.operator != "in"
        conjunction = (condition.operator != "includes_any") == positive
        return len(condition.operand) if several and not conjunction else 1  # type: ignore[arg-type]
    parts = [alternatives(part, positive) for part in condition.parts]
    return reduce(mul, parts, 1) if isinstance(condition, All) == positive else max(sum(parts), 1)


def refuse_collisions(expressions: Iterable[Expression], reads: Sequence[Fact]) -> None:
    """The engine compares field names by their 32-bit FNV-1a hash; two names of one hash would be one field."""
    fields = {"id", "sid", "kind"} | {name for each in expressions for name in _fields_of(each)}
    seen: dict[int, str] = {}
    for name in sorted(fields):
        other = seen.setdefault(_fnv1a(name), name)
        if other != name:
            fact = next((fact for fact in reads if name in (fact.name, *_parts(fact))), reads[0])
            raise InputError(
                [Problem(fact.place, f"{name!r} and {other!r} cannot be told apart by the engine.", "Rename the fact.")]
            )


def _parts(fact: Fact) -> list[str]:
    bounds = [f"{fact.name}:{bound}" for bound in ("min", "max", "above", "below")]
    return bounds + [f"{fact.name}/{choice}" for choice in fact.names]


def _fields_of(each: Expression) -> Iterator[str]:
    for key, content in each.items():
        if key in ("$and", "$or"):
            for part in content:
                yield from _fields_of(part)
        elif key.startswith("$"):
            yield from content
        else:
            yield key


def _fnv1a(name: str) -> int:
    value = 0x811C9DC5
    for byte in name.encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value
