"""A saved interview, read back: the same if the rulebook is, else with the answers that still fit."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from advisor.errors import InputError, Place, Problem
from advisor.interview.interview import SCHEMA, Interview, Recommends
from advisor.load.page import Locate, Part, problem, shown
from advisor.yamlio import read_json

_HINT = "Expected a file that 'advisor ask --save' wrote."


@dataclass(frozen=True)
class Resumed:
    """An interview taken up again.

    `changed` says in what the rulebook differs from the one asked before (nothing if it is the same); `lost` are the
    areas and answers that do not fit any more, each with its place.
    """

    interview: Interview
    changed: str = ""
    lost: tuple[Problem, ...] = ()


def resume(advisor: Recommends, saved: str | Mapping[str, Any], name: str = "interview") -> Resumed:
    """The interview that was saved; `saved` is the JSON text or the data in it, `name` stands in places of problems.

    Raises InputError, with the place, if it is damaged, is no interview, or has no area that there still is.
    """
    document = read_json(saved if isinstance(saved, str) else json.dumps(saved), name)
    return _resumed(advisor, document.data, document.place)


def _resumed(advisor: Recommends, data: Any, locate: Locate) -> Resumed:
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise InputError([problem(locate(("schema",), False), "this is no interview of Advisor", _HINT)])
    problems: list[Problem] = []
    part = Part(data, (), locate, problems)
    fields = part.fields(
        "an interview", ("schema", "rulebook_sha256", "edition", "areas", "answers"), ("about", "among")
    )
    areas = [(each.text(), each.place()) for each in fields.items_of("areas")]
    among = {area: [each.text() for each in options.items()] for area, options in fields.entries("among").items()}
    none_yet = "answers" in fields and fields["answers"].data == []
    listed = [] if none_yet else fields.items_of("answers")
    answers = [each.fields("an answer", ("fact", "value")) for each in listed]
    facts = [each.text("fact") for each in answers]
    sha256, edition = fields.text("rulebook_sha256"), fields.text("edition")
    if problems:
        raise InputError(problems)
    about = fields["about"].data if "about" in fields else None
    interview, lost = _begun(advisor, areas, {"about": about, "among": among}, locate)
    for fact, fields_of in zip(facts, answers, strict=True):
        try:
            interview.answer(fact, fields_of["value"].data)
        except InputError as error:
            lost += [Problem(fields_of["fact"].place(), each.message, each.hint) for each in error.problems]
    return Resumed(interview, _changed(advisor, sha256, edition), tuple(lost))


def _begun(
    advisor: Recommends, areas: list[tuple[str, Place]], limits: Mapping[str, Any], locate: Locate
) -> tuple[Interview, list[Problem]]:
    """An interview about those areas that there still are, and what is wrong with the others."""
    kept: list[str] = []
    lost: list[Problem] = []
    for area, place in areas:
        try:
            Interview(advisor, [area])
            kept.append(area)
        except InputError as error:
            lost += [Problem(place, each.message, each.hint) for each in error.problems]
    if not kept:
        raise InputError(lost)
    interview, fitting = Interview(advisor, kept), dict[str, Any]()
    for key, value in limits.items():
        try:
            interview = Interview(advisor, kept, **fitting, **{key: value})
            fitting[key] = value
        except InputError as error:
            place = locate((key,), False)
            lost += [Problem(place, each.message, each.hint) for each in error.problems]
    return interview, lost


def _changed(advisor: Recommends, sha256: str, edition: str) -> str:
    rulebook = advisor.rulebook
    if edition != rulebook.edition:
        return f"it was asked by the edition {shown(edition)}, and this is '{rulebook.edition}'"
    return "" if sha256 == rulebook.sha256 else "it was asked by another version of the rulebook"
