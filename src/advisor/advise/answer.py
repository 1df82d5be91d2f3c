"""One recommendation: the engine's rules, the verdict, its certainty, and the words for it."""

from collections.abc import Iterable, Sequence
from functools import lru_cache, reduce
from itertools import combinations
from operator import or_
from typing import Any

from advisor.advise.certainty import Change, Examiner
from advisor.advise.decision import CONFLICT, NOT_NEEDED, Decision, Key
from advisor.advise.reasons import Witness
from advisor.advise.situation import Situation
from advisor.advise.worlds import LIMIT, Budget, LimitReached, Search, close
from advisor.conditions import Masks, Space
from advisor.engine import Rules
from advisor.model.result import Certainty, Conflict, Open, Recommendation, RestsOn, Standing, Tally
from advisor.model.rulebook import Area, Rulebook


class Adviser:
    """Answers for one area."""

    def __init__(self, rulebook: Rulebook, area: Area, space: Space, limit: int = LIMIT) -> None:
        self.area = area
        self.decision = Decision(area, space)
        self.limit = limit
        self._rulebook = rulebook
        self._witness = Witness(rulebook, self.decision)
        rules = (*area.rules, *area.advice)
        self._rules = Rules(
            {rule.id: rule.condition for rule in rules}, space.declared, {rule.id: rule.place for rule in rules}
        )

    def recommend(self, situation: Situation, among: Iterable[str] | None, assuming: bool) -> Recommendation:
        """The recommendation for one situation, with the options that `among` admits."""
        decision, admitted = self.decision, self.decision.admitted(among)
        firing = self._rules.firing(situation.known)
        applying = self._applying(firing)
        certified = Examiner(decision, admitted, assuming, Budget(self.limit)).certify(situation.base, applying)
        outcome, recommended, certainty = certified.verdict.outcome, certified.verdict.recommended, certified.certainty
        silent = outcome == "not-needed"
        reasons = [] if silent else self._witness.reasons(situation, applying, admitted)
        if silent and self.area.applies_when:
            reasons = [self._witness.statement(self.area.applies_when, "not_needed", "applies-when", situation)]
        elif outcome == "default" and self.area.default:
            reasons.append(self._witness.statement(self.area.default, "default", "default", situation))
        return Recommendation.model_construct(
            area=self.area.id,
            subject=self.area.subject,
            name=situation.item.name,
            stage=situation.stage,
            outcome=outcome,
            recommended=list(recommended),
            certainty=certainty,
            limit=certified.limit,
            ranking=self._ranking(situation, applying, admitted, recommended),
            reasons=reasons,
            advice=self._witness.advice(situation, dict.fromkeys(firing, True), recommended),
            rests_on=[self._rests_on(change, situation) for change in certified.rests_on],
            open=[Open(facts=list(change.facts), could_become=self._named(change)) for change in certified.open],
            conflict=self._conflicts(situation, admitted, assuming, certified.certainty)
            if outcome == "conflict"
            else [],
        )

    def written(self, fact: str, situation: Situation) -> Any:
        """A fact's value as a case would write it; None if it is not known."""
        value = situation.known.get(fact)
        return None if value is None else self._rulebook.written(fact, value)

    def applying(self, situation: Situation) -> int:
        """The rules that apply, by the engine."""
        return self._applying(self._rules.firing(situation.known))

    def _applying(self, firing: set[str]) -> int:
        applying = 0
        for rule in self.area.rules:
            if (rule.id in firing) is (rule.unless_shown is None):
                applying |= self.decision.rule_bits[rule.id]
        return applying

    def _ranking(
        self, situation: Situation, applying: int, admitted: Sequence[str], recommended: Sequence[str]
    ) -> list[Standing]:
        decision = self.decision
        certain, possible = decision.bounds(situation.masks)
        doubtful = possible & ~certain & ~applying
        ranked = sorted(decision.ranked(applying, admitted), key=lambda option: option not in recommended)
        return [
            Standing.model_construct(
                option=option,
                ruled_out=bool(applying & decision.removing[option]),
                may_be_ruled_out_by=[
                    f"{self.area.id}.{rule.id}"
                    for rule in self.area.rules
                    if decision.removing[option] & doubtful & decision.rule_bits[rule.id]
                ],
                for_=_tally(decision.vector(option, applying, 0)),
                against=_tally(decision.vector(option, 0, applying)),
            )
            for option in ranked
        ]

    def _rests_on(self, change: Change, situation: Situation) -> RestsOn:
        facts = {fact: self.written(fact, situation) for fact in change.facts}
        return RestsOn(facts=facts, could_become=self._named(change))

    def _named(self, change: Change) -> list[str]:
        return names_of(change.outcomes, self.decision.options)

    def _conflicts(
        self, situation: Situation, admitted: Sequence[str], assuming: bool, certainty: Certainty
    ) -> list[Conflict]:
        """The smallest sets of given facts that leave no option: without `among` if they can, with it if they must.

        Where the conflict is certain, they leave none whatever else may be so; else, none as long as nothing else is
        said.
        """
        decision, space = self.decision, self.decision.space
        given = {name: value for name, value in situation.known.items() if situation.origins[name] == "given"}
        grounds = {space.facts[place] for place in decision.grounds.places}
        timing = {name: value for name, value in given.items() if name.startswith("stage.")}
        candidates = [name for name in given if name in grounds and name not in timing]
        assumable = range(len(space.facts)) if assuming else ()
        assumed = frozenset(space.index[name] for name, origin in situation.origins.items() if origin == "assumed")
        kept = {"proved": frozenset[int](), "assumed": assumed}.get(certainty)
        for size in range(len(candidates) + 1):
            for restricted, options in ((False, decision.options), (True, tuple(admitted))):
                found = []
                for names in combinations(candidates, size):
                    base = space.masks({name: given[name] for name in names} | timing)
                    closed = close(space, base, assumable, bold=True)
                    if closed is None or (kept is not None and not self._leaves_none(base, options, kept)):
                        continue
                    applying = decision.applying(closed.masks) if kept is None else decision.bounds(closed.masks)[0]
                    if kept is not None or decision.verdict(applying, options).outcome == "conflict":
                        facts = {name: self._rulebook.written(name, given[name]) for name in names}
                        found.append(Conflict(facts=facts, among=restricted, rules=self._removers(applying, options)))
                if found:
                    return found
        return []

    def _leaves_none(self, base: Masks, options: Sequence[str], assumed: frozenset[int]) -> bool:
        """Whether every completion ends without an option, so far as can be seen within the limit."""
        try:
            return Search(self.decision, options, Budget(self.limit)).find(base, CONFLICT.__ne__, assumed) is None
        except LimitReached:
            return False

    def _removers(self, applying: int, options: Sequence[str]) -> list[str]:
        """The rules at work that rule out any of the options."""
        at_work = applying & reduce(or_, (self.decision.removing[option] for option in options), 0)
        return [f"{self.area.id}.{rule.id}" for rule in self.area.rules if at_work & self.decision.rule_bits[rule.id]]


def names_of(outcomes: Iterable[Key], options: Sequence[str]) -> list[str]:
    """The options that outcomes name, in the area's order, then the outcomes without an option."""
    keys = list(outcomes)
    named = [option for option in options if any(option in key for key in keys)]
    return named + [word for key, word in ((CONFLICT, "conflict"), (NOT_NEEDED, "not-needed")) if key in keys]


@lru_cache(maxsize=1024)
def _tally(vector: Sequence[int]) -> Tally:
    decisive, strong, moderate, slight = map(abs, vector)
    return Tally.model_construct(decisive=decisive, strong=strong, moderate=moderate, slight=slight)
