"""Terraform blocks, in HCL."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from advisor.apply.applied import Applied, Wanted, wanted
from advisor.apply.cloudformation import beside
from advisor.apply.comments import commented
from advisor.apply.names import snake
from advisor.model.settings import Attributes, Parameter, Resource

_UNPROVED = "This has been parsed as HCL, and no more: let 'terraform validate' and 'terraform plan' see it."
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def terraform(applied: Sequence[Applied]) -> str:
    """Variables and resources, after comments."""
    comments = [beside(each, bool(each.blocks)) for each in applied]
    blocks = {name: body for each in applied for name, body in each.blocks.items()}
    parts = ["\n#\n".join([*comments, *([commented(_UNPROVED)] if blocks else [])])]
    parts += [_variable(name, each) for name, each in wanted(blocks).items()]
    for name, body in blocks.items():
        kind, _, own = name.partition(".")
        parts.append("\n".join(_block(f'resource "{kind}" "{own}"', body, 0)))
    return "\n\n".join(parts) + "\n"


def _variable(name: str, parameter: Parameter) -> str:
    kind = "number" if parameter.kind == "number" else "string"
    lines = [
        f'variable "{snake(name)}" {{',
        f"  type        = {kind}",
        f"  description = {quoted(parameter.description)}",
    ]
    return "\n".join([*lines, "}"])


def _block(head: str, body: Mapping[str, Any], depth: int) -> Iterator[str]:
    margin = "  " * depth
    yield f"{margin}{head} {{"
    attributes = {key: value for key, value in body.items() if not _are_blocks(value)}
    width = max(map(len, attributes), default=0)
    for key, value in attributes.items():
        yield f"{margin}  {key:{width}} = {_expression(value)}"
    for key, value in body.items():
        if _are_blocks(value):
            for each in value if isinstance(value, list) else [value]:
                yield from _block(key, each, depth + 1)
    yield f"{margin}}}"


def _are_blocks(value: Any) -> bool:
    first = value[0] if isinstance(value, list) else value
    return isinstance(first, Mapping)


def _expression(value: Any) -> str:
    match value:
        case Wanted(name, _):
            return f"var.{snake(name)}"
        case Resource(name, attribute):
            return f"{name}.{attribute or 'id'}"
        case Attributes(entries):
            inner = ", ".join(f"{key} = {_expression(part)}" for key, part in entries.items())
            return f"{{ {inner} }}"
        case list():
            return f"[{', '.join(map(_expression, value))}]"
        case bool():
            return "true" if value else "false"
        case str():
            return quoted(value)
    return repr(value)


def quoted(text: str) -> str:
    """The text as a string of HCL, in ASCII. A brace that would open a template is written as an escape."""
    return f'"{"".join(_characters(text))}"'


def _characters(text: str) -> Iterator[str]:
    before = ""
    for character in text:
        code = ord(character)
        if character == "{" and before in ("$", "%"):
            yield "\\u007b"
        elif character in _SHORT:
            yield _SHORT[character]
        elif 0x20 <= code < 0x7F:
            yield character
        else:
            yield f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
        before = character
