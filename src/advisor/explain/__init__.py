"""Why, why not, what if; and a saved result replayed."""

from advisor.explain.explaining import explain
from advisor.explain.replay import replay

__all__ = ["explain", "replay"]
