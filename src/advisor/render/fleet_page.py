"""A fleet in figures as one page of HTML that loads nothing: tables, whose bars can be read aloud as their figures."""

from html import escape

from advisor.bulk import Summary
from advisor.model.rulebook import Rulebook
from advisor.printable import printable
from advisor.render.fleet import Chart, areas, head, lists, rejected_examples, share

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; color: #1b1f24 }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem }
.row { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 1rem 2rem }
table { border-collapse: collapse; margin-bottom: .5rem }
caption { text-align: left; font-weight: bold; font-size: .95rem }
th { text-align: left; font-weight: normal; padding-right: 1rem; overflow-wrap: anywhere }
td { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; padding-right: .75rem }
svg { display: block } rect { fill: #2f6f9f } .note { color: #57606a; margin: 0 }
"""
_WIDE, _HIGH = 120, 12  # pixels of the longest bar


def fleet_html(summary: Summary, rulebook: Rulebook) -> str:
    """The page as text."""
    first, *more = head(summary, rulebook)
    body = [f"<h1>{escape(first)}</h1>", *(f"<p>{escape(line)}</p>" for line in more)]
    for title, charts in areas(summary, rulebook):
        body += [f"<h2>{_shown(title)}</h2>", '<div class="row">', *map(_table, charts), "</div>"]
    for chart in lists(summary):
        body += [f"<h2>{escape(chart.title)}</h2>", f'<p class="note">{escape(chart.note)}</p>' if chart.note else ""]
        body.append(_table(chart))
    if summary.examples:
        body += ["<h2>The first rows that were rejected</h2>", "<ul>"]
        body += [f"<li>{_shown(line)}</li>" for line in rejected_examples(summary)]
        body.append("</ul>")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(first)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(filter(None, body))
        + "\n</body>\n</html>\n"
    )


def _table(chart: Chart) -> str:
    longest = max((number for _, number in chart.figures), default=1)
    rows = "\n".join(
        f'<tr><th scope="row">{_shown(name)}</th><td>{number:,}</td><td>{share(number, chart.total)}</td>'
        f"<td>{_bar(max(1, round(_WIDE * number / longest)))}</td></tr>"
        for name, number in chart.figures
    )
    return f"<table>\n<caption>{escape(chart.title)}</caption>\n{rows}\n</table>"


def _bar(width: int) -> str:
    return (
        f'<svg aria-hidden="true" width="{_WIDE}" height="{_HIGH}"><rect width="{width}" height="{_HIGH}"></rect></svg>'
    )


def _shown(text: str) -> str:
    return escape(printable(text))
