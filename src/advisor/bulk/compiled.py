"""A rulebook compiled for the columns of one input: a query that reads every row, and one for each subject's states."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis

from advisor.advise import Advisor
from advisor.bulk.columns import Columns
from advisor.bulk.filling import Filled
from advisor.bulk.inputs import Inputs, Texts, carried, flat
from advisor.bulk.masks import any_of, column, empty
from advisor.bulk.states import Packing
from advisor.bulk.steps import New, Steps, read, read_truth
from advisor.bulk.tables import Codes
from advisor.bulk.verdicts import Judged
from advisor.conditions import spaces
from advisor.model.rulebook import Area

PART = "fleet_part"
STATES = "fleet_states"
AGED = ".:aged"  # rows with stages, or several items (no column of an input that is carried has a dot)


@dataclass
class Subject:
    """What judges the states of one subject: a query over a table `fleet_states`, and the names of what it gives."""

    packing: Packing
    filled: Filled
    areas: list[Judged]
    sql: str
    present: str  # a query for whether each row says anything of it

    @property
    def name(self) -> str:
        """The subject."""
        return self.filled.space.subject


@dataclass
class Compiled:
    """What reads rows and judges their states."""

    sql: str  # over a table `fleet_part`: the row, what is carried, and the words of each subject's state
    subjects: list[Subject]
    carried: list[str]


def compiled(advisor: Advisor, areas: Sequence[Area], schema: Any, columns: Columns, texts: Texts) -> Compiled:
    """The queries for rows of this schema (which has a column `row`)."""
    all_spaces = spaces(advisor.rulebook)
    wanted = list(dict.fromkeys([*columns.subjects, *(area.subject for area in areas)]))
    inputs = {subject: Inputs(all_spaces[subject], columns, texts) for subject in wanted}
    reading, packings = _reading(schema, inputs, columns, all_spaces)
    subjects = [
        _subject(
            advisor,
            _present(schema, inputs[name], all_spaces),
            inputs[name],
            packing,
            [area for area in areas if area.subject == name],
        )
        for name, packing in packings.items()
    ]
    return Compiled(reading.sql(), subjects, list(columns.carried))


def _reading(
    schema: Any, inputs: Mapping[str, Inputs], columns: Columns, subjects: Collection[str]
) -> tuple[Steps, dict[str, Packing]]:
    steps = Steps(PART, schema)
    table = steps.keep(flat(steps.table, subjects))
    new: New = {}
    for each in inputs.values():
        each.masks(table, new)
    table = steps.take(new)
    packings = {subject: Packing(each.space, each.base) for subject, each in inputs.items()}
    table = steps.take({word: bits for packing in packings.values() for word, bits in packing.packed(table).items()})
    aged = any_of([each.is_aged(table) for each in inputs.values()])
    names = ["row", *(word for packing in packings.values() for word in packing.silence)]
    kept = {name: table[name] for name in names} | {name: carried(table[name]) for name in columns.carried}
    steps.keep(kept | {AGED: column(aged)})
    return steps, packings


def _present(schema: Any, inputs: Inputs, subjects: Collection[str]) -> str:
    """A query for whether each row says anything of a subject, even that something is not known."""
    steps = Steps(PART, schema)
    table = steps.keep(flat(steps.table, subjects))
    steps.keep({"present": column(inputs.is_present(table))})
    return steps.sql()


def _subject(advisor: Advisor, present: str, inputs: Inputs, packing: Packing, areas: Sequence[Area]) -> Subject:
    steps = Steps(STATES, ibis.schema(dict.fromkeys(["state", *packing.silence], "int64")))
    steps.keep({"state": steps.table["state"], **packing.unpacked(steps.table)})
    filled = Filled(inputs.space, inputs.base)
    steps.follow(filled.steps())
    decisions = [advisor.adviser(area.id).decision for area in areas]
    codes = Codes(inputs.space, [condition for each in decisions for condition in each.conditions])
    judged = [Judged(decision, filled, codes) for decision in decisions]
    new: New = {}
    coded = {
        way: codes.codes(steps.table, masks, new) for way, masks in (("known", filled.known), ("sure", filled.sure))
    }
    table = steps.take(new)
    new = {}
    for area in judged:
        for way, refs in coded.items():
            area.alternatives(way, [word for ref in refs for word in read(table, ref)], new)
    table = steps.take(new)
    new = {}
    for area in judged:
        area.rules(table, new)
    table = steps.take(new)
    unread = any_of(empty(read(table, ref)) for ref in inputs.base.values())
    left: New = {"odd": column(any_of([unread, read_truth(table, filled.odd)]))}
    words = [word for ref in (filled.assumed, *filled.known.values()) for word in ref if isinstance(word, str)]
    words += [name for area in judged for name in area.columns()]
    steps.keep(left | {name: table[name] for name in words if name not in packing.fields})
    return Subject(packing, filled, judged, steps.sql(), present)
