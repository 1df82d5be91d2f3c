"""Days as records name them: `2026-11`, or `2026-11-23`."""

import re
from datetime import date

_DAY = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?", re.ASCII)


def day_of(text: str) -> date | None:
    """The day that a record names, the first of the month if it names only that; None if it names none."""
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3] or 1))
    except ValueError:
        return None
