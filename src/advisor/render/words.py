"""Facts, options, days and citations in plain words."""

from collections.abc import Iterable, Mapping
from typing import Any

from advisor.model.result import Citation, StageSpan
from advisor.model.rulebook import STAGE_FACTS, Area, Fact, Rulebook
from advisor.quantities import Range, format_range

SINCE = {
    "wrong": "In fact: ",
    "outdated": "Since then: ",
    "incomplete": "To be complete: ",
    "imprecise": "More precisely: ",
    "correct": "Still so: ",
}

# The next larger unit of a time, how many make one of it, and from how many on people would say it so.
_LARGER = {"seconds": ("minutes", 60, 60), "minutes": ("hours", 60, 60), "hours": ("days", 24, 48)}


def joined(words: Iterable[str], last: str = "and") -> str:
    """Words in a row: a, b and c."""
    row = list(words)
    return f" {last} ".join(part for part in (", ".join(row[:-1]), *row[-1:]) if part)


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: 1 case, 2 cases."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def fact_of(name: str, rulebook: Rulebook) -> Fact | None:
    """The declaration of a fact, also of the two that every stage has."""
    return rulebook.facts.get(name) or STAGE_FACTS.get(name)


def value_said(written: Any, fact: Fact | None) -> str:
    """A fact's value, given as a case writes it."""
    unit = fact.unit if fact else None
    match written:
        case None:
            return "not known"
        case bool():
            return "true" if written else "false"
        case int() | float():
            return format_range(*_in_larger_unit(Range(written, written), unit))
        case list():
            return joined(map(str, written)) or "none"
        case {"in": list(names)}:
            return joined(names, "or")
        case Mapping() if written.keys() & {"at_least", "at_most", "above", "below"}:
            low, high = written.get("at_least", written.get("above")), written.get("at_most", written.get("below"))
            return format_range(*_in_larger_unit(Range(low, high, "above" in written, "below" in written), unit))
        case Mapping():
            parts = [f"{joined(written['includes'])} among others"] if written.get("includes") else []
            parts += [f"not {joined(written['excludes'], 'or')}"] if written.get("excludes") else []
            return joined(parts, "but")
        case _:
            return str(written)


def _in_larger_unit(value: Range, unit: str | None) -> tuple[Range, str | None]:
    """A time in the unit in which people would say it: 720 minutes are 12 hours."""
    while unit in _LARGER:
        larger, size, least = _LARGER[unit]
        bounds = [bound for bound in (value.low, value.high) if bound is not None]
        if not bounds or not all(bound % size == 0 and bound >= least for bound in bounds):
            break
        low, high = (None if bound is None else bound // size for bound in (value.low, value.high))
        value, unit = Range(low, high, value.low_open, value.high_open), larger
    return value, unit


def fact_said(name: str, written: Any, rulebook: Rulebook) -> str:
    """A statement: `volume.iops is at least 25,000 IOPS`."""
    return f"{name} is {value_said(written, fact_of(name, rulebook))}"


def facts_said(facts: Mapping[str, Any], rulebook: Rulebook) -> str:
    """Statements in a row."""
    return joined(fact_said(name, written, rulebook) for name, written in facts.items())


def option_said(option: str, area: Area) -> str:
    """An option's title with its id, which stands in some titles already."""
    title = area.options[option].title
    return title if f"({option})" in title else f"{title} ({option})"


def days_said(stage: StageSpan) -> str:
    """When a stage is: `from day 30 to day 90`."""
    end = "" if stage.to_days is None else f" to day {stage.to_days:,g}"
    return f"from day {stage.from_days:,g}{end}"


def lines_said(lines: Iterable[int]) -> str:
    """Line numbers: `line 269`, `lines 269 and 300`."""
    row = [str(line) for line in lines]
    return f"line {row[0]}" if len(row) == 1 else f"lines {joined(row)}"


def source_said(citation: Citation) -> str:
    """Where a quote stands."""
    return f"({citation.section}, {lines_said(citation.lines)})"


def since_said(citation: Citation) -> str:
    """What has changed since the quote was written, and how sure that is; "" if nothing is known to have."""
    erratum = citation.erratum
    if erratum is None:
        return ""
    start = SINCE[erratum.verdict]
    doubt = "" if erratum.confidence == "high" else f" (The confidence in this is {erratum.confidence}.)"
    return (erratum.now if erratum.now.startswith(start.rstrip(": ")) else f"{start}{erratum.now}") + doubt


def provenance_said(citation: Citation) -> str:
    """The verdict on a quote, with its source and when that was checked; "" if there is none."""
    erratum = citation.erratum
    return "" if erratum is None else f"({erratum.verdict}; {erratum.source}; checked {erratum.checked})"
