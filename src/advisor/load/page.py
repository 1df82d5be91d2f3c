"""Reading a page part by part: every part knows its place, and what is wrong with it is noted, not raised."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, TypeAlias

from advisor.errors import Place, Problem
from advisor.model.rulebook import EDITIONS, Edition
from advisor.printable import printable
from advisor.suggest import did_you_mean

Path: TypeAlias = tuple[str | int, ...]
Locate: TypeAlias = Callable[[Path, bool], Place]

_SHOWN = 60
_LISTED = 20
_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def shown(data: Any) -> str:
    """A value as a message shows it: short, and never raw control characters."""
    if data is None:
        return "nothing"
    if isinstance(data, bool):
        return "true" if data else "false"
    if isinstance(data, str):
        return repr(data if len(data) <= _SHOWN else data[:_SHOWN] + "...")
    if isinstance(data, Mapping):
        return "a mapping" if data else "an empty mapping"
    if isinstance(data, list | tuple | set | frozenset):
        return "a list" if data else "an empty list"
    if isinstance(data, int) and data.bit_length() > 200:
        return "a huge number"
    return printable(repr(data)[:_SHOWN])


def listing(names: Iterable[str], last: str = ", ") -> str:
    """Names in a row, for "expected one of ..."; `last` stands before the last of them."""
    row = list(names)
    if len(row) > _LISTED:
        return ", ".join([*row[:_LISTED], "..."])
    return last.join(part for part in (", ".join(row[:-1]), *row[-1:]) if part)


def problem(place: Place, message: str, hint: str = "") -> Problem:
    """A problem whose message ends as a sentence does."""
    return Problem(place, message if message.endswith((".", "?")) else f"{message}.", hint)


def unknown(
    kind: str, name: str, known: Collection[str], elsewhere: Mapping[str, Edition] | None = None
) -> tuple[str, str]:
    """The message and the hint for a name that is not among the known ones, but perhaps in the edition `elsewhere`."""
    there = only_in(elsewhere[name]) if elsewhere and name in elsewhere else ""
    return f"unknown {kind} {shown(name)}", there or did_you_mean(name, known) or f"Expected one of {listing(known)}."


def only_in(edition: Edition) -> str:
    """The hint for a name that only the other edition knows."""
    return f"Only the edition '{edition}' has it (--edition {edition})."


def is_kebab_case(name: str) -> bool:
    """Whether a name is fit to be an id: small letters, digits and single hyphens."""
    return _KEBAB.fullmatch(name) is not None


class Fields(dict[str, "Part"]):
    """The parts of a mapping whose keys are fixed; a key that is missing reads as empty."""

    def text(self, key: str) -> str:
        """The text under the key; "" if there is none."""
        return self[key].text() if key in self else ""

    def optional_text(self, key: str) -> str | None:
        """The text under the key; None if the key is missing."""
        return self[key].text() if key in self else None

    def flag(self, key: str) -> bool:
        """The flag under the key; false if there is none."""
        return self[key].flag() if key in self else False

    def items_of(self, key: str) -> list["Part"]:
        """The parts of the list under the key."""
        return self[key].items() if key in self else []

    def entries(self, key: str) -> dict[str, "Part"]:
        """The parts of the mapping under the key, whose keys are names."""
        return self[key].entries() if key in self else {}

    def edition(self) -> Edition | None:
        """The edition that the mapping belongs to; none means both."""
        if "edition" not in self:
            return None
        name = self["edition"].one_of("edition", EDITIONS)
        return next((edition for edition in EDITIONS if edition == name), None)


class Part:
    """One value of a page. Where it does not fit, a reader notes a problem and returns something harmless."""

    __slots__ = ("data", "locate", "path", "problems")

    def __init__(self, data: Any, path: Path, locate: Locate, problems: list[Problem]) -> None:
        self.data = data
        self.path = path
        self.problems = problems
        self.locate = locate

    @property
    def key(self) -> str:
        """The name under which the part stands."""
        return str(self.path[-1])

    def place(self, key: bool = False) -> Place:
        """Where the value stands, or its key."""
        return self.locate(self.path, key)

    def note(self, message: str, hint: str = "", key: bool = False) -> None:
        """Note a problem at this value (or at its key)."""
        self.problems.append(problem(self.place(key), message, hint))

    def expected(self, what: str, hint: str = "") -> None:
        """Note that something else was expected here."""
        self.note(f"expected {what}, not {shown(self.data)}", hint)

    def child(self, key: str | int) -> "Part":
        """The part under a key or at an index."""
        return Part(self.data[key], (*self.path, key), self.locate, self.problems)

    def fields(self, what: str, required: Collection[str], optional: Collection[str] = ()) -> Fields:
        """The parts of a mapping with fixed keys; missing and unknown ones are noted."""
        if not isinstance(self.data, dict):
            self.expected(f"{what} with the keys {listing(required or optional)}")
            return Fields()
        known = [*required, *optional]
        for key in required:
            if key not in self.data:
                self.note(f"{what} needs the key '{key}'")
        fields = Fields()
        for key in self.data:
            if key in known:
                fields[key] = self.child(key)
            else:
                message, hint = unknown("key", key, known)
                self.child(key).note(f"{message} in {what}", hint, key=True)
        return fields

    def entries(self, what: str = "a mapping") -> dict[str, "Part"]:
        """The parts of a mapping whose keys are names of the page's own."""
        if isinstance(self.data, dict) and self.data:
            return {key: self.child(key) for key in self.data}
        self.expected(f"{what} with at least one entry")
        return {}

    def items(self, what: str = "a list") -> list["Part"]:
        """The parts of a list that is not empty."""
        if isinstance(self.data, list) and self.data:
            return [self.child(index) for index in range(len(self.data))]
        self.expected(f"{what} with at least one entry")
        return []

    def names(self) -> list["Part"]:
        """The parts of a list of names, each standing once."""
        found: list[Part] = []
        for part in self.items("a list of names"):
            if not part.text():
                continue
            if any(part.data == other.data for other in found):
                part.note(f"{shown(part.data)} stands twice in the list")
            else:
                found.append(part)
        return found

    def text(self) -> str:
        """A text that is not empty."""
        if isinstance(self.data, str) and self.data.strip():
            return self.data
        quotable = isinstance(self.data, int | float)
        self.expected("a text", "Write it in quotes." if quotable else "")
        return ""

    def kebab(self, name: str) -> bool:
        """Whether a name of this part is kebab-case, as every id is."""
        if is_kebab_case(name):
            return True
        self.note(f"{shown(name)} is no id; expected small letters, digits and hyphens, such as 'one-zone'", key=True)
        return False

    def flag(self) -> bool:
        """True or false."""
        if not isinstance(self.data, bool):
            self.expected("true or false")
        return self.data is True

    def count(self) -> int:
        """A whole number of at least 1, such as a line number."""
        if isinstance(self.data, int) and not isinstance(self.data, bool) and self.data >= 1:
            return self.data
        self.expected("a whole number of at least 1")
        return 1

    def one_of(self, kind: str, known: Collection[str]) -> str:
        """One of the known names; "" if it is none."""
        if not isinstance(self.data, str):
            self.expected(f"one of {listing(known)}")
            return ""
        if self.data not in known:
            self.note(*unknown(kind, self.data, known))
            return ""
        return self.data
