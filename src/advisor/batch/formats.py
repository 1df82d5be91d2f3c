"""How cases may be written, and how to tell from the first line of a stream."""

from pathlib import PurePath
from typing import Literal, TypeAlias, get_args

Format: TypeAlias = Literal["yaml", "json", "jsonl", "csv"]

FORMATS: tuple[Format, ...] = get_args(Format)
SUFFIXES: dict[str, Format] = {".yaml": "yaml", ".yml": "yaml", ".json": "json", ".jsonl": "jsonl", ".csv": "csv"}


def format_of(name: str) -> Format | None:
    """The format that the end of a file's name stands for."""
    return SUFFIXES.get(PurePath(name).suffix.lower())


def guess(first: bytes, second: bytes) -> Format:
    """The format of a stream, from its first two lines that are not blank.

    A mapping in one line is JSON Lines (of which a single one reads like JSON); YAML is whatever else is no JSON.
    """
    start, follow = first.strip(), second.strip()
    if start.startswith(b"["):
        return "json"
    if not start.startswith(b"{") or start[1:].lstrip()[:1] not in (b"", b'"', b"}"):
        return "yaml"
    return "jsonl" if follow.startswith(b"{") or (start.endswith(b"}") and not follow) else "json"
