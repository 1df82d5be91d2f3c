"""What was judged, in words: each column of the output is a list of different texts, and which of them a state has."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy
import pyarrow
import pyarrow.compute

from advisor.bulk.filling import Filled
from advisor.bulk.masks import BITS, Mask
from advisor.bulk.states import distinct
from advisor.bulk.verdicts import CERTAINTIES, DEFAULT, NOT_NEEDED, OUTCOMES, Judged
from advisor.model.rulebook import Rulebook

PARTS = ("recommended", "outcome", "certainty", "fired", "assumed")
SEPARATOR = ";"
TEXT = pyarrow.dictionary(pyarrow.int32(), pyarrow.string())
_CHUNK = 8  # bits looked up at once


@dataclass
class Answers:
    """The verdicts of one area on some states, as arrays."""

    area: Judged
    lead: Any
    outcome: Any
    certainty: Any
    applying: Mask
    assumed: Mask

    def in_words(self, rulebook: Rulebook) -> dict[str, Any]:
        """For each column of the output, the text of each state."""
        options = self.area.decision.options
        recommended, leads = distinct([pyarrow.array(self.lead, mask=self.lead == 0)])
        texts = (
            _coded(recommended, _names(leads, list(options))),
            _coded(pyarrow.array(self.outcome), OUTCOMES),
            _coded(pyarrow.array(self.certainty), CERTAINTIES),
            self._fired(),
            self._assumed(rulebook),
        )
        return {f"{self.area.name}.{part}": text for part, text in zip(PARTS, texts, strict=True)}

    def _fired(self) -> Any:
        """The rules that apply, and what else decided."""
        needless = self.outcome == NOT_NEEDED
        decided = needless * 2 + (self.outcome == DEFAULT)
        applying = [numpy.where(needless, 0, word) for word in self.applying]
        index, words = distinct([pyarrow.array(each) for each in (*applying, decided)])
        rules = [rule.id for rule in self.area.decision.area.rules]
        padding = [""] * (BITS * len(applying) - len(rules))
        return _coded(index, _names(words, [*rules, *padding, "default", "applies-when"]))

    def _assumed(self, rulebook: Rulebook) -> Any:
        names = assumptions(self.area, rulebook)
        shown = [
            sum(1 << place for place, name in enumerate(names[start : start + BITS]) if name)
            for start in range(0, BITS * len(self.assumed), BITS)
        ]
        words = [
            numpy.zeros_like(self.lead) + (word & numpy.uint64(bits).astype(numpy.int64))
            for word, bits in zip(self.assumed, shown, strict=True)
        ]
        index, words = distinct([pyarrow.array(word) for word in words])
        return _coded(index, _names(words, names))


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


def _coded(index: Any, texts: Sequence[str] | Any) -> Any:
    return pyarrow.DictionaryArray.from_arrays(index.cast(pyarrow.int32()), pyarrow.array(texts, pyarrow.string()))


def _names(words: Sequence[Any], names: Sequence[str]) -> Any:
    """The names of each set's members in order, looked up some bits at a time."""
    chunks = []
    for start in range(0, len(names), _CHUNK):
        some = names[start : start + _CHUNK]
        if any(some):
            place, offset = divmod(start, BITS)
            sets = words[place] >> offset & (1 << len(some)) - 1
            chunks.append(
                pyarrow.array([_joined(set_, some) for set_ in range(1 << len(some))]).take(pyarrow.array(sets))
            )
    if not chunks:
        return [""] * len(words[0])
    whole = pyarrow.compute.binary_join_element_wise(*chunks, "")
    return pyarrow.compute.utf8_slice_codeunits(whole, len(SEPARATOR))


def _joined(set_: int, names: Sequence[str]) -> str:
    """Each after a separator."""
    return "".join(f"{SEPARATOR}{name}" for place, name in enumerate(names) if name and set_ >> place & 1)
