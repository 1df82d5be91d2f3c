"""Items of which nothing out of the ordinary is said, read fast: what was read of a value before is remembered."""

from collections.abc import Mapping, MutableMapping
from typing import Any
from weakref import WeakKeyDictionary

from advisor.conditions import spaces
from advisor.conditions.space import contradictions_in
from advisor.load.values import remembering
from advisor.model.case import Item
from advisor.model.deferred import maker
from advisor.model.rulebook import Rulebook, Subject

_item = maker(Item)


class PlainItems:
    """Reads items of one subject."""

    def __init__(self, rulebook: Rulebook, subject: Subject) -> None:
        self._subject = subject.id
        self._space = spaces(rulebook)[subject.id]
        self._readers = {fact.name: (fact.id, remembering(fact)) for fact in subject.facts.values()}

    def read(self, data: Mapping[Any, Any], name: str | None) -> Item | None:
        """The item of that name; None if anything about it has to be looked at closely: stages, or what is wrong."""
        facts = {}
        for key, part in data.items():
            known = self._readers.get(key)
            if known is None:
                if key == "name" and name is not None:
                    continue
                return None
            fact, read = known
            try:
                value = read(part)
            except ValueError:
                return None
            if value is not None:
                facts[fact] = value
        if contradictions_in(self._space, facts):
            return None
        return _item({"subject": self._subject, "name": name, "facts": facts, "stages": ()})


_READERS: MutableMapping[Rulebook, dict[str, PlainItems]] = WeakKeyDictionary()


def plain_items(rulebook: Rulebook) -> dict[str, PlainItems]:
    """The reader of each subject's items, made once."""
    found = _READERS.get(rulebook)
    if found is None:
        found = {subject.id: PlainItems(rulebook, subject) for subject in rulebook.subjects.values()}
        _READERS[rulebook] = found
    return found
