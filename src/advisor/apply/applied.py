"""What is to be set for one decision, filled for its case; and what is read off such trees."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from advisor.model.settings import Attributes, Parameter


@dataclass(frozen=True)
class Wanted:
    """A place for what only the user knows, under the name that it has in this output."""

    name: str
    parameter: Parameter


@dataclass(frozen=True)
class MadeCall:
    """One call with its parameters; `keep`: names for values of the answer, with the paths to them."""

    service: str
    operation: str
    parameters: Mapping[str, Any]
    keep: Mapping[str, tuple[str | int, ...]]
    beside: bool


@dataclass(frozen=True)
class Applied:
    """One decision: what it is, what is to be known of it, and what sets it in each form.

    Within the trees, `Wanted`, `Resource` and `Kept` stand where a format has its own way to refer to something.
    """

    label: str
    title: str
    certainty: str
    nothing: str
    remarks: tuple[str, ...] = ()
    resources: Mapping[str, Any] = field(default_factory=dict)
    calls: tuple[MadeCall, ...] = ()
    blocks: Mapping[str, Any] = field(default_factory=dict)


def wanted(*trees: Any) -> dict[str, Parameter]:
    """The parameters that trees ask for, by name, in the order met."""
    return {each.name: each.parameter for tree in trees for each in _wanted(tree)}


def _wanted(tree: Any) -> Iterator[Wanted]:
    match tree:
        case Wanted():
            yield tree
        case Attributes(entries):
            yield from _wanted(entries)
        case Mapping():
            for part in tree.values():
                yield from _wanted(part)
        case list():
            for part in tree:
                yield from _wanted(part)
