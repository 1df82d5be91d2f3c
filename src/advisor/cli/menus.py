"""Prompts on a terminal: arrow keys, and typing to find an answer."""

import shutil
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import questionary

from advisor.cli.prompts import Wish
from advisor.printable import printable

if TYPE_CHECKING:
    from rich.console import Console

    from advisor.interview import Question
    from advisor.model.rulebook import Rulebook
    from advisor.render.paper import Paper

_TYPED = "Type a number, with or without its unit"
_SOME = "Choose from a list"
_NONE = "None of these"
_HOW = "(arrow keys, or type to find)"
_MARGIN = 8


class MenuPrompter:
    """Shows menus; needs a terminal on both sides."""

    def __init__(self, console: "Console", rulebook: "Rulebook") -> None:
        self._console = console
        self._rulebook = rulebook

    def show(self, paper: "Paper") -> None:
        """Show a text."""
        self._console.print(paper)

    def several(self, text: str, choices: Sequence[tuple[str, str]]) -> list[str]:
        """Some of the choices, ticked with the space bar."""
        return self._tick(text, [questionary.Choice(_short(f"{name}: {meaning}"), name) for name, meaning in choices])

    def ask(self, question: "Question", number: int) -> Any:
        """The answer to a question as a case would write it, or a `Wish`."""
        from advisor.render.asking import choice_said, question_text

        self._console.print()
        self.show(question_text(question, number, self._rulebook))
        said = [(choice_said(choice, question, self._rulebook), choice.value) for choice in question.choices]
        if question.kind == "choices":
            return self._several_of(said)
        if question.kind == "number":
            reply = self._select([(_TYPED, _TYPED), *said])
            return self.line("Number:") if reply == _TYPED else reply
        return self._select(said)

    def confirm(self, text: str) -> bool:
        """Yes or no."""
        return bool(questionary.confirm(printable(text)).unsafe_ask())

    def line(self, text: str) -> str:
        """A line of text, perhaps empty."""
        return str(questionary.text(printable(text)).unsafe_ask()).strip()

    def _several_of(self, said: Sequence[tuple[str, Any]]) -> Any:
        reply = self._select([(_SOME, _SOME), (_NONE, _NONE)])
        if reply == _NONE:
            return []
        if reply != _SOME:
            return reply
        return self._tick("Which of these?", [questionary.Choice(_short(text), value) for text, value in said])

    def _tick(self, text: str, entries: Sequence[questionary.Choice]) -> list[str]:
        picked: list[str] = questionary.checkbox(
            printable(text),
            entries,
            validate=lambda ticked: True if ticked else "Tick at least one with the space bar.",
            instruction="(arrow keys, space bar to tick, Enter when done)",
        ).unsafe_ask()
        return picked

    def _select(self, said: Sequence[tuple[str, Any]]) -> Any:
        """One of the answers, or a `Wish`."""
        answers = [questionary.Choice(_short(text), value=(value,)) for text, value in said]
        wishes = [questionary.Choice(wish.value, value=(wish,)) for wish in Wish]
        (reply,) = questionary.select(
            "Your answer",
            [*answers, *wishes],
            instruction=_HOW,
            use_search_filter=True,
            use_jk_keys=False,
        ).unsafe_ask()
        return reply


def _short(text: str) -> str:
    """The text in one line of the terminal."""
    room = max(20, shutil.get_terminal_size().columns - _MARGIN)
    line = printable(text)
    return line if len(line) <= room else f"{line[: room - 3].rstrip()}..."
