"""A rulebook compiled for the columns of one input: a query that reads every row, and one for each subject's states."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis

from advisor.advise import Advisor
from advisor.bulk.columns import Columns
from advisor.bulk.filling import Filled
from advisor.bulk.inputs import Inputs, Texts, flat, sound
from advisor.bulk.masks import any_of, column, literal, negated
from advisor.bulk.states import Packing
from advisor.bulk.steps import New, Steps, read, read_truth
from advisor.bulk.tables import Codes
from advisor.bulk.verdicts import Judged
from advisor.conditions import spaces
from advisor.model.rulebook import Area

PART = "fleet_part"
STATES = "fleet_states"
ALONE = ".:alone"  # rows that are to be answered one by one (no column of an input that is carried has a dot)


@dataclass
class Subject:
    """What judges the states of one subject: a query over a table `fleet_states`, and the names of what it gives."""

    packing: Packing
    filled: Filled
    areas: list[Judged]
    sql: str

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
    reading, packings = _reading(schema, inputs, columns)
    subjects = [
        _subject(advisor, inputs[name], packing, [area for area in areas if area.subject == name])
        for name, packing in packings.items()
    ]
    return Compiled(reading.sql(), subjects, list(columns.carried))


def _reading(schema: Any, inputs: Mapping[str, Inputs], columns: Columns) -> tuple[Steps, dict[str, Packing]]:
    steps = Steps(PART, schema)
    table = steps.keep(flat(steps.table))
    new: New = {}
    for each in inputs.values():
        each.masks(table, new)
    table = steps.take(new)
    packings = {subject: Packing(each.space, each.base) for subject, each in inputs.items()}
    table = steps.take({word: bits for packing in packings.values() for word, bits in packing.packed(table).items()})
    new = {}
    for subject, each in inputs.items():
        # what a mask shows is there; blanks are looked for in the few rows that are left
        shown = [table[word] != literal(silence) for word, silence in packings[subject].silence.items()]
        new[f"{subject}.:present"] = ibis.ifelse(column(any_of(shown)), True, column(each.is_present(table)))
        is_read = sound({place: read(table, ref) for place, ref in each.base.items()})
        new[f"{subject}.:lost"] = column(any_of([each.is_aged(table), negated(is_read)]))
    table = steps.take(new)
    absent = negated(any_of(table[f"{subject}.:present"] for subject in inputs))
    lost = any_of(table[f"{subject}.:lost"] for subject in inputs)
    names = ["row", *columns.carried, *(f"{subject}.:present" for subject in inputs)]
    names += [word for packing in packings.values() for word in packing.silence]
    steps.keep({name: table[name] for name in names} | {ALONE: column(any_of([lost, absent]))})
    return steps, packings


def _subject(advisor: Advisor, inputs: Inputs, packing: Packing, areas: Sequence[Area]) -> Subject:
    steps = Steps(STATES, ibis.schema(dict.fromkeys(["state", *packing.silence], "int64")))
    steps.keep({"state": steps.table["state"], **packing.unpacked(steps.table)})
    filled = Filled(inputs.space, inputs.base)
    steps.together([filled.steps()])
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
    left: New = {"odd": column(read_truth(table, filled.odd))}
    words = [word for ref in (filled.assumed, *filled.known.values()) for word in ref if isinstance(word, str)]
    words += [name for area in judged for name in area.columns()]
    steps.keep(left | {name: table[name] for name in words if name not in packing.fields})
    return Subject(packing, filled, judged, steps.sql())
