"""One area's verdicts: which rules apply, as columns; then who leads, by what outcome, and what the bound proves of it.

The same as `advise.decision` works out for one workload. Sets of rules and of options are bits.
"""

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

import numpy

from advisor.advise.decision import Decision
from advisor.bulk.filling import Filled
from advisor.bulk.lookups import Standings, options_by_rule
from advisor.bulk.masks import BITS, any_of, negated, signed, split
from advisor.bulk.steps import New, Ref, TruthRef, kept, kept_truth, read, read_truth
from advisor.bulk.tables import CERTAIN, POSSIBLE, Codes, Conditions
from advisor.model.result import Outcome

OUTCOMES: tuple[Outcome, ...] = ("recommended", "tie", "default", "conflict", "not-needed")
RECOMMENDED, TIE, DEFAULT, CONFLICT, NOT_NEEDED = range(5)
CERTAINTIES = ("proved", "assumed", "not-proved")
PROVED, ASSUMED, NOT_PROVED = range(3)

MOST_OPTIONS = BITS - 1
_BLOCK = 16_384  # states looked at together, so that what is worked out of them stays in the processor's cache


class Judged:
    """One area while it is judged."""

    def __init__(self, decision: Decision, filled: Filled, codes: Codes) -> None:
        self.decision = decision
        self.filled = filled
        self.name = decision.area.id
        self._conditions = Conditions(codes, decision.conditions)
        self._rules: dict[tuple[str, int], Ref] = {}
        self._legal: TruthRef = True
        self._steady: TruthRef = True
        self._standings = Standings(decision)
        self._removed = options_by_rule(decision, decision.removing)
        self._touched = options_by_rule(decision, decision.touching)
        spoken = {option: sum({voice.rule for voice in each}) for option, each in decision.voices_for.items()}
        self._spoken_for = options_by_rule(decision, spoken)

    def alternatives(self, way: str, codes: Sequence[Any], new: New) -> None:
        """Put among the new columns which alternatives of the rules hold, in one way of knowing the facts."""
        for truth in (CERTAIN, POSSIBLE):
            words = self._conditions.alternatives(codes, truth)
            self._rules[way, truth] = kept(new, f"{self.name}:{way}:{truth}:ways", words)

    def rules(self, table: Any, new: New) -> None:
        """Put among the new columns which conditions hold."""
        for (way, truth), ref in self._rules.items():
            words = self._conditions.conditions(read(table, ref))
            self._rules[way, truth] = kept(new, f"{self.name}:{way}:{truth}", words)
        self._legal = kept_truth(new, f"{self.name}:legal", read_truth(table, self.filled.legal))
        places = set(self.decision.grounds.places)
        unsteady = (read_truth(table, ref) for place, ref in self.filled.unsteady.items() if place in places)
        self._steady = kept_truth(new, f"{self.name}:steady", negated(any_of(unsteady)))

    def columns(self) -> list[str]:
        """The columns that a verdict is worked out from."""
        refs = [*(word for ref in self._rules.values() for word in ref), self._legal, self._steady]
        return list(dict.fromkeys(ref for ref in refs if isinstance(ref, str)))

    def verdicts(self, columns: Mapping[str, Any]) -> dict[str, Any]:
        """The verdict on each state, as arrays: `lead`, `outcome`, `certainty`, `shown` and `applying`."""
        size = len(columns["state"])
        wanted = {name: columns[name] for name in self.columns()}
        blocks = [
            self._block(
                {name: each[start : start + _BLOCK] for name, each in wanted.items()}, min(_BLOCK, size - start)
            )
            for start in range(0, max(size, 1), _BLOCK)
        ]
        return {name: numpy.concatenate([block[name] for block in blocks], axis=-1) for name in blocks[0]}

    def _block(self, columns: Mapping[str, Any], size: int) -> dict[str, Any]:
        known, sure = (_Bounds(self, way, columns, size) for way in ("known", "sure"))
        lead, by_default = self._leading(known.applying)
        lead = numpy.where(known.needless, 0, lead)
        settled = self._settled(known)
        steady, legal = (_array(ref, columns, size) for ref in (self._steady, self._legal))
        return {
            "lead": lead,
            "outcome": numpy.select(
                [known.needless, lead == 0, by_default, lead & (lead - 1) != 0],
                [NOT_NEEDED, CONFLICT, DEFAULT, TIE],
                RECOMMENDED,
            ),
            "certainty": numpy.select([self._settled(sure), settled & steady], [PROVED, ASSUMED], NOT_PROVED),
            "shown": known.needless | settled & legal,  # the leaders are sure to win in some completion
            "applying": numpy.stack(known.applying),
        }

    def _leading(self, rules: Sequence[Any]) -> tuple[Any, Any]:
        """The options of the best standing; and whether the default wins, where nothing speaks for any of them."""
        out = self._removed(rules)
        standings = [
            numpy.where(out >> place & 1, -1, standing) for place, standing in enumerate(self._standings(rules, rules))
        ]
        best = numpy.maximum(reduce(numpy.maximum, standings), 0)
        lead = sum((standing == best).astype(numpy.int64) << place for place, standing in enumerate(standings))
        if self.decision.default not in self.decision.options:
            return lead, numpy.zeros(lead.shape, bool)
        default = 1 << self.decision.options.index(self.decision.default)
        by_default = (lead & default != 0) & (lead & self._spoken_for(rules) == 0)
        return numpy.where(by_default, default, lead), by_default

    def _settled(self, bounds: "_Bounds") -> Any:
        """Whether all workloads within the bounds have one outcome (`Decision.settled`)."""
        gone, at_risk = self._removed(bounds.certain), self._removed(bounds.possible)
        floors = self._standings(bounds.certain, bounds.possible)
        floor = reduce(
            numpy.maximum, (numpy.where(at_risk >> place & 1, -1, each) for place, each in enumerate(floors))
        )
        ceilings = self._standings(bounds.possible, bounds.certain)
        able = sum((each >= floor).astype(numpy.int64) << place for place, each in enumerate(ceilings))
        contend = able & ~gone
        alone = (contend & (contend - 1) == 0) & (contend & ~at_risk != 0)
        doubtful = [more & ~less for more, less in zip(bounds.possible, bounds.certain, strict=True)]
        closed = contend & self._touched(doubtful) == 0
        return bounds.needless | bounds.needed & (alone | closed)

    def truths(self, way: str, columns: Mapping[str, Any], size: int) -> list[list[Any]]:
        """Which conditions hold for certain, and which possibly."""
        return [[_array(word, columns, size) for word in self._rules[way, truth]] for truth in (CERTAIN, POSSIBLE)]


class _Bounds:
    """The rules that apply for certain and those that possibly do, to what is known in one way of knowing."""

    def __init__(self, area: Judged, way: str, columns: Mapping[str, Any], size: int) -> None:
        decision = area.decision
        certain, possible = area.truths(way, columns, size)
        count = len(decision.area.rules)
        waiting = [numpy.int64(signed(word)) for word in split(decision.unless, count)]
        rules = [numpy.int64(signed(word)) for word in split((1 << count) - 1, count)]
        # a rule that waits to be shown something applies as its condition does not
        self.certain, self.possible = (
            [one & each & ~wait | ~other & wait for one, other, each, wait in zip(*pair, rules, waiting, strict=False)]
            for pair in ((certain, possible), (possible, certain))
        )
        self.applying = [(one & each) ^ wait for one, each, wait in zip(certain, rules, waiting, strict=False)]
        self.needed, self.needless = numpy.ones(size, bool), numpy.zeros(size, bool)
        if decision.needed_when is not None:
            word, bit = divmod(count, BITS)
            self.needed, self.needless = certain[word] >> bit & 1 != 0, possible[word] >> bit & 1 == 0


def _array(ref: Any, columns: Mapping[str, Any], size: int) -> Any:
    if isinstance(ref, str):
        return columns[ref]
    return numpy.full(size, ref if isinstance(ref, bool) else signed(ref))
