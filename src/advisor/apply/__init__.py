"""From a recommendation to what sets it: templates, calls and lines, from the rulebook's settings."""

from advisor.apply.applied import Applied
from advisor.apply.applying import apply
from advisor.apply.written import FORMATS, Format, applied_text

__all__ = ["FORMATS", "Applied", "Format", "applied_text", "apply"]
