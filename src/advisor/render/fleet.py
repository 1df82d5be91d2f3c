"""A fleet in figures: as text, as JSON, and as lines at the end of a run."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from textwrap import fill
from typing import Any, NamedTuple

from advisor.bulk import Summary
from advisor.model.rulebook import Rulebook
from advisor.printable import printable
from advisor.render.words import counted

FLEET_SCHEMA = "advisor/fleet/1"
_MOST = 15  # rules and facts listed
_LINE = 80  # characters
_WIDE = 30  # characters of a bar, where the line has room
_LONGEST = 300  # characters of a reason on a terminal

Figures = list[tuple[str, int]]


class Chart(NamedTuple):
    """How often each of some things was met, out of so many."""

    title: str
    figures: Figures
    total: int
    note: str = ""


def fleet_json(summary: Summary, rulebook: Rulebook) -> dict[str, Any]:
    """Everything counted, with the rulebook that it was counted with."""
    return {
        "schema": FLEET_SCHEMA,
        "edition": rulebook.edition,
        "rulebook_sha256": rulebook.sha256,
        "rows": summary.rows,
        "answered": summary.answered,
        "rejected": summary.rejected,
        "areas": [
            {
                "area": area,
                "rows": figures.total(),
                "verdicts": [
                    {
                        "recommended": recommended.split(";") if recommended else [],
                        "outcome": outcome,
                        "certainty": certainty,
                        "rows": number,
                    }
                    for (recommended, outcome, certainty), number in _ordered(figures)
                ],
            }
            for area, figures in summary.verdicts.items()
        ],
        "rules": [{"rule": rule, "rows": number} for rule, number in _ordered(summary.rules) if number],
        "missed_facts": [{"fact": fact, "recommendations": count} for fact, count in _ordered(summary.missed) if count],
        "rejected_examples": summary.examples,
    }


def fleet_text(summary: Summary, rulebook: Rulebook) -> str:
    """For a terminal or a mail."""
    lines = [*map(_wrapped, head(summary, rulebook)), ""]
    for area, charts in areas(summary, rulebook):
        lines.append(area)
        for chart in charts:
            lines += [f"  {chart.title}", *_bars(chart), ""]
    for chart in lists(summary):
        lines += [chart.title, *([_wrapped(chart.note, "  ")] if chart.note else []), *_bars(chart), ""]
    if summary.examples:
        lines += ["The first rows that were rejected", *(_wrapped(each, "  ") for each in rejected_examples(summary))]
    return "\n".join(lines).rstrip() + "\n"


def fleet_told(summary: Summary, rejects: Path | None, seconds: float) -> Iterator[str]:
    """What a run tells at its end: totals, and where the rows that are wrong can be read, or the first few of them."""
    total = f"{counted(summary.rows, 'row')}: {summary.answered:,} answered, {summary.rejected:,} rejected"
    where = f" (see {printable(str(rejects))})" if rejects and summary.rejected else ""
    yield f"{total}{where}, in {seconds:.1f} seconds."
    if summary.rejected and not rejects:
        yield from (f"  {each}" for each in rejected_examples(summary))
        further = summary.rejected - len(summary.examples)
        yield f"  {f'and {further:,} more. ' if further else ''}--rejects FILE writes down every one with its reason."


def rejected_examples(summary: Summary) -> list[str]:
    """The first rows that were rejected, each with its reason."""
    return [
        f"{printable(str(each['file']))}, row {each['row']:,}: {printable(str(each['reason']))[:_LONGEST]}"
        for each in summary.examples
    ]


def head(summary: Summary, rulebook: Rulebook) -> list[str]:
    """What was counted, by which rules, and how to read it; the first line is a title."""
    return [
        f"A fleet of {counted(summary.rows, 'workload')}",
        f"Answered: {summary.answered:,}. Rejected, because something in the row is wrong: {summary.rejected:,}.",
        f"Edition {rulebook.edition}, rulebook {rulebook.sha256[:12]}.",
        "Of each decision: the workloads that describe its subject. Certainty is a lower bound: what is "
        "not-proved here may be certain after all, and 'advisor recommend' on the row tells.",
    ]


def areas(summary: Summary, rulebook: Rulebook) -> Iterator[tuple[str, list[Chart]]]:
    """For each decision its title, and what was recommended, by what outcome, how certainly."""
    for area, figures in summary.verdicts.items():
        options: Counter[str] = Counter()
        outcomes: Counter[str] = Counter()
        certainties: Counter[str] = Counter()
        for (recommended, outcome, certainty), number in figures.items():
            options[" or ".join(recommended.split(";")) or outcome] += number
            outcomes[outcome] += number
            certainties[certainty] += number
        total = figures.total()
        title = f"{rulebook.areas[area].title} ({area}): {counted(total, 'workload')}"
        named = (("Recommended", options), ("Outcome", outcomes), ("Certainty", certainties))
        yield title, [Chart(name, _ordered(some), total) for name, some in named]


def lists(summary: Summary) -> Iterator[Chart]:
    """The rules and the facts that turn up most."""
    rules = [(rule, number) for rule, number in _ordered(summary.rules)[:_MOST] if number]
    if rules:
        yield Chart("Rules that applied most often", rules, summary.answered)
    missed = [(fact, number) for fact, number in _ordered(summary.missed)[:_MOST] if number]
    if missed:
        note = (
            "Counted wherever the fact is not known and a decision that reads it is not proved. Find these out first."
        )
        yield Chart("Facts that are missing most often", missed, 0, note)


def _ordered(figures: Counter[Any]) -> list[tuple[Any, int]]:
    return sorted(figures.items(), key=lambda item: (-item[1], item[0]))


def share(number: int, total: int) -> str:
    """A part of a total in percent; nothing where there is no total."""
    return "" if not total else f"{100 * number / total:.1f} %"


def _bars(chart: Chart) -> Iterator[str]:
    longest = max((number for _, number in chart.figures), default=1)
    wide = max((len(printable(name)) for name, _ in chart.figures), default=0)
    high = len(f"{longest:,}")
    for name, number in chart.figures:
        part = f" {share(number, chart.total):>8}" if chart.total else ""
        line = f"    {printable(name):<{wide}}  {number:>{high},}{part} "
        room = min(_WIDE, _LINE - len(line))
        bar = "#" * max(1, round(room * number / longest)) if room > 0 else ""
        yield f"{line}{bar}".rstrip()


def _wrapped(text: str, indent: str = "") -> str:
    """The text in lines; those after the first of an indented one stand further in."""
    return fill(text, _LINE, initial_indent=indent, subsequent_indent=indent * 2, break_on_hyphens=False)
