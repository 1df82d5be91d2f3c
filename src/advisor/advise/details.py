"""What stands beside a verdict: reasons, ranking, advice, certainty. Worked out only when somebody asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import combinations
from operator import or_
from typing import Any

from advisor.advise.certainty import Certified, Examiner
from advisor.advise.changes import Change
from advisor.advise.decision import CONFLICT, NOT_NEEDED, Decision, Key, Verdict
from advisor.advise.reasons import Witness
from advisor.advise.situation import Situation
from advisor.advise.worlds import Budget, LimitReached, Search, close
from advisor.conditions import Masks
from advisor.model.deferred import maker
from advisor.model.result import Certainty, Conflict, Open, RestsOn, Standing, Tally
from advisor.model.rulebook import Rulebook
from advisor.once import once

_new_standing = maker(Standing)


@dataclass(frozen=True)
class Context:
    """What all recommendations of one area have in common."""

    rulebook: Rulebook
    decision: Decision
    limit: int

    @once
    def witness(self) -> Witness:
        """Who writes reasons, prepared when the first is asked for."""
        return Witness(self.rulebook, self.decision)


class Details:
    """What can be asked about one verdict: a method for each field of the recommendation that is told on demand.

    Every question has a search of its own, with the whole limit, so that several threads may ask at once.
    """

    __slots__ = ("admitted", "applying", "assuming", "context", "fired", "situation", "verdict")

    def __init__(
        self,
        context: Context,
        situation: Situation,
        admitted: Sequence[str],
        assuming: bool,
        fired: set[str],
        applying: int,
        verdict: Verdict,
    ) -> None:
        self.context = context
        self.situation = situation
        self.admitted = admitted
        self.assuming = assuming
        self.fired = fired
        self.applying = applying
        self.verdict = verdict

    def reasons(self) -> dict[str, Any]:
        """A reason for every effect of every rule that applies, or for why no rule is asked."""
        area, witness, situation = self.context.decision.area, self.context.witness, self.situation
        if self.verdict.outcome == "not-needed":
            needed = area.applies_when
            silent = [] if needed is None else [witness.statement(needed, "not_needed", "applies-when", situation)]
            return {"reasons": silent}
        reasons = witness.reasons(situation, self.applying, self.admitted)
        if self.verdict.outcome == "default" and area.default:
            reasons.append(witness.statement(area.default, "default", "default", situation))
        return {"reasons": reasons}

    def certainty(self) -> dict[str, Any]:
        """The certainty alone."""
        return {"certainty": self._certified(with_changes=False).certainty}

    def limit(self) -> dict[str, Any]:
        """The certainty with the facts it hangs on, and the limit where the search for them ended at it."""
        found = self._certified(with_changes=True)
        return {
            "certainty": found.certainty,
            "limit": found.limit,
            "rests_on": [self._rests_on(change) for change in found.rests_on],
            "open": [Open(facts=list(change.facts), could_become=self._named(change)) for change in found.open],
        }

    rests_on = open = limit

    def conflict(self) -> dict[str, Any]:
        """Where no option is left, the facts that cannot stand together."""
        if self.verdict.outcome != "conflict":
            return {"conflict": []}
        return {"conflict": self._conflicts(self._certified(with_changes=False).certainty)}

    def advice(self) -> dict[str, Any]:
        """The advice on what is recommended."""
        return {"advice": self.context.witness.advice(self.situation, self.fired, self.verdict.recommended)}

    def ranking(self) -> dict[str, Any]:
        """The standing of each option admitted: those recommended, then the others, best first."""
        decision, applying = self.context.decision, self.applying
        certain, possible = decision.bounds(self.situation.masks)
        doubtful = possible & ~certain & ~applying
        leaders = self.verdict.recommended
        ranked = sorted(decision.ranked(applying, self.admitted), key=lambda option: option not in leaders)
        return {"ranking": [_standing(decision, option, applying, doubtful) for option in ranked]}

    def _certified(self, with_changes: bool) -> Certified:
        examiner = Examiner(self.context.decision, self.admitted, self.assuming, Budget(self.context.limit))
        return examiner.certify(self.situation.base, self.verdict, with_changes)

    def _rests_on(self, change: Change) -> RestsOn:
        known = self.situation.known
        written = self.context.rulebook.written
        facts = {fact: written(fact, known[fact]) if fact in known else None for fact in change.facts}
        return RestsOn(facts=facts, could_become=self._named(change))

    def _named(self, change: Change) -> list[str]:
        return names_of(change.outcomes, self.context.decision.options)

    def _conflicts(self, certainty: Certainty) -> list[Conflict]:
        """The smallest sets of given facts that leave no option: without `among` if they can, with it if they must.

        Where the conflict is certain, they leave none whatever else may be so; else, none as long as nothing else is
        said.
        """
        decision, situation = self.context.decision, self.situation
        space = decision.space
        given = {name: value for name, value in situation.known.items() if situation.origins[name] == "given"}
        grounds = {space.facts[place] for place in decision.grounds.places}
        timing = {name: value for name, value in given.items() if name.startswith("stage.")}
        candidates = [name for name in given if name in grounds and name not in timing]
        fillable = range(len(space.facts)) if self.assuming else ()
        filled = frozenset(space.index[name] for name, origin in situation.origins.items() if origin != "given")
        kept = {"proved": frozenset[int](), "assumed": filled}.get(certainty)
        for size in range(len(candidates) + 1):
            for restricted, options in ((False, decision.options), (True, tuple(self.admitted))):
                found = []
                for names in combinations(candidates, size):
                    base = space.masks({name: given[name] for name in names} | timing)
                    closed = close(space, base, fillable, bold=True)
                    if closed is None or (kept is not None and not self._leaves_none(base, options, kept)):
                        continue
                    applying = decision.applying(closed.masks) if kept is None else decision.bounds(closed.masks)[0]
                    if kept is not None or decision.verdict(applying, options).outcome == "conflict":
                        facts = {name: self.context.rulebook.written(name, given[name]) for name in names}
                        found.append(Conflict(facts=facts, among=restricted, rules=self._removers(applying, options)))
                if found:
                    return found
        return []

    def _leaves_none(self, base: Masks, options: Sequence[str], filled: frozenset[int]) -> bool:
        """Whether every completion ends without an option, so far as can be seen within the limit."""
        try:
            return self._search(options).find(base, CONFLICT.__ne__, filled) is None
        except LimitReached:
            return False

    def _search(self, options: Sequence[str]) -> Search:
        return Search(self.context.decision, options, Budget(self.context.limit))

    def _removers(self, applying: int, options: Sequence[str]) -> list[str]:
        """The rules at work that rule out any of the options."""
        decision = self.context.decision
        at_work = applying & reduce(or_, (decision.removing[option] for option in options), 0)
        return [f"{rule.area}.{rule.id}" for rule in decision.area.rules if at_work & decision.rule_bits[rule.id]]


def _standing(decision: Decision, option: str, applying: int, doubtful: int) -> Standing:
    """Where an option stands; `doubtful` rules are those that may apply yet."""
    removing = decision.removing[option]
    fields = {
        "option": option,
        "ruled_out": bool(applying & removing),
        "may_be_ruled_out_by": [
            f"{rule.area}.{rule.id}"
            for rule in decision.area.rules
            if removing & doubtful & decision.rule_bits[rule.id]
        ],
        "for_": _tally(decision.vector(option, applying, 0)),
        "against": _tally(decision.vector(option, 0, applying)),
    }
    return _new_standing(fields)


@lru_cache(maxsize=1024)
def _tally(vector: Sequence[int]) -> Tally:
    decisive, strong, moderate, slight = map(abs, vector)
    return Tally.model_construct(decisive=decisive, strong=strong, moderate=moderate, slight=slight)


def names_of(outcomes: Sequence[Key], options: Sequence[str]) -> list[str]:
    """The options that outcomes name, in the area's order, then the outcomes without an option."""
    named = [option for option in options if any(option in key for key in outcomes)]
    return named + [word for key, word in ((CONFLICT, "conflict"), (NOT_NEEDED, "not-needed")) if key in outcomes]
