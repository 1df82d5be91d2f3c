"""Which rules fire, as durable-rules has it."""

from advisor.engine.messages import Teller, Told
from advisor.engine.rulesets import Rules

__all__ = ["Rules", "Teller", "Told"]
