"""A saved result computed again from its receipt: the same, or what differs and why."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from advisor.advise import Advisor
from advisor.errors import InputError, Problem
from advisor.load import parse_case
from advisor.load.page import Locate, Path
from advisor.model.explanation import Difference, Replayed
from advisor.model.result import RESULT_SCHEMA, Result
from advisor.yamlio import read_json

_HINT = "Expected a result as 'advisor recommend --format json' writes it."


def replay(saved: str | Mapping[str, Any], advisor: Advisor, name: str = "result") -> Replayed:
    """Compute a saved result again; `saved` is its JSON text or the data in it, `name` stands in places of problems.

    Raises InputError, with the place, if it is damaged or is no result, or if its case cannot be read any more.
    """
    document = read_json(saved if isinstance(saved, str) else json.dumps(saved), name)
    return replay_result(saved_result(document.data, document.place), document.place, advisor)


def replay_result(old: Result, place: Locate, advisor: Advisor) -> Replayed:
    """Compute a result again; `place` finds the place of a path in it. Raises InputError."""
    again = _again(old, place, advisor)
    before, after = old.model_dump(mode="json"), again.model_dump(mode="json")
    causes = _causes(before["receipt"], after["receipt"])
    differences = _differences(before, after)
    return Replayed(case=old.case, same=not causes and not differences, causes=causes, differences=differences)


def saved_result(data: Any, place: Locate) -> Result:
    """The result in plain data; `place` finds the place of a path in it. Raises InputError."""
    if not isinstance(data, Mapping) or data.get("schema") != RESULT_SCHEMA:
        found = data.get("schema") if isinstance(data, Mapping) else None
        what = f"its schema is {found!r}, not {RESULT_SCHEMA!r}" if isinstance(found, str) else "it has no 'schema'"
        raise InputError(
            [Problem(place(_known(data, ("schema",)), False), f"this is no result of Advisor: {what}.", _HINT)]
        )
    try:
        return Result.model_validate(data)
    except ValidationError as error:
        problems = []
        for each in error.errors():
            path = _known(data, each["loc"])
            where = ".".join(str(part) for part in each["loc"])
            problems.append(Problem(place(path, False), f"the result is damaged at {where}: {each['msg']}.", _HINT))
        raise InputError(problems) from None


def _known(data: Any, path: tuple[str | int, ...]) -> Path:
    """As much of a path as the data has."""
    known: list[str | int] = []
    for step in path:
        held = step in data if isinstance(data, Mapping) else isinstance(data, list) and step in range(len(data))
        if not held:
            break
        known.append(step)
        data = data[step]
    return tuple(known)


def _again(old: Result, place: Locate, advisor: Advisor) -> Result:
    """The case of the receipt, recommended afresh for the areas that the result speaks of."""
    case = parse_case(
        old.receipt.given, lambda path, key: place(("receipt", "given", *path), key), advisor.rulebook, old.case
    )
    areas = [area for area in advisor.rulebook.areas if any(each.area == area for each in old.recommendations)]
    again = advisor.recommend(case, areas=areas)
    if again.receipt.assumed and not old.receipt.assumed:  # it was asked with --no-assumptions
        return advisor.recommend(case, areas=areas, assumptions=False)
    return again


def _causes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """What the receipts differ in: version, edition, rulebook, facts."""
    whole = {"advisor": "version", "edition": "edition", "rulebook_sha256": "rulebook"}
    causes = [
        Difference(what=what, saved=before[key], now=after[key])
        for key, what in whole.items()
        if before[key] != after[key]
    ]
    for kind in ("given", "derived", "assumed"):
        saved, now = before[kind], after[kind]
        causes += [
            Difference(what=f"{kind} {name}", saved=saved.get(name), now=now.get(name))
            for name in dict.fromkeys([*saved, *now])
            if saved.get(name) != now.get(name)
        ]
    return causes


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """What the recommendations and plans differ in, field by field."""
    found = []
    for section in ("recommendations", "plans"):
        saved, now = _by_label(before[section]), _by_label(after[section])
        for label in dict.fromkeys([*saved, *now]):
            one, other = saved.get(label), now.get(label)
            if one is None or other is None:
                found.append(Difference(what=label, saved=_short(one), now=_short(other)))
            else:
                found += [
                    Difference(what=f"{label} {field}", saved=one[field], now=other[field])
                    for field in one
                    if field != "today" and one[field] != other[field]
                ]
    return found


def _by_label(answers: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The answers by area, item, and the day on which the stage begins."""
    labelled = {}
    for each in answers:
        label = each["area"] if each["name"] is None else f"{each['area']}/{each['name']}"
        stage = each.get("stage")
        if stage and stage["from_days"]:
            label += f"@{stage['from_days']:g} days"
        labelled[label if "steps" not in each else f"{label} (plan)"] = each
    return labelled


def _short(answer: Mapping[str, Any] | None) -> Any:
    return None if answer is None else {key: answer[key] for key in ("outcome", "certainty")}
