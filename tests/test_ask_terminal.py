"""`advisor ask` on a real terminal, driven through tmux: arrow keys, type-ahead, why, back, Ctrl-C, and going on."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RULES = Path(__file__).parent / "rules"
MENU = "(arrow keys, or type to find)"  # shown while a menu waits
PATIENCE = 60  # seconds until a screen must show what is expected

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")


class Terminal:
    """One terminal of 100 columns, with a shell in it."""

    def __init__(self, folder: Path) -> None:
        self._socket = str(folder / "tmux")
        self._tmux("-f", os.devnull, "new-session", "-d", "-x", "100", "-y", "50", "-c", str(folder), "env PS1='$ ' sh")
        self.shows("$")

    def _tmux(self, *arguments: str, check: bool = True) -> str:
        command = ["tmux", "-S", self._socket, *arguments]
        # Ctrl-C while coverage holds its lock would block the program for ever.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
        return subprocess.run(command, capture_output=True, text=True, check=check, env=environment).stdout

    def keys(self, *keys: str) -> None:
        """Press keys: names such as Down, or text."""
        self._tmux("send-keys", *keys)

    def run(self, arguments: str) -> None:
        """Begin a command, on a clean screen."""
        program = f"PYTHONPATH={ROOT / 'src'} {sys.executable} -c 'from advisor.cli import main; main()'"
        self.keys(f"clear; {program} {arguments} --rules {RULES}; echo left with $?", "Enter")

    def shows(self, *words: str) -> str:
        """The screen, once it shows all these words."""
        end = time.monotonic() + PATIENCE
        while True:
            screen = self._tmux("capture-pane", "-p", "-J", check=False)  # it may not be there yet
            if all(word in screen for word in words):
                return screen
            assert time.monotonic() < end, f"never shown: {words}\n{screen}"
            time.sleep(0.05)

    def close(self) -> None:
        """End the terminal and all that runs in it."""
        subprocess.run(["tmux", "-S", self._socket, "kill-server"], capture_output=True, check=False)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """A terminal in an empty folder."""
    opened = Terminal(tmp_path)
    yield opened
    opened.close()


def test_an_interview_on_a_terminal(terminal: Terminal, tmp_path: Path) -> None:
    """Arrow keys and typing choose; why, back and an interrupt do what they say; a resumed interview ends."""
    kept = tmp_path / "kept.json"
    terminal.run("ask --save kept.json")
    terminal.shows("What do you want to decide?", "bicycle: Which bicycle")
    terminal.keys("Space", "Enter")

    terminal.shows("1. What does the bicycle carry?", MENU, "Why do you ask?")
    terminal.keys("w", "h", "y", "Enter")
    terminal.shows("If the answer is: child", "carry a child or groceries", MENU)
    terminal.keys("Down", "Enter")

    terminal.shows("2. What is the ground like?", MENU)
    terminal.keys("Down", "Enter")
    terminal.shows("3. How long is a ride?", MENU)
    terminal.keys("B", "a", "c", "k", "Enter")
    terminal.shows("Your answer Back to the question before", "Asphalt", MENU)
    terminal.keys("A", "s", "p", "h", "Enter")

    terminal.shows("Your answer road: Asphalt", "3. How long is a ride?", MENU)
    terminal.keys("Enter")
    terminal.shows("Number:")
    terminal.keys("50 apples", "Enter")
    terminal.shows("That does not fit", MENU)
    terminal.keys("C-c")
    terminal.shows("Stopped.", "advisor ask --resume kept.json", "left with 130")
    assert ["ride.carries", "ride.ground"] == [each["fact"] for each in json.loads(kept.read_text())["answers"]]
    terminal.keys("clear; stty -a | grep -c ' echo '; echo sane", "Enter")
    terminal.shows("1\nsane")

    terminal.run("ask --resume kept.json")
    terminal.shows("3. How long is a ride?", MENU)
    terminal.keys("Enter")
    terminal.shows("Number:")
    terminal.keys("50 km", "Enter")
    terminal.shows("4. Is there a locked room", MENU)
    terminal.keys("Enter")
    terminal.shows("4 questions asked. No other answer could change this.", "Save this as a case?")
    terminal.keys("tour.yaml", "Enter")
    terminal.shows("Saved.", "left with 0")
    assert "ground: road" in (tmp_path / "tour.yaml").read_text()
