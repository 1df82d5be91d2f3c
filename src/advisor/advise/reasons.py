"""Why: the rules that apply, turned into reasons with facts and citations, and the advice for what is recommended."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial, reduce
from operator import or_
from typing import Any, TypeAlias

from advisor.advise.deciders import Deciders, deciders_of
from advisor.advise.decision import Decision
from advisor.advise.situation import Situation
from advisor.advise.standings import Voice
from advisor.model.conditions import ALWAYS
from advisor.model.deferred import LATER, maker
from advisor.model.result import Advice, Citation, Effect, FactUse, Origin, Reason
from advisor.model.rulebook import Rule, Rulebook, Statement, Strength
from advisor.model.values import Value

_MEMORY = 1024  # drafts of one rule
_reason, _advice, _fact_use = maker(Reason), maker(Advice), maker(FactUse)

Draft: TypeAlias = tuple[dict[str, Any], list[str], list[Citation]]  # fields of a reason; its own options, citations


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

    def drafts(self, applying: int, admitted: Sequence[str]) -> list[Draft]:
        """Its reasons, where these rules apply and these options are admitted, but for the facts."""
        return list(self._drafts(applying, admitted))

    def _drafts(self, applying: int, admitted: Sequence[str]) -> Iterator[Draft]:
        if self.rule.rules_out:
            yield self._draft("rules_out", self.rule.rules_out)
        if self.rule.requires:
            yield self._draft("requires", self.rule.requires)
        groups: dict[tuple[Effect, Strength, bool], list[str]] = {}
        for said in self.says:
            if said.option in admitted:
                counts = not applying & said.louder
                groups.setdefault((said.effect, said.strength, counts), []).append(said.option)
        for (effect, strength, counts), options in groups.items():
            yield self._draft(effect, options, strength, counts)

    def _draft(
        self, effect: Effect, options: Iterable[str], strength: Strength | None = None, counts: bool = True
    ) -> Draft:
        fields: dict[str, Any] = {
            "rule": self.name,
            "effect": effect,
            "options": [],
            "criterion": self.rule.criterion if strength else None,
            "strength": strength,
            "counts": counts,
            "because": self.rule.because,
            "citations": [],
            LATER: None,
        }
        return fields, list(options), self.citations


class _Drafts:
    """The reasons of one area's rules where certain options are admitted, drafted once for each way they may count."""

    def __init__(self, rules: Iterable[_Prepared], admitted: Sequence[str]) -> None:
        self._admitted = admitted
        self._rules: list[tuple[int, int, dict[int, list[Draft]], _Prepared]] = [
            (each.bit, each.louder, {}, each) for each in rules
        ]

    def of(self, applying: int) -> list[Draft]:
        """What the rules that apply have to say, in the order of the page."""
        found: list[Draft] = []
        for bit, louder, drafted, rule in self._rules:
            if applying & bit:
                drafts = drafted.get(applying & louder)
                if drafts is None:
                    if len(drafted) > _MEMORY:
                        drafted.clear()
                    drafts = drafted[applying & louder] = rule.drafts(applying, self._admitted)
                found += drafts
        return found


class _Facts:
    """What one situation says of the facts behind each rule."""

    __slots__ = ("_situation", "_witness")

    def __init__(self, witness: "Witness", situation: Situation) -> None:
        self._witness = witness
        self._situation = situation

    def facts_of(self, rule: str) -> dict[str, FactUse]:
        """The facts that made the rule apply."""
        return self._witness.facts_of(rule, self._situation)


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
        self._deciders = {each.name: each.deciders for each in self._rules}
        self._silenced = deciders_of(decision.needed_when or ALWAYS, False, decision.space)
        self._drafts = lru_cache(maxsize=_MEMORY)(partial(_Drafts, self._rules))

    def reasons(self, situation: Situation, applying: int, admitted: Sequence[str]) -> list[Reason]:
        """A reason for every effect of every rule that applies, in the order of the page."""
        found, facts = [], _Facts(self, situation)
        for draft, options, citations in self._drafts(admitted).of(applying):
            fields = draft.copy()
            fields["options"] = options.copy()
            fields["citations"] = citations.copy()
            fields[LATER] = facts
            found.append(_reason(fields))
        return found

    def facts_of(self, rule: str, situation: Situation) -> dict[str, FactUse]:
        """The facts that made a rule apply, with their values."""
        return self._uses(self._deciders[rule](situation.masks), situation)

    def statement(self, statement: Statement, effect: Effect, name: str, situation: Situation) -> Reason:
        """The reason behind an area's default, or behind its not being needed."""
        fields = {
            "rule": f"{self._decision.area.id}.{name}",
            "effect": effect,
            "options": [statement.option] if statement.option else [],
            "criterion": None,
            "strength": None,
            "counts": True,
            "because": statement.because,
            "facts": {} if statement.when is None else self._uses(self._silenced(situation.masks), situation),
            "citations": list(self._citations[statement.cite]),
        }
        return _reason(fields)

    def advice(self, situation: Situation, fired: Collection[str], recommended: Iterable[str]) -> list[Advice]:
        """The advice that holds for the options recommended, or for the parts of a recommended combination."""
        options = self._decision.area.options
        named = {part: option for option in recommended for part in (option, *options[option].parts)}
        found = []
        for each in self._advice:
            if (each.rule.id in fired) is (each.rule.unless_shown is not None):
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
                found.append(_advice(fields))
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
            use = _fact_use({"value": written, "from_": origin})
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
