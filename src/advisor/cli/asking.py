"""`ask`: a questionnaire that ends with a recommendation."""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advisor.cli import STOPPED
from advisor.cli.guard import FINE, WRONG, command, tell
from advisor.cli.options import Edition, Rules, TextOrJson, console, known, load_advisor
from advisor.cli.prompts import Ended, LinePrompter, Prompter

if TYPE_CHECKING:
    from advisor.advise import Advisor
    from advisor.cli.conversation import Conversation
    from advisor.interview import Interview


@command
def ask(
    areas: Annotated[
        list[str] | None,
        typer.Argument(metavar="AREA", help="The decisions to ask about.", show_default=False),
    ] = None,
    answers: Annotated[
        Path | None, typer.Option("--answers", metavar="CASE", help="Take the answers from a case, and ask nobody.")
    ] = None,
    save: Annotated[
        Path | None, typer.Option("--save", metavar="FILE", help="Keep the answers in a file, after each of them.")
    ] = None,
    resume: Annotated[
        Path | None, typer.Option("--resume", metavar="FILE", help="Go on with an interview that --save kept.")
    ] = None,
    format: TextOrJson = "text",
    rules: Rules = None,
    edition: Edition = "notes",
) -> int:
    """Ask only what still matters, and recommend.

    Every question takes "I don't know", says why it is asked, and lets you go back. It ends as soon as no question
    that is left could change the recommendation.

    \b
    Example:
      advisor ask ebs-volume --save volume.json
      advisor ask --resume volume.json
      advisor ask ebs-volume --answers case.yaml --format json
    """
    named = list(areas or ())
    if answers and (save or resume):
        raise typer.BadParameter("--answers asks nobody, so there is nothing to --save or to --resume.")
    if resume and named:
        raise typer.BadParameter(f"'{resume}' says what is asked about; leave the areas out.")
    advisor = load_advisor(rules, edition)
    known("area", named, advisor.rulebook.areas)
    if answers:
        return _print(advisor, _from_case(advisor, named, answers), format)
    return _converse(advisor, named, save, resume, format)


def _converse(advisor: "Advisor", named: list[str], save: Path | None, resume: Path | None, format: str) -> int:
    from advisor.cli.conversation import Conversation

    if save and save.exists() and not (resume and save.samefile(resume)):
        tell_there(save)
        return WRONG
    prompter = _prompter(advisor, format)
    kept_in = save or resume
    talk: Conversation | None = None
    try:
        if resume:
            talk = Conversation.resumed(advisor, resume, prompter, kept_in)
            if talk is None:
                return WRONG
        else:
            talk = Conversation.begun(advisor, named, prompter, kept_in)
        talk.hold()
        code = _print(advisor, talk.interview, format)
        if format == "text":
            talk.offer_case()
    except (KeyboardInterrupt, Ended) as stop:
        return _stopped(stop, talk, kept_in, resume)
    return code


def _stopped(stop: BaseException, talk: "Conversation | None", kept_in: Path | None, resume: Path | None) -> int:
    """Say what has become of the answers."""
    if talk is not None and talk.is_over:
        return FINE
    ended = isinstance(stop, Ended)
    print("The answers ended before the questions did." if ended else "\nStopped.", file=sys.stderr)
    if kept_in and talk is not None:
        print(f"Your answers are kept. Go on with: advisor ask --resume {kept_in}", file=sys.stderr)
    elif resume is None:
        print("With --save FILE the answers are kept, to go on later.", file=sys.stderr)
    return WRONG if ended else STOPPED


def tell_there(path: Path) -> None:
    """Say that a file is there already, and what to do."""
    from advisor.errors import Place, Problem

    hint = f"Go on with it by --resume {path}, or choose another name."
    tell([Problem(Place(str(path)), "this file is there already.", hint)])


def _prompter(advisor: "Advisor", format: str) -> Prompter:
    """Menus on a terminal, lines elsewhere; beside JSON, on standard error."""
    paper = console()
    if format == "json":
        from rich.console import Console

        paper = Console(stderr=True, highlight=False, markup=False, emoji=False)
    elif sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        from advisor.cli.menus import MenuPrompter

        return MenuPrompter(paper, advisor.rulebook)
    return LinePrompter(paper, advisor.rulebook)


def _from_case(advisor: "Advisor", named: list[str], path: Path) -> "Interview":
    from advisor.batch import read_cases
    from advisor.errors import InputError, Problem
    from advisor.interview import answered

    entries = list(read_cases([path], advisor))
    for entry in entries:
        if entry.case is None:
            raise InputError(entry.problems)
    case = entries[0].case
    assert case is not None
    if len(entries) > 1:
        message = f"there are {len(entries)} cases here, and one interview takes one."
        raise InputError([Problem(case.place, message, "Put the case into a file of its own.")])
    subjects = {item.subject for item in case.items}
    here = [area.id for area in advisor.rulebook.areas.values() if area.subject in subjects]
    return answered(advisor, named or here, case)


def _print(advisor: "Advisor", interview: "Interview", format: str) -> int:
    from advisor.cli.streams import json_text
    from advisor.render.asking import ending_text
    from advisor.render.result import result_text

    result = interview.result()
    if format == "json":
        data = {**result.model_dump(mode="json"), "asked": interview.asked, "not_needed": interview.not_needed}
        print(json_text(json.dumps(data, indent=2, ensure_ascii=False)))
        return FINE
    paper = console()
    paper.print()
    paper.print(result_text(result, advisor.rulebook, full=True))
    paper.print(ending_text(interview, result))
    return FINE
