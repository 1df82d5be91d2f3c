"""DuckDB, inside this process: reads the files part by part, judges each part, and writes what comes of it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ibis

from advisor.bulk.compiled import JUDGED, SOURCE
from advisor.bulk.sources import Source
from advisor.bulk.staging import named, quoted, stage
from advisor.bulk.steps import Steps
from advisor.errors import InputError, Place, Problem
from advisor.printable import printable

_FORMATS = {"parquet": "FORMAT parquet, COMPRESSION snappy", "csv": "FORMAT csv, HEADER", "jsonl": "FORMAT json"}


class Duck:
    """The embedded database."""

    def __init__(self, rows_of_a_part: int | None = None, memory: str = "3GB") -> None:
        self.rows_of_a_part = rows_of_a_part or 500_000
        self.connection = ibis.duckdb.connect()
        self._sql = self.connection.con
        self._sql.execute(f"SET memory_limit = '{memory}'")
        self._prepared = ""

    def spill_to(self, folder: Path) -> None:
        """Let what does not fit into memory go to a folder."""
        self._sql.execute(f"SET temp_directory = {quoted(str(folder))}")

    @property
    def compiler(self) -> Any:
        """What turns Ibis expressions into this database's SQL."""
        return self.connection.compiler

    def staged(self, source: Source, target: Path) -> None:
        """Turn a text file into Parquet, its rows in order. Raises InputError for what is no such file."""
        stage(self._sql.execute, source, target)

    def schema(self, files: Sequence[str]) -> Any:
        """The columns of all files together. Raises InputError if they do not fit together."""
        names = ", ".join(map(quoted, files))
        self._try(
            files[0],
            f"CREATE OR REPLACE TEMP VIEW fleet_all AS SELECT * FROM read_parquet([{names}], union_by_name=true)",
        )
        return self.connection.table("fleet_all").schema()

    def kinds(self, file: str) -> dict[str, str]:
        """The type of each column of a file."""
        return {
            row[0]: row[1] for row in self._try(file, f"DESCRIBE SELECT * FROM read_parquet({quoted(file)})").fetchall()
        }

    def count(self, file: str) -> int:
        """How many rows a file has."""
        found = self._try(file, f"SELECT count(*) FROM read_parquet({quoted(file)})").fetchone()
        return int(found[0]) if found else 0

    def texts(self, query: Any) -> list[str]:
        """The only column of a query."""
        return [row[0] for row in self._sql.execute(ibis.to_sql(query, dialect="duckdb")).fetchall()]

    def part(self, file: str, first: int, last: int, schema: Any) -> None:
        """Make the table `fleet_part` of some rows of a file, the first one being 1; with all columns of `schema`."""
        here = self.kinds(file)
        kinds = {row[0]: row[1] for row in self._sql.execute("DESCRIBE fleet_all").fetchall()}
        columns = [
            f"CAST({named(name)} AS {kinds[name]}) AS {named(name)}"
            if name in here
            else f"CAST(NULL AS {kinds[name]}) AS {named(name)}"
            for name in schema
            if name != "row"
        ]
        self._sql.execute(
            f"CREATE OR REPLACE TEMP VIEW {SOURCE} AS SELECT file_row_number + 1 AS row, {', '.join(columns)} "
            f"FROM read_parquet({quoted(file)}, file_row_number=true) "
            f"WHERE file_row_number BETWEEN {first - 1} AND {last - 1}"
        )

    def judge(self, steps: Steps) -> Any:
        """Work the steps out for the part; the table of what they leave."""
        if not self._prepared:
            self._prepared = steps.sql(self.compiler)
        self._sql.execute(f"CREATE OR REPLACE TEMP TABLE {JUDGED} AS {self._prepared}")
        return ibis.table(steps.table.schema(), name=JUDGED)

    def arrow(self, query: Any) -> Any:
        """What a query gives, in memory."""
        return self._sql.sql(ibis.to_sql(query, dialect="duckdb")).to_arrow_table()

    def source(self, schema: Any) -> Any:
        """The part as it was read."""
        return ibis.table(schema, name=SOURCE)

    def table(self, name: str, data: Any) -> Any:
        """A table of data in memory, for queries."""
        self._sql.register(name, data)
        return ibis.table(ibis.memtable(data).schema(), name=name)

    def save(self, query: Any, target: Path) -> None:
        """Write what a query gives as Parquet."""
        self._sql.execute(
            f"COPY ({ibis.to_sql(query, dialect='duckdb')}) TO {quoted(str(target))} ({_FORMATS['parquet']})"
        )

    def join(self, parts: Sequence[Path], target: Path, kind: str) -> None:
        """Write finished parts as one file of some kind."""
        names = ", ".join(quoted(str(part)) for part in parts)
        self._sql.execute(f"COPY (SELECT * FROM read_parquet([{names}])) TO {quoted(str(target))} ({_FORMATS[kind]})")

    def _try(self, about: str, sql: str) -> Any:
        import duckdb

        try:
            return self._sql.execute(sql)
        except duckdb.Error as error:
            said = printable(str(error).partition("\n")[0][:300])
            raise InputError([Problem(Place(printable(about)), f"cannot be read: {said}")]) from None
