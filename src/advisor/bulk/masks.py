"""Sets of cells (or of rules, or of options) as columns: a bit for each, in as many 64-bit words as it takes.

What is the same in every row stays a plain number or a plain truth of Python, so that whatever follows from it is
worked out once and never reaches a row.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any, TypeAlias

import ibis

BITS = 64

Word: TypeAlias = Any  # an int of up to 64 bits, or an Ibis column of signed 64-bit integers
Mask: TypeAlias = tuple[Word, ...]
Truth: TypeAlias = Any  # a bool, or an Ibis column of booleans


def split(bits: int, count: int) -> tuple[int, ...]:
    """A set among `count` members, as words of Python."""
    return tuple(bits >> start & (1 << BITS) - 1 for start in range(0, max(count, 1), BITS))


def joined(words: Iterable[int]) -> int:
    """The set whose words these are, signed or not."""
    return sum((word & (1 << BITS) - 1) << BITS * place for place, word in enumerate(words))


def signed(word: int) -> int:
    """The word as databases hold it."""
    return word - (1 << BITS) if word >> (BITS - 1) else word


def literal(word: Word) -> Any:
    """The word as an Ibis expression."""
    return ibis.literal(signed(word), "int64") if isinstance(word, int) else word


def common(first: Word, second: Word) -> Word:
    """What two words share."""
    if isinstance(first, int) and isinstance(second, int):
        return first & second
    if any(isinstance(word, int) and word == 0 for word in (first, second)):
        return 0
    return literal(first) & literal(second)


def meets(mask: Mask, bits: int) -> Truth:
    """Whether the mask and a fixed set share a member."""
    hits = []
    for word, part in zip(mask, split(bits, BITS * len(mask)), strict=True):
        shared = common(word, part)
        hits.append(shared != 0 if isinstance(shared, int) else shared != literal(0))
    return any_of(hits)


def within(mask: Mask, bits: int) -> Truth:
    """Whether the mask has no member outside a fixed set."""
    return negated(meets(mask, ~bits & (1 << BITS * len(mask)) - 1))


def empty(mask: Mask) -> Truth:
    """Whether the mask has no member."""
    return all_of(word == 0 if isinstance(word, int) else word == literal(0) for word in mask)


def lacks(mask: Mask, bits: int) -> Truth:
    """Whether the mask is another than a fixed set."""
    pairs = zip(mask, split(bits, BITS * len(mask)), strict=True)
    return any_of(word != part if isinstance(word, int) else word != literal(part) for word, part in pairs)


def narrowed(mask: Mask, bits: int) -> Mask:
    """The members of the mask that are in a fixed set."""
    return tuple(common(word, part) for word, part in zip(mask, split(bits, BITS * len(mask)), strict=True))


def several(mask: Mask) -> Truth:
    """Whether the mask has more than one member."""
    more = [bool(word & (word - 1)) if isinstance(word, int) else _several(word) for word in mask]
    present = [word != 0 if isinstance(word, int) else word != literal(0) for word in mask]
    pairs = [all_of((one, other)) for place, one in enumerate(present) for other in present[:place]]
    return any_of([*more, *pairs])


def _several(word: Any) -> Any:
    """The sign is a member like the others, but nothing can be subtracted from it alone."""
    others = word & literal((1 << BITS - 1) - 1)
    return ((others & (others - literal(1))) != literal(0)) | ((others != literal(0)) & (word < literal(0)))


def chosen(condition: Truth, mask: Mask, otherwise: Mask) -> Mask:
    """One mask where the condition holds, another elsewhere."""
    if isinstance(condition, bool):
        return mask if condition else otherwise
    return tuple(
        one
        if isinstance(one, int) and isinstance(other, int) and one == other
        else ibis.ifelse(condition, literal(one), literal(other))
        for one, other in zip(mask, otherwise, strict=True)
    )


def all_of(truths: Iterable[Truth]) -> Truth:
    """Whether all hold; true if there are none."""
    left = [truth for truth in truths if truth is not True]
    if any(truth is False for truth in left):
        return False
    return reduce(and_, left) if left else True


def any_of(truths: Iterable[Truth]) -> Truth:
    """Whether any holds; false if there are none."""
    left = [truth for truth in truths if truth is not False]
    if any(truth is True for truth in left):
        return True
    return reduce(or_, left) if left else False


def negated(truth: Truth) -> Truth:
    """The opposite."""
    return not truth if isinstance(truth, bool) else ~truth


def column(truth: Truth) -> Any:
    """A truth as an Ibis expression."""
    return ibis.literal(truth) if isinstance(truth, bool) else truth


def gathered(truths: Sequence[Truth]) -> Mask:
    """The set that has a member for each truth that holds."""
    words: list[Word] = []
    for start in range(0, max(len(truths), 1), BITS):
        fixed, varying = 0, []
        for place, truth in enumerate(truths[start : start + BITS]):
            if truth is True:
                fixed |= 1 << place
            elif truth is not False:
                varying.append(ibis.ifelse(truth, literal(1 << place), literal(0)))
        words.append(reduce(or_, [*varying, literal(fixed)]) if varying else fixed)
    return tuple(words)
