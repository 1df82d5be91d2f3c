"""A text file row by row, each row that is broken replaced by what is wrong with it."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from advisor.bulk.columns import BROKEN
from advisor.bulk.sources import Source
from advisor.errors import InputError, Place, Problem
from advisor.lines import TOO_LONG, Lines, Rows, cell_columns
from advisor.load.page import shown
from advisor.printable import printable
from advisor.yamlio import decode, read_json


def mend(source: Source, header: list[str] | None, target: Path) -> None:
    """Copy a text file (CSV with these names of columns, or JSON Lines) without the rows that are broken.

    In their place are rows that say why in the column BROKEN. Raises InputError if nothing in it can be read.
    """
    with target.open("w", encoding="utf-8", newline="") as file:
        if header is None:
            file.writelines(_lines(source))
        else:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow([*header, BROKEN])
            rows.writerows(_rows(source, len(header)))


def header_of(source: Source) -> tuple[list[str], int]:
    """The names of the columns of a CSV file, and the line they stand in.

    Raises InputError for names that are missing or stand twice.
    """
    with source.open() as file:
        rows = Rows(Lines(cast(BinaryIO, file)), source.path)
        header = next((row for row in rows if row), None)
        if header is None:
            raise source.error("there is nothing in it.", "Expected a row with the names of columns.")
        problems, found = [], dict[str, str]()
        for name, column in zip(header, cell_columns(rows.raw), strict=True):
            place, folded = Place(rows.name, rows.line, column), name.strip().casefold()
            if not folded:
                problems.append(Problem(place, "this column has no name.", "Give it one, or remove it."))
            elif folded == BROKEN:
                problems.append(Problem(place, f"no column can be named {shown(name)} here.", "Give it another name."))
            elif folded in found:
                first = found[folded]
                differs = f", as {shown(first)}; upper and lower case are the same here" if first != name else ""
                problems.append(Problem(place, f"the column {shown(name)} stands twice{differs}.", "Keep one of them."))
            found[folded] = name
    if problems:
        raise InputError(problems)
    return header, rows.line


def _rows(source: Source, width: int) -> Iterator[list[str]]:
    """The rows under the header, each with one more cell; of one that is broken this cell says why."""
    with source.open() as file:
        rows = Rows(Lines(cast(BinaryIO, file)), source.path)
        next(row for row in rows if row)
        while True:
            try:
                row = next(rows, None)
                if row is None:
                    return
                if len(row) == width:
                    yield [*row, ""]
                    continue
                if not row or (len(row) == 1 and not row[0].strip()):
                    continue  # an empty line is no row
                cells = f"{len(row)} cell{'s' if len(row) != 1 else ''}"
                hint = " Put a text that holds a comma in double quotes." if len(row) > width else ""
                reason = f"line {rows.line}: the row has {cells}, and {width} columns have a name.{hint}"
            except InputError as error:
                reason = _reason(error)
            yield [*[""] * width, reason]


def _lines(source: Source) -> Iterator[str]:
    """The lines that are not empty; one that is broken becomes an object that says why."""
    first: InputError | None = None
    is_sound = False
    with source.open() as file:
        for number, line in Lines(cast(BinaryIO, file)):
            try:
                if line is None:
                    raise InputError([Problem(Place(source.path, number), TOO_LONG)])
                if not line.strip(b"\xef\xbb\xbf \t\r\n"):
                    continue
                yield _line(line, source.path, number) + "\n"
                is_sound = True
            except InputError as error:
                first = first or error
                yield json.dumps({BROKEN: _reason(error)}) + "\n"
    if not is_sound:
        if first is None:
            raise source.error("there is nothing in it.", "Expected a JSON object a line.")
        problem = first.problems[0]
        raise InputError([Problem(problem.place, f"{problem.message} So it is in every line.", problem.hint)])


def _line(line: bytes, name: str, number: int) -> str:
    text = decode(line.rstrip(b"\r\n"), name, number)
    data = read_json(text, name, number).data
    if not isinstance(data, dict):
        what = "a list" if isinstance(data, list) else "null" if data is None else shown(data)
        raise InputError([Problem(Place(printable(name), number), f"expected a JSON object a line, not {what}.")])
    return text.strip() if data else json.dumps({BROKEN: None})


def _reason(error: InputError) -> str:
    return " ".join(
        f"line {each.place.line}{f', column {each.place.column}' if each.place.column > 1 else ''}: "
        f"{each.message} {each.hint}".strip()
        for each in error.problems
    )
