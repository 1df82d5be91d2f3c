"""One area made ready for judging: which rules apply, and the verdict that follows.

Sets of rules are bit masks over the area's rules. Of an incompletely known workload two sets are known: the rules
that apply for certain, and those that possibly do; between them lie the bounds of every option's standing.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, reduce
from itertools import groupby
from operator import or_
from typing import NamedTuple, TypeAlias

from advisor.advise.grounds import Grounds
from advisor.advise.standings import RULED_OUT, Voice, standings_of
from advisor.conditions import Bounds, Masks, Quiet, Space, Truth, bounds_of, truth_of
from advisor.model.conditions import Condition, Not, tests_of
from advisor.model.result import Outcome
from advisor.model.rulebook import STRENGTHS, Area
from advisor.once import once

Vector: TypeAlias = tuple[int, int, int, int]
Key: TypeAlias = frozenset[str]

# What is compared when asking whether an outcome changes: the options recommended, or one of these two.
CONFLICT: Key = frozenset({"conflict!"})
NOT_NEEDED: Key = frozenset({"not-needed!"})
SILENCE: Vector = (0, 0, 0, 0)

_MEMORY = 4096  # verdicts of one area


class Verdict(NamedTuple):
    """Who leads, by what outcome."""

    outcome: Outcome
    recommended: tuple[str, ...]

    @property
    def key(self) -> Key:
        """What is compared when asking whether the outcome changes."""
        if self.outcome == "conflict":
            return CONFLICT
        return NOT_NEEDED if self.outcome == "not-needed" else frozenset(self.recommended)


class Decision:
    """An area's rules over its subject's space."""

    def __init__(self, area: Area, space: Space) -> None:
        self.area = area
        self.space = space
        self.options = tuple(area.options)
        self.default = area.default.option if area.default else None
        self.rule_bits = {rule.id: 1 << place for place, rule in enumerate(area.rules)}
        self.unless = self._bits(rule.id for rule in area.rules if rule.unless_shown is not None)
        self._toggles = dict.fromkeys((rule.id for rule in area.advice), 0) | self.rule_bits
        self._bounds: Bounds | None = None
        self._quiet: Quiet | None = None
        self.needed_when: Condition | None = area.applies_when.when if area.applies_when else None
        self._needed = truth_of(self.needed_when, space) if self.needed_when is not None else None
        criteria = {criterion: 1 << place for place, criterion in enumerate(area.criteria)}
        self.removing = {option: self._bits(self._removers(option)) for option in self.options}
        self.voices_for = {option: self._voices(option, "favours", criteria) for option in self.options}
        self.voices_against = {option: self._voices(option, "opposes", criteria) for option in self.options}
        self._spoken = {
            option: (_rules(self.voices_for[option]), _rules(self.voices_against[option])) for option in self.options
        }
        self._standings = standings_of(
            ((self.removing[each], self.voices_for[each], self.voices_against[each]) for each in self.options),
            len(criteria),
        )
        self._verdicts = lru_cache(maxsize=_MEMORY)(self._verdict)
        self.touching = {option: reduce(or_, self._spoken[option], self.removing[option]) for option in self.options}

    @property
    def conditions(self) -> list[Condition]:
        """Those of the rules, and then that of the area itself, if it has one."""
        conditions = [rule.condition for rule in self.area.rules]
        return conditions if self.needed_when is None else [*conditions, self.needed_when]

    @once
    def grounds(self) -> Grounds:
        """What the outcome can hang on (advice cannot change it)."""
        conditions = [rule.condition for rule in self.area.rules]
        return Grounds(self.space, conditions if self.needed_when is None else [self.needed_when, *conditions])

    def needed(self, masks: Sequence[int]) -> Truth:
        """Whether the area applies at all."""
        return True if self._needed is None else self._needed(masks)

    def bounds(self, masks: Sequence[int]) -> tuple[int, int]:
        """The rules that apply for certain, and those that possibly apply, to a completely known workload within."""
        if self._bounds is None:
            applies = [Not(rule.condition) if rule.unless_shown else rule.condition for rule in self.area.rules]
            self._bounds = bounds_of(applies, self.space)
        return self._bounds(masks)

    def applying(self, masks: Sequence[int]) -> int:
        """The rules that apply to what is known: true conditions, and `unless_shown` that is not shown."""
        certain, possible = self.bounds(masks)
        return certain | (possible & self.unless)

    def applying_of(self, fired: Iterable[str]) -> int:
        """The rules that apply, when those are the ids of all whose conditions are true (among those of advice)."""
        bits = self.unless
        for rule in fired:
            bits ^= self._toggles[rule]
        return bits

    def verdict_on(self, masks: Sequence[int], admitted: Sequence[str], applying: int | None = None) -> Verdict:
        """The verdict on what is known; `applying` where the engine was asked which rules apply."""
        if self.needed(masks) is False:
            return Verdict("not-needed", ())
        return self.verdict(self.applying(masks) if applying is None else applying, admitted)

    def key_in(self, world: Sequence[int], admitted: Sequence[str], applying: int, verdict: Verdict) -> Key:
        """What is recommended in a complete workload; `verdict` is known to be that of the rules `applying`."""
        if self.needed(world) is False:
            return NOT_NEEDED
        certain = self.bounds(world)[0]
        return verdict.key if certain == applying else self.verdict(certain, admitted).key

    def near(self, world: Masks, masks: Masks, applying: int) -> Iterator[Masks]:
        """That workload, and others within `masks` that are near to it, in what makes other rules apply."""
        yield world
        other = self.bounds(world)[0] ^ applying
        places = dict.fromkeys(place for rules, reads in self._read_by if other & rules for place in reads)
        self._quiet = self._quiet or Quiet(self.space)
        yield from self._quiet.neighbours(world, masks, places)

    @once
    def _read_by(self) -> list[tuple[int, list[int]]]:
        """The places of the facts that each rule reads; those that every verdict hangs on, as of all rules."""
        conditions = [(self.rule_bits[rule.id], rule.condition) for rule in self.area.rules]
        if self.needed_when is not None:
            conditions.insert(0, (-1, self.needed_when))
        return [(rules, [self.space.index[test.fact] for test in tests_of(each)]) for rules, each in conditions]

    def verdict(self, applying: int, admitted: Sequence[str]) -> Verdict:
        """The verdict when exactly these rules apply and only these options are admitted."""
        return self._verdicts(applying, tuple(admitted))

    def _verdict(self, applying: int, admitted: tuple[str, ...]) -> Verdict:
        standings = self._standings_of(admitted, applying, applying, applying)
        best = max(standings)
        if best == RULED_OUT:
            return Verdict("conflict", ())
        return self._among(
            [option for option, each in zip(self.options, standings, strict=True) if each == best], applying
        )

    def _standings_of(self, admitted: Sequence[str], removing: int, heard_for: int, heard_against: int) -> list[int]:
        """The standing of each option of the area; those not admitted are as good as ruled out."""
        standings = self._standings(removing, heard_for, heard_against)
        if admitted == self.options:
            return standings
        return [each if option in admitted else RULED_OUT for option, each in zip(self.options, standings, strict=True)]

    def _among(self, leaders: Sequence[str], applying: int) -> Verdict:
        """The verdict among options of equal standing; the default wins where nothing speaks for any of them."""
        if (
            self.default is not None
            and self.default in leaders
            and not any(self.spoken_for(option, applying) for option in leaders)
        ):
            return Verdict("default", (self.default,))
        return Verdict("tie" if len(leaders) > 1 else "recommended", tuple(leaders))

    def settled(self, certain: int, possible: int, admitted: Sequence[str]) -> tuple[Key | None, list[str]]:
        """The outcome that all workloads within the bounds share, or None; and the options that may still win."""
        ceilings = self._standings_of(admitted, certain, possible, certain)
        if max(ceilings) == RULED_OUT:
            return CONFLICT, []
        floors = self._standings_of(admitted, possible, certain, possible)
        floor = max(floors)
        contenders = [
            option
            for option, ceiling in zip(self.options, ceilings, strict=True)
            if ceiling >= floor and ceiling != RULED_OUT
        ]
        sure = [
            option
            for option, each in zip(self.options, floors, strict=True)
            if each != RULED_OUT and option in contenders
        ]
        if len(contenders) == 1 and sure:
            return frozenset(contenders), contenders
        undecided = reduce(or_, (self.touching[option] for option in contenders), 0) & possible & ~certain
        if not undecided:
            return self.verdict(certain, sure).key, contenders
        return None, contenders

    def vector(self, option: str, for_rules: int, against_rules: int) -> Vector:
        """Criteria for minus criteria against, by strength; each criterion once each way, by its strongest."""
        spoken, spoken_against = self._spoken[option]
        if not (for_rules & spoken or against_rules & spoken_against):
            return SILENCE
        counts = [0, 0, 0, 0]
        if for_rules & spoken:
            heard = 0
            for rule, criterion, strength in self.voices_for[option]:
                if for_rules & rule and not heard & criterion:
                    heard |= criterion
                    counts[strength] += 1
        if against_rules & spoken_against:
            heard = 0
            for rule, criterion, strength in self.voices_against[option]:
                if against_rules & rule and not heard & criterion:
                    heard |= criterion
                    counts[strength] -= 1
        return (counts[0], counts[1], counts[2], counts[3])

    def spoken_for(self, option: str, applying: int) -> bool:
        """Whether any reason speaks for the option."""
        return bool(applying & self._spoken[option][0])

    def ranked(self, applying: int, admitted: Sequence[str]) -> list[str]:
        """The admitted options, best first, those ruled out last; equal ones in the area's order."""
        return [option for equals in self.ranks(applying, admitted) for option in equals]

    def ranks(self, applying: int, admitted: Iterable[str]) -> Iterator[list[str]]:
        """The admitted options in that order, those of equal standing together."""

        def rank(option: str) -> tuple[bool, tuple[int, ...]]:
            standing = self.vector(option, applying, applying)
            return bool(applying & self.removing[option]), tuple(-count for count in standing)

        of_option = {option: rank(option) for option in admitted}
        by_rank = of_option.__getitem__
        for _, equals in groupby(sorted(of_option, key=by_rank), key=by_rank):
            yield list(equals)

    def admitted(self, names: Iterable[str] | None) -> tuple[str, ...]:
        """The options that `among` admits: those named, and the combinations of those named."""
        if names is None:
            return self.options
        named = set(names)
        return tuple(
            option.id
            for option in self.area.options.values()
            if option.id in named or (option.parts and named.issuperset(option.parts))
        )

    def _bits(self, rules: Iterable[str]) -> int:
        return reduce(or_, (self.rule_bits[rule] for rule in rules), 0)

    def _removers(self, option: str) -> list[str]:
        return [
            rule.id
            for rule in self.area.rules
            if option in rule.rules_out or (rule.requires and option not in rule.requires)
        ]

    def _voices(self, option: str, effect: str, criteria: dict[str, int]) -> tuple[Voice, ...]:
        """Strongest first, so that the first one heard of a criterion is the one that counts."""
        found = [
            Voice(
                self.rule_bits[rule.id], criteria[rule.criterion or ""], STRENGTHS.index(getattr(rule, effect)[option])
            )
            for rule in self.area.rules
            if option in getattr(rule, effect)
        ]
        return tuple(sorted(found, key=lambda voice: voice.strength))


def _rules(voices: Iterable[Voice]) -> int:
    return reduce(or_, (voice.rule for voice in voices), 0)
