"""A condition as its alternatives: each a set of checks that make it true together, in Kleene's sense.

The opposites of tests are checks of their own. A check compares what is known of a fact; where that says too little it
does not pass, so that what is unknown makes nothing true.
"""

from collections.abc import Mapping
from operator import ge, gt, le, lt
from typing import NamedTuple, TypeAlias

from advisor.conditions.alternatives import Alternatives, all_of, any_of
from advisor.conditions.alternatives import alternatives as alternatives_of
from advisor.model.conditions import Condition, Test
from advisor.model.rulebook import Fact
from advisor.model.values import whole_range
from advisor.quantities import Range

LOW, HIGH = ("low",), ("high",)
MOST = 256  # alternatives of one condition; each of them is a rule of the engine, which takes memory


class Field(NamedTuple):
    """What the engine can be told of a fact (by id).

    The part is () for the value itself (of a choice, its place among those declared); the names of several choices for
    whether it is one of them; the member of a list for whether it is there; LOW or HIGH for the end of what a number
    can be.
    """

    fact: str
    part: tuple[str, ...]


class Check(NamedTuple):
    """What the engine compares: "=", "$gte", "$gt", "$lte" or "$lt"."""

    field: Field
    operator: str
    operand: bool | float


Checks: TypeAlias = Alternatives[Check]

_ALWAYS: Checks = [frozenset()]
_PASSES = {"$gte": ge, "$gt": gt, "$lte": le, "$lt": lt}
_BOUNDS = {"at_least": (LOW, "$gte"), "above": (LOW, "$gt"), "at_most": (HIGH, "$lte"), "below": (HIGH, "$lt")}
_OPPOSITE = {"at_least": "below", "above": "at_most", "at_most": "above", "below": "at_least"}


def alternatives(condition: Condition, facts: Mapping[str, Fact]) -> Checks:
    """The alternatives of the condition; an empty one is always true. Raises TooManyError."""
    return alternatives_of(condition, lambda test, positive: _test(test, facts[test.fact], positive), MOST)


def _test(test: Test, fact: Fact, positive: bool) -> Checks:
    operand = test.operand
    if fact.kind == "flag":
        return _one(Check(Field(fact.id, ()), "=", operand is positive))
    if fact.kind == "choice":
        passing = operand if isinstance(operand, frozenset) else frozenset([str(operand)])
        return _choice(fact, [name for name in fact.names if (name in passing) is positive])
    if fact.kind == "choices":
        assert isinstance(operand, frozenset)
        return _members(test, fact, operand, positive)
    assert isinstance(operand, int | float)
    if test.operator == "equal":
        operators = ("at_least", "at_most") if positive else ("above", "below")
        bounds = [_bound(fact, operator, operand) for operator in operators]
        return all_of(bounds) if positive else any_of(bounds)
    return _bound(fact, test.operator if positive else _OPPOSITE[test.operator], operand)


def _one(check: Check) -> Checks:
    return [frozenset([check])]


def _choice(fact: Fact, passing: list[str]) -> Checks:
    if len(passing) in (0, len(fact.names)):
        return _ALWAYS if passing else []
    if len(passing) == 1:
        return _one(Check(Field(fact.id, ()), "=", fact.names.index(passing[0])))
    return _one(Check(Field(fact.id, tuple(passing)), "=", True))


def _members(test: Test, fact: Fact, wanted: frozenset[str], positive: bool) -> Checks:
    names = [name for name in fact.names if test.operator == "equal" or name in wanted]
    parts = [_one(Check(Field(fact.id, (name,)), "=", (name in wanted) is positive)) for name in names]
    return all_of(parts) if (test.operator != "includes_any") is positive else any_of(parts)


def _bound(fact: Fact, operator: str, limit: float) -> Checks:
    """The comparison; decided here where all numbers of the declared range say the same."""
    part, compared = _BOUNDS[operator]
    declared = Range(fact.minimum, fact.maximum)
    if fact.whole:
        declared = whole_range(declared)
    near, far = (declared.low, declared.high) if part is LOW else (declared.high, declared.low)
    passes = _PASSES[compared]
    if near is not None and passes(near, limit):
        return _ALWAYS
    if far is not None and not passes(far, limit):
        return []
    return _one(Check(Field(fact.id, part), compared, limit))
