"""The cases of a YAML or JSON text."""

import re
from collections.abc import Iterator
from itertools import pairwise

from advisor.batch.entries import Entry, entry_of, failed, wrong
from advisor.errors import InputError
from advisor.load import each_case, parse_case
from advisor.model.case import Case
from advisor.model.rulebook import Rulebook
from advisor.yamlio import Document, read_json

_SEPARATOR = re.compile(r"^---(?=\s|$)", re.MULTILINE)
_NEWLINE = re.compile(r"\r\n|\r|\n")


def yaml_cases(text: str, name: str, stem: str, rulebook: Rulebook) -> Iterator[Entry]:
    """A case for each document; one that is no YAML does not stop the others."""
    found = list(each_case(text, name, rulebook))
    if len(found) == 1 and isinstance(found[0], InputError) and len(_SEPARATOR.findall(text)) > 1:
        parts = _documents(text)
        found = [case for line, part in parts for case in each_case(part, name, rulebook, "yaml", line)] or found
    for number, case in enumerate(found, 1):
        if isinstance(case, Case):
            yield Entry(case.name, case.place, case)
        else:
            yield failed(case, stem if len(found) == 1 else f"{stem}-{number}")


def _documents(text: str) -> Iterator[tuple[int, str]]:
    """Each document and the number of its first line: a separator at the start of a line always ends a document."""
    starts = [0, *(match.start() for match in _SEPARATOR.finditer(text)), len(text)]
    line = 1
    for start, end in pairwise(starts):
        part = text[start:end]
        if part.strip(" \t\r\n-"):
            yield line, part
        line += len(_NEWLINE.findall(part))


def json_cases(text: str, name: str, stem: str, rulebook: Rulebook) -> Iterator[Entry]:
    """The case of an object, or the cases of a list of objects."""
    try:
        document = read_json(text, name)
    except InputError as error:
        yield failed(error, stem)
        return
    if not isinstance(document.data, list):
        place = document.place(())
        yield entry_of(lambda: parse_case(document.data, document.place, rulebook, stem), stem, place)
        return
    if not document.data:
        yield wrong(stem, document.place(()), "the list holds no cases.")
    for index in range(len(document.data)):
        yield _member(document, index, f"{stem}-{index + 1}", rulebook)


def _member(document: Document, index: int, name: str, rulebook: Rulebook) -> Entry:
    assert isinstance(document.data, list)
    data = document.data[index]
    return entry_of(
        lambda: parse_case(data, lambda path, key: document.place((index, *path), key), rulebook, name),
        name,
        document.place((index,)),
    )
