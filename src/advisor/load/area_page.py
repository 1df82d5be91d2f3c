"""What the statements of an area may name: its options, its families, the notes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from advisor.errors import Place
from advisor.load.answers import OUTCOMES
from advisor.load.page import Fields, Part, listing, shown, unknown
from advisor.load.scope import Scope, belongs, covers, not_only
from advisor.model.rulebook import Edition, Note, Option


@dataclass
class AreaPage:
    """An area's page being read. `known_notes` also holds those with problems; None: not all could be read."""

    id: str
    fields: Fields
    scope: Scope
    notes: Mapping[str, Note]
    known_notes: Mapping[str, Place] | None
    options: dict[str, Option] = field(default_factory=dict)
    families: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ids: dict[str, Place] = field(default_factory=dict)

    def members(self, part: Part, name: str, edition: Edition | None) -> tuple[str, ...]:
        """The options that an option's or a family's name stands for; none, with a problem noted, if it is neither."""
        if name in self.families:
            return self.families[name]
        if name not in self.options:
            part.note(*unknown("option", name, [*self.options, *self.families]))
            return ()
        if not covers(edition, self.options[name].edition):
            part.note(f"the option '{name}' {belongs(self.options[name].edition)}; {not_only(edition)}")
        return (name,)

    def listed(self, part: Part, edition: Edition | None) -> tuple[str, ...]:
        """The options that a list of names stands for, each once."""
        found = [option for item in part.names() for option in self.members(item, item.data, edition)]
        return tuple(dict.fromkeys(found))

    def cite(self, keys: Fields) -> tuple[str, ...]:
        """The notes cited, which must be there (if the pages of notes could be read)."""
        if "cite" not in keys:
            return ()
        parts = keys["cite"].names()
        for part in parts:
            if self.known_notes is not None and part.data not in self.known_notes:
                part.note(*unknown("note", part.data, self.known_notes))
        return tuple(part.data for part in parts)


def read_options(page: AreaPage) -> None:
    """Fill the page with its options and families; its statements come next."""
    options = page.fields.entries("options")
    page.options = {name: _option(name, entry) for name, entry in options.items()}
    for name, entry in options.items():
        _check_parts(page, name, entry)
    for name, entry in page.fields.entries("families").items():
        if name in page.options:
            entry.note(f"'{name}' is an option; expected another name for the family", key=True)
        members = entry.names()
        for member in members:
            if member.data not in page.options:
                member.note(*unknown("option", member.data, page.options))
        page.families[name] = tuple(member.data for member in members if member.data in page.options)


def _option(name: str, part: Part) -> Option:
    keys = part.fields("an option", ("title",), ("summary", "parts", "today", "edition"))
    if name in OUTCOMES:
        part.note(f"'{name}' is what a case expects instead of an option; expected another name", key=True)
    else:
        part.kebab(name)
    parts = tuple(each.data for each in keys["parts"].names()) if "parts" in keys else ()
    return Option(id=name, title=keys.text("title"), summary=keys.text("summary"), parts=parts, edition=keys.edition())


def _check_parts(page: AreaPage, name: str, part: Part) -> None:
    option = page.options[name]
    if not option.parts:
        return
    parts = part.child("parts")
    if len(option.parts) < 2:
        parts.note(f"a combination has at least two parts, not only {listing(option.parts)}")
    for index, other in enumerate(option.parts):
        if other == name or other not in page.options:
            parts.child(index).note(*unknown("option", other, [each for each in page.options if each != name]))
        elif page.options[other].parts:
            parts.child(index).note(f"{shown(other)} is itself a combination; expected its parts")
        elif not covers(option.edition, page.options[other].edition):
            text = f"the option '{other}' {belongs(page.options[other].edition)}; {not_only(option.edition)}"
            parts.child(index).note(text)
