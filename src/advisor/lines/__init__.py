"""Text that is too long to be read at once: line by line, and row by row where it is CSV."""

from advisor.lines.rows import Rows, cell_columns
from advisor.lines.stream import SAVE, TOO_LONG, WIDE, Lines, is_wide

__all__ = ["SAVE", "TOO_LONG", "WIDE", "Lines", "Rows", "cell_columns", "is_wide"]
