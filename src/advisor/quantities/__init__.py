"""Numbers as people write them: "12 hours", "up to 1.5 TB", "more than 16,000"; to ranges, and back to words."""

from advisor.quantities._format import format_number, format_range
from advisor.quantities._parse import parse_number
from advisor.quantities._range import Range, plain_number

__all__ = ["Range", "format_number", "format_range", "parse_number", "plain_number"]
