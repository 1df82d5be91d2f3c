"""How fast a fleet is answered, beside what DuckDB takes to scan and copy the same file, and `batch` to answer it.

python -m bench.bulk [ROWS]      (default 1,000,000; the fleet is written to a temporary folder)
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import pyarrow.parquet

from bench import fleet

ADVISOR = Path(sys.executable).with_name("advisor")
SAMPLE = 300  # rows that `batch` answers


def timed(*command: str | Path) -> dict[str, float]:
    """Run a command to its end: seconds, and the most memory that it had at once, in MB."""
    began = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command])
    peak = 0
    while process.poll() is None:
        try:
            status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
            peak = max(peak, *(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")))
        except (OSError, TypeError):
            pass
        time.sleep(0.05)
    if process.returncode:
        raise SystemExit(f"{command[0]} left with {process.returncode}")
    return {"seconds": time.perf_counter() - began, "peak_mb": peak / 1024}


def main(rows: int) -> None:
    """Measure, and print as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        fleet.main(path / "fleet.parquet", rows)
        bulk = timed(ADVISOR, "bulk", path / "fleet.parquet", "--output", path / "answers.parquet")
        began = time.perf_counter()
        duckdb.sql(f"COPY (SELECT * FROM '{path / 'fleet.parquet'}') TO '{path / 'copy.parquet'}' (FORMAT parquet)")
        copied = time.perf_counter() - began
        some = pyarrow.parquet.read_table(path / "fleet.parquet").slice(0, SAMPLE).to_pylist()
        with (path / "some.jsonl").open("w", encoding="utf-8") as file:
            for row in some:
                case: dict[str, object] = {"name": row.pop("name")}
                for name, value in row.items():
                    if value is not None:
                        subject, _, fact = name.partition(".")
                        case.setdefault(subject, {})[fact] = value  # type: ignore[index]
                file.write(json.dumps(case) + "\n")
        one = timed(ADVISOR, "batch", path / "some.jsonl", "--format", "jsonl", "--output", path / "some.out")
        print(
            json.dumps(
                {
                    "rows": rows,
                    "bulk": bulk,
                    "scan_and_copy_seconds": copied,
                    "times_a_copy": bulk["seconds"] / copied,
                    "batch_seconds_per_row": one["seconds"] / SAMPLE,
                    "times_as_fast_as_batch": one["seconds"] / SAMPLE / (bulk["seconds"] / rows),
                },
                indent=2,
            )
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
