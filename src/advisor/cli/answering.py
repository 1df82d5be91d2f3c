"""`recommend`, `batch` and `test`: cases in, answers out."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from advisor.cli.guard import FINE, WRONG, command, tell
from advisor.cli.options import (
    Edition,
    InputFormat,
    Paths,
    Rules,
    TextOrJson,
    console,
    known,
    known_options,
    load_advisor,
)

if TYPE_CHECKING:
    from advisor.batch import Outcome
    from advisor.model.rulebook import Rulebook

_TOLD = 100  # problems told on standard error beside a batch that holds them all

BatchFormat = Literal["text", "json", "jsonl", "csv", "markdown", "junit"]
TestFormat = Literal["text", "json", "junit"]
Output = Annotated[Path | None, typer.Option("--output", metavar="FILE", help="Write to a file, whole or not at all.")]


@command
def recommend(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A file with one case or several, or - for input.")],
    area: Annotated[
        list[str] | None, typer.Option("--area", metavar="AREA", help="Only this decision. May be given repeatedly.")
    ] = None,
    among: Annotated[str, typer.Option("--among", metavar="O,O", help="Only these options, by comma.")] = "",
    no_assumptions: Annotated[
        bool, typer.Option("--no-assumptions", help="Leave open what the case does not say.")
    ] = False,
    format: TextOrJson = "text",
    input_format: InputFormat = None,
    rules: Rules = None,
    edition: Edition = "notes",
) -> int:
    """Recommend for one workload, and say why.

    One decision is answered in full; several are answered shortly, so that --area asks for one of them.
    A file with several cases gets an answer to each: in JSON one object a line.

    \b
    Example:
      advisor recommend cases/stories/web-shop.yaml --area ebs-volume
      echo 'volume: {boot: true}' | advisor recommend - --among gp2,st1
    """
    from advisor.batch import read_cases, run

    if case != "-" and os.path.isdir(case):  # noqa: PTH112 - says no where pathlib raises
        raise typer.BadParameter(f"'{case}' is a folder; 'advisor batch {case}' answers all cases in it.")
    advisor = load_advisor(rules, edition)
    known("area", area or (), advisor.rulebook.areas)
    options = [name.strip() for name in among.split(",") if name.strip()]
    known_options(options, [advisor.rulebook.areas[name] for name in area or advisor.rulebook.areas])
    entries = read_cases([case], advisor, input_format)
    outcomes = run(entries, advisor, areas=area, among=options, assumptions=not no_assumptions, today=True)
    return _print_json(outcomes) if format == "json" else _print_text(outcomes, advisor.rulebook)


def _print_text(outcomes: "Iterator[Outcome]", rulebook: "Rulebook") -> int:
    from advisor.render.result import result_text

    paper, code, first = console(), FINE, True
    for outcome in outcomes:
        if outcome.result is None:
            tell(outcome.problems)
            code = WRONG
            continue
        if not first:
            print()
        first = False
        paper.print(result_text(outcome.result, rulebook, outcome.entry.case))
    return code


def _print_json(outcomes: "Iterator[Outcome]") -> int:
    """One object with indents; if there are several, one a line."""
    from advisor.cli.streams import json_text
    from advisor.render.batches import result_line

    code = FINE
    before: str | None = None
    several = False
    for outcome in outcomes:
        if outcome.result is None:
            tell(outcome.problems)
            code = WRONG
        if before is not None:
            print(json_text(before))
            several = True
        before = result_line(outcome)
    if before is not None:
        print(json_text(before if several else json.dumps(json.loads(before), indent=2, ensure_ascii=False)))
    return code


@command
def batch(
    paths: Paths,
    format: Annotated[BatchFormat, typer.Option("--format", help="How to print it.")] = "text",
    output: Output = None,
    area: Annotated[
        list[str] | None, typer.Option("--area", metavar="AREA", help="Only this decision. May be given repeatedly.")
    ] = None,
    no_assumptions: Annotated[
        bool, typer.Option("--no-assumptions", help="Leave open what the cases do not say.")
    ] = False,
    no_today: Annotated[
        bool, typer.Option("--no-today", help="Do not look at today's edition besides; this is faster.")
    ] = False,
    input_format: InputFormat = None,
    rules: Rules = None,
    edition: Edition = "notes",
) -> int:
    """Recommend for many workloads, a line for each decision.

    Reads YAML, JSON, JSON Lines and CSV (columns such as volume.iops), whole folders of them, and standard input.
    A case that is wrong is told with its place, the others go on, and the exit code is 1.

    \b
    Example:
      advisor batch cases --format csv --output answers.csv
      advisor batch - --input-format jsonl --format jsonl < fleet.jsonl
    """
    from advisor.batch import read_cases, run
    from advisor.cli.progress import watched
    from advisor.cli.streams import json_text, output_to
    from advisor.printable import printable_json
    from advisor.render.batches import batch as pieces

    advisor = load_advisor(rules, edition)
    known("area", area or (), advisor.rulebook.areas)
    shows_itself = output is None and format == "text"
    watch = Watch(told_elsewhere=shows_itself)
    entries = watched(read_cases(paths, advisor, input_format), is_wanted=output is not None or not sys.stdout.isatty())
    outcomes = run(entries, advisor, areas=area, assumptions=not no_assumptions, today=not no_today)
    in_json = json_text if output is None else printable_json
    escape = in_json if format in ("json", "jsonl") else str
    with output_to(output) as file:
        for piece in pieces(watch.over(outcomes), format):
            file.write(escape(piece))
    watch.sum_up()
    return WRONG if watch.wrong else FINE


class Watch:
    """Counts what goes by, and tells of what is wrong."""

    def __init__(self, told_elsewhere: bool) -> None:
        self.cases = 0
        self.wrong = 0
        self._told = _TOLD if told_elsewhere else 0

    def over(self, outcomes: "Iterator[Outcome]") -> "Iterator[Outcome]":
        """The outcomes, watched."""
        for outcome in outcomes:
            self.cases += 1
            if outcome.result is None:
                self.wrong += 1
                if self._told < _TOLD:
                    tell(outcome.problems)
                    self._told += 1
            yield outcome

    def sum_up(self) -> None:
        """Say how it went, to a person, or if it did not go well."""
        from advisor.render.words import counted

        if self.wrong or sys.stderr.isatty():
            wrong = f", {self.wrong:,} of them wrong" if self.wrong else ""
            sys.stdout.flush()
            print(f"{counted(self.cases, 'case')}{wrong}.", file=sys.stderr)


@command
def run_tests(
    paths: Paths,
    format: Annotated[TestFormat, typer.Option("--format", help="How to print it.")] = "text",
    input_format: InputFormat = None,
    rules: Rules = None,
    edition: Edition = "notes",
) -> int:
    """Compare what cases expect with what they get.

    Every failed expectation is listed with its place, and the exit code is 1 if there is one, if a case is wrong,
    or if no case expects anything.

    \b
    Example:
      advisor test cases
    """
    from advisor.batch import read_cases, run
    from advisor.cli.progress import watched
    from advisor.cli.streams import json_text
    from advisor.render.junit import trials_junit
    from advisor.render.trials import Tally, tally_text, trial, trial_text, trials_json

    advisor = load_advisor(rules, edition)
    entries = watched(read_cases(paths, advisor, input_format), is_wanted=True)
    tally = Tally()
    kept = []
    for outcome in run(entries, advisor):
        one = trial(outcome)
        tally.count(one)
        if format == "text":
            for line in trial_text(one):
                print(line)
        else:
            kept.append(one)
    if format == "text":
        console().print(tally_text(tally))
    elif format == "json":
        print(json_text(json.dumps(trials_json(kept, tally), indent=2, ensure_ascii=False)))
    else:
        sys.stdout.writelines(trials_junit(kept))
    return FINE if tally.ok else WRONG
