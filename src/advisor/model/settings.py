"""Settings: what sets an option at AWS, as trees of data with places for what the case or only the user knows."""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from pydantic import Field

from advisor.model.conditions import Condition
from advisor.model.rulebook import ConditionField, Frozen, Subject, Transition, Where

Kind: TypeAlias = Literal["text", "number", "file"]


@dataclass(frozen=True)
class Asked:
    """A parameter: what only the user knows. One that is `for_each` has the number of its turn within an `Each`."""

    parameter: str


@dataclass(frozen=True)
class FactValue:
    """The exact value of a fact, raised to `at_least` and refused above `at_most`; else what `otherwise` says."""

    fact: str
    at_least: float | int | None
    at_most: float | int | None
    otherwise: Any


@dataclass(frozen=True)
class Choice:
    """`then` while the condition is true, else `otherwise`, which may leave the place empty (None)."""

    when: Condition
    then: Any
    otherwise: Any


@dataclass(frozen=True)
class ByOption:
    """What belongs to the option recommended here, or by another area (`of`)."""

    options: dict[str, Any]
    of: str | None
    otherwise: Any


@dataclass(frozen=True)
class Each:
    """`give` repeated: for each step of a plan, or as often as the first exact one of these facts says."""

    facts: tuple[str, ...]  # none: the steps of a plan
    least: int
    give: Any


@dataclass(frozen=True)
class Numbered:
    """The text with the number of the turn: `endpoint-1`."""

    text: str


@dataclass(frozen=True)
class StepDay:
    """The day on which the step of the turn begins."""


@dataclass(frozen=True)
class CaseName:
    """The name of the item, or of the case."""


@dataclass(frozen=True)
class OnlyWith:
    """A mapping that is there only if one of these keys is."""

    keys: tuple[str, ...]
    give: Any


@dataclass(frozen=True)
class Resource:
    """Another resource of the same template, or an attribute of it."""

    name: str
    attribute: str | None = None


@dataclass(frozen=True)
class Kept:
    """What an earlier call gave, under the name by which it was kept."""

    name: str


@dataclass(frozen=True)
class Attributes:
    """A mapping that Terraform writes as the value of an attribute, not as a block."""

    entries: Any


class Parameter(Frozen):
    """What only the user knows. `type` is CloudFormation's; `example` is a value that could stand there."""

    name: str
    description: str
    kind: Kind = "text"
    type: str = "String"
    example: str | int
    for_each: bool = False


class Remark(Frozen):
    """A sentence beside the setting: always, or while `when` is true; `over_time`: only beside transitions."""

    text: str
    when: ConditionField | None = None
    over_time: bool = False


class Call(Frozen):
    """One call of AWS's interface. `keep` names a value of its answer, by the path to it.

    A call `beside` a template is made whatever the template is, since no resource can say it.
    """

    service: str
    operation: str
    parameters: Any
    keep: dict[str, tuple[str | int, ...]] = Field(default_factory=dict)
    each: Each | None = None
    beside: bool = False


class Refusal(Frozen):
    """Why AWS does not take an option (while `when` is true, if given), with the notes that say so."""

    because: str
    when: ConditionField | None = None
    cite: tuple[str, ...]


class Setting(Frozen):
    """How some options of an area are set. Where there is no tree for a format, `nothing` says why."""

    options: tuple[str, ...]
    nothing: str = ""
    refused: tuple[Refusal, ...] = ()
    remarks: tuple[Remark, ...] = ()
    cloudformation: dict[str, Any]
    calls: tuple[Call, ...]
    terraform: dict[str, Any]
    place: Where


class Stay(Frozen):
    """How many days objects stay in an option before the next, at least."""

    days: int
    because: str


class Settings(Frozen):
    """The settings of one area, of both editions. `part_of`: another area whose setting holds this one's too.

    `ends` is the fact that says on which day what is planned for is deleted.
    `transitions` are the changes of option that AWS refuses, whatever the edition; `subject` has the facts of both
    editions, and `conditions` is every condition of the page.
    """

    area: str
    part_of: str | None = None
    parameters: dict[str, Parameter]
    settings: tuple[Setting, ...]
    ends: str | None = None
    stays: dict[str, Stay] = Field(default_factory=dict)
    transitions: tuple[Transition, ...] = ()
    subject: Subject | None = None
    conditions: tuple[ConditionField, ...] = ()

    def of(self, option: str) -> Setting:
        """The setting of an option; the loader has seen to it that each has one."""
        return next(setting for setting in self.settings if option in setting.options)
