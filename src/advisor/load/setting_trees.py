"""The trees of a setting: AWS's own names and values, with places that are filled for each case."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from advisor.load.page import Fields, Part, listing, shown, unknown
from advisor.load.scope import Scope
from advisor.load.tree import TreeReader
from advisor.model.conditions import Condition
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
    Resource,
    StepDay,
)

STEP = "step"


@dataclass
class SettingTrees:
    """Reads the trees of one page; `used` are the parameters that they name."""

    scope: Scope
    parameters: Collection[str]
    options: Collection[str]
    areas: Collection[str]
    used: set[str] = field(default_factory=set)
    conditions: list[Condition] = field(default_factory=list)
    resources: Collection[str] = ()
    kept: set[str] = field(default_factory=set)

    def read(self, part: Part) -> Any:
        """The tree. A mapping with one of the words of this page is a place to be filled, any other is AWS's."""
        if isinstance(part.data, list):
            return [self.read(part.child(index)) for index in range(len(part.data))]
        if not isinstance(part.data, dict):
            if part.data is None:
                part.expected("a value")
            return part.data
        heads = [head for head in _PLACES if head in part.data]
        if not heads:
            return {key: self.read(part.child(key)) for key in part.data}
        head = heads[0]
        others, reader = _PLACES[head]
        return reader(self, part.fields(f"a place '{head}'", (head,), others))

    def condition(self, part: Part) -> Condition:
        """A condition over the facts of the area's subject, of whichever edition."""
        found = TreeReader(self.scope).read(part)
        self.conditions.append(found)
        return found

    def otherwise(self, fields: Fields, key: str = "otherwise") -> Any:
        """The tree under the key; None if there is none."""
        return self.read(fields[key]) if key in fields else None

    def fact(self, part: Part, kinds: Collection[str] = ()) -> str:
        """The name of a fact of the area's subject; "" with a problem noted."""
        own = [name for name, fact in self.scope.facts.items() if fact.subject == self.scope.subject]
        name = part.text()
        if not name or not self.scope.complete or name in self.scope.broken:
            return ""
        if name not in own:
            part.note(*unknown("fact", name, own))
        elif kinds and self.scope.facts[name].kind not in kinds:
            part.expected(f"a fact that is a {listing(kinds, ' or ')}")
        return name

    def named(self, part: Part, kind: str, known: Collection[str]) -> str:
        """The text, which must be one of the known names."""
        return part.one_of(kind, known) if known else part.text()


def _parameter(trees: SettingTrees, fields: Fields) -> Asked:
    name = fields["parameter"].one_of("parameter", trees.parameters)
    trees.used.add(name)
    return Asked(name)


def _fact(trees: SettingTrees, fields: Fields) -> FactValue:
    least, most = (number(fields[key]) if key in fields else None for key in ("at_least", "at_most"))
    return FactValue(trees.fact(fields["fact"], ("number",)), least, most, trees.otherwise(fields))


def number(part: Part) -> float | int:
    """A number, whatever its sign; 0 with a problem noted if it is none."""
    if isinstance(part.data, int | float) and not isinstance(part.data, bool):
        return part.data
    part.expected("a number")
    return 0


def _choice(trees: SettingTrees, fields: Fields) -> Choice:
    return Choice(trees.condition(fields["when"]), trees.otherwise(fields, "then"), trees.otherwise(fields))


def _option(trees: SettingTrees, fields: Fields) -> ByOption:
    of = fields["of"].one_of("area", trees.areas) if "of" in fields else None
    entries = fields["option"].entries()
    if of is None:
        for name, part in entries.items():
            if name not in trees.options:
                message, hint = unknown("option", name, trees.options)
                part.note(message, hint, key=True)
    options = {name: None if part.data is None else trees.read(part) for name, part in entries.items()}
    return ByOption(options, of, trees.otherwise(fields))


def _each(trees: SettingTrees, fields: Fields) -> Each:
    part = fields["each"]
    if "give" not in fields:
        part.note("a place 'each' needs the key 'give'", key=True)
    names = [part] if isinstance(part.data, str) else part.names()
    facts = () if part.data == STEP else tuple(trees.fact(name, ("number",)) for name in names)
    return Each(facts, fields["least"].count() if "least" in fields else 0, trees.otherwise(fields, "give"))


def _step_day(_: SettingTrees, fields: Fields) -> StepDay:
    fields["day_of"].one_of("turn", (STEP,))
    return StepDay()


def _case_name(_: SettingTrees, fields: Fields) -> CaseName:
    fields["case"].one_of("part of a case", ("name",))
    return CaseName()


def _only_with(trees: SettingTrees, fields: Fields) -> OnlyWith:
    return OnlyWith(tuple(each.data for each in fields["only_with"].names()), trees.otherwise(fields, "give") or {})


def _resource(trees: SettingTrees, fields: Fields) -> Resource:
    name = trees.named(fields["resource"], "resource", trees.resources)
    return Resource(name, fields.optional_text("attribute"))


def _kept(trees: SettingTrees, fields: Fields) -> Kept:
    name = fields["kept"].text()
    if name and name not in trees.kept:
        fields["kept"].note(f"no earlier call keeps {shown(name)}")
    return Kept(name)


_Reader = Callable[[SettingTrees, Fields], Any]

_PLACES: dict[str, tuple[tuple[str, ...], _Reader]] = {
    "parameter": ((), _parameter),
    "fact": (("at_least", "at_most", "otherwise"), _fact),
    "when": (("then", "otherwise"), _choice),
    "option": (("of", "otherwise"), _option),
    "each": (("least", "give"), _each),
    "numbered": ((), lambda _, fields: Numbered(fields["numbered"].text())),
    "day_of": ((), _step_day),
    "case": ((), _case_name),
    "only_with": (("give",), _only_with),
    "resource": (("attribute",), _resource),
    "kept": ((), _kept),
    "attributes": ((), lambda trees, fields: Attributes(trees.read(fields["attributes"]))),
}
