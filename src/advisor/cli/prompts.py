"""Prompts by plain lines: numbered answers, for pipes and simple terminals."""

import sys
from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any, Protocol, TextIO

from advisor.printable import printable
from advisor.suggest import did_you_mean

if TYPE_CHECKING:
    from rich.console import Console

    from advisor.interview import Question
    from advisor.model.rulebook import Rulebook
    from advisor.render.paper import Paper


class Wish(Enum):
    """What somebody may say in place of an answer."""

    UNKNOWN = "I don't know"
    WHY = "Why do you ask?"
    BACK = "Back to the question before"


class Ended(Exception):
    """There is nobody left to answer."""


class Prompter(Protocol):
    """Puts questions to somebody. Raises Ended where nobody answers any more, KeyboardInterrupt on Ctrl-C."""

    def show(self, paper: "Paper") -> None:
        """Show a text."""

    def several(self, text: str, choices: Sequence[tuple[str, str]]) -> list[str]:
        """Some of the choices (each a name, and what it is), at least one."""

    def ask(self, question: "Question", number: int) -> Any:
        """The answer to a question as a case would write it, or a `Wish`."""

    def confirm(self, text: str) -> bool:
        """Yes or no."""

    def line(self, text: str) -> str:
        """A line of text, perhaps empty."""


_WORDS = {
    **dict.fromkeys(("?", "i don't know", "don't know", "dont know", "unknown", "idk"), Wish.UNKNOWN),
    **dict.fromkeys(("why", "why?", "w", "why do you ask", "why do you ask?"), Wish.WHY),
    **dict.fromkeys(("back", "b", "undo"), Wish.BACK),
}
_YES_NO = {"y": "yes", "n": "no"}
_NONE = ("none", "0")


class LinePrompter:
    """Prints numbered answers and reads a line for each."""

    def __init__(self, console: "Console", rulebook: "Rulebook", stdin: TextIO | None = None) -> None:
        self._console = console
        self._rulebook = rulebook
        self._stdin = sys.stdin if stdin is None else stdin

    def show(self, paper: "Paper") -> None:
        """Show a text."""
        self._console.print(paper)

    def several(self, text: str, choices: Sequence[tuple[str, str]]) -> list[str]:
        """Some of the choices, by numbers or names with commas."""
        names = [name for name, _ in choices]
        self._say(text)
        self._list([f"{name}: {meaning}" for name, meaning in choices])
        while True:
            picked = [_by_number(part, names) for part in _parts(self._read("Numbers or names, by comma: "))]
            strange = [part for part in picked if part not in names]
            if picked and not strange:
                return list(dict.fromkeys(picked))
            for part in strange:
                self._say(f"There is no '{part}'. {did_you_mean(part, names)}".strip())

    def ask(self, question: "Question", number: int) -> Any:
        """The answer by its number (of a number's ranges: by letter), by its name, or in words."""
        from advisor.render.asking import choice_said, question_text

        self.show(question_text(question, number, self._rulebook))
        lettered = question.kind == "number"
        values: list[Any] = [choice.value for choice in question.choices]
        self._list(
            [choice_said(choice, question, self._rulebook) for choice in question.choices]
            + ([] if lettered else [wish.value for wish in Wish]),
            lettered,
        )
        if lettered:
            self._say(f"   ?) {Wish.UNKNOWN.value}   why) {Wish.WHY.value}   back) {Wish.BACK.value}")
        text = self._read(
            {"number": "A number or a letter: ", "choices": "Numbers by comma, or none: "}.get(question.kind, "> ")
        )
        if text.casefold() in _WORDS:
            return _WORDS[text.casefold()]
        if lettered:
            place = ord(text.casefold()) - ord("a") if len(text) == 1 else -1
            return values[place] if 0 <= place < len(values) else text
        entries = [*values, *Wish]
        if question.kind != "choices":
            text = _YES_NO.get(text.casefold(), text) if question.kind == "flag" else text
            return _by_number(text, entries)
        picked = [_by_number(part, entries) for part in _parts(text) if part.casefold() not in _NONE]
        wishes = [each for each in picked if isinstance(each, Wish)]
        return wishes[0] if wishes else picked if text else text

    def confirm(self, text: str) -> bool:
        """Yes or no."""
        while True:
            reply = self._read(f"{text} (yes/no) ").casefold()
            if reply in ("y", "yes", "n", "no"):
                return reply.startswith("y")
            self._say("Please say yes or no.")

    def line(self, text: str) -> str:
        """A line of text, perhaps empty."""
        return self._read(f"{text} ")

    def _list(self, entries: Sequence[str], lettered: bool = False) -> None:
        from advisor.render.asking import list_text

        self.show(list_text(entries, lettered))

    def _say(self, text: str) -> None:
        self._console.print(printable(text))

    def _read(self, prompt: str) -> str:
        self._console.print(prompt, end="")
        self._console.file.flush()
        line = self._stdin.readline()
        if not line:
            self._console.print()
            raise Ended
        if not self._stdin.isatty():
            self._console.print(printable(line.strip()))
        return line.strip()


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _by_number(text: str, entries: Sequence[Any]) -> Any:
    """The entry of that number (from 1), else the text itself."""
    if text.isascii() and text.isdigit() and 0 < int(text[:6]) <= len(entries):
        return entries[int(text) - 1]
    return text
