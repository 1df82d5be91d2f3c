"""What a result can do besides being read, for as long as it is with the advisor that made it."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from advisor.model.explanation import Explanation
    from advisor.model.result import Result

_Way = TypeVar("_Way")


class Explaining:
    """How a result is explained, applied or laid beside today's. No part of what it says, nor of a copy sent away."""

    def __init__(
        self,
        explain: "Callable[[Result, str, Mapping[str, Any]], Explanation] | None" = None,
        apply: "Callable[[Result, str | None, str], str] | None" = None,
        with_today: "Callable[[Result], Result] | None" = None,
    ) -> None:
        self.explain = explain
        self.apply = apply
        self.with_today = with_today

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Explaining)

    def __reduce__(self) -> tuple[type["Explaining"], tuple[()]]:
        return Explaining, ()


def known(way: _Way | None) -> _Way:
    """The way to do it. Raises LookupError if there is none, as the result was saved or sent."""
    if way is None:
        raise LookupError("this result does not know its advisor; ask for it again with advisor.recommend")
    return way
