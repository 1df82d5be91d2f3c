"""How the options of an area stand, as numbers that compare as their counts do: one generated function for an area.

A standing is a number with four digits: the decisive criteria for minus those against, then the strong, the moderate
and the slight ones. A digit has room for every criterion either way. Nothing but numbers gets into the program text.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias

from advisor.model.rulebook import STRENGTHS

Standings: TypeAlias = Callable[[int, int, int], list[int]]

RULED_OUT = -(1 << 62)  # below every standing


class Voice(NamedTuple):
    """One rule's word for or against an option."""

    rule: int
    criterion: int
    strength: int


def standings_of(options: Iterable[tuple[int, Sequence[Voice], Sequence[Voice]]], criteria: int) -> Standings:
    """A function from three sets of rules (that rule out, that are heard for, and against) to each option's standing.

    `options`: of each, the rules that rule it out, and the voices for and against it, strongest first.
    """
    digit = (4 * criteria + 1).bit_length()
    lines = []
    for removing, voices_for, voices_against in options:
        terms = [*_terms("f", voices_for, digit, 1), *_terms("a", voices_against, digit, -1)]
        lines.append(f"  {RULED_OUT} if r & {removing:#x} else {' + '.join(terms) or 0},\n")
    made: dict[str, Any] = {}
    exec(f"def standings(r, f, a):\n return [\n{''.join(lines)} ]", made)
    function: Standings = made["standings"]
    return function


def _terms(heard: str, voices: Sequence[Voice], digit: int, sign: int) -> Iterator[str]:
    """What each criterion adds: the weight of its strongest voice among those heard."""
    for criterion in dict.fromkeys(voice.criterion for voice in voices):
        term = "0"
        for strength in reversed(range(len(STRENGTHS))):
            rules = sum(each.rule for each in voices if (each.criterion, each.strength) == (criterion, strength))
            if rules:
                weight = sign << digit * (len(STRENGTHS) - 1 - strength)
                term = f"({weight} if {heard} & {rules:#x} else {term})"
        yield term
