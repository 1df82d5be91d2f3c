"""`replay`: whether a saved answer still is the answer."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, Literal

import typer

from advisor.cli.guard import FINE, WRONG, command, tell
from advisor.cli.options import Rules, TextOrJson, console, load_advisor

if TYPE_CHECKING:
    from advisor.batch.replaying import Replay
    from advisor.library import Advisor


@command
def replay(
    result: Annotated[
        str, typer.Argument(metavar="RESULT", help="A file that recommend or batch wrote as JSON, or - for input.")
    ],
    format: TextOrJson = "text",
    rules: Rules = None,
    edition: Annotated[
        Literal["notes", "today"] | None,
        typer.Option("--edition", help="Another edition than the result was made with."),
    ] = None,
) -> int:
    """Compute a saved result again, and say whether it is the same.

    Where it is not, the exit code is 1 and every difference is told, with what may have caused it.

    \b
    Example:
      advisor recommend case.yaml --format json > result.json
      advisor replay result.json
    """
    from advisor.batch.replaying import replay_all
    from advisor.lines import Lines

    advisors: dict[str, Advisor] = {}

    def advisor_of(made_with: Literal["notes", "today"]) -> "Advisor":
        wanted = edition or made_with
        if wanted not in advisors:
            advisors[wanted] = load_advisor(rules, wanted)
        return advisors[wanted]

    if result == "-":
        return _tell_replays(replay_all(Lines(sys.stdin.buffer), "stdin", advisor_of), format)
    with _opened(result) as stream:
        return _tell_replays(replay_all(Lines(stream), result, advisor_of), format)


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    """The bytes of a file. Raises InputError if there is none."""
    from advisor.errors import InputError, Place, Problem
    from advisor.printable import printable

    try:
        stream = Path(name).open("rb")  # noqa: SIM115 - closed below
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "this is not a file name"
        said = f"cannot be read: {reason[:1].lower()}{reason[1:]}."
        raise InputError([Problem(Place(printable(name)), said)]) from None
    with stream:
        yield stream


def _tell_replays(replays: "Iterable[Replay]", format: str) -> int:
    from advisor.cli.streams import json_text
    from advisor.render.replays import replay_json, replay_text, replays_said

    code, same, differing, skipped = FINE, 0, 0, 0
    for each in replays:
        if each.problems:
            tell(each.problems)
            code = WRONG
        elif each.replayed is None:
            skipped += 1
        else:
            same, differing = same + each.replayed.same, differing + (not each.replayed.same)
            if format == "json":
                print(json_text(json.dumps(replay_json(each.replayed), ensure_ascii=False)))
            elif not each.replayed.same:
                console().print(replay_text(each.replayed))
    if format == "text" and same + differing + skipped:
        print(replays_said(same, differing, skipped))
    return code if not differing else WRONG
