"""A fleet from files to a file: part by part, each finished before the next begins, so that a sudden end costs one."""

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from advisor._version import VERSION
from advisor.advise import Advisor
from advisor.bulk.counting import Summary
from advisor.bulk.sources import KINDS, Source, sources
from advisor.bulk.work import Work
from advisor.errors import InputError, Place, Problem
from advisor.model.rulebook import Area
from advisor.printable import printable

if TYPE_CHECKING:
    from advisor.bulk.judging import Part

Engine = Literal["duckdb", "spark"]
Told = Callable[[int, int], None]  # rows done, and rows there are


class MissingEngine(Exception):
    """The libraries for an engine are not installed."""


@dataclass(frozen=True)
class Job:
    """What is to be done: from where, to where, and how."""

    input: str
    output: Path
    areas: Sequence[Area] | None = None
    rejects: Path | None = None
    resume: bool = False
    is_counted: bool = False  # whether all that a summary tells is wanted, beside how many rows there are
    engine: Engine = "duckdb"
    master: str = "local[2]"
    rows_of_a_part: int | None = None  # as many as the engine takes at once

    @property
    def kind(self) -> str:
        """The format of the output; that of a folder is Parquet."""
        return KINDS[self.output.suffix.lower()] if self.output.suffix else "folder"


def run(job: Job, advisor: Advisor, told: Told | None = None) -> Summary:
    """Answer every row, write what comes of it, and count. Raises InputError and MissingEngine.

    The output, and the file of rejects, appear whole at the end. Until then everything finished lies in a folder
    beside the output, from which a run with `resume` goes on.
    """
    found = sources(job.input)
    _check(job.output)
    if job.rejects is not None:
        _check(job.rejects, (".csv", ".jsonl"))
    engine = _engine(job)
    work = Work(job.output.with_name(f".{job.output.name}.bulk"), _identity(job, advisor, found, engine))
    try:
        work.begin(job.resume)
        summary = _parts(job, advisor, engine, work, found, told)
        _finish(job, engine, work)
    except OSError as error:
        place = Place(printable(str(error.filename or job.output)))
        reason = (error.strerror or "unknown reason").lower()
        raise InputError([Problem(place, f"cannot be written: {reason}.")]) from None
    work.discard()
    return summary


def case_of_row(path: str, row: int, advisor: Advisor) -> dict[str, Any]:
    """A row of a file (the first is 1) as a case, for `explain`. Raises InputError and MissingEngine."""
    from tempfile import TemporaryDirectory

    (source, *others) = sources(path)
    if others:
        raise InputError([Problem(Place(printable(path)), "there are several files; name the one that has the row.")])
    engine = _engine(Job(path, Path(path)))
    with TemporaryDirectory() as folder:
        file = _staged(source, 0, engine, Work(Path(folder), {}))
        from advisor.bulk.understood import row_of

        if not 1 <= row <= (count := engine.count(file)):
            raise InputError([Problem(Place(printable(path)), f"there is no row {row:,}; it has {count:,}.")])
        return row_of(engine, file, row, advisor, printable(path))


def _parts(job: Job, advisor: Advisor, engine: Any, work: Work, found: list[Source], told: Told | None) -> Summary:
    from advisor.bulk.judging import Fleet
    from advisor.bulk.understood import understood

    files = [_staged(source, number, engine, work) for number, source in enumerate(found)]
    parts = {f"part-{number:05}": part for number, part in enumerate(_split(found, files, engine))}
    total = sum(part.rows for part in parts.values())
    left = {name: part for name, part in parts.items() if not work.has(f"{name}.json")}
    if left:
        fleet = Fleet(understood(advisor, job.areas, engine, files, printable(job.input), job.is_counted), advisor)
        done = total - sum(part.rows for part in left.values())
        for name in engine.finish(fleet, work, left):
            done += parts[name].rows
            if told is not None:
                told(done, total)
    every = Summary()
    for name in parts:
        every.add(Summary.read(json.loads(work.path(f"{name}.json").read_text(encoding="utf-8"))))
    if every.rows != every.answered + every.rejected or every.rows != total:
        raise AssertionError(f"{total} rows came, and {every.answered} + {every.rejected} of {every.rows} went")
    return every


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


def _finish(job: Job, engine: Any, work: Work) -> None:
    """Put the parts together and give the output its name, last of all."""
    parts = sorted(work.folder.glob("part-*.parquet"))
    if job.rejects is not None:
        rejects = sorted(work.folder.glob("part-*.rejects.jsonl"))
        made = work.make("rejects", lambda path: _rejects(rejects, path, job.rejects))
        made.replace(job.rejects)
    if job.kind == "folder":
        folder = work.make("output", lambda path: _folder(parts, path))
        if job.output.exists():
            shutil.rmtree(job.output)
        folder.replace(job.output)
    else:
        work.make("output", lambda path: engine.join(parts, path, job.kind)).replace(job.output)


def _folder(parts: Sequence[Path], folder: Path) -> None:
    folder.mkdir()
    for part in parts:
        if part.is_dir():  # as Spark writes it
            shutil.copytree(part, folder / part.name)
        else:
            (folder / part.name).hardlink_to(part)


def _rejects(parts: Sequence[Path], target: Path, wanted: Path | None) -> None:
    import csv

    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["file", "row", "reason"])
        as_csv = wanted is not None and wanted.suffix.lower() == ".csv"
        if as_csv:
            writer.writeheader()
        for part in parts:
            with part.open(encoding="utf-8") as lines:
                for line in lines:
                    if as_csv:
                        writer.writerow(json.loads(line))
                    else:
                        file.write(line)


def _check(path: Path, suffixes: Sequence[str] = (*KINDS, "")) -> None:
    """Find out now what would only be found at the end. Raises InputError."""
    shown = Place(printable(str(path)))
    if path.suffix.lower() not in suffixes:
        known = ", ".join(f"*{suffix}" for suffix in suffixes if suffix)
        folder = ", or a name without an end for a folder" if "" in suffixes else ""
        raise InputError([Problem(shown, "the end of the name tells no format.", f"Expected {known}{folder}.")])
    if path.is_dir() and (path.suffix or any(not each.name.startswith("part-") for each in path.iterdir())):
        raise InputError(
            [Problem(shown, "this is a folder, and not one that a run has written.", "Give another name.")]
        )
    if path.exists() and not path.is_dir() and (not path.suffix or not path.is_file()):
        raise InputError([Problem(shown, "there is something of this name, and it is no file to be replaced.")])
    if not path.absolute().parent.is_dir():
        raise InputError([Problem(shown, "the folder for it is not there.", "Make it first.")])


def _identity(job: Job, advisor: Advisor, found: Sequence[Source], engine: Any) -> dict[str, Any]:
    """What must be the same for a run to go on."""
    return {
        "the program": VERSION,
        "the rulebook": [advisor.rulebook.sha256, advisor.rulebook.edition],
        "the input": [source.identity for source in found],
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
            f"{job.engine} is not installed ({missing.name}). Run: pip install 'advisor[{extra}]'"
        ) from None
