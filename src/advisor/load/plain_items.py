"""Items of which nothing out of the ordinary is said, read fast: what was read of a value before is remembered."""

from collections.abc import Callable, Mapping, MutableMapping
from functools import lru_cache
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

from advisor.conditions import Space, spaces
from advisor.conditions.space import contradictions_in
from advisor.load.values import not_given, read_value, says_nothing
from advisor.model.case import Item
from advisor.model.deferred import maker
from advisor.model.rulebook import Fact, Rulebook, Subject
from advisor.model.values import Value

_REMEMBERED = 1024  # values of one fact
_LONGEST = 100  # characters of a text, or members of a list
_item = maker(Item)

Known: TypeAlias = tuple[Value, int]  # a value, and the cells that it leaves possible


class PlainItems:
    """Reads items of one subject."""

    def __init__(self, rulebook: Rulebook, subject: Subject) -> None:
        self._subject = subject.id
        self._space = space = spaces(rulebook)[subject.id]
        self._readers = {
            fact.name: (fact.id, space.index[fact.id], _remembering(fact, space)) for fact in subject.facts.values()
        }

    def read(self, data: Mapping[Any, Any], name: str | None) -> Item | None:
        """The item of that name; None if anything about it has to be looked at closely: stages, or what is wrong."""
        facts, masks = {}, list(self._space.everything)
        for key, part in data.items():
            reader = self._readers.get(key)
            if reader is None:
                if key == "name" and name is not None:
                    continue
                return None
            fact, place, read = reader
            try:
                known = read(tuple(part) if part.__class__ is list else part)
            except (ValueError, TypeError):  # it is wrong, or nothing that could be remembered
                return None
            if known is not None:
                facts[fact], masks[place] = known
        if contradictions_in(self._space, masks):
            return None
        return _item({"subject": self._subject, "name": name, "facts": facts, "stages": ()})


def _remembering(fact: Fact, space: Space) -> Callable[[Any], Known | None]:
    """A reader of a fact's value that remembers what it read; None for what leaves the fact as open as silence does.

    It tells values of different types apart (True is no number).
    """
    place = space.index[fact.id]

    @lru_cache(maxsize=_REMEMBERED, typed=True)
    def read(data: Any) -> Known | None:
        if isinstance(data, str | tuple) and len(data) > _LONGEST:
            raise ValueError("too long to be remembered")
        if not_given(data):
            return None
        value = read_value(fact, data)
        return None if says_nothing(fact, value) else (value, space.mask(place, value))

    return read


_READERS: MutableMapping[Rulebook, dict[str, PlainItems]] = WeakKeyDictionary()


def plain_items(rulebook: Rulebook) -> dict[str, PlainItems]:
    """The reader of each subject's items, made once."""
    found = _READERS.get(rulebook)
    if found is None:
        found = {subject.id: PlainItems(rulebook, subject) for subject in rulebook.subjects.values()}
        _READERS[rulebook] = found
    return found
