"""A panel of workloads: many complete workloads drawn at random from what is known, all judged at once.

The workloads of a panel are numbered; a set of them is one integer with a bit for each. So a rule is judged for the
whole panel with a few operations on integers.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from operator import and_, or_
from random import Random
from typing import TypeAlias

from advisor.advise.decision import NOT_NEEDED, Decision, Key
from advisor.advise.grounds import Grounds
from advisor.conditions import Masks, Space
from advisor.model.conditions import All, Condition, Not, Test

SIZE = 512
SEED = 20  # any: the same answers always lead to the same next question
_FINENESS = 8  # a share is met to one part in 2**8

Worlds: TypeAlias = dict[int, dict[int, int]]  # for each fact's place: the workloads in which it has a cell (a mask)
Holding: TypeAlias = Callable[[Worlds], int]


class Panel:
    """Workloads drawn from a state of knowledge; `alive` are those that nothing forbids."""

    def __init__(self, worlds: Worlds, alive: int) -> None:
        self.worlds = worlds
        self.alive = alive

    def answers(self, place: int) -> list[tuple[int, int]]:
        """For each answer to a fact (a cell of it) that some workload gives: the workloads that give it."""
        shares = ((cell, bits & self.alive) for cell, bits in self.worlds[place].items())
        return [(cell, bits) for cell, bits in shares if bits]


class Pollster:
    """Draws panels for some decisions about one subject, and says what each workload's outcomes are."""

    def __init__(self, space: Space, decisions: Sequence[Decision], grounds: Grounds) -> None:
        self._space = space
        self._grounds = grounds
        self._places = sorted(grounds.places)  # a fact comes after those that fill it
        self._derive = {
            place: [(_holding(fill.condition, space), fill.mask) for fill in space.derive[place]]
            for place in self._places
        }
        names = {space.facts[place] for place in self._places}
        self._nevers = [
            _holding(never, space)
            for never, forbidden in zip(space.nevers, space.forbidden, strict=False)
            if names.issuperset(forbidden.names)
        ]
        self._juries = [_Jury(decision) for decision in decisions]

    def panel(self, base: Masks, size: int = SIZE) -> Panel:
        """Workloads that agree with what is known: each answer that the rules can tell apart is equally likely."""
        random = Random(SEED)
        everybody = (1 << size) - 1
        alive = everybody
        worlds: Worlds = {}
        for place in self._places:
            cells = self._grounds.answers(place, base[place])
            rest = everybody
            having: dict[int, int] = dict.fromkeys(cells, 0)
            for holds, mask in self._derive[place]:
                filled = rest & holds(worlds)
                rest &= ~filled
                fitting = [cell for cell in cells if cell & mask]
                if not fitting:
                    alive &= ~filled
                else:
                    _deal(random, filled, fitting, having)
            _deal(random, rest, cells, having)
            worlds[place] = having
        for holds in self._nevers:
            alive &= ~holds(worlds)
        return Panel(worlds, alive)

    def outcomes(self, panel: Panel, admitted: Sequence[Sequence[str]]) -> list[dict[Key, int]]:
        """For each decision: the workloads of the panel by outcome."""
        return [jury.outcomes(panel, options) for jury, options in zip(self._juries, admitted, strict=True)]


class _Jury:
    """Judges a panel for one decision."""

    def __init__(self, decision: Decision) -> None:
        space = decision.space
        self._decision = decision
        self._needed = None if decision.needed_when is None else _holding(decision.needed_when, space)
        self._rules = [
            (decision.rule_bits[rule.id], _holding(rule.condition, space), rule.unless_shown is not None)
            for rule in decision.area.rules
        ]
        self._verdicts: dict[tuple[int, tuple[str, ...]], Key] = {}

    def outcomes(self, panel: Panel, admitted: Sequence[str]) -> dict[Key, int]:
        found: dict[Key, int] = {}
        judged = panel.alive
        if self._needed is not None:
            judged &= self._needed(panel.worlds)
            if panel.alive & ~judged:
                found[NOT_NEEDED] = panel.alive & ~judged
        groups = {0: judged} if judged else {}
        for bit, holds, unless in self._rules:
            applying = holds(panel.worlds) & judged
            if unless:
                applying ^= judged
            if applying == judged:
                groups = {rules | bit: bits for rules, bits in groups.items()}
            elif applying:
                split: dict[int, int] = {}
                for rules, bits in groups.items():
                    hit = bits & applying
                    if hit:
                        split[rules | bit] = hit
                    if hit != bits:
                        split[rules] = bits ^ hit
                groups = split
        for rules, bits in groups.items():
            key = self._verdict(rules, tuple(admitted))
            found[key] = found.get(key, 0) | bits
        return found

    def _verdict(self, rules: int, admitted: tuple[str, ...]) -> Key:
        key = self._verdicts.get((rules, admitted))
        if key is None:
            key = self._verdicts[rules, admitted] = self._decision.verdict(rules, admitted).key
        return key


def _deal(random: Random, bits: int, cells: Sequence[int], having: dict[int, int]) -> None:
    """Deal the workloads out among the cells in equal shares."""
    if not bits or not cells:
        return
    if len(cells) == 1:
        having[cells[0]] |= bits
        return
    half = len(cells) // 2
    first = bits & _share(random, bits.bit_length(), half, len(cells))
    _deal(random, first, cells[:half], having)
    _deal(random, bits ^ first, cells[half:], having)


def _share(random: Random, size: int, part: int, whole: int) -> int:
    """A random set that holds each of `size` workloads with probability part / whole."""
    if 2 * part == whole:
        return random.getrandbits(size)
    wanted = round((part << _FINENESS) / whole)
    bits = 0
    for digit in range(_FINENESS):  # from the last digit of the share to its first
        drawn = random.getrandbits(size)
        bits = bits | drawn if wanted >> digit & 1 else bits & drawn
    return bits


def _holding(condition: Condition, space: Space) -> Holding:
    """A function from a panel's worlds to those in which the condition holds (and, beyond the panel, other bits)."""
    if isinstance(condition, Test):
        return _passing(space.index[condition.fact], space.passing(condition))
    if isinstance(condition, Not):
        part = _holding(condition.part, space)
        return lambda worlds: ~part(worlds)
    parts = [_holding(part, space) for part in condition.parts]
    return _joined(parts, and_, -1) if isinstance(condition, All) else _joined(parts, or_, 0)


def _passing(place: int, passing: int) -> Holding:
    return lambda worlds: reduce(or_, (bits for cell, bits in worlds[place].items() if cell & passing), 0)


def _joined(parts: Iterable[Holding], operator: Callable[[int, int], int], start: int) -> Holding:
    held = tuple(parts)
    return lambda worlds: reduce(operator, (part(worlds) for part in held), start)
