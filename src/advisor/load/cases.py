"""Cases: a workload as described, read whole or refused with all that is wrong."""

from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any, Literal

from advisor.errors import InputError, Place, Problem
from advisor.load.blanks import blanks
from advisor.load.case_reader import CaseReader
from advisor.load.page import Locate, problem
from advisor.model.case import Case
from advisor.model.rulebook import Rulebook
from advisor.printable import printable
from advisor.yamlio import Document, read_json, read_yaml

SEVERAL = "Several cases in one file are documents of YAML, parted by '---', or lines of JSON in a .jsonl file."


def load_cases(text: str, name: str, rulebook: Rulebook, format: Literal["yaml", "json"] = "yaml") -> list[Case]:
    """The cases of a text. Raises InputError with every problem of every case."""
    cases: list[Case] = []
    problems: list[Problem] = []
    for found in each_case(text, name, rulebook, format):
        if isinstance(found, Case):
            cases.append(found)
        else:
            problems.extend(found.problems)
    if problems:
        raise InputError(problems)
    return cases


def each_case(
    text: str, name: str, rulebook: Rulebook, format: Literal["yaml", "json"] = "yaml", first_line: int = 1
) -> Iterator[Case | InputError]:
    """The cases of a text one by one; one that is wrong gives its error, and the others go on.

    `first_line` is the number of the first line, for a text that is part of another.
    """
    read = read_yaml if format == "yaml" else _one_json
    try:
        documents = read(text, name, first_line)
    except InputError as error:
        yield error
        return
    if not documents:
        said = "there is no case here; expected a mapping such as 'name: ...'"
        yield InputError([problem(Place(printable(name), first_line), said)])
    stem = printable(PurePath(name).stem or name)
    for number, document in enumerate(documents, 1):
        try:
            yield _of_document(document, rulebook, stem if len(documents) == 1 else f"{stem}-{number}")
        except InputError as error:
            yield error


def _one_json(text: str, name: str, first_line: int) -> list[Document]:
    return [read_json(text, name, first_line)]


def _of_document(document: Document, rulebook: Rulebook, name: str) -> Case:
    if isinstance(document.data, list):
        raise InputError([problem(document.place(()), "expected a case (a mapping), not a list", SEVERAL)])
    return parse_case(document.data, document.place, rulebook, name)


def parse_case(data: Any, place: Locate, rulebook: Rulebook, name: str = "case") -> Case:
    """The case in plain data; `place` finds the place of a path in it, `name` is for a case that has none.

    Raises InputError with all problems of the case.
    """
    reader = CaseReader(rulebook, place)
    case = reader.read(data, name)
    if case is None or reader.problems:
        raise InputError(blanks(data, place) or reader.problems)
    return case


def case_from_mapping(data: Mapping[str, Any], rulebook: Rulebook, name: str = "case") -> Case:
    """The case in a mapping of Python; every problem is placed at `name:1:1`, and its message names the path."""
    return parse_case(data, lambda _path, _key: Place(printable(str(name))), rulebook, name)
