"""The three-valued truth of conditions, worked out on finitely many cells of each fact."""

from advisor.conditions.bounds import Bounds, bounds_of
from advisor.conditions.quiet import Quiet
from advisor.conditions.space import Contradiction, Masks, Space, contradictions, spaces
from advisor.conditions.truth import Truth, truth_of

__all__ = [
    "Bounds",
    "Contradiction",
    "Masks",
    "Quiet",
    "Space",
    "Truth",
    "bounds_of",
    "contradictions",
    "spaces",
    "truth_of",
]
