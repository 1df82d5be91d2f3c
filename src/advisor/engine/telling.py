"""What recommendations hand to the engine: what is known, as it is."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from advisor.model.rulebook import Fact
from advisor.model.values import Value

Told: TypeAlias = dict[str, Value]


class Teller:
    """Says what is known of some facts as `Rules` hear it."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._facts = {fact.id for fact in facts}

    def told(self, known: Mapping[str, Value]) -> Told:
        """What is known of the facts (by id)."""
        return {fact: value for fact, value in known.items() if fact in self._facts}

    def part(self, _fact: str, value: Value) -> Value:
        """What is known of one fact."""
        return value
