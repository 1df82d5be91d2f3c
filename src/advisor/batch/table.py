"""CSV: a case a row, with columns such as `volume.iops`, `among.ebs-volume` and `expect.ebs-volume`."""

from collections.abc import Iterator, Sequence

from advisor.batch.columns import Columns, is_blank
from advisor.batch.entries import Entry, entry_of, failed, wrong
from advisor.errors import InputError, Place
from advisor.lines import Lines, Rows, cell_columns
from advisor.load import parse_case
from advisor.load.page import Path
from advisor.model.rulebook import Rulebook
from advisor.printable import printable


def csv_cases(lines: Lines, name: str, stem: str, rulebook: Rulebook) -> Iterator[Entry]:
    """An entry for each row; the first names the columns. Only one row is in memory at a time."""
    shown = printable(name)
    try:
        rows = Rows(lines, name)
        header = next(rows, None)
        if header is None:
            yield wrong(stem, Place(shown), "there is no case here; expected a row with the names of columns.")
            return
        columns = Columns(header, [Place(shown, rows.line, at) for at in cell_columns(rows.raw)], rulebook)
    except InputError as error:
        yield failed(error, stem)
        return
    found = False
    while True:
        try:
            row = next(rows, None)
        except InputError as error:
            yield failed(error, f"{stem}-{rows.line}")
            found = True
            continue
        if row is None:
            break
        if not is_blank(row):
            found = True
            yield _entry(row, rows, columns, f"{stem}-{rows.line}", rulebook)
    if not found:
        yield wrong(stem, Place(shown, rows.line), "there are no rows below the names of columns.")


def _entry(row: Sequence[str], rows: Rows, columns: Columns, name: str, rulebook: Rulebook) -> Entry:
    place = Place(rows.name, rows.line)
    if len(row) != len(columns):
        there = f"{len(row)} cell{'s' if len(row) != 1 else ''}"
        hint = "Put a text that holds a comma in double quotes." if len(row) > len(columns) else ""
        return wrong(name, place, f"the row has {there}, and {len(columns)} columns have a name.", hint)
    raw = rows.raw

    def locate(path: Path, key: bool) -> Place:
        del key
        return Place(place.file, place.line, cell_columns(raw)[columns.index(path)])

    return entry_of(lambda: parse_case(columns.case(row), locate, rulebook, name), name, place)
