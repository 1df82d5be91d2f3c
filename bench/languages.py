"""A condition tree in the languages of other engines."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from advisor.model.conditions import All, Condition, Not, Test
from advisor.model.rulebook import Fact
from bench.rulesets import variable

_COMPARED = {"at_least": ">=", "at_most": "<=", "above": ">", "below": "<"}


@dataclass(frozen=True)
class Infix:
    """A language with infix operators: how it writes a fact, and its words."""

    fact: Callable[[str], str]
    all: str
    any: str
    negation: str
    true: str
    false: str

    def condition(self, each: Condition, facts: Mapping[str, Fact]) -> str:
        """The condition as an expression."""
        if isinstance(each, Not):
            return f"{self.negation}({self.condition(each.part, facts)})"
        if isinstance(each, Test):
            return self._test(each, facts[each.fact])
        word = self.all if isinstance(each, All) else self.any
        silent = self.true if isinstance(each, All) else self.false
        return f" {word} ".join(f"({self.condition(part, facts)})" for part in each.parts) or silent

    def _test(self, test: Test, fact: Fact) -> str:
        name = self.fact(variable(fact.id))
        if fact.kind == "choices":
            has = {member: f"({json.dumps(member)} in {name})" for member in fact.names}
            junction = f" {self.any if test.operator == 'includes_any' else self.all} "
            return junction.join(
                has[member] if wanted else f"{self.negation}{has[member]}" for member, wanted in members(test, fact)
            )
        if isinstance(test.operand, frozenset):
            return f"{name} in {json.dumps(sorted(test.operand))}"
        if test.operator == "equal":
            said = {True: self.true, False: self.false}.get(test.operand) if isinstance(test.operand, bool) else None
            return f"{name} == {said or json.dumps(test.operand)}"
        return f"{name} {_COMPARED[test.operator]} {test.operand}"


PYTHON = Infix(lambda name: f"w[{name!r}]", "and", "or", "not ", "True", "False")
ZEN = Infix(str, "and", "or", "not ", "true", "false")
CEL = Infix(str, "&&", "||", "!", "true", "false")


def members(test: Test, fact: Fact) -> list[tuple[str, bool]]:
    """The members that a test of a list looks at, and whether each has to be there."""
    assert isinstance(test.operand, frozenset)
    looked_at = fact.names if test.operator == "equal" else sorted(test.operand)
    return [(member, member in test.operand) for member in looked_at]


def json_logic(each: Condition, facts: Mapping[str, Fact]) -> Any:
    """The condition as JsonLogic."""
    if isinstance(each, Not):
        return {"!": [json_logic(each.part, facts)]}
    if not isinstance(each, Test):
        if not each.parts:
            return isinstance(each, All)
        return {"and" if isinstance(each, All) else "or": [json_logic(part, facts) for part in each.parts]}
    fact = facts[each.fact]
    value = {"var": variable(fact.id)}
    if fact.kind == "choices":
        tests: list[Any] = [
            {"in": [member, value]} if wanted else {"!": [{"in": [member, value]}]}
            for member, wanted in members(each, fact)
        ]
        return {"or" if each.operator == "includes_any" else "and": tests}
    if isinstance(each.operand, frozenset):
        return {"in": [value, sorted(each.operand)]}
    return {_COMPARED.get(each.operator, "==="): [value, each.operand]}


def clips(each: Condition, facts: Mapping[str, Fact]) -> str:
    """The condition as an expression of CLIPS over variables."""
    if isinstance(each, Not):
        return f"(not {clips(each.part, facts)})"
    if not isinstance(each, Test):
        parts = [clips(part, facts) for part in each.parts]
        if len(parts) < 2:
            return parts[0] if parts else "(eq 1 1)" if isinstance(each, All) else "(eq 1 0)"
        return f"({'and' if isinstance(each, All) else 'or'} {' '.join(parts)})"
    fact = facts[each.fact]
    name = f"?{variable(fact.id)}"
    if fact.kind == "choices":
        tests = [
            f"(neq (member$ {member} $?{name[1:]}) FALSE)" if wanted else f"(eq (member$ {member} $?{name[1:]}) FALSE)"
            for member, wanted in members(each, fact)
        ]
        word = "or" if each.operator == "includes_any" else "and"
        return tests[0] if len(tests) == 1 else f"({word} {' '.join(tests)})"
    if isinstance(each.operand, frozenset):
        equal = [f"(eq {name} {choice})" for choice in sorted(each.operand)]
        return equal[0] if len(equal) == 1 else f"(or {' '.join(equal)})"
    if each.operator in _COMPARED:
        return f"({_COMPARED[each.operator]} {name} {each.operand})"
    operand = str(each.operand).upper() if isinstance(each.operand, bool) else each.operand
    return f"({'=' if fact.kind == 'number' else 'eq'} {name} {operand})"
