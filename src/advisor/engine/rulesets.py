"""durable-rules decides which rules fire. This is the only module that knows it.

The stock `Host` starts timer threads and matches a state object again after every action, so the C functions are
driven directly: one long-lived session per concurrent evaluation, one flat fact, retracted afterwards.
"""

import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import count
from operator import getitem

import durable_rules_engine as durable

from advisor.engine.alternatives import MOST, Check, TooManyError, alternatives
from advisor.engine.messages import Reader, Teller, Told
from advisor.engine.network import RULE_NAMES, Path, definition, names_of, spread
from advisor.errors import InputError, Place, Problem
from advisor.model.conditions import Condition, facts_of
from advisor.model.rulebook import Fact
from advisor.model.values import Value

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
        """Compile. Raises InputError for a condition with more alternatives than can be held."""
        read = sorted(frozenset[str]().union(*map(facts_of, conditions.values())))
        self._teller = Teller(facts[fact] for fact in read)
        names: defaultdict[frozenset[Check], set[str]] = defaultdict(set)  # of the conditions, by their alternatives
        problems = []
        for name, condition in conditions.items():
            try:
                for each in alternatives(condition, facts):
                    names[each].add(name)
            except TooManyError:
                problems.append(
                    Problem(
                        places.get(name, Place(name)),
                        f"the condition of {name!r} has more than {MOST} alternatives, too many for the engine.",
                        "Make two rules of it.",
                    )
                )
        if problems:
            raise InputError(problems)
        self._always = names.pop(frozenset(), set())
        self._rulesets = [
            _Ruleset(paths, [names[frozenset(path)] for path in paths], facts) for paths in spread(names)
        ]

    def firing(self, known: Mapping[str, Value]) -> set[str]:
        """The names of the conditions that are true, given the facts known (by id, in whole or in part)."""
        return self.fired(self._teller.told(known))

    def fired(self, told: Told) -> set[str]:
        """The names of the conditions that are true, given what the engine is told (see `Teller`)."""
        fired = self._always.copy()
        for each in self._rulesets:
            each.fire(told, fired)
        return fired


class _Ruleset:
    """One ruleset of the engine: alternatives as rules, each with the names of the conditions that it makes true."""

    def __init__(self, paths: Sequence[Path], conditions: Sequence[set[str]], facts: Mapping[str, Fact]) -> None:
        self._conditions = dict(zip(RULE_NAMES, conditions, strict=False))
        fields = names_of(paths)
        self._definition = definition(paths, fields)
        checks = {check for path in paths for check in path}
        self._facts = sorted({check.field.fact for check in checks})
        self._readers = [
            Reader(facts[fact], [check for check in checks if check.field.fact == fact], fields)
            for fact in self._facts
        ]
        self._live: _Live | None = None

    def message(self, told: Told) -> str:
        """What is known of the facts that the rules ask for, as fields of a message."""
        return "".join(map(getitem, map(told.__getitem__, self._facts), self._readers))

    def fire(self, told: Told, fired: set[str]) -> None:
        """Add the names of the conditions that are true to `fired`."""
        fields = self.message(told)
        if not fields:
            return  # nothing is known that a rule asks for
        live = self._live
        if live is None or live.process is not _process:
            # Made when it is first needed; and anew after a fork, when the parent may have been at work in its own.
            live = self._live = _Live(self._definition)
        session = live.idle.pop() if live.idle else live.session()
        durable.update_state(live.handle, f"{session.opening}{fields}}}")
        found = session.first()
        if found:
            conditions, next_one, rule = self._conditions, session.next, found[1]
            while rule:
                fired |= conditions[rule[2]]  # of {"x":...
                rule = next_one()
        live.idle.append(session)  # not in a `finally`: a session that failed is not used again


class _Live:
    """A ruleset in the engine's memory, in one process, with a session for each evaluation at the same time."""

    def __init__(self, definition: str) -> None:
        self.process = _process
        self.handle = durable.create_ruleset(f"advisor-{os.getpid()}-{next(_numbers)}", definition)
        self.idle: list[_Session] = []
        self._sessions = count(1)

    def session(self) -> "_Session":
        """A session that nobody is using."""
        return _Session(self.handle, next(self._sessions))


class _Session:
    """One evaluation after another: the state of the session is the workload, and takes the place of the one before."""

    def __init__(self, handle: int, number: int) -> None:
        self.opening = f'{{"id":1,"sid":{number}'
        state = durable.update_state(handle, self.opening + "}")
        self.first = partial(durable.start_action_for_state, handle, state)
        self.next = partial(durable.complete_and_start_action, handle, state)
