"""One area's verdict as columns: which rules apply, who leads, by what outcome, and what the bound proves of it.

The same as `advise.decision` works out for one workload: sets of rules are bits, and an option's standing is one
number, in which a stronger count outweighs any number of weaker ones. The standing is only a way to compare counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import ibis

from advisor.advise.decision import Decision
from advisor.advise.standings import Voice
from advisor.bulk.filling import Filled
from advisor.bulk.masks import Mask, Truth, all_of, any_of, column, gathered, literal, meets, negated
from advisor.bulk.steps import Maker, New, Ref, TruthRef, kept, kept_truth, read, read_truth
from advisor.bulk.truths import certain, possible
from advisor.model.result import Outcome
from advisor.model.rulebook import STRENGTHS

OUTCOMES: tuple[Outcome, ...] = ("recommended", "tie", "default", "conflict", "not-needed")
RECOMMENDED, TIE, DEFAULT, CONFLICT, NOT_NEEDED = range(5)
CERTAINTIES = ("proved", "assumed", "not-proved")
PROVED, ASSUMED, NOT_PROVED = range(3)

_LOWEST = -(1 << 62)


@dataclass
class Bounds:
    """The rules that apply for certain and those that possibly do, to what is known in one way of knowing."""

    certain: Ref = ()
    possible: Ref = ()
    needed: TruthRef = True  # for certain
    needless: TruthRef = False  # for certain


class Judged:
    """One area while it is judged."""

    def __init__(self, decision: Decision, filled: Filled) -> None:
        self.decision = decision
        self.filled = filled
        self.name = decision.area.id
        self.applying: Ref = ()
        self.shown: TruthRef = False  # the leaders are sure to win in some completion
        self._base = 2 * len(decision.area.criteria) + 3

    def steps(self) -> Maker:
        """Work it out: the rules, the standings, the verdict."""
        decision = self.decision
        table = yield {}
        new: New = {}
        known = self._bounds("known", self.filled.known, table, new)
        sure = self._bounds("sure", self.filled.sure, table, new)
        table = yield new
        new = {}
        unless = decision.unless
        applying = tuple(
            one | other if isinstance(one, int) and isinstance(other, int) else literal(one) | literal(other)
            for one, other in zip(
                read(table, known.certain),
                (self._only(word, place, unless) for place, word in enumerate(read(table, known.possible))),
                strict=True,
            )
        )
        self.applying = kept(new, f"{self.name}:applying", applying)
        table = yield new
        new = {}
        rules = read(table, self.applying)
        for option in decision.options:
            new[f"{self.name}/{option}:out"] = column(meets(rules, decision.removing[option]))
            new[f"{self.name}/{option}:standing"] = self._standing(option, rules, rules)
        for name, bounds in (("known", known), ("sure", sure)):
            self._span(name, bounds, table, new)
        table = yield new
        new = {}
        out = {option: table[f"{self.name}/{option}:out"] for option in decision.options}
        standing = {
            option: ibis.ifelse(out[option], literal(_LOWEST & (1 << 64) - 1), table[f"{self.name}/{option}:standing"])
            for option in decision.options
        }
        new[f"{self.name}:best"] = ibis.greatest(*standing.values())
        for name in ("known", "sure"):
            floors = [
                ibis.ifelse(
                    self._of(table, name, option, "safe"),
                    self._of(table, name, option, "floor"),
                    literal(_LOWEST & (1 << 64) - 1),
                )
                for option in decision.options
            ]
            new[f"{self.name}:{name}:floor"] = ibis.greatest(*floors)
        table = yield new
        new = self._leading(table)
        for name, bounds in (("known", known), ("sure", sure)):
            new[f"{self.name}:{name}:settled"] = column(self._settled(name, bounds, table))
        table = yield new
        needless = column(read_truth(table, known.needless))
        settled = table[f"{self.name}:known:settled"]
        led = table[f"{self.name}:leading"]
        yield {
            f"{self.name}:lead": ibis.ifelse(needless, literal(0), led),
            f"{self.name}:outcome": ibis.cases(
                (needless, NOT_NEEDED),
                (led == literal(0), CONFLICT),
                (table[f"{self.name}:by-default"], DEFAULT),
                ((led & (led - literal(1))) != literal(0), TIE),
                else_=RECOMMENDED,
            ).cast("int8"),
            f"{self.name}:certainty": ibis.cases(
                (table[f"{self.name}:sure:settled"], PROVED),
                (settled & column(self._is_steady(table)), ASSUMED),
                else_=NOT_PROVED,
            ).cast("int8"),
            f"{self.name}:shown": needless | (settled & column(read_truth(table, self.filled.legal))),
        }

    def _bounds(self, name: str, masks: dict[int, Ref], table: Any, new: New) -> Bounds:
        decision, space = self.decision, self.decision.space
        known = {place: read(table, ref) for place, ref in masks.items()}
        sure: list[Truth] = []
        maybe: list[Truth] = []
        for rule in decision.area.rules:
            holds, may_hold = certain(rule.condition, space, known), possible(rule.condition, space, known)
            if rule.unless_shown is not None:
                holds, may_hold = negated(may_hold), negated(holds)
            sure.append(holds)
            maybe.append(may_hold)
        bounds = Bounds(
            kept(new, f"{self.name}:{name}:certain", gathered(sure)),
            kept(new, f"{self.name}:{name}:possible", gathered(maybe)),
        )
        if decision.needed_when is not None:
            bounds.needed = kept_truth(new, f"{self.name}:{name}:needed", certain(decision.needed_when, space, known))
            bounds.needless = kept_truth(
                new, f"{self.name}:{name}:needless", negated(possible(decision.needed_when, space, known))
            )
        return bounds

    def _only(self, word: Any, place: int, bits: int) -> Any:
        part = bits >> 64 * place & (1 << 64) - 1
        return word & part if isinstance(word, int) else word & literal(part) if part else 0

    def _span(self, name: str, bounds: Bounds, table: Any, new: New) -> None:
        """Between which standings each option lies, whether it is safe from being ruled out, and may still stand."""
        decision = self.decision
        sure, maybe = read(table, bounds.certain), read(table, bounds.possible)
        doubtful = tuple(
            more & ~less if isinstance(more, int) and isinstance(less, int) else literal(more) & ~literal(less)
            for more, less in zip(maybe, sure, strict=True)
        )
        for option in decision.options:
            key = f"{self.name}/{option}:{name}:"
            new[f"{key}safe"] = column(negated(meets(maybe, decision.removing[option])))
            new[f"{key}stands"] = column(negated(meets(sure, decision.removing[option])))
            new[f"{key}floor"] = self._standing(option, sure, maybe)
            new[f"{key}ceiling"] = self._standing(option, maybe, sure)
            new[f"{key}open"] = column(meets(doubtful, decision.touching[option]))

    def _of(self, table: Any, name: str, option: str, what: str) -> Any:
        return table[f"{self.name}/{option}:{name}:{what}"]

    def _settled(self, name: str, bounds: Bounds, table: Any) -> Truth:
        """Whether all workloads within the bounds have one outcome (`Decision.settled`)."""
        options = self.decision.options
        contends = {
            option: self._of(table, name, option, "stands")
            & (self._of(table, name, option, "ceiling") >= table[f"{self.name}:{name}:floor"])
            for option in options
        }
        count = sum((contends[option].cast("int8") for option in options[1:]), contends[options[0]].cast("int8"))
        alone = (count == 1) & any_of(contends[option] & self._of(table, name, option, "safe") for option in options)
        closed = ~any_of(contends[option] & self._of(table, name, option, "open") for option in options)
        needed = column(read_truth(table, bounds.needed))
        return column(read_truth(table, bounds.needless)) | (needed & (alone | closed))

    def _leading(self, table: Any) -> New:
        """The options of the best standing, unless the default wins where nothing speaks for any of them."""
        decision = self.decision
        best = table[f"{self.name}:best"]
        leads = [
            ~table[f"{self.name}/{option}:out"] & (table[f"{self.name}/{option}:standing"] == best)
            for option in decision.options
        ]
        (leading,) = gathered(leads)
        if decision.default not in decision.options:
            return {f"{self.name}:leading": leading, f"{self.name}:by-default": column(False)}
        rules = read(table, self.applying)
        place = decision.options.index(decision.default or "")
        spoken = any_of(
            all_of((leads[number], meets(rules, _all(decision.voices_for[option]))))
            for number, option in enumerate(decision.options)
        )
        by_default = leads[place] & column(negated(spoken))
        return {
            f"{self.name}:leading": ibis.ifelse(by_default, literal(1 << place), leading),
            f"{self.name}:by-default": by_default,
        }

    def _is_steady(self, table: Any) -> Truth:
        """Whether no assumption that the area can hang on may be taken back."""
        places = set(self.decision.grounds.places)
        return negated(any_of(read_truth(table, ref) for place, ref in self.filled.unsteady.items() if place in places))

    def _standing(self, option: str, speaking: Mask, opposing: Mask) -> Any:
        """Criteria for minus criteria against, the stronger ones in the higher digits of a number."""
        decision = self.decision
        parts = [
            *self._weights(decision.voices_for[option], speaking, 1),
            *self._weights(decision.voices_against[option], opposing, -1),
        ]
        total: Any = literal(0)
        for part in parts:
            total = total + part
        return total

    def _weights(self, voices: Sequence[Voice], rules: Mask, sign: int) -> list[Any]:
        """For each criterion the weight of its strongest reason."""
        weights = []
        for criterion in dict.fromkeys(voice.criterion for voice in voices):
            branches = []
            for strength in range(len(STRENGTHS)):
                some = [voice for voice in voices if voice.criterion == criterion and voice.strength == strength]
                if some:
                    weight = sign * self._base ** (len(STRENGTHS) - 1 - strength)
                    branches.append((column(meets(rules, _all(some))), literal(weight & (1 << 64) - 1)))
            weights.append(ibis.cases(*branches, else_=literal(0)))
        return weights


def _all(voices: Sequence[Voice]) -> int:
    bits = 0
    for voice in voices:
        bits |= voice.rule
    return bits
