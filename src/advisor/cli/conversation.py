"""One interview held with somebody: questions put, answers kept, the case offered at the end."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from advisor.cli.prompts import Prompter, Wish
from advisor.cli.streams import output_to
from advisor.errors import InputError
from advisor.interview import Interview, resume
from advisor.printable import printable_json
from advisor.render.asking import why_text
from advisor.render.paper import Paper
from advisor.yamlio import read_text

if TYPE_CHECKING:
    from advisor.advise import Advisor


class Conversation:
    """Holds an interview; after each answer it is kept in a file, if there is to be one."""

    def __init__(self, advisor: "Advisor", interview: Interview, prompter: Prompter, kept_in: Path | None) -> None:
        self.interview = interview
        self.is_over = False
        self._rulebook = advisor.rulebook
        self._prompter = prompter
        self._kept_in = kept_in
        self._keep()

    @classmethod
    def begun(cls, advisor: "Advisor", areas: list[str], prompter: Prompter, kept_in: Path | None) -> "Conversation":
        """A new interview about some areas; somebody chooses them if none are named."""
        choices = [(area.id, area.question) for area in advisor.rulebook.areas.values()]
        chosen = areas or prompter.several("What do you want to decide?", choices)
        return cls(advisor, Interview(advisor, chosen), prompter, kept_in)

    @classmethod
    def resumed(cls, advisor: "Advisor", path: Path, prompter: Prompter, kept_in: Path | None) -> "Conversation | None":
        """An interview taken up again; None if somebody does not want it after all.

        Raises InputError if the file is damaged.
        """
        found = resume(advisor, read_text(path), str(path))
        if found.changed or found.lost:
            paper = Paper()
            paper.add(f"{path}: {found.changed or 'some of it does not fit any more'}.")
            for problem in found.lost:
                paper.bullet(f"Left out: {problem}")
            prompter.show(paper)
            if not prompter.confirm(f"Go on with the {len(found.interview.asked)} answers that still fit?"):
                return None
        return cls(advisor, found.interview, prompter, kept_in)

    def hold(self) -> None:
        """Ask until nothing that is left could change the recommendation."""
        while (question := self.interview.next_question()) is not None:
            reply = self._prompter.ask(question, len(self.interview.asked) + 1)
            if reply is Wish.WHY:
                self._prompter.show(why_text(question, self._rulebook))
            elif reply is Wish.BACK:
                if self.interview.undo() is None:
                    self._say("This is the first question.")
                self._keep()
            else:
                try:
                    self.interview.answer(question.label, None if reply is Wish.UNKNOWN else reply)
                except InputError as error:
                    for problem in error.problems:
                        self._say(f"That does not fit: {problem.message} {problem.hint}".rstrip())
                else:
                    self._keep()
        self.is_over = True

    def offer_case(self) -> None:
        """Offer to write the answers down as a case."""
        name = self._prompter.line("Save this as a case? File name, such as case.yaml (empty: no):")
        while name:
            path = Path(name)
            try:
                if not path.exists() or self._prompter.confirm(f"{path} is there already. Replace it?"):
                    self._write_case(path)
                    return
            except InputError as error:
                for problem in error.problems:
                    self._say(str(problem))
            name = self._prompter.line("Another file name (empty: do not save):")

    def _write_case(self, path: Path) -> None:
        data = {"name": path.stem or "interview", **self.interview.case()}
        if self.interview.among:
            data["among"] = self.interview.among
        with output_to(path) as file:
            if path.suffix == ".json":
                file.write(_written(data))
            else:
                yaml.safe_dump(data, file, sort_keys=False, allow_unicode=True)
        self._say(f"Saved. The same again: advisor recommend {path}")

    def _keep(self) -> None:
        if self._kept_in:
            with output_to(self._kept_in) as file:
                file.write(_written(self.interview.save()))

    def _say(self, text: str) -> None:
        paper = Paper()
        paper.add(text)
        self._prompter.show(paper)


def _written(data: dict[str, Any]) -> str:
    return printable_json(json.dumps(data, indent=2, ensure_ascii=False)) + "\n"
