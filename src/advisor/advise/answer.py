"""One recommendation: the engine's rules, the verdict, and the words for it. How certain it is, is told on demand."""

from collections.abc import Iterable, Sequence
from typing import Any

from advisor.advise.certainty import Examiner
from advisor.advise.decision import Decision, Verdict
from advisor.advise.details import Context, Details
from advisor.advise.situation import Situation
from advisor.advise.worlds import LIMIT, Budget
from advisor.conditions import Space
from advisor.engine import Rules
from advisor.model.deferred import LATER, maker
from advisor.model.result import Recommendation
from advisor.model.rulebook import Area, Rulebook

_recommendation = maker(Recommendation)


class Adviser:
    """Answers for one area."""

    def __init__(self, rulebook: Rulebook, area: Area, space: Space, limit: int = LIMIT) -> None:
        self.area = area
        self.decision = Decision(area, space)
        self.limit = limit
        self._rulebook = rulebook
        self._context = Context(rulebook, self.decision, limit)
        rules = (*area.rules, *area.advice)
        self._rules = Rules(
            {rule.id: rule.condition for rule in rules}, space.declared, {rule.id: rule.place for rule in rules}
        )

    def recommend(self, situation: Situation, among: Iterable[str] | None, assuming: bool) -> Recommendation:
        """The recommendation for one situation, with the options that `among` admits."""
        decision, admitted = self.decision, self.decision.admitted(among)
        fired = self._rules.firing(situation.known)
        applying = decision.applying_of(fired)
        verdict = self._verdict(situation, applying, admitted, assuming)
        fields = {
            "area": self.area.id,
            "subject": self.area.subject,
            "name": situation.item.name,
            "stage": situation.stage,
            "outcome": verdict.outcome,
            "today": None,
            "recommended": list(verdict.recommended),
            LATER: Details(self._context, situation, admitted, assuming, fired, applying, verdict),
        }
        return _recommendation(fields)

    def written(self, fact: str, situation: Situation) -> Any:
        """A fact's value as a case would write it; None if it is not known."""
        value = situation.known.get(fact)
        return None if value is None else self._rulebook.written(fact, value)

    def applying(self, situation: Situation) -> int:
        """The rules that apply, by the engine."""
        return self.decision.applying_of(self._rules.firing(situation.known))

    def _verdict(self, situation: Situation, applying: int, admitted: Sequence[str], assuming: bool) -> Verdict:
        """The verdict, whose leaders win in some workload: the one at hand, or one that is searched for."""
        decision, world = self.decision, situation.world
        if world is not None:
            verdict = decision.verdict_on(situation.masks, admitted, applying)
            if verdict.outcome == "not-needed":
                return verdict
            waiting = verdict.key  # for a workload in which they win
            for near in decision.near(world, situation.masks, applying):
                waiting -= decision.key_in(near, admitted, applying, verdict)
                if not waiting:
                    return verdict
        return Examiner(decision, admitted, assuming, Budget(self.limit)).decide(situation.base, applying)
