"""A question as somebody is asked it: the fact, the answers that matter, and what each of them would do."""

from collections.abc import Callable
from typing import Any, Literal, TypeAlias

from pydantic import Field, PrivateAttr

from advisor.model.result import Answer, Citation
from advisor.model.rulebook import Kind, Strength

Force: TypeAlias = Literal["applies", "may-apply", "no-longer-applies"]


class Choice(Answer):
    """One answer: its value as a case writes it, and what it means."""

    value: Any
    meaning: str


class Consequence(Answer):
    """What a rule does once a question is answered so.

    It `applies`; or it `may-apply`, if further answers agree; or it is one that held until something was shown, and
    `no-longer-applies`.
    """

    rule: str
    title: str
    force: Force
    rules_out: list[str] = Field(default_factory=list)
    helps: dict[str, Strength] = Field(default_factory=dict)
    hinders: dict[str, Strength] = Field(default_factory=dict)
    because: str
    citations: list[Citation]


class Prospect(Answer):
    """One answer to a question, and what would follow."""

    answer: Choice
    consequences: list[Consequence]


class Question(Answer):
    """What to ask next.

    It is answered by its `label`: the id of the fact, with the item's name and the stage's day where there are several
    (`volume/root.boot`, `objects@30 days.reads`). An answer without `from_days` holds at every age that has none of its
    own.
    `choices` are the answers worth offering: yes and no, the names to choose from (all that apply, if `kind` is
    "choices"), or the ranges of a number that the rules tell apart; a number may as well be given exactly, with a
    unit, or as one of `words`. `assumed` is what is taken for granted where nobody knows.
    """

    label: str
    fact: str
    name: str | None = None
    from_days: float | int | None = None
    question: str
    help: str
    kind: Kind
    choices: list[Choice]
    unit: str | None = None
    minimum: float | int | None = None
    maximum: float | int | None = None
    words: list[str] = Field(default_factory=list)
    assumed: Any = None
    areas: list[str]
    _explain: Callable[[], list[Prospect]] = PrivateAttr(default=list)

    def why(self) -> list[Prospect]:
        """Why it is asked: which options each answer would help or rule out, by which rule, with its quotes."""
        return self._explain()

    def explained_by(self, explain: Callable[[], list[Prospect]]) -> "Question":
        """The question, with the function that says why it is asked."""
        self._explain = explain
        return self
