"""Which rules fire, as durable-rules has it."""

from advisor.engine.rulesets import Rules
from advisor.engine.telling import Teller, Told

__all__ = ["Rules", "Teller", "Told"]
