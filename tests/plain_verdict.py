"""The verdict on completely known workloads, counted out plainly: what the program is compared with."""

from collections.abc import Mapping

from advisor.model.conditions import All, Condition, Not, Test
from advisor.model.rulebook import STRENGTHS, Rulebook
from advisor.model.values import SomeOf, Value
from advisor.quantities import Range


def holds(condition: Condition, world: Mapping[str, Value]) -> bool:
    """Two-valued truth in a complete world."""
    if isinstance(condition, Not):
        return not holds(condition.part, world)
    if not isinstance(condition, Test):
        return (all if isinstance(condition, All) else any)(holds(part, world) for part in condition.parts)
    value, operand = world[condition.fact], condition.operand
    if isinstance(value, Range):
        number = value.low
        return {
            "equal": number == operand,
            "at_least": number >= operand,
            "at_most": number <= operand,
            "above": number > operand,
            "below": number < operand,
        }[condition.operator]
    if isinstance(value, SomeOf):
        return {
            "equal": value.includes == operand,
            "includes": value.includes >= operand,
            "includes_any": bool(value.includes & operand),
        }[condition.operator]
    return value in operand if condition.operator == "in" else value == operand


def standings(rulebook: Rulebook, world: Mapping[str, Value]) -> dict[str, list[int]]:
    """The options left in area `a`: criteria for minus against, by strength; then 1 for a default that wins."""
    area = rulebook.areas["a"]
    applying = [rule for rule in area.rules if holds(rule.condition, world) is (rule.unless_shown is None)]
    found: dict[str, list[int]] = {}
    spoken = set()
    for option in area.options:
        if any(option in rule.rules_out or (rule.requires and option not in rule.requires) for rule in applying):
            continue
        counts = [0] * len(STRENGTHS)
        for effect, sign in (("favours", 1), ("opposes", -1)):
            for criterion in area.criteria:
                heard = [
                    STRENGTHS.index(getattr(rule, effect)[option])
                    for rule in applying
                    if rule.criterion == criterion and option in getattr(rule, effect)
                ]
                if heard:
                    counts[min(heard)] += sign
                    spoken |= {option} if sign == 1 else set()
        found[option] = counts
    leaders = {option for option in found if found[option] == max(found.values())}
    default = area.default.option if area.default else None
    wins = default in leaders and not leaders & spoken
    return {option: [*counts, int(wins and option == default)] for option, counts in found.items()}


def outcome(rulebook: Rulebook, world: Mapping[str, Value]) -> object:
    """The options recommended, or the outcome without one."""
    area = rulebook.areas["a"]
    if area.applies_when and not holds(area.applies_when.when, world):
        return "not-needed"
    found = standings(rulebook, world)
    if not found:
        return "conflict"
    return frozenset(option for option in found if found[option] == max(found.values()))
