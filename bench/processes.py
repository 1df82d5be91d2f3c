"""What a command costs, with all processes that it starts."""

import os
import subprocess
import time
from contextlib import suppress
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def timed(*command: str | Path) -> dict[str, float]:
    """Run a command to its end: seconds, seconds of processors, and the most memory that any process had, in MB."""
    began = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    spent: dict[int, float] = {}
    peak = 0.0
    while process.poll() is None:
        for pid in _family(process.pid):
            with suppress(OSError, TypeError, ValueError):  # it has just ended
                fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
                spent[pid] = (int(fields[11]) + int(fields[12])) / _TICK
                status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
                peak = max(peak, *(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")))
        time.sleep(0.02)
    if process.returncode:
        raise SystemExit(f"{command[0]} left with {process.returncode}")
    return {
        "seconds": round(time.perf_counter() - began, 2),
        "processor_seconds": round(sum(spent.values()), 2),
        "peak_mb": round(peak / 1024),
    }


def _family(pid: int) -> list[int]:
    """A process, and those that it and they started."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            with suppress(OSError):
                found += [int(child) for child in task.read_text(encoding="utf-8").split()]
    return found
