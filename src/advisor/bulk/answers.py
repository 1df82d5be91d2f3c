"""What was judged, in words: the columns of the output, from sets of options, rules and assumptions."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import ibis

from advisor.bulk.compiled import Compiled
from advisor.bulk.filling import Filled
from advisor.bulk.masks import BITS, literal
from advisor.bulk.steps import New, Ref
from advisor.bulk.verdicts import CERTAINTIES, DEFAULT, NOT_NEEDED, OUTCOMES, Judged
from advisor.model.rulebook import Rulebook

PARTS = ("recommended", "outcome", "certainty", "fired", "assumed")
SEPARATOR = ";"
_CHUNK = 6  # bits looked up at once


def answers(table: Any, compiled: Compiled, rulebook: Rulebook) -> New:
    """The columns of the output: the row, what is carried, and five for each area (null where it has no subject)."""
    found: New = {"row": table["row"]} | {name: table[name] for name in compiled.carried}
    for area in compiled.areas:
        present = table[f"{area.filled.space.subject}:present"]
        for part, value in zip(PARTS, _area(table, area, rulebook), strict=True):
            found[f"{area.name}.{part}"] = ibis.ifelse(present, value, ibis.null("string"))
    return found


def _area(table: Any, area: Judged, rulebook: Rulebook) -> list[Any]:
    lead, outcome = table[f"{area.name}:lead"], table[f"{area.name}:outcome"]
    options = area.decision.options
    tied = _names(table, (f"{area.name}:lead",), list(options))
    recommended = ibis.cases(
        *((lead == literal(1 << place), option) for place, option in enumerate(options)),
        (lead == literal(0), ibis.null("string")),
        else_=tied,
    )
    fired = _names(table, area.applying, [rule.id for rule in area.decision.area.rules])
    by_default = ibis.ifelse(fired == "", ibis.literal("default"), fired + ibis.literal(f"{SEPARATOR}default"))
    return [
        recommended,
        ibis.cases(*((outcome == code, name) for code, name in enumerate(OUTCOMES[:-1])), else_=OUTCOMES[-1]),
        ibis.cases(
            *((table[f"{area.name}:certainty"] == code, name) for code, name in enumerate(CERTAINTIES[:-1])),
            else_=CERTAINTIES[-1],
        ),
        ibis.cases((outcome == NOT_NEEDED, "applies-when"), (outcome == DEFAULT, by_default), else_=fired),
        _names(table, area.filled.assumed, assumptions(area, rulebook)),
    ]


def assumptions(area: Judged, rulebook: Rulebook) -> list[str]:
    """A word for each assumption that may be made of the subject; none for those that the area cannot hang on."""
    places = set(area.decision.grounds.places)
    return [
        assumption(area.filled, place, fill.value, rulebook) if place in places else ""
        for place, fill in area.filled.taken
    ]


def assumption(filled: Filled, place: int, value: Any, rulebook: Rulebook) -> str:
    """An assumption as the output writes it: the fact and its value."""
    name = filled.space.facts[place]
    return f"{name}={json.dumps(rulebook.written(name, value))}"


def _names(table: Any, bits: Ref, names: Sequence[str]) -> Any:
    """The names of a set's members in order, looked up some bits at a time."""
    texts: list[Any] = []
    fixed = ""
    for start, width in _chunks(len(names)):
        place, offset = divmod(start, BITS)
        some = names[start : start + width]
        word = bits[place]
        if isinstance(word, int):
            fixed += _joined(word >> offset & (1 << width) - 1, some)
        elif any(some):
            if fixed:
                texts, fixed = [*texts, ibis.literal(fixed)], ""
            chunk = ((table[word] >> literal(offset)) & literal((1 << width) - 1)).cast("int32")
            texts.append(ibis.array([_joined(set_, some) for set_ in range(1 << width)])[chunk])
    if fixed:
        texts.append(ibis.literal(fixed))
    if not texts:
        return ibis.literal("")
    whole = texts[0]
    for text in texts[1:]:
        whole = whole + text
    return whole.substr(len(SEPARATOR))


def _chunks(count: int) -> Iterator[tuple[int, int]]:
    """Where chunks begin and how wide they are; none reaches from one word into the next."""
    start = 0
    while start < count:
        width = min(_CHUNK, count - start, BITS - start % BITS)
        yield start, width
        start += width


def _joined(set_: int, names: Sequence[str]) -> str:
    return "".join(f"{SEPARATOR}{name}" for place, name in enumerate(names) if name and set_ >> place & 1)
