"""The facts of a subject: `rules/facts/<subject>.yaml`."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar, cast, get_args

from advisor.load.page import Fields, Part
from advisor.load.values import UNKNOWN, exact_number, not_given, read_value, says_nothing
from advisor.model.rulebook import Fact, Kind
from advisor.model.values import Value
from advisor.quantities import Range

T = TypeVar("T")

KINDS: tuple[Kind, ...] = get_args(Kind)
RESERVED_SUBJECTS = ("name", "description", "among", "expect", "stage")
RESERVED_FACTS = ("name", "stages", "from", "length")
MOST_CHOICES = 10
_OPTIONAL = ("help", "constant", "assume", "derive", "edition")
KEYS_OF_KIND: dict[str, tuple[str, ...]] = {
    "flag": (),
    "choice": ("choices",),
    "choices": ("choices",),
    "number": ("unit", "minimum", "maximum", "whole", "limit", "words"),
}
_EVERY_KEY = tuple(dict.fromkeys(key for keys in KEYS_OF_KIND.values() for key in keys))
_SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


@dataclass
class SubjectPage:
    """A subject's page, half read: the facts are declared, what fills and forbids them is still to be read."""

    part: Part
    id: str
    title: str
    facts: dict[str, Fact] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    fields: dict[str, Fields] = field(default_factory=dict)
    never: list[Part] = field(default_factory=list)


def read_subject(page: Part) -> SubjectPage:
    """The declarations of a page. Conditions come later, when all facts are known."""
    fields = page.fields("a page of facts", ("subject", "title", "facts"), ("never",))
    subject = SubjectPage(page, fields.text("subject"), fields.text("title"), never=fields.items_of("never"))
    if "subject" in fields and subject.id:
        if subject.id in RESERVED_SUBJECTS:
            fields["subject"].note(f"'{subject.id}' has a meaning of its own in a case; expected another name")
        elif not is_snake_case(subject.id):
            fields["subject"].expected("a name in small letters, such as 'volume'")
    for name, part in fields.entries("facts").items():
        if name in RESERVED_FACTS:
            part.note(f"'{name}' has a meaning of its own in a case; expected another name", key=True)
        elif not is_snake_case(name):
            part.note(f"'{name}' is no name for a fact; expected snake_case, such as 'read_often'", key=True)
        fact = _declare(subject, name, part)
        if fact is None:
            subject.broken.add(f"{subject.id}.{name}")
        else:
            subject.facts[name] = fact
    return subject


def is_snake_case(name: str) -> bool:
    """Whether a name is fit for a subject or a fact: small letters, digits and single underscores."""
    return _SNAKE.fullmatch(name) is not None


def _declare(subject: SubjectPage, name: str, part: Part) -> Fact | None:
    """The fact without what fills it; None if so much is wrong that nothing can be said of it."""
    fields = part.fields("a fact", ("kind", "question"), (*_EVERY_KEY, *_OPTIONAL))
    subject.fields[name] = fields
    kind = fields["kind"].one_of("kind", KINDS) if "kind" in fields else ""
    if not kind:
        return None
    for key in [key for key in fields if key in _EVERY_KEY and key not in KEYS_OF_KIND[kind]]:
        fields.pop(key).note(f"'{key}' says nothing of a {kind}", key=True)
    choices = _choices(kind, part, fields)
    if choices is None:
        return None
    unit = fields.optional_text("unit")
    fact = Fact(
        id=f"{subject.id}.{name}",
        subject=subject.id,
        name=name,
        kind=cast(Kind, kind),
        question=fields.text("question"),
        help=fields.text("help"),
        choices=choices,
        unit=unit,
        minimum=number_of(fields["minimum"], unit) if "minimum" in fields else None,
        maximum=number_of(fields["maximum"], unit) if "maximum" in fields else None,
        whole=fields.flag("whole"),
        limit=fields.flag("limit"),
        constant=fields.flag("constant"),
        edition=fields.edition(),
        place=part.place(key=True),
    )
    if fact.minimum is not None and fact.maximum is not None and fact.minimum > fact.maximum:
        fields["minimum"].note(f"the minimum {fact.minimum:g} is above the maximum {fact.maximum:g}")
        return None
    return fact.model_copy(update={"words": _words(fact, fields)})


def _choices(kind: str, part: Part, fields: Fields) -> dict[str, str] | None:
    if "choices" not in KEYS_OF_KIND[kind]:
        return {}
    if "choices" not in fields:
        part.note(f"a {kind} fact needs 'choices': each name with what it means")
        return None
    entries = fields["choices"].entries("a mapping of choices")
    if UNKNOWN in entries:
        entries[UNKNOWN].note(f"'{UNKNOWN}' is what a case says of any fact; expected another name", key=True)
    if kind == "choices" and len(entries) > MOST_CHOICES:
        many = f"{len(entries)} choices; expected at most {MOST_CHOICES} where several may hold"
        fields["choices"].note(many, key=True)
    return {name: meaning.text() for name, meaning in entries.items()} or None


def _words(fact: Fact, fields: Fields) -> dict[str, Range]:
    words: dict[str, Range] = {}
    for word, part in fields.entries("words").items():
        if word.strip().casefold() == UNKNOWN:
            part.note(f"'{UNKNOWN}' is what a case says of any fact; expected another word", key=True)
        value = value_of(fact, part)
        if isinstance(value, Range):
            words[word] = value
    return words


def number_of(part: Part, unit: str | None) -> float | int | None:
    """One number in the unit; None, with a problem noted, if it is not."""
    return noted(part, lambda: exact_number(part.data, unit))


def value_of(fact: Fact, part: Part) -> Value | None:
    """The value that a page gives a fact; None, with a problem noted, if it does not fit."""
    if not_given(part.data):
        part.expected(f"a value of {fact.id}")
        return None
    value = noted(part, lambda: read_value(fact, part.data))
    if value is not None and says_nothing(fact, value):
        part.note(f"this value leaves {fact.id} open; expected one that says something of it")
    return value


def noted(part: Part, read: Callable[[], T]) -> T | None:
    """What `read` gives; its ValueError becomes a problem of the part."""
    try:
        return read()
    except ValueError as error:
        part.note(str(error))
        return None
