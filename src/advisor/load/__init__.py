"""Files to a rulebook or a case, or to every problem they have, each with its place and a hint."""

from advisor.load.cases import case_from_mapping, each_case, load_cases, parse_case
from advisor.load.page import Locate
from advisor.load.rulebook import bundled_rules, load_rulebook, load_settings
from advisor.load.values import read_value

__all__ = [
    "Locate",
    "bundled_rules",
    "case_from_mapping",
    "each_case",
    "load_cases",
    "load_rulebook",
    "load_settings",
    "parse_case",
    "read_value",
]
