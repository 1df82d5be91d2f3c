"""Apache Spark: the same steps on one machine or on a cluster, by the URL of its master.

Files are read, and text is turned into Parquet, as DuckDB does it; what is judged stays in Spark until it is written.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ibis
from pyspark.sql import SparkSession

from advisor.bulk.compiled import JUDGED, SOURCE
from advisor.bulk.duck import Duck
from advisor.bulk.sources import Source
from advisor.bulk.steps import Steps

# Spark would put the steps together into one and work out again and again what they name, and then compile that: with
# a rulebook this takes minutes before the first row.
_SETTINGS = {
    "spark.sql.optimizer.excludedRules": ",".join(
        f"org.apache.spark.sql.catalyst.optimizer.{rule}"
        for rule in ("CollapseProject", "PushDownPredicates", "InferFiltersFromConstraints")
    ),
    "spark.sql.constraintPropagation.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "false",
    "spark.sql.shuffle.partitions": "8",
    "spark.driver.memory": "3g",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "OFF",
}


class Spark:
    """A session of Spark."""

    def __init__(self, master: str, rows_of_a_part: int | None = None) -> None:
        self.rows_of_a_part = rows_of_a_part or 2_000_000
        builder = SparkSession.builder.master(master).appName("advisor bulk")
        for name, value in _SETTINGS.items():
            builder = builder.config(name, value)
        self._session = builder.getOrCreate()
        self.connection = ibis.pyspark.connect(self._session)
        self._files = Duck()
        self._judged: Any = None
        self._prepared = ""

    def spill_to(self, folder: Path) -> None:
        """Let what does not fit into memory go to a folder; Spark has folders of its own."""
        self._files.spill_to(folder)

    @property
    def compiler(self) -> Any:
        """What turns Ibis expressions into this database's SQL."""
        return self.connection.compiler

    def staged(self, source: Source, target: Path) -> None:
        """Turn a text file into Parquet, its rows in order. Raises InputError for what is no such file."""
        self._files.staged(source, target)

    def schema(self, files: Sequence[str]) -> Any:
        """The columns of all files together. Raises InputError if they do not fit together."""
        self._files.schema(files)
        self._view("fleet_all", self._read(*files))
        return self.connection.table("fleet_all").schema()

    def kinds(self, file: str) -> dict[str, str]:
        """The type of each column of a file."""
        return self._files.kinds(file)

    def count(self, file: str) -> int:
        """How many rows a file has."""
        return self._files.count(file)

    def texts(self, query: Any) -> list[str]:
        """The only column of a query."""
        return [row[0] for row in self._ask(query).collect()]

    def part(self, file: str, first: int, last: int, schema: Any) -> None:
        """Make the table `fleet_part` of some rows of a file, the first one being 1; with all columns of `schema`."""
        read = self._read(file)
        row = read["_metadata.row_index"] + 1
        kinds = dict(self._session.table("fleet_all").dtypes)
        columns = [
            (read[_name(name)] if name in read.columns else _nothing()).cast(kinds[name]).alias(name)
            for name in schema
            if name != "row"
        ]
        self._view(SOURCE, read.select(row.alias("row"), *columns).where(f"row BETWEEN {first} AND {last}"))

    def judge(self, steps: Steps) -> Any:
        """Work the steps out for the part; the table of what they leave."""
        if self._judged is not None:
            self._judged.unpersist()
        if not self._prepared:
            self._prepared = steps.sql(self.compiler)
        self._judged = self._session.sql(self._prepared).persist()
        self._view(JUDGED, self._judged)
        return ibis.table(steps.table.schema(), name=JUDGED)

    def arrow(self, query: Any) -> Any:
        """What a query gives, in memory."""
        return self._ask(query).toArrow()

    def source(self, schema: Any) -> Any:
        """The part as it was read."""
        return ibis.table(schema, name=SOURCE)

    def table(self, name: str, data: Any) -> Any:
        """A table of data in memory, for queries."""
        self._view(name, self._session.createDataFrame(data))
        return ibis.table(ibis.memtable(data).schema(), name=name)

    def save(self, query: Any, target: Path) -> None:
        """Write what a query gives as a folder of Parquet files."""
        self._ask(query).write.parquet(target.absolute().as_uri())

    def join(self, parts: Sequence[Path], target: Path, kind: str) -> None:
        """Write finished parts as one file of some kind."""
        self._files.join([file for part in parts for file in sorted(part.glob("*.parquet"))], target, kind)

    def _read(self, *files: str) -> Any:
        paths = [Path(file).absolute().as_uri() for file in files]
        return self._session.read.option("mergeSchema", "true").parquet(*paths)

    def _ask(self, query: Any) -> Any:
        return self._session.sql(str(ibis.to_sql(query, dialect="pyspark")))

    def _view(self, name: str, data: Any) -> None:
        data.createOrReplaceTempView(name)


def _nothing() -> Any:
    from pyspark.sql.functions import lit

    return lit(None)


def _name(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
