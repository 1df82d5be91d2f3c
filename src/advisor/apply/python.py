"""Calls of boto3, as a function of Python whose arguments are the parameters."""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import fill
from typing import Any

from advisor.apply.applied import Applied, MadeCall, Wanted, wanted
from advisor.apply.comments import about
from advisor.apply.names import snake
from advisor.model.settings import Kept

_TYPES = {"number": "int", "text": "str", "file": "bytes"}
_WIDTH = 100


def python(applied: Sequence[Applied]) -> str:
    """A module with one function, `apply`; comments alone if there is nothing to call."""
    calls = [call for each in applied for call in each.calls]
    said = [about(each, each.remarks if each.calls else (each.nothing, *each.remarks)) for each in applied]
    if not calls:
        return "\n#\n".join(said) + "\n"
    parameters = wanted(*(call.parameters for call in calls))
    arguments = "".join(f"    {snake(name)}: {_TYPES[each.kind]},\n" for name, each in parameters.items())
    services = dict.fromkeys(call.service for call in calls)
    lines = [f'    {service} = boto3.client("{service}")' for service in services]
    lines += [text for each, comment in zip(applied, said, strict=True) for text in _called(each, comment)]
    explained = "".join(
        "\n" + fill(f"{snake(name)}: {each.description}", _WIDTH, initial_indent=" " * 4, subsequent_indent=" " * 8)
        for name, each in parameters.items()
    )
    documented = f'    """Set what is recommended.{f"{chr(10)}{explained}{chr(10)}    " if explained else ""}"""'
    head = f"def apply(*,\n{arguments}) -> None:" if arguments else "def apply() -> None:"
    return "\n".join(["import boto3", "", "", head.replace("(*,\n", "(\n    *,\n"), documented, *lines]) + "\n"


def _called(each: Applied, comment: str) -> Iterator[str]:
    yield ""
    yield from (f"    {line}" for line in comment.splitlines())
    yield from (line for call in each.calls for line in _call(call))


def _call(call: MadeCall) -> Iterator[str]:
    assert len(call.keep) <= 1, "a call keeps one value"
    kept, path = next(iter(call.keep.items()), ("", ()))
    yield f"    {f'{snake(kept)} = ' if kept else ''}{call.service}.{snake(call.operation)}("
    for name, value in call.parameters.items():
        yield f"        {name}={_expression(value, 2)},"
    yield f"    ){''.join(f'[{_literal(part)}]' for part in path)}"


def _expression(value: Any, depth: int) -> str:
    """A value as Python writes it, in ASCII: on one line, or where that is long, on one for each part."""
    match value:
        case Wanted(name, _) | Kept(name):
            return snake(name)
        case Mapping():
            parts = [f"{_literal(key)}: {_expression(part, depth + 1)}" for key, part in value.items()]
            return _collected("{", parts, "}", depth)
        case list():
            return _collected("[", [_expression(part, depth + 1) for part in value], "]", depth)
    return _literal(value)


def _collected(opening: str, parts: list[str], closing: str, depth: int) -> str:
    short = f"{opening}{', '.join(parts)}{closing}"
    if len(short) + 4 * depth <= _WIDTH and "\n" not in short:
        return short
    margin = "    " * (depth + 1)
    lines = "".join(f"{margin}{part},\n" for part in parts)
    return f"{opening}\n{lines}{'    ' * depth}{closing}"


def _literal(value: Any) -> str:
    if not isinstance(value, str):
        return repr(value)
    text = ascii(value)
    return text if '"' in text or "\\'" in text or not text.startswith("'") else f'"{text[1:-1]}"'
