"""The three-valued truth of conditions, worked out on finitely many cells of each fact."""

from advisor.conditions.space import Contradiction, Masks, Space, contradictions, spaces
from advisor.conditions.truth import Truth, negation, truth_of

__all__ = ["Contradiction", "Masks", "Space", "Truth", "contradictions", "negation", "spaces", "truth_of"]
