"""How old the records of a rulebook are, as text and as JSON."""

from typing import Any

from advisor.editions import Freshness
from advisor.quantities import Range, format_range
from advisor.render.paper import Paper
from advisor.render.words import counted

FRESHNESS_SCHEMA = "advisor/freshness/1"


def freshness_json(found: Freshness) -> dict[str, Any]:
    """Everything as JSON data."""
    return {"schema": FRESHNESS_SCHEMA, **found.model_dump(mode="json")}


def freshness_text(found: Freshness) -> Paper:
    """Each record with its age, the oldest first; only those to look at again, if an age was asked about."""
    paper = Paper()
    every = counted(len(found.records), "record")
    if found.older_than is None:
        paper.add(f"{every} on {found.on}, the oldest first.")
        shown = list(found.records)
    else:
        age = format_range(Range(found.older_than, found.older_than), "days")
        paper.add(f"{len(found.old):,} of {every} older than {age} on {found.on}.")
        shown = found.old
    for record in shown:
        doubt = "" if record.confidence == "high" else f", of {record.confidence} confidence"
        aged = counted(record.age, "day")
        paper.bullet(
            (record.note, "bold"), f": checked {record.checked}, {aged} ago{doubt} ", (f"({record.place})", "dim")
        )
        paper.add(f"Source: {record.source}", indent=2, hang=2)
        paper.add(f"{counted(len(record.rests), 'statement')} of the rulebook cite it.", indent=2, hang=2)
    return paper
