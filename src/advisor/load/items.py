"""One item of a case: what is said of one workload, one volume, one set of objects, now and as it ages."""

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from advisor.conditions import contradictions
from advisor.load.page import Path, listing, only_in, shown, unknown
from advisor.load.values import exact_number, not_given, read_value, says_nothing
from advisor.model.case import Item, Stage
from advisor.model.deferred import maker
from advisor.model.rulebook import Fact, Rulebook, Subject
from advisor.model.values import Value

MOST_STAGES = 50  # plans are proved over all stages at once, which takes long with many more

Note: TypeAlias = Callable[[Path, str, str, bool], None]


_item = maker(Item)


class ItemReader:
    """Reads one item; `note(path, message, hint, key)` is told what is wrong."""

    def __init__(self, rulebook: Rulebook, subject: Subject, name: str | None, path: Path, note: Note) -> None:
        self._rulebook = rulebook
        self._subject = subject
        self._name = name
        self._label = subject.id if name is None else f"{subject.id}/{name}"
        self._path = path
        self._report = note
        self._sound = True

    def read(self, data: Mapping[Any, Any]) -> Item:
        """The item; nothing to rely on if problems were told."""
        own_keys = ("stages",) if self._name is None else ("stages", "name")
        facts = self._facts(data, self._path, own_keys)
        stages = self._stages(data["stages"]) if data.get("stages") is not None else ()
        if self._sound and facts:
            self._contradictions(facts, facts, self._path)
        for place, stage in enumerate(stages):
            if self._sound:
                self._contradictions(stage.over(facts), stage.facts, (*self._path, "stages", place))
        return _item({"subject": self._subject.id, "name": self._name, "facts": facts, "stages": stages})

    def _note(self, path: Path, message: str, hint: str = "", key: bool = False) -> None:
        self._sound = False
        self._report(path, message, hint, key)

    def _facts(self, data: Mapping[Any, Any], path: Path, own_keys: tuple[str, ...]) -> dict[str, Value]:
        declared = self._subject.facts
        facts: dict[str, Value] = {}
        for key, part in data.items():
            fact = declared.get(key)
            if fact is None:
                if key not in own_keys:
                    self._unknown((*path, key), key, own_keys)
            elif not not_given(part):
                try:
                    value = read_value(fact, part)
                except ValueError as error:
                    self._note((*path, key), f"{self._label}.{key}: {error}")
                else:
                    if not says_nothing(fact, value):
                        facts[fact.id] = value
        return facts

    def _stages(self, data: Any) -> tuple[Stage, ...]:
        path = (*self._path, "stages")
        if not isinstance(data, list | tuple):
            self._note(path, f"{self._label}.stages: expected a list of stages, not {shown(data)}")
            return ()
        if len(data) > MOST_STAGES:
            self._note(path, f"{self._label}.stages: expected at most {MOST_STAGES} stages, not {len(data):,}")
            return ()
        stages: list[Stage] = []
        for place, part in enumerate(data):
            if isinstance(part, Mapping):
                begun = self._begin(part, (*path, place), stages[-1].from_days if stages else None)
                facts = self._stage_facts(part, (*path, place))
                silent = frozenset(f"{self._subject.id}.{key}" for key, value in part.items() if not_given(value))
                stages.append(Stage.model_construct(from_days=begun, facts=facts, silent=silent))
            else:
                self._note((*path, place), f"{self._label}.stages: expected a mapping with 'from', not {shown(part)}")
        return tuple(stages)

    def _begin(self, part: Mapping[Any, Any], path: Path, before: float | None) -> float | int:
        """The day on which a stage begins: after the one before it; the first may begin on day 0."""
        if "from" not in part:
            self._note(path, f"{self._label}.stages: a stage needs 'from', the age at which it begins")
            return before or 0
        try:
            day = exact_number(part["from"], "days")
            if day < 0:
                raise ValueError(f"expected an age of 0 or more, not {shown(part['from'])}")
            if before is not None and day <= before:
                raise ValueError(
                    f"expected an age after the stage before it ({before:g} days), not {shown(part['from'])}"
                )
        except ValueError as error:
            self._note((*path, "from"), f"{self._label}.stages: {error}")
            return before or 0
        return day

    def _stage_facts(self, part: Mapping[Any, Any], path: Path) -> dict[str, Value]:
        facts = self._facts(part, path, ("from",))
        for fact in self._subject.facts.values():
            if fact.constant and fact.name in part:
                message = f"{self._label}.{fact.name} is the same in all stages; expected it beside 'stages'"
                self._note((*path, fact.name), message, "", True)
        return facts

    def _contradictions(self, facts: dict[str, Value], new: Mapping[str, Value], path: Path) -> None:
        """Tell what cannot stand together, of all `facts`, where one of the `new` ones is at fault."""
        for found in contradictions(self._rulebook, self._subject.id, facts):
            involved = [name for name in facts if name in found.facts]
            at_fault = [name for name in involved if name in new]
            if at_fault:
                said = [self._said(self._rulebook.facts[name], facts[name]) for name in involved]
                verb = "cannot stand together" if len(said) > 1 else "cannot be"
                fact = self._rulebook.facts[at_fault[-1]]
                self._note((*path, fact.name), f"{' and '.join(said)} {verb}", found.because)

    def _said(self, fact: Fact, value: Value) -> str:
        return f"{self._label}.{fact.name}: {json.dumps(self._rulebook.written(fact.id, value))}"

    def _unknown(self, path: Path, key: Any, own_keys: tuple[str, ...]) -> None:
        """Tell that a key is no fact of the subject, and what it may be."""
        if not isinstance(key, str):
            self._note(path, f"expected the name of a fact of {self._subject.id}, not {shown(key)}", "", True)
            return
        if key == "name":
            hint = f"Only the items of a list have names: write '- name: ...' under '{self._subject.id}:'."
            self._note(path, f"unknown fact {self._label}.name", hint, True)
            return
        message, hint = unknown(f"fact of {self._subject.id}", key, [*self._subject.facts, *own_keys])
        homes = [subject.id for subject in self._rulebook.subjects.values() if key in subject.facts]
        bare = key.removeprefix(f"{self._subject.id}.")
        if bare in self._subject.elsewhere:
            hint = only_in(self._subject.elsewhere[bare])
        elif homes:
            hint = f"It is a fact of {listing(homes)}."
        elif bare in self._subject.facts:
            hint = f"Did you mean '{bare}'? The subject's name stands above already."
        self._note(path, message, hint, True)
