"""What is known of a fleet before its rows are judged: its columns, and what their texts say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import pyarrow
import pyarrow.parquet

from advisor.advise import Advisor
from advisor.bulk import by_hand
from advisor.bulk.columns import Columns
from advisor.bulk.columns import understood as meant
from advisor.bulk.duck import Duck
from advisor.bulk.inputs import Texts, flat, meaning, unread_texts
from advisor.bulk.verdicts import MOST_OPTIONS
from advisor.conditions import spaces
from advisor.errors import InputError, Place, Problem
from advisor.load.page import shown
from advisor.model.rulebook import Area, Rulebook
from advisor.printable import printable


@dataclass(frozen=True)
class Understood:
    """What the columns of a fleet mean; it can be sent to another process."""

    rulebook: Rulebook
    limit: int
    areas: tuple[str, ...]
    schema: Any  # with a column `row`
    types: Mapping[str, str]  # of the columns of the files, as DuckDB writes them
    columns: Columns
    json_columns: frozenset[str]
    texts: Texts
    is_counted: bool = True


def understood(
    advisor: Advisor,
    areas: Sequence[Area] | None,
    engine: Duck,
    files: Sequence[str],
    where: str,
    is_counted: bool = True,
) -> Understood:
    """Read what the columns of the files mean. Raises InputError."""
    schema = engine.schema(files)
    rulebook = advisor.rulebook
    every = ibis.table(schema, name="fleet_all")
    flat_columns = flat(every, rulebook.subjects)
    columns = meant(dict.fromkeys(flat_columns, ""), rulebook, where)
    _refuse_durations(files, columns)
    is_json = frozenset(name for name, column in flat_columns.items() if column.type().is_json())
    wanted = [area for area in areas or rulebook.areas.values() if area.subject in columns.subjects]
    idle = [area for area in areas or () if area not in wanted]
    if idle:
        raise InputError(
            Problem(Place(where), f"no column describes '{area.subject}', which {area.id} is about.") for area in idle
        )
    _refuse_too_many_options(wanted)
    queries = unread_texts(every.select(**flat_columns), columns, rulebook.facts)
    found = {name: engine.texts(query) for name, query in queries.items()}
    return Understood(
        rulebook,
        advisor.adviser(next(iter(rulebook.areas))).limit,
        tuple(area.id for area in wanted),
        ibis.schema({"row": "int64", **schema}),
        engine.types,
        columns,
        is_json,
        meaning(found, columns, spaces(rulebook), set(is_json)),
        is_counted,
    )


def _refuse_durations(files: Sequence[str], columns: Columns) -> None:
    """DuckDB reads them as numbers of seconds or of less, which no fact is given in."""
    facts = {name for parts in columns.facts.values() for name in parts.values()}
    problems = [
        Problem(
            Place(printable(file)),
            f"the column {shown(each.name)} holds durations.",
            "Write numbers in the unit of the fact, or texts such as '12 hours'.",
        )
        for file in files
        for each in pyarrow.parquet.read_schema(file)
        if pyarrow.types.is_duration(each.type) and each.name in facts
    ]
    if problems:
        raise InputError(problems)


def _refuse_too_many_options(areas: Sequence[Area]) -> None:
    problems = [
        Problem(
            area.place,
            f"{area.id} has {len(area.options)} options; at most {MOST_OPTIONS} can be compared in columns.",
            "Use 'advisor batch', or leave it out with --areas.",
        )
        for area in areas
        if len(area.options) > MOST_OPTIONS
    ]
    if problems:
        raise InputError(problems)


def row_of(engine: Duck, file: str, row: int, advisor: Advisor, where: str) -> dict[str, Any]:
    """A row as a case. Raises InputError for columns or a row that no case can say."""
    schema = engine.schema([file])
    values = flat(ibis.table(schema, name="fleet_all"), advisor.rulebook.subjects)
    columns = meant(dict.fromkeys(values, ""), advisor.rulebook, where)
    engine.part(file, row, row, engine.types)
    subjects = advisor.rulebook.subjects
    found = engine.rows(pyarrow.array([row]), ibis.schema({"row": "int64", **schema}), subjects)
    is_json = frozenset(name for name in values if values[name].type().is_json())
    return by_hand.case_of(found.to_pylist()[0], columns, advisor.rulebook.facts, is_json)
