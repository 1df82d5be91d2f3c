"""Calls as lines for the AWS command line: JSON in single quotes, parameters as variables of the shell."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from shlex import quote
from typing import Any

from advisor.apply.applied import Applied, MadeCall, Wanted, wanted
from advisor.apply.comments import about, commented
from advisor.apply.names import kebab
from advisor.model.settings import Kept

_WIDTH = 100
_COMMANDS = {"s3": "s3api"}  # where the command has another name than the interface


@dataclass(frozen=True)
class _Variable:
    name: str


def shell(applied: Sequence[Applied]) -> str:
    """A script for sh, with every parameter asked for first."""
    parts = []
    for each in applied:
        said = each.remarks if each.calls else (each.nothing, *each.remarks)
        lines = [about(each, said)]
        lines += ask_first(each.calls)
        parts.append("\n".join([*lines, *map(line, each.calls)]))
    return "\n\n".join(parts) + "\n"


def ask_first(calls: Sequence[MadeCall]) -> list[str]:
    """Lines that stop a script while a variable has no value."""
    found = wanted(*(call.parameters for call in calls))
    return [f'{commented(f"{name}: {each.description}")}\n: "${{{name}:?is not set}}"' for name, each in found.items()]


def line(call: MadeCall) -> str:
    """One call of the AWS command line. The variables stand within JSON, in the order of the parameters."""
    parameters = {name: value for name, value in call.parameters.items() if not _is_file(value)}
    files = [f'--{kebab(name)} "${{{each.name}}}"' for name, each in call.parameters.items() if _is_file(each)]
    words = ["aws", _COMMANDS.get(call.service, call.service), kebab(call.operation), *files]
    words += ["--cli-input-json", _quoted(parameters)]
    if not call.keep:
        return " ".join(words)
    assert len(call.keep) == 1, "a line of the shell keeps one value"
    ((name, path),) = call.keep.items()
    return f"{name}=$({' '.join(words)} --query {quote(_query(path))} --output text)"


def _is_file(value: Any) -> bool:
    return isinstance(value, Wanted) and value.parameter.kind == "file"


def _query(path: Sequence[str | int]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def _quoted(tree: Any) -> str:
    """The tree as JSON, quoted for the shell, with the variables left for it to fill in."""
    pieces = list(_pieces(tree, None))
    if sum(len(piece.name if isinstance(piece, _Variable) else piece) for piece in pieces) > _WIDTH:
        pieces = list(_pieces(tree, 0))
    words: list[str] = []
    text = ""
    for piece in pieces:
        if isinstance(piece, _Variable):
            words += [quote(text), f'"${{{piece.name}}}"']
            text = ""
        else:
            text += piece
    return "".join([*words, quote(text)])


def _pieces(tree: Any, depth: int | None) -> Iterator[str | _Variable]:
    """JSON in ASCII, piece by piece; with a depth, on lines of its own."""
    match tree:
        case Wanted(name, parameter):
            mark = "" if parameter.kind == "number" else '"'
            yield mark
            yield _Variable(name)
            yield mark
        case Kept(name):
            yield '"'
            yield _Variable(name)
            yield '"'
        case Mapping() | list():
            entries = tree.items() if isinstance(tree, Mapping) else ((None, part) for part in tree)
            inner = None if depth is None else depth + 1
            yield "{" if isinstance(tree, Mapping) else "["
            for index, (key, part) in enumerate(entries):
                yield ("," if index else "") + ((" " if index else "") if inner is None else "\n" + "  " * inner)
                yield "" if key is None else f"{json.dumps(key)}: "
                yield from _pieces(part, inner)
            yield "" if depth is None else "\n" + "  " * depth
            yield "}" if isinstance(tree, Mapping) else "]"
        case _:
            yield json.dumps(tree)
