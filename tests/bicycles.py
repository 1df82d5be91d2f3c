"""The tiny rulebook of `tests/rules`, about bicycles: every feature of a rulebook, on a page or two."""

from functools import cache
from pathlib import Path

from advisor.load import load_rulebook
from advisor.model.rulebook import Edition, Rulebook

RULES = Path(__file__).parent / "rules"
NOTES = RULES / "bicycles.txt"


@cache
def bicycles(edition: Edition = "notes") -> Rulebook:
    """The rulebook, loaded once for all tests."""
    return load_rulebook(RULES, edition)
