"""A folder of pages to a rulebook, or all that is wrong with it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from advisor.errors import InputError, Place, Problem
from advisor.load.area import AreaReader
from advisor.load.blanks import blanks
from advisor.load.edition import area_in, subject_in
from advisor.load.facts import SubjectPage, read_subject
from advisor.load.fillings import read_fillings
from advisor.load.notes import Notes
from advisor.load.page import Part, problem
from advisor.load.paths import FRONT, SETTINGS, named
from advisor.load.scope import Scope
from advisor.load.settings import SettingsReader
from advisor.model.rulebook import STAGE_FACTS, Area, Edition, Rulebook, Source, Subject
from advisor.model.settings import Settings
from advisor.printable import printable
from advisor.yamlio import read_text, read_yaml


def read_rulebook(root: Path, edition: Edition) -> Rulebook:
    """The rulebook as its pages say it now. Raises InputError with every problem of every page."""
    folder = _Folder(root)
    source = folder.source()
    subjects, scope = folder.subjects()
    notes = folder.notes()
    areas = folder.areas(subjects, scope, notes)
    if folder.problems:
        raise InputError(folder.problems)
    folder.paths += (folder.root / SETTINGS).glob("*.yaml")  # read when something is to be applied
    return Rulebook(
        edition=edition,
        sha256=folder.sha256(),
        source=source,
        subjects={name: subject_in(subject, edition) for name, subject in subjects.items()},
        areas={name: area_in(area, edition) for name, area in areas.items()},
        notes=notes.notes,
        background=tuple(notes.background),
        root=folder.root,
    )


def read_settings(root: Path) -> dict[str, Settings]:
    """How the options of each area are set, as the pages of a folder say it now.

    An area may have no settings. Raises InputError with every problem of every page.
    """
    folder = _Folder(root)
    subjects, scope = folder.subjects()
    notes = folder.notes()
    areas = folder.areas(subjects, scope, notes)
    known_notes = None if "notes" in folder.unreadable else notes.known
    reader = SettingsReader(areas, subjects, scope, known_notes, complete="areas" not in folder.unreadable)
    for part in folder.pages(SETTINGS) if (folder.root / SETTINGS).exists() else ():
        reader.read(part)
    if folder.problems:
        raise InputError(folder.problems)
    return reader.settings


@dataclass
class _Folder:
    """A rulebook's folder while it is read: its pages, and the problems met so far."""

    root: Path
    problems: list[Problem] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)
    paths: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not os.path.isdir(self.root):  # noqa: PTH112 - says no where pathlib raises
            what = "this is no folder" if os.path.exists(self.root) else "there is no such folder"  # noqa: PTH110 - as above
            raise InputError([problem(Place(printable(named(self.root))), f"{what}; expected one with a {FRONT}")])

    def sha256(self) -> str:
        """One sum over the names and the bytes of all pages."""
        total = sha256()
        for name, path in sorted((path.relative_to(self.root).as_posix(), path) for path in self.paths):
            content = path.read_bytes()
            total.update(f"{name}\0{len(content)}\0".encode() + content)
        return total.hexdigest()

    def source(self) -> Source:
        """What the front page says of the notes."""
        page = self._page(self.root / FRONT)
        fields = page.fields("a rulebook", ("title", "source")) if page else None
        if not fields or "source" not in fields:
            return Source(name="", sha256="", ranges=())
        fields.text("title")
        keys = fields["source"].fields("a source", ("name", "sha256", "ranges"))
        ranges = tuple(_range(part) for part in keys.items_of("ranges"))
        return Source(name=keys.text("name"), sha256=keys.text("sha256"), ranges=ranges)

    def subjects(self) -> tuple[dict[str, Subject], Scope]:
        """The facts of all subjects, and the scope for what reads them."""
        pages: dict[str, SubjectPage] = {}
        for part in self.pages("facts"):
            page = read_subject(part)
            if page.id in pages:
                first = pages[page.id].part.child("subject").place()
                part.child("subject").note(f"the subject '{page.id}' has two pages, the first at {first}")
            elif page.id:
                pages[page.id] = page
        facts = {fact.id: fact for page in pages.values() for fact in page.facts.values()}
        broken = {name for page in pages.values() for name in page.broken}
        scope = Scope("", facts, broken, complete="facts" not in self.unreadable)
        subjects = {name: read_fillings(page, replace(scope, subject=name)) for name, page in pages.items()}
        return subjects, scope

    def notes(self) -> Notes:
        notes = Notes()
        for part in self.pages("notes"):
            notes.read(part)
        return notes

    def areas(self, subjects: dict[str, Subject], scope: Scope, notes: Notes) -> dict[str, Area]:
        known_notes = None if "notes" in self.unreadable else notes.known
        reader = AreaReader(subjects, replace(scope, stage=STAGE_FACTS), notes.notes, known_notes)
        for part in self.pages("areas"):
            reader.read(part)
        return reader.areas

    def pages(self, folder: str) -> Iterator[Part]:
        """The pages of one folder that can be read, by name."""
        paths = sorted((self.root / folder).glob("*"))
        if not any(path.suffix == ".yaml" for path in paths):
            place = Place(printable(named(self.root / folder)))
            self.problems.append(problem(place, "there are no pages (*.yaml) here"))
        for path in paths:
            if path.suffix == ".yml":
                self.problems.append(problem(Place(printable(named(path))), "expected a name that ends in .yaml"))
            elif path.suffix == ".yaml":
                part = self._page(path)
                if part is None:
                    self.unreadable.add(folder)
                else:
                    yield part

    def _page(self, path: Path) -> Part | None:
        """The one document of a page; None, with problems noted, if it cannot be read."""
        name = named(path)
        try:
            documents = read_yaml(read_text(Path(name)), name)
        except InputError as error:
            self.problems.extend(error.problems)
            return None
        self.paths.append(path)
        if len(documents) != 1:
            what = "the page is empty" if not documents else f"the page has {len(documents)} documents"
            self.problems.append(problem(Place(printable(name)), f"{what}; expected one mapping"))
            return None
        part = Part(documents[0].data, (), documents[0].place, self.problems)
        if not isinstance(part.data, dict):
            part.expected("a mapping")
            return None
        if unfilled := blanks(part.data, part.locate):  # whatever else is said of them would be in the way
            self.problems.extend(unfilled)
            return None
        return part


def _range(part: Part) -> tuple[int, int]:
    """The first and the last line of a range."""
    ends = [end.count() for end in part.items("a list of two line numbers")]
    if len(ends) != 2 or ends[0] > ends[1]:
        part.note("expected the first and the last line, such as [61, 83]")
        return (1, 1)
    return (ends[0], ends[1])
