"""A fleet from files to a file: in parts, each kept once it is finished, so that a sudden end costs those begun."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from advisor._version import VERSION
from advisor.advise import Advisor
from advisor.bulk.counting import Summary
from advisor.bulk.refusals import in_words, undamaged
from advisor.bulk.sources import KINDS, Source, sources
from advisor.bulk.targets import check, fill_folder, place_file, write_rejects
from advisor.bulk.work import OUTPUT, Work
from advisor.errors import InputError, Place, Problem
from advisor.load.page import shown
from advisor.model.rulebook import Area
from advisor.printable import printable

if TYPE_CHECKING:
    from advisor.bulk.judging import Part

Engine = Literal["duckdb", "spark"]
Told = Callable[[int, int], None]  # rows done, and rows there are
_FILES_OF_A_PART = (".parquet", ".rejects.jsonl", ".json")


class MissingEngine(Exception):
    """The libraries for an engine are not installed."""


@dataclass(frozen=True)
class Job:
    """What is to be done: from where, to where, and how."""

    input: str
    output: Path
    areas: Sequence[Area] | None = None
    rejects: Path | None = None
    report: Path | None = None  # where whoever asked for the summary will write it
    resume: bool = False
    is_counted: bool = False  # whether all that a summary tells is wanted, beside how many rows there are
    engine: Engine = "duckdb"
    master: str = "local[2]"
    rows_of_a_part: int | None = None  # as many as the engine takes at once

    @property
    def kind(self) -> str:
        """The format of the output; that of a folder is Parquet."""
        return KINDS[self.output.suffix.lower()] if self.output.suffix else "folder"

    @property
    def work_folder(self) -> Path:
        """Where what is finished lies until the end."""
        output = self.output.resolve()
        return output.with_name(f".{output.name}.bulk")

    @property
    def is_begun(self) -> bool:
        """Whether there is something that a run with `resume` would go on with."""
        return Work(self.work_folder, {}).is_begun


def run(job: Job, advisor: Advisor, told: Told | None = None) -> Summary:
    """Answer every row, write what comes of it, and count. Raises InputError and MissingEngine.

    The output, and the file of rejects, appear whole at the end. Until then everything finished lies in a folder
    beside the output, from which a run with `resume` goes on.
    """
    found = sources(job.input)
    job = replace(job, output=job.output.resolve(), rejects=job.rejects and job.rejects.resolve())
    check(job.input, found, job.output, job.rejects, job.report and job.report.resolve())
    engine = _engine(job)
    work = Work(job.work_folder, _identity(job, advisor, found, engine))
    with in_words(job.output), work.begun(job.resume, job.output):
        engine.spill_to(work.folder / ".spilt")
        summary, parts = _parts(job, advisor, engine, work, found, told)
        for source in found:
            source.refuse_changed()
        _finish(job, engine, work, parts)
    return summary


def case_of_row(path: str, row: int, advisor: Advisor) -> dict[str, Any]:
    """A row of a file (the first is 1) as a case, for `explain`. Raises InputError and MissingEngine."""
    from tempfile import TemporaryDirectory

    (source, *others) = sources(path)
    if others:
        raise InputError([Problem(Place(printable(path)), "there are several files; name the one that has the row.")])
    engine = _engine(Job(path, Path(path)))
    with TemporaryDirectory() as folder, in_words(Path(path)):
        file = _staged(source, 0, engine, Work(Path(folder), {}))
        from advisor.bulk.understood import row_of

        count = engine.count(file)
        if not 1 <= row <= count:
            raise source.error(f"there is no row {row:,}; it has {count:,}.")
        with undamaged(path):
            return row_of(engine, file, row, advisor, printable(path))


def _parts(
    job: Job, advisor: Advisor, engine: Any, work: Work, found: list[Source], told: Told | None
) -> tuple[Summary, list[str]]:
    """What is counted in all parts, and their names in order."""
    from advisor.bulk.judging import Fleet
    from advisor.bulk.understood import understood

    files = [_staged(source, number, engine, work) for number, source in enumerate(found)]
    _refuse_misfits(found, files, engine)
    parts = {f"part-{number:05}": part for number, part in enumerate(_split(found, files, engine))}
    if not parts:
        raise InputError([Problem(Place(printable(job.input)), "there are no rows in it.")])
    total = sum(part.rows for part in parts.values())
    left = {name: part for name, part in parts.items() if not all(work.has(f"{name}{end}") for end in _FILES_OF_A_PART)}
    done = total - sum(part.rows for part in left.values())
    if told is not None:
        told(done, total)
    if left:
        with undamaged(job.input):
            fleet = Fleet(understood(advisor, job.areas, engine, files, printable(job.input), job.is_counted), advisor)
        for name in engine.finish(fleet, work, left):
            done += parts[name].rows
            if told is not None:
                told(done, total)
    every = Summary()
    for name in parts:
        try:
            every.add(Summary.read(work.read(f"{name}.json")))
        except (KeyError, TypeError, ValueError, AttributeError):
            raise work.damaged() from None
    if every.rows != every.answered + every.rejected or every.rows != total:
        raise AssertionError(f"{total} rows came, and {every.answered} + {every.rejected} of {every.rows} went")
    return every, list(parts)


def _refuse_misfits(found: Sequence[Source], files: Sequence[str], engine: Any) -> None:
    """Raise InputError if a column has another spelling in another file, or holds records or lists only in one."""
    shapes: dict[str, tuple[str, str, Source]] = {}
    for source, file in zip(found, files, strict=True):
        for name, kind in engine.kinds(file).items():
            shape = "lists" if kind.endswith("[]") else "records" if kind.startswith("STRUCT") else "values"
            spelling, other, where = shapes.setdefault(name.casefold(), (name, shape, source))
            if name != spelling:
                message = f"the column {shown(name)} is called {shown(spelling)} in {printable(where.path)}."
                raise source.error(message, "Upper and lower case are the same here; write it in one way.")
            if shape != other:
                message = f"the column {shown(name)} holds {shape} here, and {other} in {printable(where.path)}."
                raise source.error(message, "Run these files one after the other.")


def _staged(source: Source, number: int, engine: Any, work: Work) -> str:
    """The file as Parquet: itself, or a copy among what is finished."""
    if source.kind == "parquet":
        return source.path
    name = f"input-{number:05}.parquet"
    if not work.has(name):
        work.make(name, lambda path: engine.staged(source, path))
    return str(work.path(name))


def _split(found: Sequence[Source], files: Sequence[str], engine: Any) -> "Iterator[Part]":
    from advisor.bulk.judging import Part

    for source, file in zip(found, files, strict=True):
        rows = engine.count(file)
        for first in range(1, rows + 1, engine.rows_of_a_part):
            yield Part(source, file, first, min(first + engine.rows_of_a_part - 1, rows))


def _finish(job: Job, engine: Any, work: Work, names: Sequence[str]) -> None:
    """Put the parts together and give the output its name, last of all."""
    parts = [work.path(f"{name}.parquet") for name in names]
    if job.rejects is not None:
        rejects, as_csv = [work.path(f"{name}.rejects.jsonl") for name in names], job.rejects.suffix.lower() == ".csv"
        place_file(work.make("rejects", lambda path: write_rejects(rejects, path, as_csv)), job.rejects)
    if job.kind == "folder":
        work.place_folder(work.make(OUTPUT, lambda path: fill_folder(parts, path)), job.output)
    else:
        work.make(OUTPUT, lambda path: engine.join(parts, path, job.kind)).replace(job.output)


def _identity(job: Job, advisor: Advisor, found: Sequence[Source], engine: Any) -> dict[str, Any]:
    """What must be the same for a run to go on."""
    return {
        "the program": VERSION,
        "the rulebook": [advisor.rulebook.sha256, advisor.rulebook.edition],
        "the input": [[source.path, source.identity] for source in found],
        "the decisions asked for": None if job.areas is None else [area.id for area in job.areas],
        "the engine": [job.engine, engine.rows_of_a_part],
        "the wish for a report": job.is_counted,
    }


def _engine(job: Job) -> Any:
    try:
        if job.engine == "duckdb":
            from advisor.bulk.duck import Duck

            return Duck(job.rows_of_a_part)
        from advisor.bulk.spark import Spark

        return Spark(job.master, job.rows_of_a_part)
    except ImportError as missing:
        extra = "bulk" if job.engine == "duckdb" else "spark"
        raise MissingEngine(
            f"{job.engine} is not installed ({missing.name}). Run this in Advisor's folder: pip install '.[{extra}]'"
        ) from None
