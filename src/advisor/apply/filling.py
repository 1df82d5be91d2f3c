"""A setting's trees filled with what one case says."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from advisor.apply.applied import Wanted
from advisor.apply.names import snake
from advisor.conditions import Masks, Space
from advisor.errors import InputError, Place, Problem
from advisor.model.result import PlanStep
from advisor.model.settings import (
    Asked,
    Attributes,
    ByOption,
    CaseName,
    Choice,
    Each,
    FactValue,
    Kept,
    Numbered,
    OnlyWith,
    Parameter,
    Resource,
    StepDay,
)
from advisor.model.values import Value
from advisor.quantities import Range

MOST_TURNS = 100
LONGEST_NAME = 256  # of a tag's value


@dataclass(frozen=True)
class Turn:
    """Where within the trees we are: the option meant, its day, and the number of the turn within an `Each`."""

    option: str
    day: int | None = None
    number: int | None = None


@dataclass(frozen=True)
class Filler:
    """Fills trees for one decision. What is not there comes out as None, and leaves the mapping or list it stood in."""

    label: str
    name: str
    prefix: str
    place: Place
    steps: Sequence[PlanStep]
    known: Mapping[str, Value]
    chosen: Mapping[str, str]  # what other areas recommend
    space: Space
    masks: Masks
    parameters: Mapping[str, Parameter]
    repeated: Collection[str]  # resources, and what calls keep, of which each turn has its own

    def holds(self, condition: Any) -> bool:
        """Whether a condition is shown to be true."""
        return condition is None or self.space.truth(condition, self.masks) is True

    def fill(self, tree: Any, turn: Turn) -> Any:
        """The tree with each place filled. Raises InputError for a value that AWS does not take."""
        match tree:
            case Mapping():
                return {key: part for key, each in tree.items() if (part := self.fill(each, turn)) is not None} or None
            case list():
                return [part for each in tree for part in self._parts(each, turn) if part is not None] or None
            case Asked(name):
                parameter = self.parameters[name]
                return Wanted(self.named(name, turn if parameter.for_each else None), parameter)
            case FactValue():
                return self._value(tree, turn)
            case Choice(when, then, otherwise):
                return self.fill(then if self.holds(when) else otherwise, turn)
            case ByOption(options, of, otherwise):
                option = turn.option if of is None else self.chosen.get(of, "")
                return self.fill(options.get(option, otherwise), turn)
            case Each():
                return self._parts(tree, turn)
            case Numbered(text):
                return f"{text}-{turn.number or 1}"
            case StepDay():
                return turn.day
            case CaseName():
                return self.name[:LONGEST_NAME]
            case OnlyWith(keys, give):
                filled = self.fill(give, turn)
                return filled if filled and any(key in filled for key in keys) else None
            case Resource(name, attribute):
                return Resource(self.named(name, turn if name in self.repeated else None), attribute)
            case Kept(name):
                return Kept(self.named(name, turn if name in self.repeated else None))
            case Attributes(entries):
                return Attributes(self.fill(entries, turn))
        return tree

    def named(self, name: str, turn: Turn | None = None) -> str:
        """A name of this item's own, with the number of the turn where there are several.

        Terraform's are written `type.name`.
        """
        kind, dot, own = name.rpartition(".")
        number = (turn.number if turn else None) or ""
        if dot:
            return f"{kind}.{'_'.join(str(part) for part in (snake(self.prefix), own, number) if part)}"
        return f"{self.prefix}{own}{number}"

    def turns(self, each: Each, turn: Turn) -> list[Turn]:
        """The turns of a repetition. Raises InputError if there are more than anybody would read."""
        if not each.facts:
            return [
                Turn(step.option, ceil(step.from_days), number) for number, step in enumerate(self.steps[1:], start=1)
            ]
        counts = (self._exact(fact) for fact in each.facts)
        count = max(int(next((count for count in counts if count is not None), 0)), each.least)
        if count > MOST_TURNS:
            raise self._problem(f"{count:,} are more than can be written out; expected at most {MOST_TURNS}.")
        return [Turn(turn.option, turn.day, number) for number in range(1, count + 1)]

    def _parts(self, tree: Any, turn: Turn) -> list[Any]:
        """What a member of a list becomes: one thing, or one for each turn."""
        if not isinstance(tree, Each):
            return [self.fill(tree, turn)]
        return [self.fill(tree.give, each) for each in self.turns(tree, turn)]

    def _value(self, tree: FactValue, turn: Turn) -> Any:
        exact = self._exact(tree.fact)
        if exact is None:
            return self.fill(tree.otherwise, turn)
        value = max(ceil(exact), tree.at_least) if tree.at_least is not None else ceil(exact)
        if tree.at_most is not None and value > tree.at_most:
            raise self._problem(
                f"{tree.fact} is {value:,}, and {turn.option} takes {tree.at_most:,} at most.",
                "Spread the work over several, or choose another option with --among.",
            )
        return value

    def _exact(self, fact: str) -> float | int | None:
        value = self.known.get(fact)
        return value.low if isinstance(value, Range) and value.exact else None

    def _problem(self, message: str, hint: str = "") -> InputError:
        return InputError([Problem(self.place, f"{self.label} cannot be applied: {message}", hint)])
