"""Which question comes next: the one whose answer is expected to tell most about what will be recommended.

The measure is the expected information of an answer (Lindley 1956; the gain of ID3, Quinlan 1986): the entropy of the
areas' outcomes, less the entropy that is left on average once the answer is known. It is taken over a panel of random
workloads, in which answers that no rule can tell apart count as one. That a question is needed at all is not left to
the panel; it is proved.

Whoever does not know something is recommended what assumptions make of it. Then a fact whose answer alone would change
that has to be asked whatever else is said, and so it comes before others that tell as much.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import log2

from advisor.advise.decision import Decision
from advisor.advise.grounds import Grounds
from advisor.advise.worlds import Budget, close
from advisor.conditions import Masks
from advisor.interview.live import Cuts
from advisor.interview.panel import Panel, Pollster
from advisor.interview.proof import Proof
from advisor.model.conditions import Condition
from advisor.model.values import Value

_CLOSE = 1e-9
_DECISIVE = 0.25  # bits that a fact is worth beyond what it tells, if its answer alone could change the recommendation
_REMEMBERED = 1000  # ends of interviews, so that a subject that is done is not proved again at each question


@dataclass(frozen=True)
class Knowledge:
    """What the answers so far say of one subject, and the places of the facts that were asked."""

    base: Masks
    asked: frozenset[int]

    @property
    def key(self) -> tuple[tuple[int, ...], frozenset[int]]:
        """What tells it from other knowledge."""
        return tuple(self.base), self.asked


@dataclass(frozen=True)
class Pick:
    """The fact to ask about next, the areas that it matters to, and its sets of values that matter."""

    place: int
    areas: tuple[str, ...]
    cuts: frozenset[int]


class Chooser:
    """Chooses the questions for some decisions about one subject; `admitted` are the options of each."""

    def __init__(self, decisions: Sequence[Decision], admitted: Sequence[tuple[str, ...]]) -> None:
        self.space = space = decisions[0].space
        self._admitted = admitted
        self.proofs = [Proof(decision, options) for decision, options in zip(decisions, admitted, strict=True)]
        self.grounds = decisions[0].grounds if len(decisions) == 1 else Grounds(space, _conditions(decisions))
        self._pollster = Pollster(space, decisions, self.grounds)
        self._ended: set[tuple[tuple[int, ...], frozenset[int]]] = set()

    def next(self, known: Knowledge, budget: Budget) -> Pick | None:
        """The fact to ask about next; None if nothing that was not asked could change any area's outcome.

        Where the budget does not suffice to prove that, it goes on asking.
        """
        if known.key in self._ended:
            return None
        panel = self._pollster.panel(self._supposed(known))
        outcomes = self._pollster.outcomes(panel, self._admitted)
        gains: dict[int, float] = {}
        cuts: dict[int, set[int]] = {}
        areas: dict[int, list[str]] = {}
        for proof, found in zip(self.proofs, outcomes, strict=True):
            live, decisive = self._open(proof, known, len(found) > 1, budget)
            for place, sides in live.items():
                gain = information(panel, place, found.values()) + (_DECISIVE if place in decisive else 0)
                gains[place] = gains.get(place, 0) + gain
                cuts.setdefault(place, set()).update(sides)
                areas.setdefault(place, []).append(proof.decision.area.id)
        if not gains:
            if len(self._ended) >= _REMEMBERED:
                self._ended.clear()
            self._ended.add(known.key)
            return None
        best = max(gains.values()) - _CLOSE
        place = min((each for each in gains if gains[each] >= best), key=self.grounds.places.index)
        return Pick(place, tuple(areas[place]), frozenset(cuts[place]))

    def is_possible(self, base: Masks, budget: Budget) -> bool:
        """Whether some workload agrees with what is known (or whether the budget leaves that open)."""
        return self.proofs[0].is_possible(base, budget)

    def assumed(self, known: Knowledge, place: int) -> Value | None:
        """What is taken for granted of a fact if nobody knows it."""
        closed = close(self.space, known.base, range(len(self.space.facts)), bold=True)
        if closed is None or place not in closed.assumed:
            return None
        return next(fill.value for fill in self.space.assume[place] if fill.mask == closed.masks[place])

    def _open(self, proof: Proof, known: Knowledge, differ: bool, budget: Budget) -> tuple[Cuts, Collection[int]]:
        """What there still is to ask for one area, and, once somebody does not know something, which facts decide it.

        Nothing once that is proved to be idle. `differ`: whether workloads drawn have different outcomes.
        """
        silent = self._silent(known)
        if (silent or not differ) and proof.is_settled(known.base, budget):
            return {}, ()
        live = {place: sides for place, sides in proof.live.cuts(known.base).items() if place not in known.asked}
        decisive = proof.decisive(known.base, known.asked, budget) if live and silent else ()
        return live if decisive or not silent else {}, decisive

    def _silent(self, known: Knowledge) -> bool:
        """Whether some answer was "I don't know", or left several values apart that the rules tell apart."""
        return any(
            place in self.grounds.kinds and len(self.grounds.answers(place, known.base[place])) > 1
            for place in known.asked
        )

    def _supposed(self, known: Knowledge) -> Masks:
        """What is known, and where nobody knew, what is assumed."""
        closed = close(self.space, known.base, known.asked, bold=True)
        base = known.base.copy()
        if closed is not None:
            for place in closed.assumed:
                base[place] = closed.masks[place]
        return base


def information(panel: Panel, place: int, outcomes: Iterable[int]) -> float:
    """What the answer to a fact is expected to tell about the outcome, in bits."""
    several = list(outcomes)
    total = panel.alive.bit_count()
    if not total:
        return 0
    after = 0.0
    for _, bits in panel.answers(place):
        after += bits.bit_count() / total * entropy([(bits & each).bit_count() for each in several])
    return entropy([each.bit_count() for each in several]) - after


def entropy(counts: Sequence[int]) -> float:
    """The entropy of shares, in bits."""
    total = sum(counts)
    return -sum(count / total * log2(count / total) for count in counts if count)


def _conditions(decisions: Iterable[Decision]) -> list[Condition]:
    found = []
    for decision in decisions:
        found += [rule.condition for rule in decision.area.rules]
        if decision.needed_when is not None:
            found.append(decision.needed_when)
    return found
