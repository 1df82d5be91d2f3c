"""The JSON Schema of a case: what the loaded rulebook lets a case say, so that editors complete and check it."""

from typing import Any

from advisor.model.rulebook import Area, Fact, Rulebook, Subject
from advisor.render.schema_parts import DIALECT, TEXT, listed, mapping, one_or_more

_NUMBER = {"type": ["number", "string"]}
_OUTCOMES = ("not-needed", "conflict")


def case_schema(rulebook: Rulebook) -> dict[str, Any]:
    """A case file's one document."""
    subjects = {name: _section(subject) for name, subject in rulebook.subjects.items()}
    return {
        "$schema": DIALECT,
        "title": "A case for Advisor: one workload",
        **mapping(
            {
                "name": {**TEXT, "description": "The case's name."},
                "description": {**TEXT, "description": "What the workload is, in free words."},
                **subjects,
                "among": _by_area(rulebook, "among", "The only options admitted, by area or area/name."),
                "expect": _by_area(rulebook, "expect", "What should be recommended, by area or area/name."),
            }
        ),
        "anyOf": [{"required": [name]} for name in subjects],
        "$defs": {
            **{name: fact_schema(fact) for name, fact in rulebook.facts.items()},
            **{f"among/{name}": _admitted(area) for name, area in rulebook.areas.items()},
            **{f"expect/{name}": _expected(area) for name, area in rulebook.areas.items()},
        },
    }


def _section(subject: Subject) -> dict[str, Any]:
    """The facts of a subject; or a list of such, each with a name."""
    facts = {fact.name: _reference(fact.id) for fact in subject.facts.values()}
    ageing = {fact.name: _reference(fact.id) for fact in subject.facts.values() if not fact.constant}
    stage = mapping({"from": {**_NUMBER, "description": "The age at which this begins."}, **ageing}, ("from",))
    stages = {"anyOf": [{"type": "null"}, {"type": "array", "items": stage}]}
    own = {**facts, "stages": {**stages, "description": "What changes as it ages; each stage holds until the next."}}
    named = mapping({"name": {**TEXT, "description": "The item's name."}, **own}, ("name",))
    return {"description": subject.title, "anyOf": [{"type": "null"}, mapping(own), listed(named)]}


def fact_schema(fact: Fact) -> dict[str, Any]:
    """What a case may say of a fact."""
    names = list(fact.choices)
    match fact.kind:
        case "flag":
            forms: list[dict[str, Any]] = [{"enum": [True, False, "yes", "no"]}]
        case "choice":
            forms = [{"enum": names}, mapping({"in": listed({"enum": names})}, ("in",))]
        case "choices":
            some = {"type": "array", "items": {"enum": names}}
            forms = [{"enum": names}, some, mapping({"includes": one_or_more({"enum": names}), "excludes": some})]
            forms[-1]["minProperties"] = 1
        case _:
            forms = _number_forms(fact)
    return {"description": _description(fact), "anyOf": [*forms, {"enum": [None, "unknown"]}]}


def _number_forms(fact: Fact) -> list[dict[str, Any]]:
    number: dict[str, Any] = {"type": "number"}
    if fact.minimum is not None:
        number["minimum"] = fact.minimum
    if fact.maximum is not None:
        number["maximum"] = fact.maximum
    bounds = mapping(dict.fromkeys(("at_least", "at_most", "above", "below"), _NUMBER), minimum=1)
    words = [{"enum": list(fact.words)}] if fact.words else []
    return [number, *words, TEXT, bounds]


def _description(fact: Fact) -> str:
    """The question and its help, with what each choice means."""
    choices = [f"{name}: {meaning}." for name, meaning in fact.choices.items()]
    unit = [f"In {fact.unit}, unless a unit stands with it."] if fact.unit else []
    return "\n".join(part for part in (fact.question, fact.help, *unit, *choices) if part)


def _by_area(rulebook: Rulebook, section: str, description: str) -> dict[str, Any]:
    made = mapping({area: _reference(f"{section}/{area}") for area in rulebook.areas})
    made["patternProperties"] = {f"^{area}/.": _reference(f"{section}/{area}") for area in rulebook.areas}
    return {"description": description, "anyOf": [{"type": "null"}, made]}


def _reference(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name.replace('/', '~1')}"}


def _admitted(area: Area) -> dict[str, Any]:
    return one_or_more(_answer(area, [*area.options, *area.families]))


def _expected(area: Area) -> dict[str, Any]:
    tie = mapping({"tie": {**listed({"enum": list(area.options)}), "minItems": 2}}, ("tie",))
    return one_or_more({"anyOf": [_answer(area, [*area.options, *_OUTCOMES]), tie]})


def _answer(area: Area, names: list[str]) -> dict[str, Any]:
    """An option by name; in an area over time also a plan such as `standard > standard-ia@30 days`."""
    named: dict[str, Any] = {"enum": names}
    return {"anyOf": [named, {"type": "string", "pattern": ">"}]} if area.over_time else named
