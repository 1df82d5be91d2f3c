"""The columns of one fact to what is known of it: a mask of cells in every row, none where nobody can read it."""

from collections.abc import Mapping
from typing import Any

import ibis

from advisor.bulk import numbers
from advisor.bulk.masks import Mask, Truth, all_of, common, literal, split
from advisor.conditions.cells import Cells, ChoicesCells, NumberCells
from advisor.load.values import UNKNOWN, not_given, read_value, says_nothing
from advisor.model.rulebook import Fact
from advisor.model.values import SomeOf

PLAIN = r"^-?[0-9]{1,12}(\.[0-9]{1,9})?$"
_BETWEEN = ";"


def entries(text: str, fact: Fact) -> Any:
    """A cell of text as a case file would hold it; None if it says nothing."""
    text = text.strip()
    if not text:
        return None
    if fact.kind == "choices":
        return [] if text == "[]" else _parts(text)
    return {"in": _parts(text)} if fact.kind == "choice" and _BETWEEN in text else text


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(_BETWEEN) if part.strip()]


def mask_of(data: Any, fact: Fact, cells: Cells) -> int:
    """The cells that data leaves possible; none if it cannot be read."""
    if not_given(data):
        return cells.everything
    try:
        value = read_value(fact, data)
    except ValueError:
        return 0
    return cells.everything if says_nothing(fact, value) else cells.mask(value)


def vocabulary(fact: Fact) -> list[str]:
    """The texts that a column of the fact most often holds (of a flag in lower case)."""
    if fact.kind == "flag":
        return ["true", "false", "yes", "no", UNKNOWN]
    return [UNKNOWN, *fact.names, *(["[]"] if fact.kind == "choices" else [])]


def unread(column: Any, fact: Fact) -> Truth:
    """Whether a text is none of the usual ones, so that it has to be read by itself."""
    plain = column.lower().isin(vocabulary(fact)) if fact.kind == "flag" else column.isin(vocabulary(fact))
    if fact.kind == "number":
        plain = plain | column.re_search(PLAIN)
    return column.notnull() & (column != "") & ~plain


def text_mask(column: Any, fact: Fact, cells: Cells, others: Mapping[str, int]) -> Mask:
    """The mask of a column of text; `others` are the masks of texts that are not in the vocabulary."""
    texts = column.lower() if fact.kind == "flag" else column
    count = cells.count
    known: dict[str, int] = {text: mask_of(entries(text, fact), fact, cells) for text in vocabulary(fact)}
    known |= dict(others)
    blank = column.isnull() | (column == "")
    if fact.kind == "number":
        assert isinstance(cells, NumberCells)
        known = {UNKNOWN: cells.everything, **others}
        read = numbers.exactly(column.try_cast("float64"), fact, cells, is_float=True)
        otherwise = tuple(ibis.ifelse(column.re_search(PLAIN), word, literal(0)) for word in read)
    else:
        otherwise = tuple(literal(0) for _ in split(0, count))
    return _looked_up(texts, blank, known, otherwise, cells)


def _looked_up(texts: Any, blank: Any, known: Mapping[str, int], otherwise: Mask, cells: Cells) -> Mask:
    everything = split(cells.everything, cells.count)
    by_mask: dict[int, list[str]] = {}
    for text, mask in known.items():
        by_mask.setdefault(mask, []).append(text)
    return tuple(
        ibis.cases(
            (blank, literal(everything[place])),
            *(
                (texts == named[0] if len(named) == 1 else texts.isin(named), literal(split(mask, cells.count)[place]))
                for mask, named in by_mask.items()
            ),
            else_=rest,
        )
        for place, rest in enumerate(otherwise)
    )


def list_mask(column: Any, fact: Fact, cells: ChoicesCells) -> Mask:
    """The mask of a column of lists of choices; no cells where a list has a member that is no choice."""
    count = cells.count
    members = [(column.contains(name), cells.mask(SomeOf(frozenset([name]), frozenset()))) for name in fact.names]
    matched = sum((has.cast("int64") for has, _ in members[1:]), members[0][0].cast("int64"))
    sound = matched == column.length()  # a name that stands twice is left to the slower way
    mask = []
    for place, everything in enumerate(split(cells.everything, count)):
        word = literal(everything)
        for has, having in members:
            lacking = cells.everything & ~having
            sides = (literal(split(side, count)[place]) for side in (having, lacking))
            word = word & ibis.ifelse(has, *sides)
        mask.append(ibis.cases((column.isnull(), literal(everything)), (sound, word), else_=literal(0)))
    return tuple(mask)


def typed_mask(column: Any, fact: Fact, cells: Cells) -> Mask:
    """The mask of a column of flags or of numbers; no cells where the fact is of another kind."""
    everything = split(cells.everything, cells.count)
    is_number = column.type().is_numeric()
    if fact.kind == "flag" and column.type().is_boolean():
        return (ibis.cases((column.isnull(), literal(0b11)), (column, literal(0b10)), else_=literal(0b01)),)
    if fact.kind == "number" and is_number:
        assert isinstance(cells, NumberCells)
        value = column if column.type().is_integer() else column.cast("float64")
        read = numbers.exactly(value, fact, cells, is_float=not column.type().is_integer())
        return tuple(
            ibis.ifelse(column.isnull(), literal(word), each) for word, each in zip(everything, read, strict=True)
        )
    return tuple(ibis.ifelse(column.isnull(), literal(word), literal(0)) for word in everything)


def range_mask(bounds: Mapping[str, Any], fact: Fact, cells: NumberCells) -> Mask:
    """The mask of a number of which bounds are given, each a column of numbers by its name."""
    everything = split(cells.everything, cells.count)
    mask: Mask = everything
    sound: list[Truth] = []
    for name, column in bounds.items():
        value = column.cast("float64")
        is_open = name in ("above", "below")
        side = numbers.from_below if name in ("at_least", "above") else numbers.from_above
        some = side(value, is_open, fact, cells)
        some = tuple(
            ibis.ifelse(value.isnull(), literal(all_), word) for all_, word in zip(everything, some, strict=True)
        )
        mask = tuple(common(first, second) for first, second in zip(mask, some, strict=True))
    sound += [_never_both(bounds, pair) for pair in (("at_least", "above"), ("at_most", "below"))]
    sound += [
        _in_order(bounds[low], bounds[high], (low, high) != ("at_least", "at_most"), fact.whole)
        for low in ("at_least", "above")
        for high in ("at_most", "below")
        if low in bounds and high in bounds
    ]
    condition = all_of(sound)
    return mask if condition is True else tuple(ibis.ifelse(condition, literal(word), literal(0)) for word in mask)


def _never_both(bounds: Mapping[str, Any], names: tuple[str, str]) -> Truth:
    both = [bounds[name] for name in names if name in bounds]
    return both[0].isnull() | both[1].isnull() if len(both) == 2 else True


def _in_order(low: Any, high: Any, is_open: bool, whole: bool) -> Truth:
    """Whether some number lies between, and plainly: floats that may be read alike are left to the slower way."""
    apart = high - low > (low.abs() + high.abs()) * 1e-11
    fits = low + 1 < high if is_open and whole else apart if is_open else low <= high
    if whole and not is_open:
        fits = low.ceil() <= high.floor()
    return (low.isnull() | high.isnull()) | fits


def either(value: Mask, bounds: Mask, has_value: Any, has_bounds: Any) -> Mask:
    """What is known of a number that has a column of its own and columns of bounds; none where both speak."""
    both = has_value & has_bounds
    return tuple(
        ibis.ifelse(both, literal(0), common(first, second)) for first, second in zip(value, bounds, strict=True)
    )
