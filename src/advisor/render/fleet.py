"""A fleet in figures: as text, as JSON, and as one page of HTML that needs nothing else."""

from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Any

from advisor.bulk import Summary
from advisor.model.rulebook import Rulebook
from advisor.printable import printable
from advisor.render.words import counted

FLEET_SCHEMA = "advisor/fleet/1"
_MOST = 15  # rules and facts listed
_LONGEST = 300  # characters of a reason on a terminal
_WIDE = 30  # characters of a bar


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
        "missed_facts": [{"fact": fact, "rows": number} for fact, number in _ordered(summary.missed) if number],
    }


def fleet_text(summary: Summary, rulebook: Rulebook) -> str:
    """For a terminal or a mail."""
    lines = [*_head(summary, rulebook), ""]
    for area, figures in summary.verdicts.items():
        lines.append(f"{rulebook.areas[area].title} ({area})")
        for title, rows in _tables(figures):
            lines += [f"  {title}", *_bars(rows), ""]
    for title, rows in _lists(summary):
        lines += [title, *_bars(rows), ""]
    return "\n".join(lines).rstrip() + "\n"


def fleet_html(summary: Summary, rulebook: Rulebook) -> str:
    """One page with charts, which loads nothing."""
    first, *more = _head(summary, rulebook)
    body = [f"<h1>{escape(first)}</h1>", *(f"<p>{escape(line)}</p>" for line in more)]
    for area, figures in summary.verdicts.items():
        body.append(f"<h2>{escape(rulebook.areas[area].title)} <small>{escape(area)}</small></h2><div class=row>")
        body += [
            f"<section><h3>{escape(title)}</h3>{_chart(title, rows)}</section>" for title, rows in _tables(figures)
        ]
        body.append("</div>")
    for title, rows in _lists(summary):
        body.append(f"<h2>{escape(title)}</h2>{_chart(title, rows)}")
    style = (
        "body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}"
        "h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}h3{font-size:.95rem;margin:.5rem 0}"
        "small{color:#57606a;font-weight:normal}.row{display:flex;flex-wrap:wrap;gap:2rem}svg{max-width:100%}"
        "text{font:12px system-ui,sans-serif;fill:#1b1f24}rect{fill:#2f6f9f}"
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(first)}</title><style>{style}</style></head><body>\n" + "\n".join(body) + "\n</body></html>\n"
    )


def fleet_told(summary: Summary, rejects: Path | None, seconds: float) -> Iterator[str]:
    """What a run tells at its end: totals, and where the rows that are wrong can be read, or the first few of them."""
    total = f"{counted(summary.rows, 'row')}: {summary.answered:,} answered, {summary.rejected:,} rejected"
    where = f" (see {printable(str(rejects))})" if rejects and summary.rejected else ""
    yield f"{total}{where}, in {seconds:.1f} seconds."
    if summary.rejected and not rejects:
        for each in summary.examples:
            yield f"  {printable(str(each['file']))}, row {each['row']:,}: {printable(str(each['reason']))[:_LONGEST]}"
        further = summary.rejected - len(summary.examples)
        yield f"  {f'and {further:,} more. ' if further else ''}--rejects FILE writes down every one with its reason."


def _head(summary: Summary, rulebook: Rulebook) -> list[str]:
    wrong = f", {summary.rejected:,} more were wrong" if summary.rejected else ""
    return [
        f"A fleet of {summary.answered:,} workloads{wrong}",
        f"Edition {rulebook.edition}, rulebook {rulebook.sha256[:12]}.",
        "Certainty is that of a bound: 'advisor recommend' on a row may prove more.",
    ]


def _tables(figures: Counter[tuple[str, str, str]]) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """What was recommended, by what outcome, how certainly."""
    options: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    certainties: Counter[str] = Counter()
    for (recommended, outcome, certainty), number in figures.items():
        options[" or ".join(recommended.split(";")) or outcome] += number
        outcomes[outcome] += number
        certainties[certainty] += number
    yield "Recommended", _ordered(options)
    yield "Outcome", _ordered(outcomes)
    yield "Certainty", _ordered(certainties)


def _lists(summary: Summary) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    rules = [(rule, number) for rule, number in _ordered(summary.rules)[:_MOST] if number]
    if rules:
        yield "Rules that applied most often", rules
    missed = [(fact, number) for fact, number in _ordered(summary.missed)[:_MOST] if number]
    if missed:
        yield "Facts that nobody gave, where the answer is not proved", missed


def _ordered(figures: Counter[Any]) -> list[tuple[Any, int]]:
    return sorted(figures.items(), key=lambda item: (-item[1], item[0]))


def _bars(rows: Iterable[tuple[str, int]]) -> Iterator[str]:
    some = list(rows)
    longest = max((number for _, number in some), default=1)
    for name, number in some:
        bar = "#" * max(1, round(_WIDE * number / longest))
        yield f"    {printable(name):<44.44} {number:>12,} {bar}"


def _chart(title: str, rows: Iterable[tuple[str, int]]) -> str:
    """Bars with their figures; the title is for those who cannot see them."""
    some = list(rows)
    longest = max((number for _, number in some), default=1)
    parts = []
    for place, (name, number) in enumerate(some):
        y, width = 22 * place, max(1, round(160 * number / longest))
        parts.append(
            f'<text x="0" y="{y + 15}">{escape(printable(name))}</text>'
            f'<rect x="320" y="{y + 4}" width="{width}" height="14"/>'
            f'<text x="{328 + width}" y="{y + 15}">{number:,}</text>'
        )
    return (
        f'<svg role="img" aria-label="{escape(title)}" width="600" height="{22 * len(some)}" '
        f'viewBox="0 0 600 {22 * len(some)}">{"".join(parts)}</svg>'
    )
