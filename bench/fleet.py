"""A fleet of random workloads as Parquet: every subject in every row, about half of the facts given.

python -m bench.fleet FILE ROWS [repeating|different]

In a `repeating` fleet rows combine 20,000 workloads of each subject. In a `different` one nearly every row is another
one in every subject: what some of those workloads give is left out, at random.
"""

import sys
from pathlib import Path
from random import Random

import numpy
import pyarrow
import pyarrow.compute as compute
import pyarrow.parquet

from advisor import Advisor
from advisor.conditions import contradictions, spaces
from advisor.model.values import SomeOf, Value
from advisor.quantities import Range

POOL = 20_000  # different workloads of each subject; rows combine them
ROW_GROUP = 100_000


def main(path: Path, rows: int, kind: str = "repeating", silence: float = 0.5, seed: int = 1) -> None:
    """Write `rows` workloads to `path`."""
    more = 1 - silence / 2 if kind == "different" else 1 - silence
    rulebook = Advisor.load().rulebook
    random = Random(seed)
    pools = []
    for name, space in spaces(rulebook).items():
        subject = rulebook.subjects[name]
        found: list[dict[str, Value]] = []
        while len(found) < POOL:
            facts = {}
            for fact in subject.facts:
                if random.random() < more:
                    cells = space.cells[space.index[f"{name}.{fact}"]]
                    facts[f"{name}.{fact}"] = cells.sample(random.randrange(cells.count))
            if facts and not contradictions(rulebook, name, facts):
                found.append(facts)
        pools.append(
            pyarrow.table(
                {f"{name}.{fact}": [_plain(each.get(f"{name}.{fact}")) for each in found] for fact in subject.facts}
            )
        )
    pick = numpy.random.default_rng(seed)
    writer = None
    for start in range(0, rows, ROW_GROUP):
        size = min(ROW_GROUP, rows - start)
        columns = {"name": pyarrow.array([f"w{start + row}" for row in range(size)])}
        for pool in pools:
            chosen = pool.take(pyarrow.array(pick.integers(POOL, size=size)))
            for name, column in zip(chosen.column_names, chosen.columns, strict=True):
                left = pick.random(size) < (1 - silence) / more
                columns[name] = compute.if_else(left, column, pyarrow.scalar(None, column.type))
        table = pyarrow.table(columns)
        writer = writer or pyarrow.parquet.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer:
        writer.close()


def _plain(value: Value | None) -> object:
    if isinstance(value, SomeOf):
        return sorted(value.includes)
    return value.low if isinstance(value, Range) else value


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "repeating")
