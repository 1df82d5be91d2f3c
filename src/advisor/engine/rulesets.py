"""durable-rules decides which rules fire. This is the only module that knows it.

The stock `Host` starts timer threads and matches a state object again after every action, so the C functions are
driven directly: one long-lived session per concurrent evaluation, one flat fact, retracted afterwards. A fact that
is not known is not in the message, and every test of a missing field is false: unknown does not fire. Negations are
pushed down to the tests, whose opposites have messages of their own, so a condition fires when it is true and its
negation when it is false, in Kleene's sense.
"""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, reduce
from itertools import count
from operator import mul
from queue import Empty, SimpleQueue
from typing import Any, TypeAlias

import durable_rules_engine as durable

from advisor.errors import InputError, Place, Problem
from advisor.model.conditions import All, Condition, Not, Test, facts_of
from advisor.model.rulebook import Fact
from advisor.model.values import OneOf, SomeOf, Value, whole_range
from advisor.quantities import Range

Expression: TypeAlias = dict[str, Any]

# The engine explores at most 64 alternatives of one fact at once and then fires nothing (its error 303).
ALTERNATIVES = 48
NOT_HANDLED = 1

_ANCHOR: Expression = {"kind": "workload"}
_IMPOSSIBLE: Expression = {"kind": "nothing"}
_numbers = count(1)


class Rules:
    """Named conditions, compiled once; `firing` says which of them are true of what is known."""

    def __init__(
        self, conditions: Mapping[str, Condition], facts: Mapping[str, Fact], places: Mapping[str, Place]
    ) -> None:
        """Compile. Raises InputError for a condition with more alternatives than the engine can hold."""
        self._facts = facts
        self._parts: list[_Ruleset] = []
        names: list[str] = []
        room, problems = ALTERNATIVES, []
        for name, condition in conditions.items():
            need = alternatives(condition)
            if need > ALTERNATIVES:
                problems.append(
                    Problem(
                        places.get(name, Place(name)),
                        f"the condition of {name!r} has {need} alternatives; at most {ALTERNATIVES} can be held.",
                        "Make two rules of it.",
                    )
                )
            if need > room:
                self._close(names, conditions)
                names, room = [], ALTERNATIVES
            names.append(name)
            room -= need
        if problems:
            raise InputError(problems)
        self._close(names, conditions)

    def firing(self, known: Mapping[str, Value]) -> set[str]:
        """The names of the conditions that are true, given the facts known (by id, in whole or in part)."""
        fired: set[str] = set()
        for part in self._parts:
            part.fire(known, fired)
        return fired

    def _close(self, names: Sequence[str], conditions: Mapping[str, Condition]) -> None:
        if names:
            self._parts.append(_Ruleset({name: conditions[name] for name in names}, self._facts))


class _Ruleset:
    """One ruleset of the engine, and the sessions that may use it at the same time."""

    def __init__(self, conditions: Mapping[str, Condition], facts: Mapping[str, Fact]) -> None:
        self._names = list(conditions)
        self._reads = tuple(
            facts[name] for name in sorted({name for condition in conditions.values() for name in facts_of(condition)})
        )
        self._definition = json.dumps(
            {
                f"r{place}": {"all": [{"m": {"$and": [_ANCHOR, expression(condition, facts)]}}]}
                for place, condition in enumerate(conditions.values())
            }
        )
        self._live = _Live(self._definition)

    def fire(self, known: Mapping[str, Value], fired: set[str]) -> None:
        """Add the names of the conditions that are true to `fired`."""
        if self._live.process != os.getpid():
            # The parent may have been at work in its ruleset when it forked.
            self._live = _Live(self._definition)
        live = self._live
        fields = [message_part(fact, known.get(fact.id)) for fact in self._reads]
        session = live.borrow()
        head = f'{{"id":{next(live.messages)},"sid":"{session}","kind":"workload"'
        message = ",".join([head, *(field for field in fields if field)]) + "}"
        status, state = durable.assert_fact(live.handle, message)
        if status != NOT_HANDLED:
            result = durable.start_action_for_state(live.handle, state)
            text = result[1] if result else None
            while text:
                fired.add(self._names[int(text[3 : text.index('"', 3)])])
                text = durable.complete_and_start_action(live.handle, state)
        durable.retract_fact(live.handle, message)
        live.idle.put(session)  # not in a `finally`: a session that failed is not used again


class _Live:
    """A ruleset in the engine's memory, in one process, with a session for each evaluation at the same time."""

    def __init__(self, definition: str) -> None:
        self.process = os.getpid()
        self.handle = durable.create_ruleset(f"advisor-{self.process}-{next(_numbers)}", definition)
        self.messages = count(1)
        self.idle: SimpleQueue[str] = SimpleQueue()
        self._sessions = count(1)

    def borrow(self) -> str:
        """A session that nobody is using."""
        try:
            return self.idle.get_nowait()
        except Empty:
            return f"s{next(self._sessions)}"


@lru_cache(maxsize=16384)
def _fields(
    value: Value | None, kind: str, name: str, names: tuple[str, ...], bounds: tuple[float | None, float | None, bool]
) -> str:
    fields: dict[str, Any] = {}
    if kind == "number":
        low, high, whole = bounds
        fields = _number_fields(name, value if isinstance(value, Range) else None, low, high, whole)
    elif isinstance(value, OneOf):
        fields = {f"{name}/{other}": False for other in names if other not in value.names}
    elif isinstance(value, SomeOf):
        fields = {f"{name}/{member}": True for member in value.includes}
        fields |= {f"{name}/{member}": False for member in value.excludes}
    elif value is not None:
        fields = {name: value}
    return ",".join(f"{json.dumps(field)}:{_plain(content)}" for field, content in fields.items())


def message_part(fact: Fact, value: Value | None) -> str:
    """What the engine is told of one fact, as the inside of a JSON object."""
    return _fields(value, fact.kind, fact.name, fact.names, (fact.minimum, fact.maximum, fact.whole))


def _number_fields(
    name: str, value: Range | None, low: float | None, high: float | None, whole: bool
) -> dict[str, Any]:
    """The bounds known: `min` or (exclusive) `above`, `max` or `below`; an unknown number has its declared ones."""
    low_open = high_open = False
    if value is not None:
        value = whole_range(value) if whole else value
        if value.low is not None and (low is None or value.low >= low):
            low, low_open = value.low, value.low_open
        if value.high is not None and (high is None or value.high <= high):
            high, high_open = value.high, value.high_open
    fields = {}
    if low is not None:
        fields[f"{name}:above" if low_open else f"{name}:min"] = low
    if high is not None:
        fields[f"{name}:below" if high_open else f"{name}:max"] = high
    return fields


def _plain(content: Any) -> str:
    """JSON without exponents, which the engine refuses."""
    if isinstance(content, float):
        text = f"{content:.12f}".rstrip("0")
        return text + "0" if text.endswith(".") else text
    return json.dumps(content)


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
        return _ANCHOR if junction == "$and" else _IMPOSSIBLE
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
