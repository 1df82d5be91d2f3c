"""JSON Schema of a page of settings. What stands in a tree is AWS's own, so a schema cannot say much of it."""

from typing import Any, get_args

from advisor.model.rulebook import Rulebook
from advisor.model.settings import Kind
from advisor.render.schema_parts import ID, TEXT, listed, mapping

_CONDITION = {"$ref": "#/$defs/condition"}


def settings_page(rulebook: Rulebook) -> dict[str, Any]:
    """A page of `rules/settings`; conditions are those of the schema that it is part of."""
    area = {"type": "string", "examples": list(rulebook.areas)}
    parameter = {
        "description": TEXT,
        "kind": {"enum": list(get_args(Kind))},
        "type": {**TEXT, "description": "The type of the parameter in CloudFormation."},
        "example": {"type": ["string", "integer"]},
        "for_each": {"type": "boolean", "description": "Each turn of an 'each' has one of its own."},
    }
    facts = {"anyOf": [TEXT, listed(TEXT)]}
    call = {
        "service": TEXT,
        "operation": TEXT,
        "parameters": {"type": "object"},
        "keep": {"type": "object", "additionalProperties": {"type": "array"}, "minProperties": 1, "maxProperties": 1},
        "each": facts,
        "least": {"type": "integer", "minimum": 1},
        "beside": {"type": "boolean", "description": "No template can stand for it."},
    }
    remark = mapping({"text": TEXT, "when": _CONDITION, "over_time": {"type": "boolean"}}, required=("text",))
    setting = {
        "options": listed(ID),
        "nothing": {**TEXT, "description": "Why there is nothing to set."},
        "refused": listed(mapping({"because": TEXT, "when": _CONDITION, "cite": listed(TEXT)}, ("because", "cite"))),
        "remarks": listed({"anyOf": [TEXT, remark]}),
        "cloudformation": {"type": "object", "minProperties": 1},
        "calls": listed(mapping(call, required=("service", "operation", "parameters"))),
        "terraform": {"type": "object", "additionalProperties": {"type": "object"}, "minProperties": 1},
    }
    stay = mapping({"days": {"type": "number"}, "because": TEXT}, required=("days", "because"))
    return mapping(
        {
            "area": area,
            "part_of": area,
            "ends": TEXT,
            "stays": {"type": "object", "additionalProperties": stay, "minProperties": 1},
            "parameters": {
                "type": "object",
                "additionalProperties": mapping(parameter, required=("description", "example")),
                "minProperties": 1,
            },
            "settings": listed(mapping(setting, required=("options",))),
        },
        required=("area", "settings"),
    )
