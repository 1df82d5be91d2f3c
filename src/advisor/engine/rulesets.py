"""durable-rules decides which rules fire. This is the only module that knows it.

The stock `Host` starts timer threads and matches a state object again after every action, so the C functions are
driven directly: one long-lived session per concurrent evaluation, whose state is one flat message, what is known.
A new state takes the place of the last one, and the rules that fire are called for one after another.
"""

import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import count
from threading import Lock

import durable_rules_engine as durable

from advisor.conditions.alternatives import TooManyError
from advisor.engine.alternatives import MOST, Check, alternatives
from advisor.engine.messages import reader
from advisor.engine.network import RULE_NAMES, Checks, definition, names_of, spread
from advisor.errors import InputError, Place, Problem
from advisor.model.conditions import Condition
from advisor.model.rulebook import Fact
from advisor.model.values import Value

_numbers = count(1)
_process = object()  # another one in each process; asking the system for its number takes as long as a small evaluation
_making = Lock()  # of what is made once in a process: the engine never frees a ruleset


def _forked() -> None:
    global _process, _making
    _process, _making = object(), Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)


class Rules:
    """Named conditions, compiled once; `firing` says which of them are true of what is known."""

    def __init__(
        self, conditions: Mapping[str, Condition], facts: Mapping[str, Fact], places: Mapping[str, Place]
    ) -> None:
        """Compile. Raises InputError for a condition with more alternatives than can be held."""
        names: defaultdict[frozenset[Check], set[str]] = defaultdict(set)  # of the conditions, by their alternatives
        problems = []
        for name, condition in conditions.items():
            try:
                for each in alternatives(condition, facts):
                    names[each].add(name)
            except TooManyError as error:
                problems.append(
                    Problem(
                        places.get(name, Place(name)),
                        f"the condition of {name!r} has {error} alternatives; at most {MOST} can be held.",
                        "Make two rules of it.",
                    )
                )
        if problems:
            raise InputError(problems)
        self.always = names.pop(frozenset(), set())
        self.rulesets = [Ruleset(paths, [names[frozenset(path)] for path in paths], facts) for paths in spread(names)]

    def firing(self, known: Mapping[str, Value]) -> set[str]:
        """The names of the conditions that are true, given the facts known (by id, in whole or in part)."""
        fired = self.always.copy()
        for ruleset in self.rulesets:
            ruleset.fire(known, fired)
        return fired


class Ruleset:
    """One ruleset of the engine: alternatives as rules, each with the names of the conditions that it makes true."""

    def __init__(self, paths: Sequence[Checks], conditions: Sequence[set[str]], facts: Mapping[str, Fact]) -> None:
        self.conditions = dict(zip(RULE_NAMES, conditions, strict=False))
        names = names_of(paths)
        self.definition = definition(paths, names)
        checks = {check for path in paths for check in path}
        self._readers = [
            (fact, reader(facts[fact], [check for check in checks if check.field.fact == fact], names))
            for fact in sorted({check.field.fact for check in checks})
        ]
        self._live: _Live | None = None

    def fields(self, known: Mapping[str, Value]) -> str:
        """What is known of the facts that the rules ask for: fields of a JSON object, each after a comma."""
        return "".join([read[known[fact]] for fact, read in self._readers if fact in known])

    def fire(self, known: Mapping[str, Value], fired: set[str]) -> None:
        """Add the names of the conditions that are true to `fired`."""
        fields = self.fields(known)
        if not fields:
            return  # nothing is known that could make a rule fire
        live = self._live
        if live is None or live.process is not _process:
            live = self._made()
        session = live.borrow()
        durable.update_state(live.handle, f"{session.opening}{fields}}}")
        first = session.first()
        if first:
            conditions, following, rule = self.conditions, session.following, first[1]
            while rule:
                fired |= conditions[rule[2]]  # of {"a":...
                rule = following()
        live.idle.append(session)  # not in a `finally`: a session that failed is not used again

    def _made(self) -> "_Live":
        """Made when it is first needed; and anew after a fork, when the parent may have been at work in its own."""
        with _making:
            if self._live is None or self._live.process is not _process:
                self._live = _Live(self.definition)
            return self._live


class _Live:
    """A ruleset in the engine's memory, in one process, with a session for each evaluation at the same time."""

    def __init__(self, definition: str) -> None:
        self.process = _process
        self.handle = durable.create_ruleset(f"advisor-{os.getpid()}-{next(_numbers)}", definition)
        self.idle: list[_Session] = []
        self._sessions = count(1)

    def borrow(self) -> "_Session":
        """A session that nobody is using."""
        try:
            return self.idle.pop()
        except IndexError:
            return _Session(self.handle, next(self._sessions))


class _Session:
    """One evaluation after another: what is known is the state of the session, until the next takes its place."""

    def __init__(self, handle: int, number: int) -> None:
        self.opening = f'{{"id":1,"sid":{number}'
        state = durable.update_state(handle, self.opening + "}")
        self.first = partial(durable.start_action_for_state, handle, state)
        self.following = partial(durable.complete_and_start_action, handle, state)
