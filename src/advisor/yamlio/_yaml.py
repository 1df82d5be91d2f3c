"""YAML to documents."""

from collections.abc import Iterator
from typing import Any

import yaml

from advisor.errors import InputError, Problem
from advisor.yamlio._build import Builder, UnreadableError
from advisor.yamlio._document import Document
from advisor.yamlio._limits import MAX_NODES, SPLIT, TOO_MANY_DOCUMENTS
from advisor.yamlio._source import Source, quoted
from advisor.yamlio._wording import syntax_problem

_PARSER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(text: str, name: str, first_line: int = 1) -> list[Document]:
    """Every document of a YAML text, whose first line has the number `first_line`, that holds anything, in order.

    Raises InputError with every problem, up to the first that makes the rest unreadable.
    """
    source = Source(text, name, first_line)
    source.refuse_large()
    source.refuse_unreadable()
    problems: list[Problem] = []
    documents: list[Document] = []
    try:
        documents.extend(_documents(source, problems))
    except UnreadableError as error:
        problems.append(error.problem)
    if problems:
        raise InputError(problems)
    return documents


def _documents(source: Source, problems: list[Problem]) -> Iterator[Document]:
    builder = Builder(source, problems)
    empty = True
    count = 0
    for event in _events(source):
        kind = type(event)
        if kind is yaml.DocumentStartEvent:
            count += 1
            if count > MAX_NODES:
                index = event.start_mark.index if event.start_mark else 0
                raise UnreadableError(source.problem(index, f"from here on, {TOO_MANY_DOCUMENTS}.", SPLIT))
            builder = Builder(source, problems)
            empty = True
        elif kind is yaml.DocumentEndEvent:
            if not empty:
                yield Document(builder.data, source, builder.marks)
        elif kind is not yaml.StreamStartEvent and kind is not yaml.StreamEndEvent:
            empty = empty and _is_nothing(event)
            builder.take(event)


def _events(source: Source) -> Iterator[yaml.Event]:
    parser = _PARSER(source.text)
    try:
        while parser.check_event():
            yield parser.get_event()
    except yaml.MarkedYAMLError as error:
        raise UnreadableError(syntax_problem(source, error)) from None
    except ValueError as error:  # of the parser in Python, for an escape or a version that is out of range
        index = parser.get_mark().index
        raise UnreadableError(source.problem(index, f"this is not YAML: {quoted(str(error))}.")) from None


def _is_nothing(event: yaml.Event) -> bool:
    return isinstance(event, yaml.ScalarEvent) and not event.value and event.implicit[0] and event.tag is None
