"""JSON Schemas of the pages of a rulebook, and of a result."""

from typing import Any, get_args

from advisor.load.facts import KEYS_OF_KIND
from advisor.model.result import Result
from advisor.model.rulebook import EDITIONS, STRENGTHS, AcceptedOutcome, Erratum, Kind, Rulebook, Succession
from advisor.render.schema_parts import DIALECT, ID, TEXT, listed, mapping
from advisor.render.settings_schema import settings_page

_CONDITIONS = ("when", "unless_shown")
_CONDITION = {"$ref": "#/$defs/condition"}
_EDITION = {"enum": list(EDITIONS), "description": "Only in this edition; without it, in both."}
_LINES = listed({"type": "integer", "minimum": 1})
_VERDICTS = list(get_args(Erratum.model_fields["verdict"].annotation))
_STATUSES = list(get_args(Succession.model_fields["status"].annotation))
_CONFIDENCES = list(get_args(Erratum.model_fields["confidence"].annotation))


def result_schema() -> dict[str, Any]:
    """What `recommend --format json` prints."""
    return {"$schema": DIALECT, **Result.model_json_schema(by_alias=True, mode="serialization")}


def rules_schema(rulebook: Rulebook) -> dict[str, Any]:
    """Any page of a rulebook: of an area, of facts, of notes, of settings, or the front page."""
    pages = _pages(rulebook)
    return {
        "$schema": DIALECT,
        "title": "A page of Advisor's rules",
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in pages],
        "$defs": {**pages, **_parts(rulebook)},
    }


def page_schema(rulebook: Rulebook, kind: str) -> dict[str, Any]:
    """One kind of page (such as `area` or `front`), of which an editor can say more exactly what is wrong."""
    return {
        "$schema": DIALECT,
        "title": f"Advisor's rules: {kind}",
        **_pages(rulebook)[kind],
        "$defs": _parts(rulebook),
    }


def _pages(rulebook: Rulebook) -> dict[str, dict[str, Any]]:
    return {
        "area": _area_page(rulebook),
        "facts": _facts_page(rulebook),
        "notes": _NOTES_PAGE,
        "settings": settings_page(rulebook),
        "front": _FRONT_PAGE,
    }


def _parts(rulebook: Rulebook) -> dict[str, Any]:
    return {
        "rule": _rule(rulebook),
        "advice": _advice(rulebook),
        "condition": _condition(rulebook),
        "test": _test(),
    }


def _condition(rulebook: Rulebook) -> dict[str, Any]:
    """A tree over facts; the facts known today are offered, new ones are allowed."""
    parts = {"type": "array", "items": _CONDITION, "minItems": 1}
    facts = {name: {"description": fact.question} for name, fact in rulebook.facts.items()}
    return {
        "type": "object",
        "minProperties": 1,
        "description": "Several keys mean all of them.",
        "properties": {
            "all": {**parts, "description": "Every one of these."},
            "any": {**parts, "description": "At least one of these."},
            "not": {**_CONDITION, "description": "Not this. What is unknown stays unknown."},
            **facts,
        },
        "patternProperties": {r"^[a-z0-9_-]+\.[a-z0-9_]+$": {"$ref": "#/$defs/test"}},
        "additionalProperties": False,
    }


def _test() -> dict[str, Any]:
    bound = {"type": ["number", "string"]}
    names = listed(TEXT)
    tests = {
        **dict.fromkeys(("at_least", "at_most", "above", "below"), bound),
        **dict.fromkeys(("in", "includes", "includes_any"), names),
    }
    return {"anyOf": [{"type": ["boolean", "number", "string", "array"]}, mapping(tests, minimum=1)]}


def _rule(rulebook: Rulebook) -> dict[str, Any]:
    options, strengths = listed(TEXT), {"type": "object", "additionalProperties": {"enum": list(STRENGTHS)}}
    effects = {
        "rules_out": {**options, "description": "These options cannot be."},
        "requires": {**options, "description": "Only these options can be."},
        "favours": {**strengths, "description": "By option or family: how strongly it speaks for it."},
        "opposes": {**strengths, "description": "By option or family: how strongly it speaks against it."},
    }
    criterion = {**TEXT, "description": "What the reason is about: one of the area's criteria."}
    return {
        **mapping(
            {**_statement(rulebook), **effects, "criterion": criterion}, required=("id", "title", "because", "cite")
        ),
        "allOf": [{"oneOf": [{"required": [key]} for key in _CONDITIONS]}],
        "anyOf": [{"required": [key]} for key in effects],
        "dependentRequired": {"favours": ["criterion"], "opposes": ["criterion"]},
    }


def _advice(rulebook: Rulebook) -> dict[str, Any]:
    texts = {"type": "object", "additionalProperties": TEXT, "minProperties": 1}
    advises = {**texts, "description": "By option or family: what to know or to do who takes it."}
    return mapping({**_statement(rulebook), "advises": advises}, required=("id", "title", "advises", "cite"))


def _statement(rulebook: Rulebook) -> dict[str, Any]:
    """What rules and advice have in common."""
    note = {"type": "string", "examples": sorted(rulebook.notes)}
    return {
        "id": ID,
        "title": {**TEXT, "description": "The rule in general, in a sentence."},
        "when": {**_CONDITION, "description": "It applies while this is true."},
        "unless_shown": {**_CONDITION, "description": "It applies while this is false or unknown."},
        "because": {**TEXT, "description": "Why, as a sentence about this workload."},
        "cite": {**listed(note), "description": "The notes that it rests on."},
        "judgement": {**TEXT, "description": "Where a number comes from that no cited quote contains."},
        "edition": _EDITION,
    }


def _area_page(rulebook: Rulebook) -> dict[str, Any]:
    texts = {"type": "object", "additionalProperties": TEXT, "minProperties": 1}
    today = mapping(
        {
            "status": {"enum": _STATUSES, "description": "Better ones are sold today, or it is no longer to be had."},
            "by": {**listed(ID), "description": "What takes its place."},
            "since": TEXT,
            "because": {**TEXT, "description": "Goes on from the word 'because'."},
            "cite": listed(TEXT),
        },
        required=("status", "because", "cite"),
    )
    option = mapping(
        {"title": TEXT, "summary": TEXT, "parts": listed(ID), "today": today, "edition": _EDITION}, required=("title",)
    )
    cited = {"because": TEXT, "cite": listed(TEXT)}
    transition = {
        "id": ID,
        "title": TEXT,
        "from": listed(ID),
        "to": listed(ID),
        "not_before": {"type": ["number", "string"]},
        **cited,
        "edition": _EDITION,
    }
    accepted = {
        "outcome": {"enum": list(get_args(AcceptedOutcome))},
        "options": listed(ID),
        "rules": listed(ID),
        "when": _CONDITION,
        "because": TEXT,
        "edition": _EDITION,
    }
    return mapping(
        {
            "id": ID,
            "title": TEXT,
            "question": TEXT,
            "subject": {"type": "string", "examples": list(rulebook.subjects)},
            "criteria": texts,
            "options": {"type": "object", "additionalProperties": option, "minProperties": 1},
            "families": {"type": "object", "additionalProperties": listed(ID)},
            "over_time": {"type": "boolean", "description": "The stages of a subject form a plan."},
            "default": mapping({"option": ID, **cited}, required=("option", "because", "cite")),
            "applies_when": mapping({"when": _CONDITION, **cited}, required=("when", "because", "cite")),
            "rules": listed({"$ref": "#/$defs/rule"}),
            "advice": listed({"$ref": "#/$defs/advice"}),
            "transitions": listed(mapping(transition, required=("id", "title", "from", "to", "because", "cite"))),
            "accepted": listed(mapping(accepted, required=("outcome", "because"))),
        },
        required=("id", "title", "question", "subject", "criteria", "options", "rules"),
    )


def _facts_page(rulebook: Rulebook) -> dict[str, Any]:
    number = {"type": ["number", "string"]}
    never = mapping({"when": _CONDITION, "because": TEXT}, required=("when", "because"))
    filling = listed(mapping({"when": _CONDITION, "value": {}, "because": TEXT}, required=("value",)))
    fact = mapping(
        {
            "kind": {"enum": list(get_args(Kind))},
            "question": TEXT,
            "help": TEXT,
            "choices": {"type": "object", "additionalProperties": TEXT, "minProperties": 1},
            "unit": TEXT,
            "minimum": number,
            "maximum": number,
            "whole": {"type": "boolean"},
            "limit": {"type": "boolean"},
            "words": {"type": "object"},
            "constant": {"type": "boolean", "description": "The same in all stages."},
            "assume": {"description": "What is taken when a case is silent."},
            "derive": filling,
            "edition": _EDITION,
        },
        required=("kind", "question"),
    )
    fact["allOf"] = [_of_kind(kind, keys) for kind, keys in KEYS_OF_KIND.items()]
    facts = {"type": "object", "additionalProperties": fact, "minProperties": 1}
    subject = {"type": "string", "examples": list(rulebook.subjects)}
    page = {"subject": subject, "title": TEXT, "facts": facts, "never": listed(never)}
    return mapping(page, required=("subject", "title", "facts"))


def _of_kind(kind: str, keys: tuple[str, ...]) -> dict[str, Any]:
    """What a fact of this kind has to have, and what says nothing of it."""
    others = {key: False for every in KEYS_OF_KIND.values() for key in every if key not in keys}
    needed = {"required": ["choices"]} if "choices" in keys else {}
    return {"if": {"properties": {"kind": {"const": kind}}}, "then": {**needed, "properties": others}}


_ERRATUM = mapping(
    {
        "verdict": {"enum": _VERDICTS},
        "now": TEXT,
        "source": TEXT,
        "checked": TEXT,
        "confidence": {"enum": _CONFIDENCES},
    },
    required=("verdict", "now", "source", "checked", "confidence"),
)
_NOTE = mapping(
    {
        "id": ID,
        "section": {**TEXT, "description": "Heading > subheading."},
        "lines": {**_LINES, "description": "The line that holds the quote."},
        "quote": {**TEXT, "description": "Verbatim, within one line, short."},
        "erratum": _ERRATUM,
    },
    required=("id", "section", "lines", "quote"),
)
_NOTES_PAGE = mapping(
    {"notes": listed(_NOTE), "background": listed(mapping({"lines": _LINES, "reason": TEXT}, ("lines", "reason")))},
    minimum=1,
)
_SOURCE = mapping(
    {"name": TEXT, "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"}, "ranges": listed(_LINES)},
    required=("name", "sha256", "ranges"),
)
_FRONT_PAGE = mapping({"title": TEXT, "source": _SOURCE}, required=("title", "source"))
