"""Plain data to a case. Good data is read fast: places are looked up only for what is wrong."""

import re
from collections.abc import Mapping
from typing import Any

from advisor.errors import Problem
from advisor.load.answers import read_admitted, read_expected
from advisor.load.items import ItemReader
from advisor.load.page import Locate, Path, listing, problem, shown, unknown
from advisor.load.plain_items import plain_items
from advisor.model.case import Case, Expectation, Item
from advisor.model.deferred import maker
from advisor.model.rulebook import Area, Rulebook, Subject
from advisor.printable import printable
from advisor.suggest import did_you_mean

_HALF = re.compile("[\ud800-\udfff]")
_case = maker(Case)
CASE_KEYS = ("name", "description", "among", "expect")


class CaseReader:
    """Reads one case; `problems` gathers what is wrong with it."""

    def __init__(self, rulebook: Rulebook, locate: Locate) -> None:
        self.problems: list[Problem] = []
        self._rulebook = rulebook
        self._locate = locate
        self._items: dict[str, list[Item]] = {}
        self._plain = plain_items(rulebook)

    def read(self, data: Any, name: str) -> Case | None:
        """The case; nothing to rely on if there are problems."""
        if not isinstance(data, Mapping):
            self._note((), f"expected a case (a mapping), not {shown(data)}")
            return None
        subjects = self._rulebook.subjects
        for key, part in data.items():
            if key in subjects:
                self._items[key] = self._subject(subjects[key], part)
            elif key not in CASE_KEYS:
                self._unknown_key(key)
        if not self._items and not self.problems:
            self._note((), f"the case describes nothing; expected at least one of {listing(subjects)}")
        return _case(
            {
                "name": self._text(data, "name", name),
                "description": self._text(data, "description", ""),
                "items": tuple([item for items in self._items.values() for item in items]),
                "among": self._answers(data, "among"),
                "expect": self._answers(data, "expect"),
                "place": self._locate((), False),
            }
        )

    def _note(self, path: Path, message: str, hint: str = "", key: bool = False) -> None:
        self.problems.append(problem(self._locate(path, key), message, hint))

    def _text(self, data: Mapping[Any, Any], key: str, silent: str) -> str:
        text = data.get(key)
        if text is None:
            return silent
        if not isinstance(text, str) or not text.strip():
            hint = "Write it in quotes." if isinstance(text, int | float) else ""
            self._note((key,), f"{key}: expected a text, not {shown(text)}", hint)
            return silent
        return self._whole((key,), text)

    def _whole(self, path: Path, text: str) -> str:
        """The text, of which no half of a character may be a part: no file could hold it."""
        if not text.isascii() and _HALF.search(text):
            self._note(path, f"half of a character stands in {printable(shown(text))}", "Write the character itself.")
        return text

    def _subject(self, subject: Subject, data: Any) -> list[Item]:
        """The items of one subject: a mapping of facts, or a list of named mappings."""
        path = (subject.id,)
        if data is None:
            data = {}
        if isinstance(data, Mapping):
            return [self._item(subject, None, path, data)]
        if not isinstance(data, list | tuple) or not data:
            what = "expected a mapping of facts, or a list of named mappings"
            self._note(path, f"{subject.id}: {what}, not {shown(data)}")
            return []
        items: list[Item] = []
        for place, part in enumerate(data):
            if not isinstance(part, Mapping):
                self._note((*path, place), f"{subject.id}: expected a mapping with 'name', not {shown(part)}")
                continue
            name = self._item_name(subject, part, (*path, place), [item.name for item in items])
            items.append(self._item(subject, name, (*path, place), part))
        return items

    def _item(self, subject: Subject, name: str | None, path: Path, data: Mapping[Any, Any]) -> Item:
        plain = self._plain[subject.id].read(data, name)
        return plain or ItemReader(self._rulebook, subject, name, path, self._note).read(data)

    def _item_name(self, subject: Subject, part: Mapping[Any, Any], path: Path, taken: list[str | None]) -> str:
        name = part.get("name")
        if name is None:
            self._note(path, f"{subject.id}: each item of a list needs a 'name'")
            return f"{len(taken) + 1}"
        if not isinstance(name, str) or not name.strip():
            hint = "Write it in quotes." if isinstance(name, int | float) else ""
            self._note((*path, "name"), f"{subject.id}: expected a text as name, not {shown(name)}", hint)
            return f"{len(taken) + 1}"
        if name in taken:
            first = self._locate((subject.id, taken.index(name), "name"), False)
            self._note((*path, "name"), f"{subject.id}: the name {shown(name)} stands twice, first at {first}")
        return self._whole((*path, "name"), name)

    def _answers(self, data: Mapping[Any, Any], section: str) -> dict[str, tuple[Expectation, ...]]:
        """`among` or `expect`, by area or area/name."""
        given = data.get(section)
        if given is None:
            return {}
        if not isinstance(given, Mapping):
            self._note((section,), f"{section}: expected a mapping such as {{area: option}}, not {shown(given)}")
            return {}
        read = read_admitted if section == "among" else read_expected
        answers = {}
        for label, answer in given.items():
            area = self._target(section, label)
            if area is None:
                continue
            entries: dict[Path, Any] = {(section, label): answer}
            if isinstance(answer, list) and answer:
                entries = {(section, label, index): [entry] for index, entry in enumerate(answer)}
            found: list[Expectation] = []
            for path, entry in entries.items():
                try:
                    found += read(area, entry)
                except ValueError as error:
                    self._note(path, f"{section}.{label}: {error}")
            answers[label] = tuple(dict.fromkeys(found))
        return answers

    def _target(self, section: str, label: Any) -> Area | None:
        """The area that a label names, if the case has something for it to decide."""
        path = (section, label)
        if not isinstance(label, str):
            self._note(path, f"{section}: expected the name of an area, not {shown(label)}", "", True)
            return None
        name, slash, item = label.partition("/")
        area = self._rulebook.areas.get(name)
        if area is None:
            message, hint = unknown("area", name, self._rulebook.areas)
            areas = [each.id for each in self._rulebook.areas_of(name)]
            self._note(path, f"{section}: {message}", f"Areas of {name}: {listing(areas)}." if areas else hint, True)
            return None
        items = self._items.get(area.subject)
        if items is None:
            message = f"{section}: {name} decides about '{area.subject}', and the case has no such section"
            self._note(path, message, "", True)
            return None
        if slash and item not in [each.name for each in items]:
            names = [each.name for each in items if each.name is not None]
            hint = did_you_mean(item, names) or (f"Expected one of {listing(names)}." if names else "It has no names.")
            self._note(path, f"{section}: no item of '{area.subject}' is named {shown(item)}", hint, True)
            return None
        return area

    def _unknown_key(self, key: Any) -> None:
        if not isinstance(key, str):
            self._note((key,), f"expected a subject, not {shown(key)}", "", True)
            return
        subjects = self._rulebook.subjects
        message, hint = unknown("subject", key, [*subjects, *CASE_KEYS])
        homes = [subject.id for subject in subjects.values() if key in subject.facts]
        if homes:
            hint = f"It is a fact of {listing(homes, ' and ')}; write it below that name."
        elif key in self._rulebook.facts:
            hint = f"Write '{key.partition('.')[2]}: ...' under '{key.partition('.')[0]}:'."
        elif key in self._rulebook.areas:
            hint = f"It is an area; its facts stand under '{self._rulebook.areas[key].subject}:'."
        self._note((key,), message, hint, True)
