"""How the options of an area are set: `rules/settings/<area>.yaml`."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, get_args

from advisor.errors import Place
from advisor.load.page import Fields, Part, unknown
from advisor.load.scope import Scope
from advisor.load.setting_trees import SettingTrees, number
from advisor.model.rulebook import Area, Subject
from advisor.model.settings import Call, Each, Kind, Parameter, Refusal, Remark, Setting, Settings, Stay

_TREES = ("cloudformation", "calls", "terraform")


class SettingsReader:
    """Reads the pages of settings, once the areas are known; `known_notes` is None if not all could be read."""

    def __init__(
        self,
        areas: Mapping[str, Area],
        subjects: Mapping[str, Subject],
        scope: Scope,
        known_notes: Collection[str] | None,
        *,
        complete: bool,
    ) -> None:
        self.settings: dict[str, Settings] = {}
        self._places: dict[str, Place] = {}
        self._areas = areas
        self._subjects = subjects
        self._known_notes = known_notes
        self._complete = complete
        # A setting serves both editions: a fact of the other one is simply not known.
        facts = {name: fact.model_copy(update={"edition": None}) for name, fact in scope.facts.items()}
        self._scope = replace(scope, facts=facts)

    def read(self, part: Part) -> None:
        """Add the settings of a page."""
        fields = part.fields("a page of settings", ("area", "settings"), ("part_of", "parameters", "ends", "stays"))
        name = fields.text("area")
        if name not in self._areas:
            if name and self._complete:
                fields["area"].note(*unknown("area", name, self._areas))
            return
        if name in self._places:
            fields["area"].note(f"the area '{name}' has two pages of settings, the first at {self._places[name]}")
            return
        self._places[name] = part.place()
        area = self._areas[name]
        parameters = {key: _parameter(key, entry) for key, entry in fields.entries("parameters").items()}
        scope = replace(self._scope, subject=area.subject)
        trees = SettingTrees(scope, parameters, area.options, self._areas)
        settings = tuple(self._setting(entry, trees) for entry in fields.items_of("settings"))
        _check_options(area, fields, settings)
        for key, entry in fields.entries("parameters").items():
            if key not in trees.used:
                entry.note(f"the parameter '{key}' is not used", key=True)
        self.settings[name] = Settings(
            area=name,
            part_of=fields["part_of"].one_of("area", self._areas) if "part_of" in fields else None,
            parameters=parameters,
            settings=settings,
            ends=trees.fact(fields["ends"], ("number",)) if "ends" in fields else None,
            stays={key: _stay(key, entry, area) for key, entry in fields.entries("stays").items()},
            transitions=area.transitions,
            subject=self._subjects.get(area.subject),
            conditions=tuple(trees.conditions),
        )

    def _setting(self, part: Part, trees: SettingTrees) -> Setting:
        fields = part.fields("a setting", ("options",), ("nothing", "refused", "remarks", *_TREES))
        options = tuple(each.data for each in fields["options"].names()) if "options" in fields else ()
        trees.kept = set()
        if not {"nothing", "refused", *_TREES} & set(fields):
            part.note("a setting says what to set, or in 'nothing' why there is nothing to set")
        return Setting(
            options=options,
            nothing=fields.text("nothing"),
            refused=tuple(self._refusal(each, trees) for each in fields.items_of("refused")),
            remarks=tuple(_remark(each, trees) for each in fields.items_of("remarks")),
            cloudformation=_resources(fields, trees),
            calls=tuple(_call(each, trees) for each in fields.items_of("calls")),
            terraform=_blocks(fields, trees),
            place=part.place(),
        )

    def _refusal(self, part: Part, trees: SettingTrees) -> Refusal:
        fields = part.fields("a refusal", ("because", "cite"), ("when",))
        when = trees.condition(fields["when"]) if "when" in fields else None
        cite = fields["cite"].names() if "cite" in fields else []
        for each in cite:
            if self._known_notes is not None and each.data not in self._known_notes:
                each.note(*unknown("note", each.data, self._known_notes))
        return Refusal(because=fields.text("because"), when=when, cite=tuple(each.data for each in cite))


def _parameter(name: str, part: Part) -> Parameter:
    fields = part.fields("a parameter", ("description", "example"), ("kind", "type", "for_each"))
    if not (name.isascii() and name.isalnum() and name[0].isupper()):
        part.note(f"'{name}' is no name for a parameter; expected one such as 'VolumeSize'", key=True)
    kind: Any = fields["kind"].one_of("kind", get_args(Kind)) if "kind" in fields else "text"
    example: Any = fields["example"].data if "example" in fields else ""
    if "example" in fields and (kind == "number") != isinstance(example, int):
        fields["example"].expected("a whole number" if kind == "number" else "a text")
    return Parameter.model_construct(
        name=name,
        description=fields.text("description"),
        kind=kind,
        type=fields.optional_text("type") or ("Number" if kind == "number" else "String"),
        example=example,
        for_each=fields.flag("for_each"),
    )


def _remark(part: Part, trees: SettingTrees) -> Remark:
    if isinstance(part.data, str):
        return Remark(text=part.text())
    fields = part.fields("a remark", ("text",), ("when", "over_time"))
    when = trees.condition(fields["when"]) if "when" in fields else None
    return Remark(text=fields.text("text"), when=when, over_time=fields.flag("over_time"))


def _resources(fields: Fields, trees: SettingTrees) -> dict[str, Any]:
    entries = fields.entries("cloudformation")
    trees.resources = entries
    return {name: _mapping(part, trees) for name, part in entries.items()}


def _mapping(part: Part, trees: SettingTrees) -> Any:
    """The tree of a resource or of a call's parameters."""
    if not isinstance(part.data, dict):
        part.expected("a mapping")
    return trees.read(part)


def _blocks(fields: Fields, trees: SettingTrees) -> dict[str, Any]:
    types = fields.entries("terraform")
    blocks = {f"{kind}.{name}": block for kind, part in types.items() for name, block in part.entries().items()}
    trees.resources = blocks
    return {name: _mapping(block, trees) for name, block in blocks.items()}


def _call(part: Part, trees: SettingTrees) -> Call:
    wanted = ("service", "operation", "parameters")
    fields = part.fields("a call", wanted, ("keep", "each", "least", "beside"))
    parameters = _mapping(fields["parameters"], trees) if "parameters" in fields else {}
    keep = {name: _path(path) for name, path in fields.entries("keep").items()}
    if len(keep) > 1:
        fields["keep"].note("a call keeps one value")
    trees.kept |= set(keep)
    facts = [fields["each"]] if "each" in fields and isinstance(fields["each"].data, str) else fields.items_of("each")
    each = Each(tuple(trees.fact(name, ("number",)) for name in facts), _least(fields), None) if facts else None
    return Call(
        service=fields.text("service"),
        operation=fields.text("operation"),
        parameters=parameters,
        keep=keep,
        each=each,
        beside=fields.flag("beside"),
    )


def _path(part: Part) -> tuple[str | int, ...]:
    """The way to a value of an answer: names, and places in lists counted from 0."""
    steps: list[str | int] = []
    for step in part.items("a path"):
        if isinstance(step.data, bool) or not isinstance(step.data, str | int):
            step.expected("a name, or a place in a list")
        else:
            steps.append(step.data)
    return tuple(steps)


def _least(fields: Fields) -> int:
    return fields["least"].count() if "least" in fields else 0


def _stay(name: str, part: Part, area: Area) -> Stay:
    if name not in area.options:
        message, hint = unknown("option", name, area.options)
        part.note(message, hint, key=True)
    fields = part.fields("a stay", ("days", "because"))
    days = number(fields["days"]) if "days" in fields else 0
    return Stay(days=int(days), because=fields.text("because"))


def _check_options(area: Area, fields: Fields, settings: Collection[Setting]) -> None:
    """Note options that are none, and those without a setting or with two."""
    seen: set[str] = set()
    for setting, part in zip(settings, fields.items_of("settings"), strict=True):
        for index, name in enumerate(setting.options):
            if name not in area.options:
                part.child("options").child(index).note(*unknown("option", name, area.options))
            elif name in seen:
                part.child("options").child(index).note(f"the option '{name}' has two settings")
            seen.add(name)
    for name in area.options:
        if settings and name not in seen:
            fields["settings"].note(f"the option '{name}' has no setting", key=True)
