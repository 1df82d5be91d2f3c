"""Days as records name them: `2026-11`, or `2026-11-23`."""

import calendar
import re
from datetime import date

_DAY = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?", re.ASCII)


def day_of(text: str) -> date | None:
    """The day that a record names, the last of the month if it names only that; None if it names none."""
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    year, month = int(match[1]), int(match[2])
    if not 1 <= month <= 12 or year == 0:
        return None
    last = calendar.monthrange(year, month)[1]
    day = last if match[3] is None else int(match[3])
    return date(year, month, day) if 1 <= day <= last else None
