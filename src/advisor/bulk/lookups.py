"""What depends on a set of rules, from tables: options that are ruled out or touched, and how they stand."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy

from advisor.advise.decision import Decision
from advisor.advise.standings import Voice
from advisor.bulk.masks import BITS
from advisor.model.rulebook import STRENGTHS

_MOST = 12  # bits of an index
_ROOM = BITS - 1  # bits of a number that is not negative


class Piece(NamedTuple):
    """What some bits give, by the number that they make."""

    bits: Sequence[int]
    gives: Any


class Lookup:
    """What all pieces give, joined; pieces share tables as far as there is room."""

    def __init__(self, pieces: Sequence[Piece], join: Any) -> None:
        self._join = join
        self._tables: list[tuple[list[tuple[int, int, int, int]], Any]] = []
        left = list(pieces)
        while left:
            bits: list[int] = []
            table = numpy.zeros(1, numpy.int64)
            while left and (not bits or len(bits) + len(left[0].bits) <= _MOST):
                piece = left.pop(0)
                table = join.outer(numpy.asarray(piece.gives, numpy.int64), table).ravel()
                bits += piece.bits
            self._tables.append((_runs(bits), table))

    def __call__(self, words: Sequence[Any]) -> Any:
        """For each row of these words of bits."""
        total: Any = numpy.int64(0)
        for runs, table in self._tables:
            index: Any = numpy.int64(0)
            for word, first, count, to in runs:
                index = index | ((words[word] >> first & (1 << count) - 1) << to)
            total = self._join(total, table[index])
        return total


def _runs(bits: Sequence[int]) -> list[tuple[int, int, int, int]]:
    """Where neighbours among the bits lie: the word, the first one, how many; and where they belong in an index."""
    runs: list[tuple[int, int, int, int]] = []
    for to, bit in enumerate(bits):
        word, first = divmod(bit, BITS)
        if runs and runs[-1][0] == word and sum(runs[-1][1:3]) == first:
            runs[-1] = (word, runs[-1][1], runs[-1][2] + 1, runs[-1][3])
        else:
            runs.append((word, first, 1, to))
    return runs


def options_by_rule(decision: Decision, rules: dict[str, int]) -> Lookup:
    """The options (a bit for each) for which any rule of their set (a bit for each) is there."""
    pieces = []
    for number in range(len(decision.area.rules)):
        options = sum(1 << place for place, option in enumerate(decision.options) if rules[option] >> number & 1)
        if options:
            pieces.append(Piece([number], [0, options]))
    return Lookup(pieces, numpy.bitwise_or)


class Standings:
    """How each option stands: criteria for minus criteria against, the stronger ones in the higher digits of a number.

    The standings of several options share a number, so that one lookup adds to all of them.
    """

    def __init__(self, decision: Decision) -> None:
        self._decision = decision
        sides = (decision.voices_for, decision.voices_against)
        most = [
            max(
                len({voice.criterion for voice in voices[option] if voice.strength == strength})
                for voices in sides
                for option in decision.options
            )
            for strength in range(len(STRENGTHS))
        ]
        self._weights = [1] * len(STRENGTHS)
        for strength in reversed(range(len(STRENGTHS) - 1)):
            self._weights[strength] = self._weights[strength + 1] * (2 * most[strength + 1] + 1)
        self._highest = sum(count * weight for count, weight in zip(most, self._weights, strict=True))
        self._width = (2 * self._highest + 1).bit_length()
        self._shared = _ROOM // self._width
        self._numbers = -(-len(decision.options) // self._shared)
        self._heard: list[Lookup] = []
        self._sides = [self._side(voices, sign) for voices, sign in zip(sides, (1, -1), strict=True)]

    def __call__(self, speaking: Sequence[Any], opposing: Sequence[Any]) -> list[Any]:
        """The standing of each option, none below 0, if these rules speak for and those against."""
        heard = [[*rules, *(lookup(rules) for lookup in self._heard)] for rules in (speaking, opposing)]
        middle = sum(self._highest << self._width * place for place in range(self._shared))
        totals = [
            sum(side[number](rules) for side, rules in zip(self._sides, heard, strict=True)) + middle
            for number in range(self._numbers)
        ]
        places = [divmod(number, self._shared) for number in range(len(self._decision.options))]
        return [totals[number] >> self._width * place & (1 << self._width) - 1 for number, place in places]

    def _side(self, voices: dict[str, tuple[Voice, ...]], sign: int) -> list[Lookup]:
        criteria = dict.fromkeys(voice.criterion for each in voices.values() for voice in each)
        pieces: list[list[Piece]] = [[] for _ in range(self._numbers)]
        for criterion in criteria:
            said = {
                option: [voice for voice in each if voice.criterion == criterion] for option, each in voices.items()
            }
            rules = sorted({voice.rule for each in said.values() for voice in each})
            together = [said] if len(rules) <= _MOST else [{option: each} for option, each in said.items() if each]
            for some in together:
                for number, piece in enumerate(self._pieces(some, sign)):
                    if numpy.any(piece.gives):
                        pieces[number].append(piece)
        return [Lookup(each, numpy.add) for each in pieces]

    def _pieces(self, said: dict[str, list[Voice]], sign: int) -> list[Piece]:
        """What the voices of one criterion give to each number: of each option, the strongest one counts."""
        rules = sorted({voice.rule for each in said.values() for voice in each})
        bits = [rule.bit_length() - 1 for rule in rules]
        strengths = {
            option: [(rules.index(voice.rule), voice.strength) for voice in each] for option, each in said.items()
        }
        if len(rules) > _MOST:
            ((option, voices),) = said.items()
            bits = self._loudest(voices)
            strengths = {option: [(strength, strength) for strength in range(len(STRENGTHS))]}
        codes = numpy.arange(1 << len(bits))
        gives = [numpy.zeros(len(codes), numpy.int64) for _ in range(self._numbers)]
        for option, each in strengths.items():
            number, place = divmod(self._decision.options.index(option), self._shared)
            value = numpy.zeros(len(codes), numpy.int64)
            for rule, strength in sorted(each, key=lambda pair: -pair[1]):
                value = numpy.where(codes >> rule & 1, self._weights[strength], value)
            gives[number] += sign * value << self._width * place
        return [Piece(bits, each) for each in gives]

    def _loudest(self, voices: Sequence[Voice]) -> list[int]:
        """Bits that tell with which strengths any of many voices speaks."""
        words = -(-len(self._decision.area.rules) // BITS) + len(self._heard)
        pieces = [Piece([voice.rule.bit_length() - 1], [0, 1 << voice.strength]) for voice in voices]
        self._heard.append(Lookup(pieces, numpy.bitwise_or))
        return [BITS * words + strength for strength in range(len(STRENGTHS))]
