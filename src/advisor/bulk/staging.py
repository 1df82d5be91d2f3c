"""A text file as Parquet: row by row what it says, and of a row that cannot be read, why.

DuckDB reads a file that is in order. Where it refuses one, the file is copied row by row, by the code that reads cases,
and each row that is broken is replaced by its reason; then DuckDB reads the copy.
"""

import gzip
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from advisor.bulk.columns import BROKEN
from advisor.bulk.mending import header_of, mend
from advisor.bulk.sources import Source
from advisor.lines import SAVE, WIDE, is_wide
from advisor.printable import printable
from advisor.yamlio import MAX_BYTES

_CONTROLS = bytes(each for each in [*range(32), 127] if each not in b"\t\r\n")
_CHUNK = 1 << 20
_LONGEST = MAX_BYTES + 1
_FOREIGN = {
    b"PAR1": ("this is Parquet.", "Name it *.parquet."),
    b"PK\x03\x04": ("this is an archive (as Excel writes it), no text.", "Save the table as CSV."),
    b"\x1f\x8b": ("this is compressed by gzip.", "Let its name end in .gz."),
}

_REFUSALS = (
    duckdb.InvalidInputException,
    duckdb.BinderException,
    duckdb.ConversionException,
    duckdb.NotImplementedException,
)
NO_COLUMNS_OF_FOLDERS = "hive_partitioning=false"  # or DuckDB takes a folder called `day=1` for a column

Run = Callable[[str], Any]  # carries out SQL; raises duckdb.Error


def stage(run: Run, source: Source, target: Path) -> None:
    """Write the rows of a text file, in order, as Parquet.

    Raises InputError for what is no such file, and duckdb.Error if the copy cannot be written.
    """
    try:
        with source.open() as file:
            _refuse_foreign(file.peek(4), source)
        header, line = header_of(source) if source.kind == "csv" else (None, 1)
        if header is None or (len(header) > 1 and line == 1 and not _has_controls(source)):
            try:
                _copy(run, source.path, header, target)
            except _REFUSALS:
                pass  # some row is broken
            else:
                return
        _copy_mended(run, source, header, target)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise source.error("the compressed file is cut off or damaged.", "Fetch or make it again.") from None


def _copy_mended(run: Run, source: Source, header: list[str] | None, target: Path) -> None:
    mended = target.with_name(f"{target.name}.mended.unfinished")
    try:
        mend(source, header, mended)
        try:
            _copy(run, str(mended), [*header, BROKEN] if header else None, target)
        except _REFUSALS as error:
            raise source.error(f"cannot be read: {said(error)}") from None
    finally:
        mended.unlink(missing_ok=True)


def _copy(run: Run, path: str, header: list[str] | None, target: Path) -> None:
    if header is not None:
        columns = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in header)
        read = (
            f"SELECT * FROM read_csv({quoted(path)}, auto_detect=false, columns={{{columns}}}, header=true, "
            f"delim=',', quote='\"', escape='\"', comment='', strict_mode=true, max_line_size={_LONGEST}, "
            f"{NO_COLUMNS_OF_FOLDERS})"
        )
    else:
        read = _json_query(run, path)
    run(f"COPY ({read}) TO {quoted(str(target))} (FORMAT parquet)")


def _json_query(run: Run, path: str) -> str:
    read = (
        f"read_json({quoted(path)}, format='newline_delimited', records='true', sample_size=-1, "
        f"maximum_object_size={_LONGEST}, map_inference_threshold=-1, field_appearance_threshold=0, "
        f"{NO_COLUMNS_OF_FOLDERS}"
    )
    types = {name: _plain(kind) for name, kind, *_ in run(f"DESCRIBE SELECT * FROM {read})").fetchall()}
    columns = ", ".join(f"{quoted(name)}: {quoted(kind)}" for name, kind in types.items())
    read = f"{read}, columns={{{columns}}})"
    wanted = {name: named(name) for name in types}
    for name in [name for name, kind in types.items() if kind == "JSON"]:
        column, is_record = named(name), f"json_type({named(name)}) = 'OBJECT'"
        for key in _keys(run, read, name):  # records among other things: what they hold becomes columns
            inner = f"CASE WHEN {is_record} THEN json_extract({column}, {quoted(_pointer(key))}) END"
            full = f"{name}.{key}"
            wanted[full] = f"coalesce(to_json({named(full)}), {inner})" if full in types else inner
            wanted[name] = f"CASE WHEN NOT {is_record} THEN {column} END"
    return f"SELECT {', '.join(f'{says} AS {named(name)}' for name, says in wanted.items())} FROM {read}"


def _keys(run: Run, read: str, name: str) -> list[str]:
    if "." in name:
        return []  # a fact, of which a mapping says a part
    column = named(name)
    keys = f"SELECT DISTINCT unnest(json_keys({column})) AS key FROM {read} WHERE json_type({column}) = 'OBJECT'"
    return [key for (key,) in run(f"SELECT key FROM ({keys}) ORDER BY key").fetchall()]


def _pointer(key: str) -> str:
    return "/" + key.replace("~", "~0").replace("/", "~1")


def _plain(kind: str) -> str:
    """The type to read JSON as: dates and the like stay the texts that they are."""
    scalars = ("BOOLEAN", "BIGINT", "DOUBLE", "VARCHAR", "JSON")
    return "VARCHAR" if kind.isalpha() and kind not in scalars else kind


def _has_controls(source: Source) -> bool:
    """Whether there are control characters in it, which DuckDB would take for text."""
    with source.open() as file:
        chunks = iter(lambda: file.read(_CHUNK), b"")
        return any(len(chunk.translate(None, _CONTROLS)) != len(chunk) for chunk in chunks)


def _refuse_foreign(begin: bytes, source: Source) -> None:
    for mark, words in _FOREIGN.items():
        if begin.startswith(mark):
            raise source.error(*words)
    if is_wide(begin):
        raise source.error(WIDE, SAVE)


def said(error: duckdb.Error) -> str:
    """The first line of what DuckDB says."""
    return printable(str(error).partition("\n")[0][:300])


def quoted(text: str) -> str:
    """A text in SQL."""
    return "'" + text.replace("'", "''") + "'"


def named(name: str) -> str:
    """A name in SQL."""
    return '"' + name.replace('"', '""') + '"'
