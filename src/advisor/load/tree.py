"""Conditions as a page writes them, read into trees."""

from dataclasses import dataclass
from typing import cast, get_args

from advisor.load.page import Part, listing, shown, unknown
from advisor.load.scope import Scope
from advisor.load.values import exact_number, read_value
from advisor.model.conditions import ALWAYS, All, Any_, Condition, Not, Operand, Operator, Test
from advisor.model.rulebook import Fact
from advisor.model.values import SomeOf
from advisor.suggest import did_you_mean

OPERATORS: dict[str, tuple[str, ...]] = {
    "flag": (),
    "choice": ("in",),
    "choices": ("includes", "includes_any"),
    "number": ("at_least", "at_most", "above", "below"),
}
_EVERY_OPERATOR = get_args(Operator)


@dataclass(frozen=True)
class NumberUse:
    """A number that a condition compares a fact with, as written and as converted."""

    part: Part
    fact: Fact
    operand: float | int


class TreeReader:
    """Reads conditions within a scope; `numbers` gathers the numbers met."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self.numbers: list[NumberUse] = []

    def read(self, part: Part) -> Condition:
        """The tree of a condition; what is wrong in it is noted, and a condition that always holds stands in."""
        if not isinstance(part.data, dict) or not part.data:
            part.expected("a condition such as {subject.fact: value}")
            return ALWAYS
        parts = tuple(self._entry(part.child(key)) for key in part.data)
        return parts[0] if len(parts) == 1 else All(parts)

    def _entry(self, part: Part) -> Condition:
        if part.key in ("all", "any"):
            parts = tuple(self.read(item) for item in part.items("a list of conditions"))
            return All(parts) if part.key == "all" else Any_(parts)
        if part.key == "not":
            return Not(self.read(part))
        fact = self._scope.fact(part)
        return ALWAYS if fact is None else self._tests(fact, part)

    def _tests(self, fact: Fact, part: Part) -> Condition:
        if not isinstance(part.data, dict):
            return self._equal(fact, part)
        if not part.data:
            part.expected(f"a test of {fact.id}")
            return ALWAYS
        tests = tuple(self._test(fact, part.child(key)) for key in part.data)
        return tests[0] if len(tests) == 1 else All(tests)

    def _test(self, fact: Fact, part: Part) -> Condition:
        fitting = OPERATORS[fact.kind]
        name = part.key
        if name not in fitting:
            expected = f"{listing(fitting)} or a plain value" if fitting else "true or false"
            if name in _EVERY_OPERATOR:
                part.note(f"'{name}' does not fit {fact.id}, which is {_a(fact)}; expected {expected}", key=True)
            else:
                hint = (
                    'Inside {...} a comma parts entries: write 16000, or "16,000" in quotes.' if name.isdigit() else ""
                )
                part.note(
                    f"unknown test {shown(name)}; expected {expected}", hint or did_you_mean(name, fitting), key=True
                )
            return ALWAYS
        if fact.kind == "number":
            return self._number(fact, cast(Operator, name), part)
        known = [item for item in part.names() if self._is_choice(fact, item)]
        return Test(fact.id, cast(Operator, name), frozenset(item.data for item in known))

    def _equal(self, fact: Fact, part: Part) -> Condition:
        if fact.kind == "number":
            return self._number(fact, "equal", part)
        try:
            value = read_value(fact, part.data)
        except ValueError as error:
            part.note(f"{fact.id}: {error}")
            return ALWAYS
        operand = value.includes if isinstance(value, SomeOf) else cast(Operand, value)
        return Test(fact.id, "equal", operand)

    def _number(self, fact: Fact, operator: Operator, part: Part) -> Condition:
        try:
            operand = exact_number(part.data, fact.unit)
            read_value(fact, operand)
        except ValueError as error:
            is_word = isinstance(part.data, str) and part.data in fact.words
            hint = f"{shown(part.data)} is a word for cases; write its bounds here." if is_word else ""
            part.note(f"{fact.id}: {error}", hint)
            return ALWAYS
        self.numbers.append(NumberUse(part, fact, operand))
        return Test(fact.id, operator, operand)

    def _is_choice(self, fact: Fact, part: Part) -> bool:
        if part.data not in fact.choices:
            part.note(*unknown(f"choice of {fact.id}", part.data, fact.names))
            return False
        return True


def _a(fact: Fact) -> str:
    return {"flag": "a flag", "choice": "a choice", "choices": "a list of choices", "number": "a number"}[fact.kind]
