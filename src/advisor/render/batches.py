"""The answers to many cases, written one by one as they come."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Literal, TypeAlias

from advisor.batch import Outcome
from advisor.printable import printable
from advisor.render.certainty import SHORT
from advisor.render.junit import batch_junit
from advisor.render.problems import problem_text, problems_json
from advisor.render.rows import Row, rows

BatchFormat: TypeAlias = Literal["text", "json", "jsonl", "csv", "markdown", "junit"]

_CASE, _AREA, _OPTION = 24, 18, 20  # columns of the text, which grow where a name needs more


def batch(outcomes: Iterable[Outcome], format: BatchFormat) -> Iterator[str]:
    """The text of a batch in pieces, none of which waits for a later case (but for JUnit, which counts first)."""
    return _WRITERS[format](outcomes)


def _text(outcomes: Iterable[Outcome]) -> Iterator[str]:
    for outcome in outcomes:
        if outcome.result is None:
            for problem in outcome.problems:
                yield f"{problem_text(problem)}\n"
            continue
        for row in rows(outcome.result):
            yield _line(row)


def _line(row: Row) -> str:
    when = f"@{row.from_days}" if row.from_days and row.from_days != "0" else ""
    options = row.recommended or "-"
    certainty = SHORT[row.certainty]
    said = certainty if row.outcome == "recommended" else f"{row.outcome.replace('-', ' ')}, {certainty}"
    today = f"; today {row.today}" if row.today else ""
    line = f"{row.case:<{_CASE}}  {row.area + when:<{_AREA}}  {options:<{_OPTION}}  {said}{today}"
    return f"{printable(line)}\n"


def result_line(outcome: Outcome) -> str:
    """An outcome as one line of JSON."""
    if outcome.result is not None:
        return outcome.result.model_dump_json()
    entry = outcome.entry
    return json.dumps(problems_json(outcome.problems, entry.name, entry.place), ensure_ascii=False)


def _jsonl(outcomes: Iterable[Outcome]) -> Iterator[str]:
    for outcome in outcomes:
        yield f"{result_line(outcome)}\n"


def _json(outcomes: Iterable[Outcome]) -> Iterator[str]:
    before = "["
    for outcome in outcomes:
        yield f"{before}\n{result_line(outcome)}"
        before = ","
    yield "\n]\n" if before == "," else "[]\n"


def _csv(outcomes: Iterable[Outcome]) -> Iterator[str]:
    yield _csv_line([*Row._fields, "problems"])
    for outcome in outcomes:
        if outcome.result is None:
            problems = "; ".join(map(problem_text, outcome.problems))
            yield _csv_line([outcome.entry.name, "", "", "", "problem", "", "", "", "", "", problems])
            continue
        for row in rows(outcome.result):
            yield _csv_line([*row, ""])


def _csv_line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([printable(cell) for cell in cells])
    return line.getvalue()


def _markdown(outcomes: Iterable[Outcome]) -> Iterator[str]:
    yield _markdown_line(("Case", "Decision", "Recommended", "Outcome", "Certainty", "Today, if that differs"))
    yield "| --- | --- | --- | --- | --- | --- |\n"
    for outcome in outcomes:
        if outcome.result is None:
            said = " ".join(map(problem_text, outcome.problems))
            yield _markdown_line((outcome.entry.name, "", said, "problem", "", ""))
            continue
        for row in rows(outcome.result):
            area = row.area + (f" from day {row.from_days}" if row.from_days else "")
            outcome_said = row.outcome.replace("-", " ")
            yield _markdown_line((row.case, area, row.recommended, outcome_said, SHORT[row.certainty], row.today))


def _markdown_line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(markdown_safe(cell) for cell in cells)} |\n"


def markdown_safe(text: str) -> str:
    """Text that Markdown shows as it is, also within a table."""
    escaped = "".join(f"\\{character}" if character in "\\`*_[]|#" else character for character in printable(text))
    return escaped.replace("<", "&lt;")


_WRITERS: dict[BatchFormat, Callable[[Iterable[Outcome]], Iterator[str]]] = {
    "text": _text,
    "json": _json,
    "jsonl": _jsonl,
    "csv": _csv,
    "markdown": _markdown,
    "junit": batch_junit,
}
