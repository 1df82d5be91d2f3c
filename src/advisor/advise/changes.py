"""The smallest sets of facts with an answer that changes an outcome."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, combinations
from typing import NamedTuple, TypeAlias, TypeVar

from advisor.advise.decision import Key
from advisor.model.result import Certainty

# Sets of facts that only together change the outcome are listed up to this size; larger ones only if smaller ones do
# not tell why the outcome is not proved.
SET_SIZE = 2

Fact = TypeVar("Fact")
Outcomes: TypeAlias = tuple[tuple[Key, ...], tuple[Key, ...]]


class Change(NamedTuple):
    """A smallest set of facts (by id) that could change the outcome, and what the outcomes could then be.

    `contrary`: something is then otherwise than was assumed, though the other answers would leave it so.
    """

    facts: tuple[str, ...]
    outcomes: tuple[Key, ...]
    contrary: bool


def smallest(
    askable: Sequence[Fact],
    unknown: Sequence[Fact],
    outcomes: Callable[[tuple[Fact, ...]], Outcomes],
    certainty: Certainty,
) -> Iterator[tuple[tuple[Fact, ...], tuple[Key, ...], bool]]:
    """The smallest sets with an answer that changes the outcome: each with what it may become, and if it is contrary.

    `outcomes` tells what the answers to a set make of the outcome: those that go with what is assumed, and those that
    are contrary to it. An open outcome has a set of the first kind, one that is assumed any set: if no small set is
    found, larger ones are, and at last ones with facts that are `unknown`, but would not be asked for.
    """
    found: list[tuple[Fact, ...]] = []
    told = False
    for facts in chain.from_iterable(combinations(askable, size) for size in range(1, SET_SIZE + 1)):
        if any(set(smaller) <= set(facts) for smaller in found):
            continue
        agreeing, contrary = outcomes(facts)
        if certainty == "assumed":  # then nothing changes while the assumptions stand
            agreeing, contrary = (), tuple(dict.fromkeys((*agreeing, *contrary)))
        if agreeing or contrary:
            found.append(facts)
            told = told or bool(agreeing) or certainty == "assumed"
        if agreeing:
            yield facts, agreeing, False
        if contrary:
            yield facts, contrary, True
    for facts_of_size in (combinations(each, size) for each in (askable, unknown) for size in range(1, len(each) + 1)):
        if told:
            return
        for facts in facts_of_size:
            agreeing, contrary = outcomes(facts)
            changed = agreeing if certainty == "open" else (*agreeing, *contrary)
            if changed:
                told = True
                yield facts, changed, certainty != "open"
