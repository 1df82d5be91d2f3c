"""The rulebook as plain JSON data, for `areas`, `facts`, `rules` and `notes`."""

from collections.abc import Iterator
from typing import Any

from advisor.model.conditions import facts_of, written_condition
from advisor.model.rulebook import Area, Fact, Filling, Rulebook, Statement
from advisor.model.values import written


def areas_json(rulebook: Rulebook) -> list[dict[str, Any]]:
    """Every area with the ids of its options."""
    return [_area(area) for area in rulebook.areas.values()]


def _area(area: Area) -> dict[str, Any]:
    return {"id": area.id, "title": area.title, "subject": area.subject, "options": list(area.options)}


def area_json(area: Area) -> dict[str, Any]:
    """One area with everything but its rules, of which it names the ids."""
    return {
        **_area(area),
        "question": area.question,
        "over_time": area.over_time,
        "criteria": area.criteria,
        "option_details": {name: option.model_dump(mode="json") for name, option in area.options.items()},
        "families": {name: list(members) for name, members in area.families.items()},
        "rules": [each["id"] for each in _rules(area)],
    }


def fact_json(fact: Fact, rulebook: Rulebook) -> dict[str, Any]:
    """One fact, as a questionnaire needs it."""
    return {
        "id": fact.id,
        "subject": fact.subject,
        "kind": fact.kind,
        "unit": fact.unit,
        "choices": fact.choices,
        "question": fact.question,
        "help": fact.help,
        "assume": assumption(fact),
        "areas": areas_reading(fact.id, rulebook),
    }


def fact_whole_json(fact: Fact, rulebook: Rulebook) -> dict[str, Any]:
    """One fact with everything that is declared of it."""
    return {
        **fact_json(fact, rulebook),
        "minimum": fact.minimum,
        "maximum": fact.maximum,
        "whole": fact.whole,
        "words": {word: written(value) for word, value in fact.words.items()},
        "constant": fact.constant,
        "derive": [_filling(each, fact) for each in fact.derive],
    }


def assumption(fact: Fact) -> Any:
    """What a silent case is taken to mean: a value, a list of values with conditions, or None."""
    if len(fact.assume) == 1 and not facts_of(fact.assume[0].when):
        return written(fact.assume[0].value, fact.names)
    return [_filling(each, fact) for each in fact.assume] or None


def _filling(filling: Filling, fact: Fact) -> dict[str, Any]:
    condition = {"when": written_condition(filling.when)} if facts_of(filling.when) else {}
    because = {"because": filling.because} if filling.because else {}
    return {**condition, "value": written(filling.value, fact.names), **because}


def areas_reading(fact: str, rulebook: Rulebook) -> list[str]:
    """The areas whose rules read a fact, themselves or through facts filled from it."""
    reached = {fact}
    while True:
        more = {
            other.id
            for other in rulebook.facts.values()
            if any(reached & facts_of(each.when) for each in (*other.derive, *other.assume))
        } - reached
        if not more:
            break
        reached |= more
    return [area.id for area in rulebook.areas.values() if reached & _read_by(area)]


def _read_by(area: Area) -> set[str]:
    conditions = [rule.condition for rule in (*area.rules, *area.advice)]
    if area.applies_when and area.applies_when.when is not None:
        conditions.append(area.applies_when.when)
    return {fact for condition in conditions for fact in facts_of(condition)}


def rules_json(rulebook: Rulebook) -> list[dict[str, Any]]:
    """Every rule whole, with advice, transitions, and what settles an area without a ranking."""
    return [each for area in rulebook.areas.values() for each in _rules(area)]


def _rules(area: Area) -> Iterator[dict[str, Any]]:
    statements = (("default", area.default), ("applies-when", area.applies_when))
    for kind, rules in (("rule", area.rules), ("advice", area.advice)):
        for rule in rules:
            yield {**rule.model_dump(mode="json"), "id": f"{area.id}.{rule.id}", "kind": kind}
    for transition in area.transitions:
        data = transition.model_dump(mode="json", by_alias=True)
        yield {**data, "id": f"{area.id}.{transition.id}", "kind": "transition"}
    for name, statement in statements:
        if statement is not None:
            yield {"id": f"{area.id}.{name}", "area": area.id, "kind": name, **_statement(statement)}


def _statement(statement: Statement) -> dict[str, Any]:
    data = statement.model_dump(mode="json")
    title = "The default" if statement.option else "When the decision is needed at all"
    return {"title": title, **{key: value for key, value in data.items() if value is not None}}


def notes_json(rulebook: Rulebook) -> dict[str, Any]:
    """Every note with the rules that cite it, and the lines that are background."""
    cited_by: dict[str, list[str]] = {name: [] for name in rulebook.notes}
    for rule in rules_json(rulebook):
        for note in rule["cite"]:
            cited_by[note].append(rule["id"])
    return {
        "source": {"name": rulebook.source.name, "sha256": rulebook.source.sha256},
        "notes": [
            {
                "id": note.id,
                "section": note.section,
                "lines": list(note.lines),
                "quote": note.quote,
                "cited_by": cited_by[note.id],
                "erratum": note.erratum.model_dump(mode="json") if note.erratum else None,
            }
            for note in rulebook.notes.values()
        ],
        "background": [{"lines": list(each.lines), "reason": each.reason} for each in rulebook.background],
    }
