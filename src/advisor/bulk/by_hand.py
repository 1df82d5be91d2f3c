"""One row by itself, as `recommend` takes it: for rows that cannot be read, and those that the columns leave out."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from advisor.advise import Advisor
from advisor.bulk.answers import PARTS, SEPARATOR
from advisor.bulk.columns import Columns
from advisor.bulk.readings import entries
from advisor.bulk.verdicts import CERTAINTIES
from advisor.conditions import spaces
from advisor.errors import InputError, Place, Problem
from advisor.load.values import not_given
from advisor.model.result import Recommendation, Result
from advisor.model.rulebook import Area, Fact
from advisor.quantities import plain_number


def case_of(
    row: Mapping[str, Any], columns: Columns, facts: Mapping[str, Fact], is_json: frozenset[str]
) -> dict[str, Any]:
    """The row as a case file would hold it. Raises InputError for what no case file can say."""
    if columns.broken and row[columns.broken]:
        raise InputError([Problem(Place(""), row[columns.broken])])
    case: dict[str, Any] = {}
    for subject, name in columns.stages.items():
        data = _json(row[name]) if name in is_json else row[name]
        if isinstance(data, dict) and "stages" not in data:
            case[subject] = dict(data)  # one record among lists of them
        elif name.strip() == subject and isinstance(data, str | int | float) and not _is_blank(data):
            return {subject: data}  # for `recommend` to say what it expects
        elif not _is_blank(data):
            what = f"several items of '{subject}'" if isinstance(data, list) else "stages"
            raise InputError([Problem(Place(""), f"it has {what}; use 'advisor batch'.")])
    for fact_id, parts in columns.facts.items():
        fact = facts[fact_id]
        said = {
            part: data for part, name in parts.items() if not _is_blank(data := _data(row[name], fact, name in is_json))
        }
        if not said:
            continue
        if "value" in said and len(said) > 1:
            raise InputError([Problem(Place(""), f"{fact_id}: given as a number and by its bounds; expected one.")])
        case.setdefault(fact.subject, {})[fact.name] = said["value"] if "value" in said else _bounds(said)
    return case


def _bounds(said: Mapping[str, Any]) -> Any:
    bounds = {part: data for part, data in said.items() if not not_given(data)}
    return bounds or None


def answered(case: Mapping[str, Any], advisor: Advisor, areas: Sequence[Area]) -> dict[str, str | None]:
    """The columns of the output for a case. Raises InputError if it is wrong."""
    result = advisor.recommend(case, areas=[area.id for area in areas])
    found: dict[str, str | None] = {f"{area.id}.{part}": None for area in areas for part in PARTS}
    for each in result.recommendations:
        places = sorted(advisor.adviser(each.area).decision.grounds.places)  # as columns have it
        grounds = [advisor.adviser(each.area).decision.space.facts[place] for place in places]
        found |= dict(zip((f"{each.area}.{part}" for part in PARTS), _parts(each, result, grounds), strict=True))
    return found


def unknown(case: Mapping[str, Any], advisor: Advisor) -> set[str]:
    """The facts that a case leaves open, once what follows and what is assumed is filled in."""
    return {
        space.facts[place]
        for item in advisor.case(case).items
        for space in [spaces(advisor.rulebook)[item.subject]]
        for situation in advisor.situations(item, (), assumptions=True)
        for place, mask in enumerate(situation.masks)
        if mask & (mask - 1)
    }


def _parts(each: Recommendation, result: Result, grounds: Sequence[str]) -> list[str | None]:
    fired = dict.fromkeys(reason.rule.removeprefix(f"{each.area}.") for reason in each.reasons)
    values = result.receipt.assumed
    assumed = [f"{fact}={json.dumps(values[fact])}" for fact in grounds if fact in values]
    certainty = each.certainty if each.certainty in CERTAINTIES else CERTAINTIES[-1]
    recommended = SEPARATOR.join(each.recommended) or None
    return [recommended, each.outcome, certainty, SEPARATOR.join(fired), SEPARATOR.join(assumed)]


def reason(error: InputError) -> str:
    """What is wrong with a row, in one line."""
    return " ".join(f"{problem.message} {problem.hint}".strip() for problem in error.problems)


def carried(value: Any, is_json: bool) -> Any:
    """What is merely carried, as `inputs.carried` has it."""
    text = _json(value) if is_json else None
    return text if isinstance(text, str) else value


def _data(value: Any, fact: Fact, is_json: bool) -> Any:
    if isinstance(value, Decimal):
        return plain_number(Fraction(value))
    if not isinstance(value, str):
        return value
    return _json(value) if is_json else entries(value, fact)


def _json(text: Any) -> Any:
    try:
        return json.loads(text)
    except (TypeError, ValueError):
        return text


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
