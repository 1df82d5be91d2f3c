"""The whole derivation of one recommendation: where each option stands, and every rule with its condition."""

from advisor.advise.decision import CONFLICT, NOT_NEEDED, Key
from advisor.explain.conflicts import conflicts
from advisor.explain.margins import margins
from advisor.explain.target import Target
from advisor.explain.trees import Tracer
from advisor.model.explanation import Derivation, OptionStanding, RuleTrace, Voice
from advisor.model.result import Recommendation, Standing


def derivation(target: Target, stage: int, found: Recommendation) -> Derivation:
    """How the recommendation `found` at a stage comes about."""
    situation = target.situations[stage]
    tracer = Tracer(target.rulebook, target.adviser.decision, situation)
    admitted = target.admitted(stage)
    return Derivation(
        stage=found.stage,
        outcome=found.outcome,
        recommended=found.recommended,
        certainty=found.certainty,
        limit=found.limit,
        facts={fact: target.use(fact, stage) for fact in target.space.declared if fact in situation.known},
        options=[standing(target, found, each) for each in found.ranking],
        not_admitted=[option for option in target.area.options if option not in admitted],
        rules=_rules(target, tracer, found, target.adviser.applying(situation)),
        advice=found.advice,
        rests_on=found.rests_on,
        open=found.open,
        margins=margins(target, stage, key_of(found)),
        conflicts=conflicts(target, stage, found, tracer),
    )


def key_of(found: Recommendation) -> Key:
    """What is compared when asking whether the outcome changes."""
    words = {"conflict": CONFLICT, "not-needed": NOT_NEEDED}
    return words.get(found.outcome, frozenset(found.recommended))


def standing(target: Target, found: Recommendation, ranked: Standing) -> OptionStanding:
    """Where an option of the ranking stands, with the rules that put it there."""
    option = ranked.option
    return OptionStanding(
        option=option,
        title=target.area.options[option].title,
        recommended=option in found.recommended,
        ruled_out_by=removers(option, found),
        may_be_ruled_out_by=ranked.may_be_ruled_out_by,
        for_=ranked.for_,
        against=ranked.against,
        voices=[
            Voice(
                rule=reason.rule,
                effect=reason.effect,
                criterion=reason.criterion or "",
                strength=reason.strength,
                counts=reason.counts,
            )
            for reason in found.reasons
            if reason.effect in ("favours", "opposes") and option in reason.options and reason.strength
        ],
    )


def removers(option: str, found: Recommendation) -> list[str]:
    """The rules among the reasons that rule an option out."""
    return [
        reason.rule
        for reason in found.reasons
        if (reason.effect == "rules_out" and option in reason.options)
        or (reason.effect == "requires" and option not in reason.options)
    ]


def _rules(target: Target, tracer: Tracer, found: Recommendation, applying: int) -> list[RuleTrace]:
    """Every rule of the area in the order of its page, then the statement that settles it, if one does."""
    bits = target.adviser.decision.rule_bits
    traces = [tracer.rule(rule, bool(applying & bits[rule.id]), found.reasons) for rule in target.area.rules]
    for reason in found.reasons:
        if reason.effect == "not_needed" and target.area.applies_when:
            traces = [tracer.statement("applies-when", "When the question arises", target.area.applies_when, reason)]
        elif reason.effect == "default" and target.area.default:
            traces.append(tracer.statement("default", "What is taken by default", target.area.default, reason))
    return traces
