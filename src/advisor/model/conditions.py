"""The condition tree: `all`, `any` and `not` over tests of one fact each."""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Operator: TypeAlias = Literal["equal", "in", "at_least", "at_most", "above", "below", "includes", "includes_any"]
Operand: TypeAlias = bool | str | int | float | frozenset[str]


@dataclass(frozen=True)
class Test:
    """One fact compared with one value. Equality with a list of choices means: these members and no other."""

    fact: str
    operator: Operator
    operand: Operand

    __test__ = False  # the name begins like a test case's; pytest is not to collect it


@dataclass(frozen=True)
class All:
    """True if every part is."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class Any_:
    """True if some part is."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class Not:
    """True if its part is false."""

    part: "Condition"


Condition: TypeAlias = Test | All | Any_ | Not

ALWAYS = All(())


def tests_of(condition: Condition) -> list[Test]:
    """Every test of the tree, in the order written."""
    if isinstance(condition, Test):
        return [condition]
    if isinstance(condition, Not):
        return tests_of(condition.part)
    return [test for part in condition.parts for test in tests_of(part)]


def facts_of(condition: Condition) -> frozenset[str]:
    """The ids of the facts that the tree reads."""
    return frozenset(test.fact for test in tests_of(condition))


def written_condition(condition: Condition) -> Any:
    """The tree as a rule page would write it, in plain JSON types."""
    if isinstance(condition, Test):
        return {condition.fact: _written_test(condition)}
    if isinstance(condition, Not):
        return {"not": written_condition(condition.part)}
    parts = [written_condition(part) for part in condition.parts]
    return {"all" if isinstance(condition, All) else "any": parts}


def _written_test(test: Test) -> Any:
    operand = sorted(test.operand) if isinstance(test.operand, frozenset) else test.operand
    return operand if test.operator == "equal" else {test.operator: operand}
