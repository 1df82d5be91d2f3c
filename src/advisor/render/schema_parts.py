"""The pieces that JSON Schemas are made of."""

from collections.abc import Collection, Mapping
from typing import Any

DIALECT = "https://json-schema.org/draft/2020-12/schema"

TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
ID: dict[str, Any] = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}


def mapping(properties: Mapping[str, Any], required: Collection[str] = (), minimum: int = 0) -> dict[str, Any]:
    """A mapping with these keys and no others."""
    made: dict[str, Any] = {"type": "object", "properties": dict(properties), "additionalProperties": False}
    if required:
        made["required"] = list(required)
    if minimum:
        made["minProperties"] = minimum
    return made


def listed(items: Mapping[str, Any]) -> dict[str, Any]:
    """A list of these, of at least one."""
    return {"type": "array", "items": dict(items), "minItems": 1}


def one_or_more(items: Mapping[str, Any]) -> dict[str, Any]:
    """One of these, or a list of them."""
    return {"anyOf": [dict(items), listed(items)]}
