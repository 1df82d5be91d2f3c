"""A page that can become text for a terminal or Markdown: the same sentences, laid out each in its way."""

import re
from abc import ABC, abstractmethod

from advisor.model.result import Citation
from advisor.printable import printable
from advisor.render.paper import Paper, Piece
from advisor.render.words import provenance_said, since_said, source_said

_BODY = 2
_MARKUP = re.compile(r"([\\`*<\[\]|])")


class Page(ABC):
    """Where an explanation is written. `depth` counts bullets within bullets."""

    @abstractmethod
    def title(self, text: str, aside: str = "") -> None:
        """Write what the page is about."""

    @abstractmethod
    def main(self) -> None:
        """Leave the chapter: the next section belongs to the page."""

    @abstractmethod
    def heading(self, text: str) -> None:
        """Write the heading of a section."""

    @abstractmethod
    def say(self, text: str, lead: str = "", depth: int = 0) -> None:
        """Write a paragraph, with its first words stressed."""

    @abstractmethod
    def bullet(self, text: str, lead: str = "", aside: str = "", depth: int = 0) -> None:
        """Write an entry of a list."""

    @abstractmethod
    def quote(self, citation: Citation, depth: int = 0) -> None:
        """Write a quote under an entry of that depth."""


class TextPage(Page):
    """Text for a terminal."""

    def __init__(self) -> None:
        self.paper = Paper()

    def title(self, text: str, aside: str = "") -> None:
        """Write what the page is about."""
        self.paper.heading(text, (f" ({aside})" if aside else "", "dim"))

    def main(self) -> None:
        """Leave the chapter; in text nothing shows it."""

    def heading(self, text: str) -> None:
        """Write the heading of a section."""
        self.paper.heading(text, indent=_BODY)

    def say(self, text: str, lead: str = "", depth: int = 0) -> None:
        """Write a paragraph."""
        pieces: list[Piece] = [(lead, "bold"), text]
        self.paper.add(*pieces, indent=_BODY * (depth + 1))

    def bullet(self, text: str, lead: str = "", aside: str = "", depth: int = 0) -> None:
        """Write an entry of a list."""
        self.paper.bullet((lead, "bold"), text, (f" [{aside}]" if aside else "", "dim"), indent=_BODY * (depth + 1))

    def quote(self, citation: Citation, depth: int = 0) -> None:
        """Write a quote; what has changed since is told once."""
        indent = _BODY * (depth + 2)
        self.paper.add((f'"{citation.quote}"', "italic"), (f" {source_said(citation)}", "dim"), indent=indent)
        since = since_said(citation)
        if since and self.paper.is_new(citation.note):
            self.paper.add((since, "yellow"), (f" {provenance_said(citation)}", "dim"), indent=indent)


class MarkdownPage(Page):
    """Markdown, fit to paste into a design document or a pull request."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._level = "##"
        self._told: set[str] = set()

    def title(self, text: str, aside: str = "") -> None:
        """Write what the page is about; or, later on it, what a chapter is about."""
        self._level = "###" if self._lines else "##"
        self._apart(f"{self._level} {plain(text)}" + (f" (`{printable(aside)}`)" if aside else ""))

    def main(self) -> None:
        """Leave the chapter: the next section belongs to the page."""
        self._level = "##"

    def heading(self, text: str) -> None:
        """Write the heading of a section."""
        self._apart(f"{self._level}# {plain(text)}")

    def say(self, text: str, lead: str = "", depth: int = 0) -> None:
        """Write a paragraph."""
        if depth:
            self._lines.append("  " * depth + f"{_strong(lead)}{plain(text)}")
        else:
            self._apart(f"{_strong(lead)}{plain(text)}")

    def bullet(self, text: str, lead: str = "", aside: str = "", depth: int = 0) -> None:
        """Write an entry of a list."""
        entry = f"{'  ' * depth}- {_strong(lead)}{plain(text)}" + (f" ({plain(aside)})" if aside else "")
        if depth == 0 and self._lines and not self._lines[-1].lstrip().startswith(("- ", "> ")):
            self._lines.append("")
        self._lines.append(entry)

    def quote(self, citation: Citation, depth: int = 0) -> None:
        """Write a quote; what has changed since is told once."""
        inside = "  " * (depth + 1)
        if self._lines and self._lines[-1].startswith(f"{inside}>"):
            self._lines.append(f"{inside}>")
        self._lines.append(f"{inside}> {plain(citation.quote)} {plain(source_said(citation))}")
        since = since_said(citation)
        if since and citation.note not in self._told:
            self._told.add(citation.note)
            self._lines += [f"{inside}>", f"{inside}> **{plain(since)}** {plain(provenance_said(citation))}"]

    def code(self, text: str, language: str) -> None:
        """Write a block of code."""
        fence = "```"
        while fence in text:
            fence += "`"
        self._apart(f"{fence}{language}")
        self._lines += [*text.rstrip().split("\n"), fence]

    def text(self) -> str:
        """All that was written."""
        return "\n".join(self._lines) + "\n"

    def _apart(self, line: str) -> None:
        if self._lines:
            self._lines.append("")
        self._lines.append(line)


def _strong(text: str) -> str:
    body = text.rstrip()
    return f"**{plain(body)}**{text[len(body) :]}" if body else ""


def plain(text: str) -> str:
    """The text with nothing in it that Markdown would take for its own."""
    escaped = _MARKUP.sub(r"\\\1", printable(text))
    return re.sub(r"^(\s*)([#+>-]|\d+[.)])(\s)", r"\1\\\2\3", escaped)
