"""Which rules fire, as durable-rules has it."""

from advisor.engine.rulesets import Rules

__all__ = ["Rules"]
