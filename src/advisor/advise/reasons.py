"""Why: the rules that apply, turned into reasons with facts and citations, and the advice for what is recommended."""

from collections.abc import Iterable, Mapping, Sequence

from advisor.advise.decision import Decision
from advisor.advise.situation import Situation
from advisor.model.conditions import All, Any_, Condition, Not, Test
from advisor.model.result import Advice, Citation, Effect, FactUse, Reason
from advisor.model.rulebook import Rule, Rulebook, Statement, Strength


class Witness:
    """Writes reasons and advice for one area; citations are made once and shared."""

    def __init__(self, rulebook: Rulebook, decision: Decision) -> None:
        self._rulebook = rulebook
        self._decision = decision
        area = decision.area
        statements = [each for each in (area.default, area.applies_when) if each is not None]
        cited = [rule.cite for rule in (*area.rules, *area.advice)] + [each.cite for each in statements]
        self._citations = {ids: [self._citation(note) for note in ids] for ids in cited}

    def reasons(self, situation: Situation, applying: int, admitted: Sequence[str]) -> list[Reason]:
        """A reason for every effect of every rule that applies, in the order of the page."""
        found = []
        for rule in self._decision.area.rules:
            if not applying & self._decision.rule_bits[rule.id]:
                continue
            facts = self._facts(rule, situation)
            if rule.rules_out:
                found.append(self._reason(rule, "rules_out", rule.rules_out, facts))
            if rule.requires:
                found.append(self._reason(rule, "requires", rule.requires, facts))
            found += self._voices(rule, "favours", rule.favours, facts, applying, admitted)
            found += self._voices(rule, "opposes", rule.opposes, facts, applying, admitted)
        return found

    def statement(self, statement: Statement, effect: Effect, name: str, situation: Situation) -> Reason:
        """The reason behind an area's default, or behind its not being needed."""
        facts = {}
        if statement.when is not None:
            facts = self._uses(_deciders(statement.when, False, situation, self._decision), situation)
        return Reason.model_construct(
            rule=f"{self._decision.area.id}.{name}",
            effect=effect,
            options=[statement.option] if statement.option else [],
            criterion=None,
            strength=None,
            counts=True,
            because=statement.because,
            facts=facts,
            citations=self._citations[statement.cite],
        )

    def advice(self, situation: Situation, firing: Mapping[str, bool], recommended: Iterable[str]) -> list[Advice]:
        """The advice that holds for the options recommended, or for the parts of a recommended combination."""
        options = self._decision.area.options
        named = {part: option for option in recommended for part in (option, *options[option].parts)}
        found = []
        for rule in self._decision.area.advice:
            if not firing.get(rule.id):
                continue
            texts: dict[str, list[str]] = {}
            for option, text in rule.advises.items():
                if option in named and named[option] not in texts.get(text, []):
                    texts.setdefault(text, []).append(named[option])
            facts = self._facts(rule, situation)
            found += [
                Advice.model_construct(
                    rule=self._name(rule), options=about, text=text, facts=facts, citations=self._citations[rule.cite]
                )
                for text, about in texts.items()
            ]
        return found

    def _voices(
        self,
        rule: Rule,
        effect: Effect,
        strengths: Mapping[str, Strength],
        facts: dict[str, FactUse],
        applying: int,
        admitted: Sequence[str],
    ) -> list[Reason]:
        """One reason for the options that it counts for, one for those where a stronger one does."""
        groups: dict[tuple[Strength, bool], list[str]] = {}
        for option, strength in strengths.items():
            if option in admitted:
                groups.setdefault((strength, self._counts(rule, effect, option, applying)), []).append(option)
        return [
            self._reason(rule, effect, options, facts, strength, counts)
            for (strength, counts), options in groups.items()
        ]

    def _counts(self, rule: Rule, effect: Effect, option: str, applying: int) -> bool:
        """Whether this is the strongest reason (the first of equals) of its criterion."""
        decision = self._decision
        voices = (decision.voices_for if effect == "favours" else decision.voices_against)[option]
        own = next(voice for voice in voices if voice.rule == decision.rule_bits[rule.id])
        heard = next(voice for voice in voices if voice.criterion == own.criterion and applying & voice.rule)
        return heard.rule == own.rule

    def _reason(
        self,
        rule: Rule,
        effect: Effect,
        options: Iterable[str],
        facts: dict[str, FactUse],
        strength: Strength | None = None,
        counts: bool = True,
    ) -> Reason:
        return Reason.model_construct(
            rule=self._name(rule),
            effect=effect,
            options=list(options),
            criterion=rule.criterion if strength else None,
            strength=strength,
            counts=counts,
            because=rule.because,
            facts=facts,
            citations=self._citations[rule.cite],
        )

    def _facts(self, rule: Rule, situation: Situation) -> dict[str, FactUse]:
        wanted = rule.unless_shown is None
        return self._uses(_deciders(rule.condition, wanted, situation, self._decision), situation)

    def _uses(self, facts: Iterable[str], situation: Situation) -> dict[str, FactUse]:
        uses = {}
        for fact in facts:
            value = situation.known.get(fact)
            uses[fact] = FactUse.model_construct(
                value=None if value is None else self._rulebook.written(fact, value),
                from_=situation.origins.get(fact, "unknown"),
            )
        return uses

    def _citation(self, note_id: str) -> Citation:
        note = self._rulebook.notes[note_id]
        return Citation(
            note=note.id, section=note.section, lines=list(note.lines), quote=note.quote, erratum=note.erratum
        )

    def _name(self, rule: Rule) -> str:
        return f"{rule.area}.{rule.id}"


def _deciders(condition: Condition, wanted: bool, situation: Situation, decision: Decision) -> dict[str, None]:
    """The facts that make the condition true; or, if not `wanted`, that keep it from being true."""
    if isinstance(condition, Test):
        return {condition.fact: None}
    if isinstance(condition, Not):
        return _deciders(condition.part, not wanted, situation, decision)
    found: dict[str, None] = {}
    for part in condition.parts:
        truth = decision.space.truth(part, situation.masks)
        # One false part decides an `all`, one true part an `any`; otherwise every part had its say.
        decisive = truth is wanted if _one_is_enough(condition, wanted) else truth is wanted or not wanted
        if decisive or (not wanted and truth is None):
            found |= _deciders(part, wanted, situation, decision)
    return found


def _one_is_enough(condition: All | Any_, wanted: bool) -> bool:
    return isinstance(condition, Any_) == wanted
