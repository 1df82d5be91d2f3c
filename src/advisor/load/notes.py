"""The notes of a rulebook: `rules/notes/*.yaml`."""

from typing import Any

from advisor.errors import Place
from advisor.load.page import Fields, Part
from advisor.model.days import day_of
from advisor.model.rulebook import Background, Erratum, Note

VERDICTS = ("wrong", "outdated", "incomplete", "imprecise", "correct")
CONFIDENCES = ("high", "medium", "low")


class Notes:
    """All notes and background lines met so far, over all pages."""

    def __init__(self) -> None:
        self.notes: dict[str, Note] = {}
        self.background: list[Background] = []
        self.known: dict[str, Place] = {}  # also those that could not be read whole

    def read(self, page: Part) -> None:
        """Add what a page holds."""
        fields = page.fields("a page of notes", (), ("notes", "background"))
        for part in fields.items_of("notes"):
            self._note(part)
        for part in fields.items_of("background"):
            keys = part.fields("background", ("lines", "reason"))
            lines, reason = _lines(keys), keys.text("reason")
            self.background.append(Background(lines=lines, reason=reason, place=part.place()))

    def _note(self, part: Part) -> None:
        keys = part.fields("a note", ("id", "section", "lines", "quote"), ("erratum",))
        name = read_id(keys, self.known)
        note = Note(
            id=name,
            section=keys.text("section"),
            lines=_lines(keys),
            quote=keys.text("quote"),
            erratum=_erratum(keys["erratum"]) if "erratum" in keys else None,
            place=part.place(),
        )
        self.notes.setdefault(name, note)


def _lines(keys: Fields) -> tuple[int, ...]:
    return tuple(part.count() for part in keys.items_of("lines"))


def _erratum(part: Part) -> Erratum | None:
    keys = part.fields("an erratum", ("verdict", "now", "source", "checked", "confidence"))
    known = {"verdict": VERDICTS, "confidence": CONFIDENCES}
    values: dict[str, Any] = {
        key: keys[key].one_of(key, known[key]) if key in known else keys[key].text() for key in keys
    }
    if values.get("checked") and day_of(values["checked"]) is None:
        keys["checked"].expected("the month or the day of the check, such as '2026-11' or '2026-11-23'")
    return Erratum.model_construct(**values)


def read_id(keys: Fields, known: dict[str, Place]) -> str:
    """The id of an entry, entered among the known ones; a second use of it is noted with the place of the first."""
    if "id" not in keys:
        return ""
    part = keys["id"]
    name = part.text()
    if name in known:
        part.note(f"the id '{name}' stands twice, first at {known[name]}")
    elif name and part.kebab(name):
        known[name] = part.place()
    return name
