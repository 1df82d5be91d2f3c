"""How far a long run has come, for a person at a terminal."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

Entry = TypeVar("Entry")

_PATIENCE = 1.0  # seconds before anything is shown


def watched(entries: Iterable[Entry], is_wanted: bool) -> Iterator[Entry]:
    """The entries, while standard error tells how many went by, if it is a terminal and there is time to read it."""
    if not is_wanted or not sys.stderr.isatty():
        yield from entries
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn("line"), TextColumn("{task.completed:,} cases"), TimeElapsedColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task("cases", total=None)
    began = time.monotonic()
    try:
        for entry in entries:
            yield entry
            bar.advance(task)
            if not bar.live.is_started and time.monotonic() - began > _PATIENCE:
                bar.start()
    finally:
        if bar.live.is_started:
            bar.stop()
