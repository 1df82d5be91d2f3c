"""Two rulebooks compared: which rules changed, and which recommendations change with them."""

from collections.abc import Iterable, Iterator
from typing import Any, Literal

from advisor.advise import Advisor
from advisor.advise.plans import plan_text
from advisor.model.case import Case
from advisor.model.result import Result
from advisor.model.rulebook import Area, Frozen, Rule, Rulebook, Transition


class RuleChange(Frozen):
    """A rule (or advice, or what else an area says) that was added, removed or changed; `keys` are what changed."""

    area: str
    rule: str
    kind: Literal["added", "removed", "changed"]
    keys: tuple[str, ...] = ()
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


class Difference(Frozen):
    """A recommendation that is another: for a case (by name), or for a workload that was found.

    `reasons` are the rules that make it so: those that apply only before, only after, or that changed.
    """

    case: str | None
    label: str
    before: str
    after: str
    reasons: tuple[str, ...] = ()
    witness: dict[str, Any] | None = None


class Differences(Frozen):
    """The changes of the rules, the recommendations that change, and what could not be compared."""

    rules: tuple[RuleChange, ...]
    recommendations: tuple[Difference, ...]
    undecided: tuple[str, ...] = ()


def rule_changes(old: Rulebook, new: Rulebook) -> tuple[RuleChange, ...]:
    """What changed in what the areas say."""
    return tuple(
        change
        for area in dict.fromkeys([*old.areas, *new.areas])
        for change in _changes(area, _parts(old.areas.get(area)), _parts(new.areas.get(area)))
    )


def _changes(area: str, old: dict[str, dict[str, Any]], new: dict[str, dict[str, Any]]) -> Iterator[RuleChange]:
    for name in dict.fromkeys([*old, *new]):
        before, after = old.get(name), new.get(name)
        if before is None:
            yield RuleChange(area=area, rule=name, kind="added", after=after)
        elif after is None:
            yield RuleChange(area=area, rule=name, kind="removed", before=before)
        elif before != after:
            keys = tuple(key for key in dict.fromkeys([*before, *after]) if before.get(key) != after.get(key))
            yield RuleChange(area=area, rule=name, kind="changed", keys=keys, before=before, after=after)


def _parts(area: Area | None) -> dict[str, dict[str, Any]]:
    """Everything an area says that can change a recommendation, by name."""
    if area is None:
        return {}
    statements: tuple[Rule | Transition, ...] = (*area.rules, *area.advice, *area.transitions)
    named: dict[str, Any] = {each.id: each for each in statements}
    named |= {"default": area.default, "applies-when": area.applies_when}
    found: dict[str, Any] = {name: each.model_dump(mode="json") for name, each in named.items() if each is not None}
    return found | {f"option {name}": option.model_dump(mode="json") for name, option in area.options.items()}


def case_differences(old: Advisor, new: Advisor, cases: Iterable[tuple[Case, Case]]) -> Iterator[Difference]:
    """The recommendations for cases (each as read with both rulebooks) that are not the same."""
    changed = {f"{change.area}.{change.rule}" for change in rule_changes(old.rulebook, new.rulebook)}
    for case_before, case_after in cases:
        results = old.recommend(case_before), new.recommend(case_after)
        before, after = map(_answers, results)
        for label in dict.fromkeys([*before, *after]):
            if before.get(label) != after.get(label):
                reasons = _reasons(label, results, changed)
                yield Difference(
                    case=case_after.name,
                    label=label,
                    before=before.get(label, "nothing"),
                    after=after.get(label, "nothing"),
                    reasons=tuple(reasons),
                )


def _answers(result: Result) -> dict[str, str]:
    """What is recommended, by label (and stage), in words."""
    found = {}
    for each in result.recommendations:
        stage = f"@{each.stage.from_days:g} days" if each.stage else ""
        found[f"{each.label}{stage}"] = " and ".join(each.recommended) or each.outcome
    for plan in result.plans:
        plans = [plan_text(steps) for steps in (plan.steps, *plan.alternatives) if steps]
        found[f"{plan.label} plan"] = " or ".join(plans) or plan.outcome
    return found


def _reasons(label: str, results: tuple[Result, Result], changed: set[str]) -> Iterator[str]:
    area = label.partition("@")[0].partition(" ")[0].partition("/")[0]
    applying = [
        {reason.rule: reason.because for each in result.recommendations if each.area == area for reason in each.reasons}
        for result in results
    ]
    yield from reasons_between(applying[0], applying[1], changed)


def reasons_between(before: dict[str, str], after: dict[str, str], changed: set[str]) -> Iterator[str]:
    """The rules (with why) that apply only before, only after, or to both and changed."""
    for rule in dict.fromkeys([*before, *after]):
        if rule not in after:
            yield f"no longer {rule}: {before[rule]}"
        elif rule not in before:
            yield f"now {rule}: {after[rule]}"
        elif rule in changed:
            yield f"changed {rule}: {after[rule]}"


def because_of(rules: Iterable[Rule]) -> dict[str, str]:
    """Rules with why, by full name."""
    return {f"{rule.area}.{rule.id}": rule.because for rule in rules}
