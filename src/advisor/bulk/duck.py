"""DuckDB, inside this process: reads the files part by part, judges each part, and writes what comes of it."""

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ibis
import pyarrow
import pyarrow.parquet

from advisor.bulk.compiled import PART, STATES
from advisor.bulk.inputs import flat
from advisor.bulk.sources import Source
from advisor.bulk.staging import NO_COLUMNS_OF_FOLDERS, named, quoted, stage
from advisor.bulk.work import Work
from advisor.errors import InputError, Place, Problem
from advisor.printable import printable

if TYPE_CHECKING:
    from advisor.bulk.judging import Fleet, Part

_FORMATS = {"csv": "FORMAT csv, HEADER", "jsonl": "FORMAT json"}


class Duck:
    """The embedded database."""

    def __init__(self, rows_of_a_part: int | None = None, at_once: int | None = None, memory: str = "2GB") -> None:
        """`at_once`: how many parts; as many as there are processors, if nothing is said."""
        self.rows_of_a_part = rows_of_a_part or 250_000
        self.at_once = at_once or processors()
        self.types: dict[str, str] = {}
        self.connection = ibis.duckdb.connect()
        self._sql = self.connection.con
        self._sql.execute(f"SET memory_limit = '{memory}'")
        self._sql.execute(f"SET threads = {self.at_once}")

    def finish(self, fleet: "Fleet", work: Work, parts: Mapping[str, "Part"]) -> Iterator[str]:
        """Finish these parts, some at a time; their names in the order in which they are finished."""
        task = self.task(fleet, work)
        with ThreadPoolExecutor(self.at_once) as threads:
            doing = {threads.submit(task, name, part): name for name, part in parts.items()}
            try:
                for done in as_completed(doing):
                    done.result()
                    yield doing[done]
            finally:
                threads.shutdown(cancel_futures=True)

    def task(self, fleet: "Fleet", work: Work) -> Callable[[str, "Part"], None]:
        """What finishes a part, in any thread."""
        return lambda name, part: fleet.finish(self.cursor(), part, work, name)

    def spill_to(self, folder: Path) -> None:
        """Let what does not fit into memory go to a folder."""
        self._sql.execute(f"SET temp_directory = {quoted(str(folder))}")

    def cursor(self) -> "Duck":
        """The same database, for another thread."""
        other = copy(self)
        other._sql = self._sql.cursor()
        return other

    def staged(self, source: Source, target: Path) -> None:
        """Turn a text file into Parquet, its rows in order. Raises InputError for what is no such file."""
        stage(self._sql.execute, source, target)

    def schema(self, files: Sequence[str]) -> Any:
        """The columns of all files together. Raises InputError if they do not fit together."""
        every = _read(files, "union_by_name=true")
        self._try(files[0], f"CREATE OR REPLACE TEMP VIEW fleet_all AS SELECT * FROM {every}")
        self.types = {row[0]: row[1] for row in self._sql.execute("DESCRIBE fleet_all").fetchall()}
        return self.connection.table("fleet_all").schema()

    def kinds(self, file: str) -> dict[str, str]:
        """The type of each column of a file."""
        return {row[0]: row[1] for row in self._try(file, f"DESCRIBE SELECT * FROM {_read([file])}").fetchall()}

    def count(self, file: str) -> int:
        """How many rows a file has."""
        found = self._try(file, f"SELECT count(*) FROM {_read([file])}").fetchone()
        return int(found[0]) if found else 0

    def texts(self, query: Any) -> list[str]:
        """The only column of a query."""
        return [row[0] for row in self._sql.execute(ibis.to_sql(query, dialect="duckdb")).fetchall()]

    def part(self, file: str, first: int, last: int, types: Mapping[str, str]) -> None:
        """Make the table `fleet_part` of some rows of a file, the first one being 1; with all columns of the fleet."""
        here = self.kinds(file)
        columns = [
            f"CAST({named(name) if name in here else 'NULL'} AS {kind}) AS {named(name)}"
            for name, kind in types.items()
        ]
        self._sql.execute(
            f"CREATE OR REPLACE TEMP VIEW {PART} AS SELECT file_row_number + 1 AS row, {', '.join(columns)} "
            f"FROM {_read([file], 'file_row_number=true')} "
            f"WHERE file_row_number BETWEEN {first - 1} AND {last - 1}"
        )

    def judge(self, sql: str, states: Any) -> Any:
        """What a query over the table `fleet_states` gives of these states, in their order."""
        self._sql.register(STATES, states)
        return self.arrow(sql)

    def arrow(self, sql: str) -> Any:
        """What a query gives, in memory."""
        return self._sql.sql(sql).to_arrow_table()

    def rows(self, rows: Any, schema: Any, subjects: Collection[str]) -> Any:
        """Some rows of the part, by their numbers, with flat columns."""
        self._sql.register("fleet_rows", pyarrow.table({"row": rows}))
        part = ibis.table(schema, name=PART)
        some = part.semi_join(ibis.table({"row": "int64"}, name="fleet_rows"), "row")
        return self.arrow(ibis.to_sql(some.select(**flat(some, subjects)).order_by("row"), dialect="duckdb"))

    def join(self, parts: Sequence[Path], target: Path, kind: str) -> None:
        """Write finished parts as one file of some kind."""
        if kind == "parquet":
            _joined(parts, target)
            return
        every = _read([str(part) for part in parts])
        self._sql.execute(f"COPY (SELECT * FROM {every}) TO {quoted(str(target))} ({_FORMATS[kind]})")

    def _try(self, about: str, sql: str) -> Any:
        import duckdb

        try:
            return self._sql.execute(sql)
        except duckdb.Error as error:
            said = printable(str(error).partition("\n")[0][:300])
            raise InputError([Problem(Place(printable(about)), f"cannot be read: {said}")]) from None


def _read(files: Sequence[str], *options: str) -> str:
    """Parquet files in SQL, with the columns that they hold and no others."""
    names = ", ".join(map(quoted, files))
    return f"read_parquet({', '.join([f'[{names}]', NO_COLUMNS_OF_FOLDERS, *options])})"


def processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def save(table: Any, target: Path) -> None:
    """Write a table as Parquet."""
    with _writer(target, table.schema) as writer:
        writer.write_table(table)


def _joined(parts: Sequence[Path], target: Path) -> None:
    """Copy Parquet files into one; the texts of answers, which stand many times, are never written out."""
    texts = ["file", *_answers(pyarrow.parquet.read_schema(parts[0]).names)]
    with ExitStack() as kept_open:
        writer = None
        for part in parts:
            with pyarrow.parquet.ParquetFile(part, read_dictionary=texts) as file:
                writer = writer or kept_open.enter_context(_writer(target, file.schema_arrow))
                for group in range(file.num_row_groups):
                    writer.write_table(file.read_row_group(group))


def _writer(target: Path, schema: Any) -> Any:
    """Readers get plain texts; the least and the greatest of long texts would take as long as all the rest."""
    measured = list(set(schema.names) - set(_answers(schema.names)))
    return pyarrow.parquet.ParquetWriter(target, schema, store_schema=False, write_statistics=measured)


def _answers(names: Sequence[str]) -> list[str]:
    return [name for name in names if "." in name]
