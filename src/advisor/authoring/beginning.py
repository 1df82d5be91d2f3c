"""What belongs to a new decision, or to a new rule of one: pages begun, and stubs of cases."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from advisor.authoring import templates
from advisor.authoring.files import Draft, refused
from advisor.authoring.lists import append
from advisor.errors import InputError, Problem
from advisor.load.answers import OUTCOMES
from advisor.load.blanks import is_blank
from advisor.load.facts import RESERVED_SUBJECTS, is_snake_case
from advisor.load.page import is_kebab_case, listing, problem, shown, unknown
from advisor.load.paths import FRONT
from advisor.yamlio import Document, read_text, read_yaml

_KEBAB = "expected small letters, digits and hyphens, such as 'one-zone'"
_SNAKE = "expected small letters, digits and underscores, such as 'one_zone'"


def begin_area(
    rules: Path, cases: Path, area: str, subject: str | None = None, notes: Path | None = None
) -> list[Draft]:
    """The drafts of a new decision about a subject (by default one named like it), with its facts, notes and cases.

    A folder without a front page becomes a rulebook, about the notes if they are given. Raises ValueError for a name
    that cannot be, and InputError for one that is taken and for notes that cannot be read.
    """
    subject = area.replace("-", "_") if subject is None else subject
    if not is_kebab_case(area):
        raise ValueError(f"{shown(area)} is no id of an area; {_KEBAB}")
    if area in OUTCOMES:
        raise ValueError(f"'{area}' is what a case expects instead of an option; expected another name")
    if not is_snake_case(subject):
        raise ValueError(f"{shown(subject)} is no name of a subject; {_SNAKE}")
    if subject in RESERVED_SUBJECTS:
        raise ValueError(f"'{subject}' has a meaning of its own in a case; expected another name for the subject")
    for _, page in _pages(rules / "areas"):
        if page.data.get("id") == area:
            raise InputError([problem(page.place(("id",)), f"the area '{area}' is there already")])
    values = {"area": area, "subject": subject}
    drafts = [
        Draft(rules / "areas" / f"{area}.yaml", templates.AREA.format(**values)),
        Draft(rules / "notes" / f"{area}.yaml", templates.NOTES.format(**values)),
        Draft(cases / area / f"{area}.yaml", templates.AREA_CASES.format(**values)),
    ]
    if all(page.data.get("subject") != subject for _, page in _pages(rules / "facts")):
        drafts.append(Draft(rules / "facts" / f"{subject}.yaml", templates.FACTS.format(**values)))
    if not (rules / FRONT).exists():
        drafts.append(Draft(rules / FRONT, _front(notes)))
    return drafts


def begin_rule(rules: Path, cases: Path, area: str, rule: str) -> list[Draft]:
    """The area's page with a rule appended, and its cases.

    Raises ValueError for a name that cannot be, and InputError for one that is taken, and for an area that is not
    there or cannot be read.
    """
    if not is_kebab_case(rule):
        raise ValueError(f"{shown(rule)} is no id of a rule; {_KEBAB}")
    pages = {str(page.data.get("id")): (path, page) for path, page in _pages(rules / "areas")}
    if not pages:
        raise InputError(
            [refused(rules / "areas", "there are no decisions here", "Begin one with 'advisor new area'.")]
        )
    if area not in pages:
        message, hint = unknown("area", area, pages)
        raise ValueError(f"{message}. {hint}")
    path, page = pages[area]
    if taken := list(_taken(page, rule)):
        raise InputError(taken)
    criteria = page.data.get("criteria")
    names = [str(each) for each in criteria if not is_blank(str(each))] if isinstance(criteria, dict) else []
    values = {
        "area": area,
        "rule": rule,
        "subject": page.data.get("subject"),
        "criteria": f", such as {listing(names, ' or ')}" if names else "",
    }
    try:
        text = append(path.read_bytes().decode(), "rules", templates.RULE.format(**values))
    except ValueError as error:
        raise InputError([refused(path, str(error))]) from None
    return [
        Draft(path, text, replaces=True),
        Draft(cases / area / f"{rule}.yaml", templates.RULE_CASES.format(**values)),
    ]


def _pages(folder: Path) -> Iterator[tuple[Path, "_Page"]]:
    """The pages of a folder that hold a mapping. Raises InputError for one that cannot be read."""
    for path in sorted(folder.glob("*.yaml")):
        documents = read_yaml(read_text(path), str(path))
        if len(documents) == 1 and isinstance(documents[0].data, dict):
            yield path, _Page(documents[0])


class _Page:
    """A document that is a mapping."""

    def __init__(self, document: Document) -> None:
        self.data: dict[str, Any] = document.data  # type: ignore[assignment]  # whoever makes one has looked
        self.place = document.place


def _taken(page: "_Page", rule: str) -> Iterator[Problem]:
    for key in ("rules", "advice", "transitions"):
        entries = page.data.get(key)
        for place, entry in enumerate(entries if isinstance(entries, list) else ()):
            if isinstance(entry, dict) and entry.get("id") == rule:
                yield problem(page.place((key, place, "id")), f"the id '{rule}' is there already")


def _front(notes: Path | None) -> str:
    if notes is None:
        return templates.FRONT.format(
            name="<name of the file of notes>", sha256="<its sha256>", first="<first line>", last="<last line>"
        )
    lines = read_text(notes).splitlines()
    return templates.FRONT.format(
        name=notes.name, sha256=sha256(notes.read_bytes()).hexdigest(), first=1, last=max(len(lines), 1)
    )
