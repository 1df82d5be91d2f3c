"""The two editions side by side: what today makes of a case, where they differ and why, and what to look at again."""

from advisor.editions.comparing import compare
from advisor.editions.freshness import Freshness, Record, freshness
from advisor.editions.today import beside_today, explained_beside_today

__all__ = ["Freshness", "Record", "beside_today", "compare", "explained_beside_today", "freshness"]
