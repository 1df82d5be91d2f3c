"""A rulebook compiled for the columns of one input: a query that judges every row, and how to read what it gives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from advisor.advise import Advisor
from advisor.bulk.columns import Columns
from advisor.bulk.filling import Filled
from advisor.bulk.inputs import Inputs, Texts, flat, sound
from advisor.bulk.masks import any_of, column, negated
from advisor.bulk.steps import New, Steps, read, read_truth
from advisor.bulk.verdicts import Judged
from advisor.conditions import spaces
from advisor.model.rulebook import Area

SOURCE = "fleet_part"
JUDGED = "fleet_judged"


@dataclass
class Compiled:
    """What judges rows, and the names of the columns it leaves."""

    steps: Steps
    areas: list[Judged]
    subjects: dict[str, Filled]
    carried: list[str]


def compiled(advisor: Advisor, areas: Sequence[Area], schema: Any, columns: Columns, texts: Texts) -> Compiled:
    """The query over a table `fleet_part` with this schema (which has a column `row`)."""
    rulebook = advisor.rulebook
    all_spaces = spaces(rulebook)
    steps = Steps(SOURCE, schema)
    steps.keep(flat(steps.table))
    wanted = list(dict.fromkeys([*columns.subjects, *(area.subject for area in areas)]))
    inputs = {subject: Inputs(all_spaces[subject], columns, texts) for subject in wanted}
    new: New = {}
    for subject, each in inputs.items():
        each.masks(steps.table, new)
        new[f"{subject}:present"] = column(each.is_present(steps.table))
        new[f"{subject}:aged"] = column(each.is_aged(steps.table))
    table = steps.take(new)
    unsound: New = {}
    for subject, each in inputs.items():
        masks = {place: read(table, ref) for place, ref in each.base.items()}
        unsound[f"{subject}:unsound"] = table[f"{subject}:aged"] | column(negated(sound(masks)))
    steps.take(unsound)
    subjects = {subject: Filled(all_spaces[subject], inputs[subject].base) for subject in wanted}
    steps.together(filled.steps() for filled in subjects.values())
    judged = [Judged(advisor.adviser(area.id).decision, subjects[area.subject]) for area in areas]
    steps.together(area.steps() for area in judged)
    carried = list(columns.carried)
    steps.keep(_left(steps.table, judged, subjects, carried))
    return Compiled(steps, judged, subjects, carried)


def _left(table: Any, areas: Sequence[Judged], subjects: Mapping[str, Filled], carried: Sequence[str]) -> New:
    """What is left at the end: the verdicts, what led to them, and what is needed to settle the doubtful ones."""
    kept: New = {"row": table["row"]} | {name: table[name] for name in carried}
    by_hand = [table[f"{subject}:unsound"] for subject in subjects]
    by_hand += [
        all_present & read_truth(table, filled.odd)
        for subject, filled in subjects.items()
        if filled.odd is not False
        for all_present in [table[f"{subject}:present"]]
    ]
    present = any_of(table[f"{subject}:present"] for subject in subjects)
    kept["by hand"] = column(any_of([*by_hand, negated(present)]))
    for subject, filled in subjects.items():
        kept[f"{subject}:present"] = table[f"{subject}:present"]
        for name in _names(filled.assumed, *filled.known.values(), *filled.base.values()):
            kept[name] = table[name]
    for area in areas:
        for name in _names(area.applying):
            kept[name] = table[name]
        for what in ("lead", "outcome", "certainty", "shown"):
            kept[f"{area.name}:{what}"] = table[f"{area.name}:{what}"]
    return kept


def _names(*refs: Sequence[int | str]) -> list[str]:
    return list(dict.fromkeys(word for ref in refs for word in ref if isinstance(word, str)))
