"""How fast fleets are answered, beside what DuckDB takes to scan and copy the same file, and `batch` to answer it.

python -m bench.bulk [--rows N] [--engine duckdb|spark] [--output FILE]

Two fleets are written to a temporary folder: one whose workloads repeat, and one in which nearly all are different.
Prints JSON, and writes it to `build/bulk.json`.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

import pyarrow.parquet

from bench import fleet
from bench.processes import timed

ADVISOR = Path(sys.executable).with_name("advisor")
SAMPLE = 300  # rows that `batch` answers
COPY = "import duckdb, sys; duckdb.sql(f\"COPY (SELECT * FROM '{sys.argv[1]}') TO '{sys.argv[2]}' (FORMAT parquet)\")"


def measured(kind: str, rows: int, engine: str, folder: Path) -> dict[str, object]:
    """What one fleet costs in each way."""
    file, some = folder / "fleet.parquet", folder / "some.jsonl"
    fleet.main(file, rows, kind)
    bulk = timed(ADVISOR, "bulk", file, "--output", folder / "answers.parquet", "--engine", engine)
    copy = timed(sys.executable, "-c", COPY, file, folder / "copy.parquet")
    write_cases(file, some)
    batch = timed(ADVISOR, "batch", some, "--format", "jsonl", "--output", folder / "some.out")
    million = rows / 1_000_000
    return {
        "fleet": kind,
        "rows": rows,
        "engine": engine,
        "bulk": bulk,
        "processor_seconds_per_million": round(bulk["processor_seconds"] / million, 2),
        "bytes": (folder / "answers.parquet").stat().st_size,
        "scan_and_copy": copy,
        "times_a_copy": round(bulk["processor_seconds"] / copy["processor_seconds"], 2),
        "batch_of_a_sample": {"rows": SAMPLE, **batch},
        "times_as_fast_as_batch": round(batch["processor_seconds"] / SAMPLE / (bulk["processor_seconds"] / rows)),
    }


def write_cases(file: Path, target: Path) -> None:
    """The first rows of a fleet as cases, for `batch`."""
    with target.open("w", encoding="utf-8") as lines:
        for row in pyarrow.parquet.ParquetFile(file).read_row_group(0).slice(0, SAMPLE).to_pylist():
            case: dict[str, dict[str, object] | str] = {"name": row.pop("name")}
            for name, value in row.items():
                if value is not None:
                    subject, _, fact = name.partition(".")
                    case.setdefault(subject, {})[fact] = value  # type: ignore[index]
            lines.write(json.dumps(case) + "\n")


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--engine", choices=["duckdb", "spark"], default="duckdb")
    parser.add_argument("--output", type=Path, default=Path("build/bulk.json"))
    wanted = parser.parse_args()
    found = []
    for kind in ("repeating", "different"):
        with tempfile.TemporaryDirectory() as folder:
            found.append(measured(kind, wanted.rows, wanted.engine, Path(folder)))
            print(json.dumps(found[-1], indent=2), flush=True)
    wanted.output.parent.mkdir(parents=True, exist_ok=True)
    wanted.output.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
