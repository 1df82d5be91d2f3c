"""Why not another option: what rules it out, what it lacks against the winner, and the nearest way to it."""

from collections.abc import Iterable, Mapping

from advisor.explain.derivation import standing
from advisor.explain.how_to_get import how_to_get
from advisor.explain.target import Target
from advisor.explain.trees import Tracer
from advisor.explain.ways import WAYS_LIMIT
from advisor.model.explanation import Comparison, Lack, OptionStanding, RuleTrace, Side, WhyNot
from advisor.model.result import Recommendation
from advisor.model.rulebook import STRENGTHS, Rule, Strength


def why_not(target: Target, option: str, stage: int, limit: int = WAYS_LIMIT) -> WhyNot:
    """What stands between the option and the recommendation at a stage."""
    nearest = how_to_get(target, option, stage, nearest=True, limit=limit)
    admitted = option in target.admitted(stage)
    if not admitted:
        target, stage = target.widened(stage)
    situation = target.situations[stage]
    adviser = target.adviser
    found = adviser.recommend(situation, target.admitted(stage), target.assuming)
    own = _standing(target, found, option)
    tracer = Tracer(target.rulebook, adviser.decision, situation)
    applying = adviser.applying(situation)

    def traced(rule: Rule) -> RuleTrace:
        return tracer.rule(rule, bool(applying & adviser.decision.rule_bits[rule.id]), found.reasons)

    def named(names: Iterable[str]) -> list[RuleTrace]:
        wanted = set(names)
        return [traced(rule) for rule in target.area.rules if f"{rule.area}.{rule.id}" in wanted]

    winners = [winner for winner in found.recommended if winner != option]
    return WhyNot(
        option=option,
        stage=situation.stage,
        recommended=option in found.recommended,
        admitted=admitted,
        outcome=found.outcome,
        standing=own,
        ruled_out_by=named(own.ruled_out_by),
        opposed_by=named(voice.rule for voice in own.voices if voice.effect == "opposes" and voice.counts),
        could_favour=[
            trace for rule in target.area.rules if option in rule.favours and not (trace := traced(rule)).applies
        ],
        comparisons=[_compared(own, _standing(target, found, winner), target) for winner in winners],
        nearest=nearest,
    )


def _standing(target: Target, found: Recommendation, option: str) -> OptionStanding:
    return next(standing(target, found, each) for each in found.ranking if each.option == option)


def _compared(option: OptionStanding, winner: OptionStanding, target: Target) -> Comparison:
    """The two, criterion by criterion where they differ, and the first strength at which one is ahead."""
    scores = [_score(each) for each in (option, winner)]
    sides = [(criterion, _side(option, criterion), _side(winner, criterion)) for criterion in target.area.criteria]
    return Comparison(
        winner=winner.option,
        decided_at=next((strength for strength in STRENGTHS if scores[0][strength] != scores[1][strength]), None),
        option_score=scores[0],
        winner_score=scores[1],
        lacks=[Lack(criterion=name, option=ours, winner=theirs) for name, ours, theirs in sides if ours != theirs],
    )


def _score(option: OptionStanding) -> dict[Strength, int]:
    """By strength, the criteria for the option minus those against it."""
    return {strength: getattr(option.for_, strength) - getattr(option.against, strength) for strength in STRENGTHS}


def _side(option: OptionStanding, criterion: str) -> Side:
    heard: Mapping[str, Strength] = {
        voice.effect: voice.strength for voice in option.voices if voice.criterion == criterion and voice.counts
    }
    return Side(for_=heard.get("favours"), against=heard.get("opposes"))
