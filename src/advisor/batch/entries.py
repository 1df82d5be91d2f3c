"""One case of many, or what is wrong with it."""

from collections.abc import Callable
from dataclasses import dataclass

from advisor.errors import InputError, Place, Problem
from advisor.model.case import Case


@dataclass(frozen=True)
class Entry:
    """A case with its place; or, where `case` is None, the problems of one that is wrong."""

    name: str
    place: Place
    case: Case | None = None
    problems: tuple[Problem, ...] = ()


def entry_of(read: Callable[[], Case], name: str, place: Place) -> Entry:
    """The entry for a case that `read` returns, or for the InputError that it raises."""
    try:
        case = read()
    except InputError as error:
        return failed(error, name, place)
    return Entry(case.name, place, case)


def failed(error: InputError, name: str, place: Place | None = None) -> Entry:
    """The entry for what could not be read; without a place, that of its first problem."""
    return Entry(name, place or error.problems[0].place, None, error.problems)


def wrong(name: str, place: Place, message: str, hint: str = "") -> Entry:
    """An entry with one problem."""
    return Entry(name, place, None, (Problem(place, message, hint),))
