"""What the columns of a CSV mean."""

from collections.abc import Sequence
from typing import Any

from advisor.errors import InputError, Place, Problem
from advisor.load.page import Path, listing, only_in, shown
from advisor.model.rulebook import Rulebook
from advisor.suggest import did_you_mean

_TEXTS = ("name", "description")
_ANSWERS = ("among", "expect")
_BETWEEN = ";"


class Columns:
    """Reads rows as cases. Raises InputError for names that mean nothing."""

    def __init__(self, header: Sequence[str], places: Sequence[Place], rulebook: Rulebook) -> None:
        """Takes the names of the columns, the place of each, and the rulebook that tells which there are."""
        self._paths: list[Path] = []
        self._kinds = {(fact.subject, fact.name): fact.kind for fact in rulebook.facts.values()}
        problems = []
        for number, name in enumerate(header, 1):
            path = self._path(name.strip(), rulebook)
            said = _unknown(name.strip(), number, header, rulebook) if path is None else None
            if path is not None and path in self._paths:
                said = f"the column {shown(name)} stands twice.", ""
            if said:
                problems.append(Problem(places[number - 1], *said))
            self._paths.append(path or ())
        if problems:
            raise InputError(problems)

    def __len__(self) -> int:
        return len(self._paths)

    def index(self, path: Path) -> int:
        """The place of the column that a path of the case came from; that of the first for the case itself."""
        places = (place for place, each in enumerate(self._paths) if each[: len(path)] == path[: len(each)])
        return next(places, 0)

    def case(self, row: Sequence[str]) -> dict[str, Any]:
        """The row as a case file would hold it; what an empty cell means is not given."""
        case: dict[str, Any] = {}
        for path, cell in zip(self._paths, row, strict=True):
            text = cell.strip()
            if not text:
                continue
            if len(path) == 1:
                case[str(path[0])] = text
            else:
                section, name = map(str, path)
                value = _answer(text) if section in _ANSWERS else _fact(text, self._kinds[section, name])
                case.setdefault(section, {})[name] = value
        return case

    def _path(self, name: str, rulebook: Rulebook) -> Path | None:
        section, dot, rest = name.partition(".")
        if name in _TEXTS:
            return (name,)
        if section in _ANSWERS and rest.partition("/")[0] in rulebook.areas:
            return section, rest
        return (section, rest) if dot and (section, rest) in self._kinds else None


def _entries(text: str) -> list[str]:
    return [part.strip() for part in text.split(_BETWEEN) if part.strip()]


def _fact(text: str, kind: str) -> Any:
    if kind == "choices":
        return [] if text == "[]" else _entries(text)
    if kind == "choice" and _BETWEEN in text:
        return {"in": _entries(text)}
    return text


def _answer(text: str) -> list[Any]:
    """Options or plans; in `a = b` a tie."""
    return [{"tie": [part.strip() for part in entry.split("=")]} if "=" in entry else entry for entry in _entries(text)]


def _unknown(name: str, number: int, header: Sequence[str], rulebook: Rulebook) -> tuple[str, str]:
    """What to say of a column whose name means nothing."""
    if len(header) == 1 and (_BETWEEN in name or "\t" in name):
        return "the names of the columns are not separated by commas.", "Save the table as CSV with commas."
    if not name:
        return f"column {number} has no name.", ""
    section, dot, rest = name.partition(".")
    if section in _ANSWERS and dot:
        known = [f"{section}.{area}" for area in rulebook.areas]
    else:
        known = [*_TEXTS, *rulebook.facts, *(f"{section}.{area}" for section in _ANSWERS for area in rulebook.areas)]
    if there := rulebook.facts_elsewhere.get(name):
        return f"unknown column {shown(name)}.", only_in(there)
    homes = [fact.id for fact in rulebook.facts.values() if fact.name in (name, rest)]
    hint = did_you_mean(name, known) or (f"Did you mean {listing(homes, ' or ')}?" if homes else "")
    default = "Expected name, description, a fact such as volume.boot, or among. or expect. with an area."
    return f"unknown column {shown(name)}.", hint or default


def is_blank(row: Sequence[str]) -> bool:
    """Whether a row says nothing, as those do that spreadsheets leave at the end."""
    return not any(cell.strip() for cell in row)
