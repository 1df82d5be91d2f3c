"""Conditions and rules as they were judged: at each test the actual value and its truth."""

from collections.abc import Iterable

from advisor.advise.decision import Decision
from advisor.advise.situation import Situation
from advisor.model.conditions import All, Condition, Not, Test, written_condition
from advisor.model.explanation import Node, RuleTrace
from advisor.model.result import Citation, FactUse, Reason
from advisor.model.rulebook import Rule, Rulebook, Statement


class Tracer:
    """Traces the rules of one area over one situation."""

    def __init__(self, rulebook: Rulebook, decision: Decision, situation: Situation) -> None:
        self._rulebook = rulebook
        self._decision = decision
        self._situation = situation

    def use(self, fact: str) -> FactUse:
        """The value that a fact has here, and where it came from."""
        value = self._situation.known.get(fact)
        written = None if value is None else self._rulebook.written(fact, value)
        return FactUse.model_construct(value=written, from_=self._situation.origins.get(fact, "unknown"))

    def node(self, condition: Condition) -> Node:
        """The condition with its truth, node by node."""
        truth = self._decision.space.truth(condition, self._situation.masks)
        if isinstance(condition, Test):
            use = self.use(condition.fact)
            test = written_condition(condition)[condition.fact]
            return Node(kind="test", truth=truth, fact=condition.fact, test=test, value=use.value, from_=use.from_)
        if isinstance(condition, Not):
            return Node(kind="not", truth=truth, parts=[self.node(condition.part)])
        if len(condition.parts) == 1:
            return self.node(condition.parts[0])
        kind = "all" if isinstance(condition, All) else "any"
        return Node(kind=kind, truth=truth, parts=[self.node(part) for part in condition.parts])

    def rule(self, rule: Rule, applies: bool, reasons: Iterable[Reason] = ()) -> RuleTrace:
        """The rule as it was judged; `reasons` are those that it gave."""
        named = f"{rule.area}.{rule.id}"
        listed = {"rules_out": list(rule.rules_out), "requires": list(rule.requires)}
        spoken = {"favours": dict(rule.favours), "opposes": dict(rule.opposes)}
        return RuleTrace(
            rule=named,
            title=rule.title,
            applies=applies,
            unless_shown=rule.unless_shown is not None,
            condition=self.node(rule.condition),
            effects={effect: on for effect, on in (listed | spoken).items() if on},
            criterion=rule.criterion,
            because=rule.because,
            citations=self._citations(rule.cite),
            reasons=[reason for reason in reasons if reason.rule == named],
        )

    def statement(self, name: str, title: str, statement: Statement, reason: Reason) -> RuleTrace:
        """The area's default, or why the decision is not needed, traced as a rule is."""
        return RuleTrace(
            rule=f"{self._decision.area.id}.{name}",
            title=title,
            applies=True,
            unless_shown=statement.when is not None,
            condition=self.node(All(()) if statement.when is None else statement.when),
            effects={reason.effect: reason.options},
            criterion=None,
            because=statement.because,
            citations=self._citations(statement.cite),
            reasons=[reason],
        )

    def _citations(self, ids: Iterable[str]) -> list[Citation]:
        notes = [self._rulebook.notes[note] for note in ids]
        return [
            Citation(note=note.id, section=note.section, lines=list(note.lines), quote=note.quote, erratum=note.erratum)
            for note in notes
        ]
