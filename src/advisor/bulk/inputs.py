"""The columns of a fleet as its rows give them: flat, and each fact with its mask."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import ibis

from advisor.bulk import readings
from advisor.bulk.columns import Columns
from advisor.bulk.masks import Mask, Truth, any_of, literal, split
from advisor.bulk.steps import New, Ref, kept
from advisor.conditions import Space
from advisor.conditions.cells import Cells, ChoicesCells, NumberCells
from advisor.load.values import exact_number, not_given
from advisor.model.rulebook import Fact

MOST_TEXTS = 2000  # texts of one column that are read beforehand; rows with any further ones are answered one by one

Texts = Mapping[str, Mapping[str, Any]]  # by column: what each text that is not in the vocabulary says


def flat(table: Any, subjects: Collection[str]) -> dict[str, Any]:
    """The columns by name, those of records of a subject under names with dots; other records stay as they are."""
    found: dict[str, Any] = {}
    for name in table.columns:
        if table[name].type().is_struct() and name.strip() not in subjects:
            found[name] = table[name]
        else:
            _flatten(name, table[name], found)
    return found


def carried(column: Any) -> Any:
    """What is merely carried, as it came; a text among values of other kinds without its quotation marks."""
    if not column.type().is_json():
        return column
    return ibis.coalesce(column.unwrap_as("string"), column.cast("string"))


def _flatten(name: str, value: Any, found: dict[str, Any]) -> None:
    kind = value.type()
    if kind.is_struct():
        for inner in kind.names:
            _flatten(f"{name}.{inner}", value[inner], found)
    elif name in found:
        one, other = found[name].cast("string"), value.cast("string")
        both = one.notnull() & other.notnull()  # which no fact can be read as
        found[name] = ibis.cases((both, one + " and " + other), else_=ibis.coalesce(one, other))
    elif kind.is_boolean() or kind.is_numeric() or kind.is_json() or _is_list(kind):
        found[name] = value
    else:
        found[name] = value.cast("string")


def _is_list(kind: Any) -> bool:
    return bool(kind.is_array() and kind.value_type.is_string())


@dataclass
class Inputs:
    """Reads the facts of one subject from flat columns."""

    space: Space
    columns: Columns
    texts: Texts
    base: dict[int, Ref] = field(default_factory=dict)

    def masks(self, table: Any, new: New) -> None:
        """Put what each row gives of each fact among the new columns; facts without a column are not known."""
        for place, name in enumerate(self.space.facts):
            cells = self.space.cells[place]
            mask: Mask = split(cells.everything, cells.count)
            if name in self.columns.facts:
                mask = self._mask(table, self.space.declared[name], cells, self.columns.facts[name])
            elif name.startswith("stage."):
                mask = split(self.space.masks(self.timing)[place], cells.count)
            self.base[place] = kept(new, f"{name}:given", mask)

    @property
    def timing(self) -> dict[str, Any]:
        """What is known of the age of a thing that has no stages."""
        from advisor.advise.situation import ENDLESS
        from advisor.quantities import Range

        return {"stage.from": Range(0, 0, False, False), "stage.length": ENDLESS}

    def is_present(self, table: Any) -> Truth:
        """Whether a row says anything of the subject."""
        return any_of(given(table[name]) for name in self.columns.of(self.space.subject))

    def is_aged(self, table: Any) -> Truth:
        """Whether a row has stages, or several items."""
        name = self.columns.stages.get(self.space.subject)
        return False if name is None else given(table[name])

    def _mask(self, table: Any, fact: Fact, cells: Cells, parts: Mapping[str, str]) -> Mask:
        value = parts.get("value")
        mask = None if value is None else self._value(table[value], value, fact, cells)
        bounds = {name: self._number(table[part], part) for name, part in parts.items() if name != "value"}
        if not bounds:
            assert mask is not None
            return mask
        assert isinstance(cells, NumberCells)
        between = readings.range_mask(bounds, fact, cells)
        unread = [self._is_unread_number(table[part], part) for name, part in parts.items() if name != "value"]
        lost = any_of(unread)
        if lost is not False:
            between = tuple(ibis.ifelse(lost, literal(0), literal(word)) for word in between)
        if mask is None:
            return between
        has_bounds = any_of(given(table[part]) for name, part in parts.items() if name != "value")
        return readings.either(mask, between, given(table[value]), has_bounds)

    def _value(self, value: Any, name: str, fact: Fact, cells: Cells) -> Mask:
        kind = value.type()
        if kind.is_array() and isinstance(cells, ChoicesCells):
            return readings.list_mask(value, fact, cells)
        if kind.is_string() or kind.is_json():
            return readings.text_mask(value.cast("string"), fact, cells, self.texts.get(name, {}))
        return readings.typed_mask(value, fact, cells)

    def _number(self, value: Any, name: str) -> Any:
        """A bound as a number; null where none is given, or none can be read."""
        if value.type().is_numeric():
            return value.cast("float64")
        text = value.cast("string")
        others = [(text == said, ibis.literal(float(number))) for said, number in self.texts.get(name, {}).items()]
        plain = ibis.ifelse(text.re_search(readings.PLAIN), text.try_cast("float64"), ibis.null("float64"))
        return ibis.cases(*others, else_=plain) if others else plain

    def _is_unread_number(self, value: Any, name: str) -> Truth:
        if value.type().is_numeric():
            return False
        text = value.cast("string")
        return given(value) & (text != "unknown") & self._number(value, name).isnull()


def given(value: Any) -> Any:
    """Whether a cell holds anything but blanks."""
    return value.notnull() & (value.strip() != "") if value.type().is_string() else value.notnull()


def unread_texts(table: Any, columns: Columns, facts: Mapping[str, Fact]) -> dict[str, Any]:
    """For each column of text, a query for the texts in it that have to be read by themselves."""
    wanted = {}
    for name, parts in columns.facts.items():
        for part, column_name in parts.items():
            value = table[column_name]
            kind, fact = value.type(), facts[name]
            if not kind.is_string() and not kind.is_json():
                continue
            value = value.cast("string")
            if part == "value":
                unread = readings.unread(value, fact)
            else:
                unread = value.notnull() & (value != "") & ~value.re_search(readings.PLAIN)
            wanted[column_name] = (
                table.select(text=value, wanted=unread).filter("wanted").select("text").distinct().limit(MOST_TEXTS + 1)
            )
    return wanted


def meaning(
    texts: Mapping[str, list[str]], columns: Columns, spaces: Mapping[str, Space], json_columns: set[str]
) -> Texts:
    """What texts say: the cells they leave possible, or the number that is a bound."""
    found: dict[str, dict[str, Any]] = {}
    for name, parts in columns.facts.items():
        space = spaces[name.partition(".")[0]]
        fact, cells = space.declared[name], space.cells[space.index[name]]
        for part, column_name in parts.items():
            if 0 < len(texts.get(column_name, ())) <= MOST_TEXTS:
                found[column_name] = said = {}
                for text in texts[column_name]:
                    data = _json(text) if column_name in json_columns else readings.entries(text, fact)
                    says = readings.mask_of(data, fact, cells) if part == "value" else _bound(data, fact.unit)
                    if says is not None:
                        said[text] = says
    return found


def _bound(data: Any, unit: str | None) -> float | None:
    if not_given(data):
        return None
    try:
        return float(exact_number(data, unit))
    except ValueError:
        return None


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
