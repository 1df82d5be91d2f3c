"""Apache Spark: parts are judged on one machine or on a cluster, by the URL of its master.

Spark hands out parts, one task each, and does those again that fail. What judges a part is what does so without Spark,
so the machines need this package, and the folders of the input and the output under the same paths.
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from uuid import uuid4

from py4j.protocol import Py4JError, Py4JJavaError
from pyspark import SparkContext
from pyspark.broadcast import Broadcast
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from advisor.advise import Advisor
from advisor.bulk.duck import Duck
from advisor.bulk.judging import Fleet, Part
from advisor.bulk.understood import Understood
from advisor.bulk.work import Work
from advisor.errors import InputError, Place, Problem
from advisor.printable import printable

_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "OFF",
    "spark.task.maxFailures": "4",
}


class Spark(Duck):
    """A session of Spark, for as long as there are parts to finish; files are read as without it."""

    def __init__(self, master: str, rows_of_a_part: int | None = None) -> None:
        super().__init__(rows_of_a_part)
        self._master = master
        self._context: SparkContext | None = None

    def finish(self, fleet: Fleet, work: Work, parts: Mapping[str, Part]) -> Iterator[str]:
        """Finish these parts; their names in the order in which they are finished. Raises InputError."""
        with _running(self._master) as self._context:
            self.at_once = self._context.defaultParallelism
            yield from super().finish(fleet, work, parts)

    def task(self, fleet: Fleet, work: Work) -> Callable[[str, Part], None]:
        """What has a part finished by some worker."""
        context = self._context
        assert context is not None
        run = uuid4().hex
        understood = context.broadcast(fleet.understood)

        def finish(name: str, part: Part) -> None:
            task = context.parallelize([0], 1)
            try:
                task.foreach(lambda _: _finish(run, understood, work, name, part))
            except Py4JJavaError as error:
                raise InputError([_failed(self._master, error)]) from None

        return finish


@contextmanager
def _running(master: str) -> Iterator[SparkContext]:
    """Spark at this master: what runs in this process already is used as it is, and left running."""
    context = SparkContext._active_spark_context
    if context is None:
        if master.startswith("local"):
            os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = SparkSession.builder.master(master).appName("advisor bulk")
        for name, value in _SETTINGS.items():
            builder = builder.config(name, value)
        try:
            session = builder.getOrCreate()
        except (PySparkException, Py4JError):
            hint = "Is it the URL of a Spark that runs, and is Java installed?"
            raise InputError([Problem(Place(printable(master)), "Spark cannot be started there.", hint)]) from None
        try:
            yield session.sparkContext
        finally:
            session.stop()
    elif context.master == master:
        yield context
    else:
        message = f"Spark runs in this process already, at {printable(str(context.master))}."
        raise InputError([Problem(Place(printable(master)), message, "Stop it, or name its master.")])


def _failed(master: str, error: Py4JJavaError) -> Problem:
    """What a worker said last, and what it most often lacks."""
    said = str(error.java_exception).partition("\n\n")[0].splitlines()[-1]
    needs = (
        "Workers need 'advisor[bulk]', in the Python that PYSPARK_PYTHON names, and the folders of input and output."
    )
    return Problem(Place(printable(master)), f"a worker failed: {printable(said[:300])}", needs)


_FLEETS: dict[str, tuple[Fleet, Duck]] = {}  # in a process of a worker: what it compiled for the run


def _finish(run: str, understood: "Broadcast[Understood]", work: Work, name: str, part: Part) -> None:
    if run not in _FLEETS:
        _FLEETS.clear()
        advisor = Advisor(understood.value.rulebook, understood.value.limit)
        engine = Duck(at_once=1)  # Spark gives each task one processor
        engine.spill_to(work.folder / f".spilt-{uuid4().hex}")  # not shared: processes would clash by file name
        _FLEETS[run] = Fleet(understood.value, advisor), engine
    fleet, engine = _FLEETS[run]
    fleet.finish(engine, part, work, name)
