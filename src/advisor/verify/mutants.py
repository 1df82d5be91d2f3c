"""An area's rules changed in one place at a time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from advisor.conditions.space import conditions_of
from advisor.model.conditions import Condition, tests_of
from advisor.model.rulebook import STRENGTHS, Area, Fact, Rule, Statement
from advisor.verify.changed_conditions import changed_conditions


@dataclass(frozen=True)
class Mutant:
    """The area with one change: of which rule, and which, in words."""

    area: Area
    rule: str
    change: str


def mutants_of(area: Area, facts: Mapping[str, Fact]) -> Iterator[Mutant]:
    """Every area that differs in one place: a rule, the default, when the decision is needed."""
    cuts = _cuts(area)
    for place, rule in enumerate(area.rules):
        before, after = area.rules[:place], area.rules[place + 1 :]
        yield Mutant(area.model_copy(update={"rules": before + after}), rule.id, "the rule is dropped")
        for change, changed in _changed(rule, area, facts, cuts):
            yield Mutant(area.model_copy(update={"rules": (*before, changed, *after)}), rule.id, change)
    if area.default is not None:
        yield Mutant(area.model_copy(update={"default": None}), "default", "the default is dropped")
    if area.applies_when is not None and area.applies_when.when is not None:
        yield Mutant(area.model_copy(update={"applies_when": None}), "applies-when", "the decision is always needed")
        for change, when in changed_conditions(area.applies_when.when, facts, cuts):
            statement: Statement = area.applies_when.model_copy(update={"when": when})
            yield Mutant(area.model_copy(update={"applies_when": statement}), "applies-when", change)


def _changed(
    rule: Rule, area: Area, facts: Mapping[str, Fact], cuts: Mapping[str, list[float]]
) -> Iterator[tuple[str, Rule]]:
    kind, other = ("when", "unless_shown") if rule.unless_shown is None else ("unless_shown", "when")
    for change, condition in changed_conditions(rule.condition, facts, cuts):
        yield change, _copy(rule, {kind: condition})
    yield f"'{kind}' becomes '{other}'", _copy(rule, {kind: None, other: rule.condition})
    yield from _changed_lists(rule, area)
    yield from _changed_strengths(rule, area)


def _changed_lists(rule: Rule, area: Area) -> Iterator[tuple[str, Rule]]:
    """`rules_out` and `requires`: without one option, with another in its place, or taken away."""
    for effect in ("rules_out", "requires"):
        options: tuple[str, ...] = getattr(rule, effect)
        if options and (rule.favours or rule.opposes):
            yield f"'{effect}' is taken away", _copy(rule, {effect: ()})
        for option in options:
            others = tuple(each for each in options if each != option)
            if others:
                yield f"'{effect}' loses {option}", _copy(rule, {effect: others})
            swapped = _next_option(option, options, area)
            if swapped:
                yield f"'{effect}' has {swapped} in place of {option}", _copy(rule, {effect: (*others, swapped)})


def _changed_strengths(rule: Rule, area: Area) -> Iterator[tuple[str, Rule]]:
    """`favours` and `opposes`: a strength up or down, another option, an option less, the contrary effect."""
    for effect, contrary in (("favours", "opposes"), ("opposes", "favours")):
        spoken: dict[str, str] = getattr(rule, effect)
        against: dict[str, str] = getattr(rule, contrary)
        for option, strength in spoken.items():
            at = STRENGTHS.index(strength)
            for near in (*STRENGTHS[max(at - 1, 0) : at], *STRENGTHS[at + 1 : at + 2]):
                yield f"{option} is '{effect}' {near}, not {strength}", _copy(rule, {effect: {**spoken, option: near}})
            less = {each: said for each, said in spoken.items() if each != option}
            if less or against or rule.rules_out or rule.requires:
                yield f"'{effect}' loses {option}", _copy(rule, {effect: less})
            swapped = _next_option(option, spoken, area)
            if swapped:
                changed = {effect: {**less, swapped: strength}}
                yield f"'{effect}' has {swapped} in place of {option}", _copy(rule, changed)
            if option not in against:
                turned = {effect: less, contrary: {**against, option: strength}}
                yield f"{option} is in '{contrary}', not in '{effect}'", _copy(rule, turned)


def _next_option(option: str, taken: Mapping[str, str] | tuple[str, ...], area: Area) -> str | None:
    """The next option of the area that the effect does not have."""
    options = list(area.options)
    at = options.index(option)
    return next((each for each in (*options[at + 1 :], *options[:at]) if each not in taken), None)


def _copy(rule: Rule, update: Mapping[str, object]) -> Rule:
    copy = rule.model_copy(update=update)
    copy.__dict__.pop("condition", None)  # worked out from what has been changed
    return copy


def _cuts(area: Area) -> dict[str, list[float]]:
    """The numbers that the area's conditions compare each fact with, in order."""
    found: dict[str, set[float]] = {}
    conditions: list[Condition] = conditions_of(area)
    for condition in conditions:
        for test in tests_of(condition):
            if isinstance(test.operand, int | float) and not isinstance(test.operand, bool):
                found.setdefault(test.fact, set()).add(test.operand)
    return {fact: sorted(numbers) for fact, numbers in found.items()}
