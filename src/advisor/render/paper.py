"""Text on its way to a person: lines that wrap with a hanging indent, styled where the terminal can."""

from typing import TypeAlias

from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from rich.text import Text

from advisor.printable import printable

Piece: TypeAlias = str | tuple[str, str]  # a text, or a text and its style

_NARROWEST = 20  # columns left for text; where there are fewer, nothing is indented


class Paper:
    """Lines for rich to print. Nothing raw of an input gets onto it."""

    def __init__(self) -> None:
        self._lines: list[tuple[Text, int, int]] = []
        self._told: set[str] = set()

    def is_new(self, what: str) -> bool:
        """Whether this was not told yet on this paper; from now on it is."""
        new = what not in self._told
        self._told.add(what)
        return new

    def add(self, *pieces: Piece, indent: int = 0, hang: int = 0) -> None:
        """Add a line that begins at `indent`, and goes on at `indent` plus `hang` where it is too long."""
        text = Text()
        for piece in pieces:
            content, style = piece if isinstance(piece, tuple) else (piece, "")
            text.append(printable(content), style)
        self._lines.append((text, indent, hang))

    def bullet(self, *pieces: Piece, indent: int = 0) -> None:
        """Add an entry of a list."""
        self.add("- ", *pieces, indent=indent, hang=2)

    def heading(self, *pieces: Piece, indent: int = 0) -> None:
        """Add a heading, with an empty line before it."""
        self.blank()
        self.add(*((piece, "bold") if isinstance(piece, str) else piece for piece in pieces), indent=indent)

    def blank(self) -> None:
        """Add an empty line, unless it would be the first or the second in a row."""
        if self._lines and self._lines[-1][0].plain:
            self._lines.append((Text(), 0, 0))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for text, indent, hang in self._lines:
            if options.max_width < indent + hang + _NARROWEST:
                indent = hang = 0
            first, *others = _wrapped(console, text, options.max_width - indent - hang, hang)
            yield Segment(" " * indent)
            yield from first.render(console, end="\n")
            for line in others:
                yield Segment(" " * (indent + hang))
                yield from line.render(console, end="\n")


def _wrapped(console: Console, text: Text, width: int, hang: int) -> list[Text]:
    """The lines of a text, of which the first has `hang` columns more than the others."""
    if "\n" not in text.plain and text.cell_len <= width + hang:
        return [text]
    first = text.wrap(console, width + hang, overflow="fold")[0]
    first_length = len(first.plain)
    first.rstrip()
    rest = text[first_length:]
    rest = rest[len(rest.plain) - len(rest.plain.lstrip(" ")) :]
    others = list(rest.wrap(console, width, overflow="fold")) if rest.plain else []
    for line in others:
        line.rstrip()
    return [first, *others]
