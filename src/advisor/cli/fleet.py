"""`bulk`: a fleet of workloads in columns."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from advisor.cli.guard import FINE, WRONG, command
from advisor.cli.options import Edition, Rules, known, load_advisor
from advisor.cli.streams import TERMINATED

if TYPE_CHECKING:
    from advisor.bulk import Job, Summary
    from advisor.model.rulebook import Rulebook

_REPORTS = (".txt", ".json", ".html")


@command
def bulk(
    input: Annotated[str, typer.Argument(metavar="INPUT", help="A file, a folder or a pattern: Parquet, CSV, JSONL.")],
    output: Annotated[
        Path | None, typer.Option("--output", metavar="OUTPUT", help="A file (.parquet, .csv, .jsonl) or a new folder.")
    ] = None,
    areas: Annotated[str, typer.Option("--areas", metavar="A,A", help="Only these decisions, by comma.")] = "",
    engine: Annotated[Literal["duckdb", "spark"], typer.Option("--engine", help="What does the work.")] = "duckdb",
    master: Annotated[str, typer.Option("--master", metavar="URL", help="The Spark cluster.")] = "local[2]",
    rejects: Annotated[
        Path | None, typer.Option("--rejects", metavar="FILE", help="The rows that are wrong (.csv, .jsonl).")
    ] = None,
    report: Annotated[
        Path | None, typer.Option("--report", metavar="FILE", help="A summary of the fleet (.txt, .json, .html).")
    ] = None,
    row: Annotated[
        int | None,
        typer.Option("--row", metavar="N", min=1, help="Print only this row, for 'advisor explain -'."),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where a run was cut off.")] = False,
    rules: Rules = None,
    edition: Edition = "notes",
) -> int:
    """Recommend for millions of workloads, a row for each, from columns such as volume.iops.

    A column is named by its fact; an empty cell is not known; a range has columns volume.iops.at_least and .at_most.
    Each area gives five columns: recommended, outcome, certainty, fired and assumed. Rows that are wrong go to
    --rejects with the reason, and the exit code is 1.
    Needs the extra bulk: pip install '.[bulk]' in Advisor's folder.

    \b
    Example:
      advisor bulk fleet.parquet --output answers.parquet --rejects wrong.csv --report fleet.html
      advisor bulk fleet.parquet --row 17 | advisor explain - --area ebs-volume
    """
    try:
        from advisor.bulk import Job, MissingEngine, case_of_row, run
    except ModuleNotFoundError as missing:
        words = f"{missing.name} is not installed. Run this in Advisor's folder: pip install '.[bulk]'"
        raise typer.BadParameter(words) from None
    from advisor.cli.streams import json_text
    from advisor.render.fleet import fleet_told

    if (output is None) == (row is None):
        raise typer.BadParameter("expected --output, for all rows, or --row, for one of them.")
    if str(output) == "-":
        raise typer.BadParameter("--output: expected a file or a folder; what is answered is not printed.")
    if report is not None and report.suffix.lower() not in _REPORTS:
        raise typer.BadParameter(f"--report: expected a name that ends in {', '.join(_REPORTS)}.")
    advisor = load_advisor(rules, edition)
    names = [name.strip() for name in areas.split(",") if name.strip()]
    known("area", names, advisor.rulebook.areas)
    wanted = [advisor.rulebook.areas[name] for name in dict.fromkeys(names)] or None
    began = time.monotonic()
    try:
        if output is None:
            print(json_text(json.dumps(case_of_row(input, row or 0, advisor), indent=2, ensure_ascii=False)))
            return FINE
        job = Job(input, output, wanted, rejects, report, resume, report is not None, engine, master)
        with _kept_if_stopped(job), _watched() as told:
            summary = run(job, advisor, told)
    except MissingEngine as missing:
        raise typer.BadParameter(str(missing)) from None
    if report is not None:
        _report(summary, advisor.rulebook, report)
    for line in fleet_told(summary, rejects, time.monotonic() - began):
        print(line, file=sys.stderr)
    return WRONG if summary.rejected else FINE


@contextmanager
def _kept_if_stopped(job: "Job") -> Iterator[None]:
    """Whoever stops a run is told if it can go on."""
    from advisor.cli.streams import was_told_to_end

    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        if job.is_begun:
            print("What is finished is kept: the same command with --resume goes on.", file=sys.stderr)
        if was_told_to_end():
            sys.exit(TERMINATED)
        raise


def _report(summary: "Summary", rulebook: "Rulebook", target: Path) -> None:
    from advisor.cli.streams import output_to
    from advisor.printable import printable_json
    from advisor.render.fleet import fleet_json, fleet_text
    from advisor.render.fleet_page import fleet_html

    with output_to(target) as file:
        if target.suffix.lower() == ".json":
            told = json.dumps(fleet_json(summary, rulebook), indent=2, ensure_ascii=False)
            file.write(f"{printable_json(told)}\n")
        else:
            write = fleet_html if target.suffix.lower() == ".html" else fleet_text
            file.write(write(summary, rulebook))


@contextmanager
def _watched() -> Iterator[Callable[[int, int], None] | None]:
    """What is told how far the run has come shows it to a person at a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TextColumn("left:"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading the files", total=None)

        def told(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, description=f"{done:,} of {total:,} rows")

        yield told
