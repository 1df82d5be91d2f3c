"""A case carried from one edition into the other: without the facts and options that are not there."""

from collections.abc import Iterable, Mapping

from advisor.model.case import Case, Expectation, Item, Stage
from advisor.model.rulebook import Area, Rulebook
from advisor.model.values import Value


def carried(case: Case, rulebook: Rulebook) -> Case:
    """The case as an edition can read it; what it expects is left behind.

    Facts that the edition lacks are left out. So are options admitted that it lacks; if it lacks them all, none is.
    """
    items = tuple(_item(item, rulebook) for item in case.items)
    among = {
        label: _admitted(admitted, rulebook.areas[label.partition("/")[0]]) for label, admitted in case.among.items()
    }
    return case.model_copy(update={"items": items, "among": among, "expect": {}})


def unknown_facts(case: Case, rulebook: Rulebook) -> list[str]:
    """The facts of a case that an edition lacks, each once."""
    said = [facts for item in case.items for facts in (item.facts, *(stage.facts for stage in item.stages))]
    names = dict.fromkeys(name for facts in said for name in facts)
    return [name for name in names if name not in rulebook.facts]


def _item(item: Item, rulebook: Rulebook) -> Item:
    stages = tuple(_stage(stage, rulebook) for stage in item.stages)
    return item.model_copy(update={"facts": _known(item.facts, rulebook), "stages": stages})


def _stage(stage: Stage, rulebook: Rulebook) -> Stage:
    silent = frozenset(name for name in stage.silent if name in rulebook.facts)
    return stage.model_copy(update={"facts": _known(stage.facts, rulebook), "silent": silent})


def _known(facts: Mapping[str, Value], rulebook: Rulebook) -> dict[str, Value]:
    return {name: value for name, value in facts.items() if name in rulebook.facts}


def _admitted(admitted: Iterable[Expectation], area: Area) -> tuple[Expectation, ...]:
    known = {*area.options, *area.families}
    return tuple(each for each in admitted if all(step.option in known for step in each.steps))
