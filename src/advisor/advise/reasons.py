"""Why: the rules that apply, turned into reasons with facts and citations, and the advice for what is recommended."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from advisor.advise.deciders import Deciders, deciders_of
from advisor.advise.decision import Decision, Voice
from advisor.advise.situation import Situation
from advisor.model.deferred import made
from advisor.model.result import Advice, Citation, Effect, FactUse, Origin, Reason
from advisor.model.rulebook import Rule, Rulebook, Statement, Strength
from advisor.model.values import Value

_MEMORY = 1024  # drafts of one rule


@dataclass(frozen=True)
class _Said:
    """What a rule says of one option: `louder` are the rules that count in its stead, where they apply."""

    option: str
    effect: Effect
    strength: Strength
    louder: int


@dataclass(frozen=True)
class _Prepared:
    """A rule with all that is the same in each of its reasons."""

    rule: Rule
    name: str
    bit: int
    deciders: Deciders
    citations: list[Citation]
    says: tuple[_Said, ...]
    louder: int
    drafts: dict[tuple[int, Sequence[str]], list[dict[str, Any]]] = field(default_factory=dict)

    def drafted(self, applying: int, admitted: Sequence[str]) -> list[dict[str, Any]]:
        """The fields of its reasons, but for the facts; made once for each set of rules that are louder."""
        key = (applying & self.louder, admitted)
        drafts = self.drafts.get(key)
        if drafts is None:
            if len(self.drafts) > _MEMORY:
                self.drafts.clear()
            drafts = self.drafts[key] = list(self._draft(applying, admitted))
        return drafts

    def _draft(self, applying: int, admitted: Sequence[str]) -> Iterator[dict[str, Any]]:
        if self.rule.rules_out:
            yield self._fields("rules_out", self.rule.rules_out)
        if self.rule.requires:
            yield self._fields("requires", self.rule.requires)
        groups: dict[tuple[Effect, Strength, bool], list[str]] = {}
        for said in self.says:
            if said.option in admitted:
                counts = not applying & said.louder
                groups.setdefault((said.effect, said.strength, counts), []).append(said.option)
        for (effect, strength, counts), options in groups.items():
            yield self._fields(effect, options, strength, counts)

    def _fields(
        self, effect: Effect, options: Iterable[str], strength: Strength | None = None, counts: bool = True
    ) -> dict[str, Any]:
        return {
            "rule": self.name,
            "effect": effect,
            "options": list(options),
            "criterion": self.rule.criterion if strength else None,
            "strength": strength,
            "counts": counts,
            "because": self.rule.because,
            "facts": {},
            "citations": self.citations,
        }


class Witness:
    """Writes reasons and advice for one area; what can be prepared is prepared once and shared."""

    def __init__(self, rulebook: Rulebook, decision: Decision) -> None:
        self._rulebook = rulebook
        self._decision = decision
        self._shared: dict[tuple[str, Value | None, Origin], FactUse] = {}
        area = decision.area
        statements = [each for each in (area.default, area.applies_when) if each is not None]
        cited = [rule.cite for rule in (*area.rules, *area.advice)] + [each.cite for each in statements]
        self._citations = {ids: [self._citation(note) for note in ids] for ids in cited}
        self._rules = [self._prepared(rule, decision.rule_bits[rule.id]) for rule in area.rules]
        self._advice = [self._prepared(rule, 0) for rule in area.advice]

    def reasons(self, situation: Situation, applying: int, admitted: Sequence[str]) -> list[Reason]:
        """A reason for every effect of every rule that applies, in the order of the page."""
        found: list[Reason] = []
        for each in self._rules:
            if applying & each.bit:
                facts = self._uses(each.deciders(situation.masks), situation)
                for draft in each.drafted(applying, admitted):
                    fields = draft.copy()
                    fields["options"] = draft["options"].copy()
                    fields["facts"] = facts.copy()
                    fields["citations"] = draft["citations"].copy()
                    found.append(made(Reason, fields))
        return found

    def statement(self, statement: Statement, effect: Effect, name: str, situation: Situation) -> Reason:
        """The reason behind an area's default, or behind its not being needed."""
        facts = {}
        if statement.when is not None:
            deciders = deciders_of(statement.when, False, self._decision.space)
            facts = self._uses(deciders(situation.masks), situation)
        fields = {
            "rule": f"{self._decision.area.id}.{name}",
            "effect": effect,
            "options": [statement.option] if statement.option else [],
            "criterion": None,
            "strength": None,
            "counts": True,
            "because": statement.because,
            "facts": facts,
            "citations": list(self._citations[statement.cite]),
        }
        return made(Reason, fields)

    def advice(self, situation: Situation, fired: Collection[str], recommended: Iterable[str]) -> list[Advice]:
        """The advice that holds for the options recommended, or for the parts of a recommended combination."""
        options = self._decision.area.options
        named = {part: option for option in recommended for part in (option, *options[option].parts)}
        found = []
        for each in self._advice:
            if each.rule.id not in fired:
                continue
            texts: dict[str, list[str]] = {}
            for option, text in each.rule.advises.items():
                if option in named and named[option] not in texts.get(text, []):
                    texts.setdefault(text, []).append(named[option])
            facts = self._uses(each.deciders(situation.masks), situation)
            for text, about in texts.items():
                fields = {
                    "rule": each.name,
                    "options": about,
                    "text": text,
                    "facts": facts,
                    "citations": list(each.citations),
                }
                found.append(made(Advice, fields))
        return found

    def _uses(self, facts: Iterable[str], situation: Situation) -> dict[str, FactUse]:
        """The facts with their values; what one situation says of a fact is made once."""
        uses = situation.uses
        return {fact: uses.get(fact) or self._use(fact, situation) for fact in facts}

    def _use(self, fact: str, situation: Situation) -> FactUse:
        value, origin = situation.known.get(fact), situation.origins.get(fact, "unknown")
        key = (fact, value, origin)
        use = self._shared.get(key) if isinstance(value, str | bool) else None
        if use is None:
            written = None if value is None else self._rulebook.written(fact, value)
            use = made(FactUse, {"value": written, "from_": origin})
            if isinstance(value, str | bool):  # there are few of these, and nothing in them could be changed
                self._shared[key] = use
        situation.uses[fact] = use
        return use

    def _prepared(self, rule: Rule, bit: int) -> _Prepared:
        decision = self._decision
        says = [
            *(
                _Said(option, "favours", strength, _louder(decision.voices_for[option], bit))
                for option, strength in rule.favours.items()
            ),
            *(
                _Said(option, "opposes", strength, _louder(decision.voices_against[option], bit))
                for option, strength in rule.opposes.items()
            ),
        ]
        return _Prepared(
            rule,
            f"{rule.area}.{rule.id}",
            bit,
            deciders_of(rule.condition, rule.unless_shown is None, decision.space),
            self._citations[rule.cite],
            tuple(says),
            reduce(or_, (said.louder for said in says), 0),
        )

    def _citation(self, note_id: str) -> Citation:
        note = self._rulebook.notes[note_id]
        return Citation(
            note=note.id, section=note.section, lines=list(note.lines), quote=note.quote, erratum=note.erratum
        )


def _louder(voices: Sequence[Voice], bit: int) -> int:
    """The rules whose word counts instead of that of rule `bit`: of its criterion, and stronger or before it."""
    own = next(voice for voice in voices if voice.rule == bit)
    before = voices[: voices.index(own)]  # strongest first
    return sum(voice.rule for voice in before if voice.criterion == own.criterion)
