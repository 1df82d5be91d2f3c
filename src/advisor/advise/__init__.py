"""Facts in, recommendation out: verdict, certainty, plans over time."""

from advisor.advise.advisor import Advisor

__all__ = ["Advisor"]
