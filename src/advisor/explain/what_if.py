"""What if facts were otherwise: the case changed, recommended afresh, and laid beside what it was."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from advisor.errors import InputError, Place
from advisor.explain.target import Target, target_of
from advisor.load.page import problem
from advisor.model.case import Case
from advisor.model.explanation import Change, StageDifference, Verdicts, WhatIf
from advisor.model.result import FactUse, Plan, Reason, Recommendation, Result
from advisor.model.rulebook import STAGE_FACTS
from advisor.quantities import parse_number
from advisor.suggest import did_you_mean
from advisor.yamlio import read_yaml

PLACE = Place("what-if")


def read_changes(texts: Iterable[str]) -> dict[str, Any]:
    """What texts such as `volume.iops=20k` say. Raises InputError for one that says nothing, or what another did."""
    changes: dict[str, Any] = {}
    problems = []
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not name:
            problems.append(problem(PLACE, f"expected FACT=VALUE, not {text!r}", "For instance: volume.iops=20k"))
        elif name in changes:
            problems.append(problem(PLACE, f"{name} is changed twice"))
        else:
            changes[name] = _value(value)
    if problems:
        raise InputError(problems)
    return changes


def _value(text: str) -> Any:
    """The value as a case file would have it; a text that is no YAML (`>= 5`) is taken as it stands."""
    try:
        documents = read_yaml(text, PLACE.file)
    except InputError:
        return text
    return documents[0].data if len(documents) == 1 else text or None


def what_if(target: Target, changes: Mapping[str, Any], before: Result) -> WhatIf:
    """What the changes make of the recommendation; `before` is the result as it is.

    A change is named `volume.iops`, or `objects@30 days.reads` for a fact of a stage, and has a value as in a case file
    (None or "unknown" takes the fact back). Raises InputError if the case cannot be so.
    """
    case = changed_case(target, changes)
    other = target_of(target.advisor, case, target.label, target.assuming)
    after = target.advisor.recommend(case, areas=[target.area.id], assumptions=target.assuming)
    return WhatIf(
        changes=[_change(target, other, entry, fact) for entry, fact, _ in _read(target, changes)],
        before=verdicts_of(concluded(target, before)),
        after=verdicts_of(concluded(other, after)),
        stages=[
            _difference(target, other, stage, *pair)
            for stage, pair in enumerate(
                zip(recommended_for(target, before), recommended_for(other, after), strict=True)
            )
        ],
    )


def changed_case(target: Target, changes: Mapping[str, Any]) -> Case:
    """The case with facts of the target's item changed. Raises InputError."""
    given = target.advisor.given(target.case)
    section = given[target.area.subject]
    if isinstance(section, list):
        section = next(part for part in section if part["name"] == target.item.name)
    for entry, fact, value in _read(target, changes):
        into = section if entry == 0 else section["stages"][entry - 1]
        into[fact.partition(".")[2]] = value
    return target.advisor.case(given, str(PLACE.file)).model_copy(update={"name": target.case.name})


def recommended_for(target: Target, result: Result) -> list[Recommendation]:
    """What a result says of the target, stage by stage."""
    return [each for each in result.recommendations if each.label == target.label]


def concluded(target: Target, result: Result) -> Plan | Recommendation:
    """What a result concludes of the target: the plan where there is one, else what it recommends (at first)."""
    plans: Sequence[Plan | Recommendation] = [each for each in result.plans if each.label == target.label]
    return [*plans, *recommended_for(target, result)][0]


def verdicts_of(found: Plan | Recommendation) -> Verdicts:
    """A plan or a recommendation in short."""
    return Verdicts(
        outcome=found.outcome,
        recommended=found.recommended,
        certainty=found.certainty,
        steps=found.steps if isinstance(found, Plan) else None,
        alternatives=found.alternatives if isinstance(found, Plan) else [],
    )


def _read(target: Target, changes: Mapping[str, Any]) -> list[tuple[int, str, Any]]:
    """For each change the place in the case (0: beside the stages), the fact and the value."""
    problems = []
    found = []
    for name, value in changes.items():
        try:
            found.append((*_fact(target, name), value))
        except ValueError as error:
            problems.append(problem(PLACE, *error.args))
    if problems:
        raise InputError(problems)
    return found


def _fact(target: Target, name: str) -> tuple[int, str]:
    """The place in the case and the fact that a name means. Raises ValueError with a message and a hint."""
    subject = target.area.subject
    facts = target.rulebook.subjects[subject].facts
    before, _, bare = name.rpartition(".")
    section, at, day = before.partition("@")
    section = section.partition("/")[0].strip()
    if bare not in facts or section not in ("", subject):
        known = [fact.id for fact in facts.values()]
        hint = did_you_mean(name, [*known, *facts]) or f"Facts that {target.area.id} may ask about: {', '.join(known)}."
        homes = target.rulebook.facts.get(name)
        if homes is not None:
            hint = f"It is a fact of {homes.subject}, and {target.area.id} decides about {subject}."
        raise ValueError(f"unknown fact of {subject} {name!r}.", hint)
    return (_entry(target, day.strip()) if at else 0), f"{subject}.{bare}"


def _entry(target: Target, day: str) -> int:
    """The number of the stage that begins on a day; 0 is what holds before the first."""
    days = [each.from_days for each in target.item.stages]
    begins = parse_number(day, "days").low
    if begins == 0 and 0 not in days:
        return 0
    if begins not in days:
        known = ", ".join(f"{each:g} days" for each in days)
        raise ValueError(f"no stage begins on day {day!r}.", f"Stages begin at {known}." if days else "It has none.")
    return days.index(begins) + 1


def _change(target: Target, other: Target, entry: int, fact: str) -> Change:
    stages = [stage for stage in range(len(target.situations)) if entry in (0, target.entry(stage))]
    stage = stages[0]
    before, after = target.use(fact, stage), other.use(fact, stage)
    subject, _, name = fact.partition(".")
    label = fact if entry == 0 else f"{subject}@{target.item.stages[entry - 1].from_days:g} days.{name}"
    return Change(fact=label, value=before.value, from_=before.from_, to=after.value)


def _difference(
    target: Target, other: Target, stage: int, before: Recommendation, after: Recommendation
) -> StageDifference:
    return StageDifference(
        stage=before.stage,
        before=verdicts_of(before),
        after=verdicts_of(after),
        appear=_missing(after.reasons, before.reasons),
        disappear=_missing(before.reasons, after.reasons),
        facts=_facts(target, other, stage),
    )


def _missing(reasons: Sequence[Reason], others: Sequence[Reason]) -> list[Reason]:
    """The reasons that are not among the others, whether they count there or not."""
    known = {(reason.rule, reason.effect) for reason in others}
    return [reason for reason in reasons if (reason.rule, reason.effect) not in known]


def _facts(target: Target, other: Target, stage: int) -> dict[str, tuple[FactUse, FactUse]]:
    """The facts that are known otherwise: those changed, and what is derived or assumed from them."""
    pairs = {
        fact: (target.use(fact, stage), other.use(fact, stage))
        for fact in target.space.declared
        if fact not in STAGE_FACTS
    }
    return {fact: (before, after) for fact, (before, after) in pairs.items() if before != after}
