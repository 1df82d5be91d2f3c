"""Menus give the answers that their keys choose."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.console import Console

from advisor.cli.menus import MenuPrompter
from advisor.cli.prompts import Wish
from advisor.library import Advisor
from bicycles import bicycles

DOWN, ENTER, SPACE, STOP = "\x1b[B", "\r", " ", "\x03"


@contextmanager
def typing(keys: str) -> Iterator[MenuPrompter]:
    """Menus before somebody who presses these keys."""
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(keys)
        yield MenuPrompter(Console(quiet=True), bicycles())


@pytest.mark.parametrize(
    ("known", "keys", "answer"),
    [
        ({}, DOWN + ENTER, []),
        ({}, ENTER + SPACE + DOWN + SPACE + ENTER, ["child", "groceries"]),
        ({}, DOWN * 2 + ENTER, Wish.UNKNOWN),
        ({"ride.carries": []}, DOWN * 3 + ENTER, Wish.UNKNOWN),
        ({"ride.carries": []}, "gra" + ENTER, "gravel"),
        ({"ride.carries": [], "ride.ground": "road"}, ENTER + "50 km" + ENTER, "50 km"),
        ({"ride.carries": [], "ride.ground": "road"}, DOWN + ENTER, {"below": 1}),
    ],
)
def test_keys_choose_an_answer(known: dict[str, object], keys: str, answer: object) -> None:
    """Arrow keys, typing to find, ticks and a typed number all come to what a case would say."""
    interview = Advisor(bicycles()).interview(["bicycle"])
    for fact, value in known.items():
        interview.answer(fact, value)
    question = interview.next_question()
    assert question is not None
    with typing(keys) as menus:
        assert answer == menus.ask(question, 1)


def test_several_need_one() -> None:
    """Enter without a tick asks on; an interrupt is passed on."""
    with typing(ENTER + DOWN + SPACE + ENTER) as menus:
        assert ["b"] == menus.several("Which?", [("a", "One"), ("b", "x" * 500)])
    with typing(STOP) as menus, pytest.raises(KeyboardInterrupt):
        menus.several("Which?", [("a", "One")])


def test_yes_no_and_a_line() -> None:
    """A confirmation and a line of text are what was typed."""
    with typing("y") as menus:
        assert menus.confirm("Sure?")
    with typing(" tour.yaml " + ENTER) as menus:
        assert "tour.yaml" == menus.line("Name?")
