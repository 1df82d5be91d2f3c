"""What ends a command, turned into words and an exit code. No traceback reaches a user."""

import os
import sys
from collections.abc import Callable, Iterable
from functools import wraps
from typing import ParamSpec

import typer

from advisor.cli import STOPPED, unwritten
from advisor.cli.streams import TERMINATED, was_interrupted, was_told_to_end
from advisor.errors import InputError, Problem
from advisor.printable import printable

FINE, WRONG, USAGE, BUG = 0, 1, 2, 3

_ISSUES = "the command, the case and this text"

Parameters = ParamSpec("Parameters")


def command(function: Callable[Parameters, int]) -> Callable[Parameters, None]:
    """A command that leaves with the exit code that the function returns, or that what it raises stands for."""

    @wraps(function)
    def run(*arguments: Parameters.args, **options: Parameters.kwargs) -> None:
        sys.exit(_code(lambda: function(*arguments, **options)))

    return run


def _code(function: Callable[[], int]) -> int:
    try:
        code = function()
        sys.stdout.flush()
    except (typer.BadParameter, typer.Exit):
        raise
    except InputError as error:
        tell(error.problems)
        return WRONG
    except OSError as error:
        return unwritten(error)
    except KeyboardInterrupt:
        return _stopped()
    except Exception as error:  # pydantic makes an error of its own of an order to stop that comes while it writes JSON
        if was_interrupted():
            return _stopped()
        if was_told_to_end():
            return TERMINATED
        tell_bug(error)
        return BUG
    return code


def _stopped() -> int:
    print("stopped.", file=sys.stderr)
    return STOPPED


def tell(problems: Iterable[Problem]) -> None:
    """Print problems on standard error."""
    for problem in problems:
        print(printable(str(problem)), file=sys.stderr)


def tell_bug(error: Exception) -> None:
    """Say that this is our fault, and what to do."""
    if os.environ.get("ADVISOR_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    said = [f"{type(error).__name__}: {error}", *getattr(error, "__notes__", ())]
    print(f"This is a bug in Advisor: {printable(' '.join(said))}", file=sys.stderr)
    print(f"Please report it with {_ISSUES}. With ADVISOR_DEBUG=1 the program shows where.", file=sys.stderr)
