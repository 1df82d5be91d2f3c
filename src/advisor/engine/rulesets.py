"""durable-rules decides which rules fire. This is the only module that knows it.

The stock `Host` starts timer threads and matches a state object again after every action, so the C functions are
driven directly: one long-lived session per concurrent evaluation, one flat fact, retracted afterwards.
"""

import json
import os
from collections.abc import Mapping, Sequence
from itertools import count
from queue import Empty, SimpleQueue

import durable_rules_engine as durable

from advisor.engine.expressions import ANCHOR, alternatives, expression, refuse_collisions
from advisor.engine.messages import Teller, Told, message_part
from advisor.errors import InputError, Place, Problem
from advisor.model.conditions import Condition, facts_of
from advisor.model.rulebook import Fact
from advisor.model.values import Value

# The engine explores at most 64 alternatives of one fact at once and then fires nothing (its error 303).
ALTERNATIVES = 48
NOT_HANDLED = 1

_numbers = count(1)
_process = object()  # another one in each process; asking the system for its number takes as long as a small evaluation


def _forked() -> None:
    global _process
    _process = object()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)


class Rules:
    """Named conditions, compiled once; `firing` says which of them are true of what is known."""

    def __init__(
        self, conditions: Mapping[str, Condition], facts: Mapping[str, Fact], places: Mapping[str, Place]
    ) -> None:
        """Compile. Raises InputError for a condition with more alternatives than the engine can hold."""
        self._facts = facts
        self._teller = Teller(facts.values())
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
        return self.fired(self._teller.told(known))

    def fired(self, told: Told) -> set[str]:
        """The names of the conditions that are true, given what the engine is told (see `Teller`)."""
        fired: set[str] = set()
        for part in self._parts:
            part.fire(told, fired)
        return fired

    def _close(self, names: Sequence[str], conditions: Mapping[str, Condition]) -> None:
        if names:
            self._parts.append(_Ruleset({name: conditions[name] for name in names}, self._facts))


class _Ruleset:
    """One ruleset of the engine, and the sessions that may use it at the same time."""

    def __init__(self, conditions: Mapping[str, Condition], facts: Mapping[str, Fact]) -> None:
        reads = [
            facts[name] for name in sorted({name for condition in conditions.values() for name in facts_of(condition)})
        ]
        self._names = {f"{place:02}": name for place, name in enumerate(conditions)}
        self._reads = [fact.id for fact in reads]
        self._silent = [message_part(fact, None) for fact in reads]
        expressions = [expression(condition, facts) for condition in conditions.values()]
        refuse_collisions(expressions, reads)
        self._definition = json.dumps(
            {
                f"r{place}": {"all": [{"m": {"$and": [ANCHOR, each]}}]}
                for place, each in zip(self._names, expressions, strict=True)
            }
        )
        self._live: _Live | None = None

    def fire(self, told: Told, fired: set[str]) -> None:
        """Add the names of the conditions that are true to `fired`."""
        live = self._live
        if live is None or live.process is not _process:
            # Made when it is first needed; and anew after a fork, when the parent may have been at work in its own.
            live = self._live = _Live(self._definition)
        session = live.borrow()
        fields = "".join(map(told.get, self._reads, self._silent))
        message = f'{{"id":{next(live.messages)},"sid":"{session}","kind":"workload"{fields}}}'
        status, state = durable.assert_fact(live.handle, message)
        if status != NOT_HANDLED:
            result = durable.start_action_for_state(live.handle, state)
            text, names = result[1] if result else None, self._names
            while text:
                fired.add(names[text[3:5]])  # of {"r07":...
                text = durable.complete_and_start_action(live.handle, state)
        durable.retract_fact(live.handle, message)
        live.idle.put(session)  # not in a `finally`: a session that failed is not used again


class _Live:
    """A ruleset in the engine's memory, in one process, with a session for each evaluation at the same time."""

    def __init__(self, definition: str) -> None:
        self.process = _process
        self.handle = durable.create_ruleset(f"advisor-{os.getpid()}-{next(_numbers)}", definition)
        self.messages = count(1)
        self.idle: SimpleQueue[str] = SimpleQueue()
        self._sessions = count(1)

    def borrow(self) -> str:
        """A session that nobody is using."""
        try:
            return self.idle.get_nowait()
        except Empty:
            return f"s{next(self._sessions)}"
