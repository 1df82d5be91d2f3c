"""States of a subject: what a row gives of it, packed into as few words as it takes.

Many rows of a fleet give the same of a subject. Each different state is judged once, and its rows get its answer.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import ibis
import numpy
import pyarrow
import pyarrow.compute

from advisor.bulk.masks import BITS, Mask, literal, split
from advisor.bulk.steps import New, Ref
from advisor.conditions import Space


class Field(NamedTuple):
    """Where a column of bits lies: the word, the first bit in it, and how many."""

    word: str
    offset: int
    width: int


class Packing:
    """Where the masks of a subject's facts lie in the words of a state."""

    def __init__(self, space: Space, base: Mapping[int, Ref]) -> None:
        """`base`: how to read what is given of each fact; what is the same in every row takes no room."""
        self.subject = space.subject
        self.fields: dict[str, Field] = {}
        self.silence: dict[str, int] = {}  # each word, where nothing is known
        used: list[int] = []
        for place, ref in base.items():
            for number, name in enumerate(ref):
                if isinstance(name, str):
                    width = min(space.cells[place].count - BITS * number, BITS)
                    # the sign is left alone, but by masks that fill a word
                    word = next((word for word, bits in enumerate(used) if bits + width < BITS), len(used))
                    used[word:] = used[word:] or [0]
                    self.fields[name] = field = Field(f"{space.subject}.:{word}", used[word], width)
                    self.silence.setdefault(field.word, 0)
                    everything = split(space.cells[place].everything, space.cells[place].count)[number]
                    self.silence[field.word] |= everything << used[word]
                    used[word] += width

    def packed(self, table: Any) -> New:
        """The words of a state, from a table of masks."""
        words: New = {}
        for name, (word, offset, _) in self.fields.items():
            # DuckDB takes a number for as narrow as it is, and then finds no room for the product
            bits = table[name] * ibis.literal(str(1 << offset)).cast("int64")
            words[word] = words[word] + bits if word in words else bits
        return words

    def unpacked(self, table: Any) -> New:
        """The masks, from a table of words."""
        return {name: self._read(table[field.word], field, literal) for name, field in self.fields.items()}

    def arrays(self, states: Sequence[Any]) -> dict[str, Any]:
        """The masks as arrays, from arrays of words."""
        words = {word: state.view(numpy.uint64) for word, state in zip(self.silence, states, strict=False)}
        return {
            name: self._read(words[field.word], field, numpy.uint64).view(numpy.int64)
            for name, field in self.fields.items()
        }

    @staticmethod
    def _read(word: Any, field: Field, number: Any) -> Any:
        if field.width == BITS:
            return word
        return (word >> number(field.offset) if field.offset else word) & number((1 << field.width) - 1)


def distinct(columns: Sequence[Any]) -> tuple[Any, list[Any]]:
    """Which of the different rows of some Arrow arrays each row is (null where any is null); and these, as numpy."""
    index, found = None, []
    for column in columns:
        coded = column.dictionary_encode()
        values = coded.dictionary.to_numpy(zero_copy_only=False)
        if index is None:
            index, found = coded.indices, [values]
            continue
        others = pyarrow.scalar(max(len(values), 1), pyarrow.int64())
        pairs = pyarrow.compute.add(
            pyarrow.compute.multiply(index.cast(pyarrow.int64()), others), coded.indices.cast(pyarrow.int64())
        ).dictionary_encode()
        left, right = numpy.divmod(pairs.dictionary.to_numpy(zero_copy_only=False), others.as_py())
        index, found = pairs.indices, [*(each[left] for each in found), values[right]]
    return index, found


def mask_words(ref: Ref, arrays: Mapping[str, Any]) -> Mask:
    """A mask as arrays, or numbers where it is the same everywhere."""
    return tuple(word if isinstance(word, int) else arrays[word] for word in ref)
