"""How the options of an area stand, as numbers that compare as their counts do: one generated function for an area.

A standing is a number with four digits, the decisive criteria for minus those against, then the strong, the moderate
and the slight ones; a digit has room for every criterion either way. Nothing but numbers gets into the program text.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple, TypeAlias

from advisor.model.rulebook import STRENGTHS

Standings: TypeAlias = Callable[[int], list[int]]

RULED_OUT = -(1 << 62)  # below every standing


class Voice(NamedTuple):
    """One rule's word for or against an option."""

    rule: int
    criterion: int
    strength: int


def standings_of(options: Iterable[tuple[int, Sequence[Voice], Sequence[Voice]]], criteria: int) -> Standings:
    """A function from the rules that apply to the standing of each option.

    Of each option: the rules that rule it out, and the voices for and against it, the strongest first.
    """
    digit = (4 * criteria + 1).bit_length()
    lines = []
    for removing, voices_for, voices_against in options:
        standing = " + ".join([*_terms(voices_for, digit, 1), *_terms(voices_against, digit, -1)]) or "0"
        lines.append(f"  {RULED_OUT} if a & {removing} else {standing},\n")
    made: dict[str, Any] = {}
    exec(f"def standings(a):\n return [\n{''.join(lines)} ]", made)
    function: Standings = made["standings"]
    return function


def _terms(voices: Sequence[Voice], digit: int, sign: int) -> list[str]:
    """What each criterion adds: the weight of the strongest voice of it that applies."""
    terms = []
    for criterion in dict.fromkeys(voice.criterion for voice in voices):
        heard = [voice for voice in voices if voice.criterion == criterion]
        term = "0"
        for strength, equal in reversed([(key, list(each)) for key, each in groupby(heard, attrgetter("strength"))]):
            rules = sum(voice.rule for voice in equal)
            term = f"({sign << digit * (len(STRENGTHS) - 1 - strength)} if a & {rules} else {term})"
        terms.append(term)
    return terms
