"""The single effects of a rule, to compare those of different rules."""

from typing import NamedTuple

from advisor.model.rulebook import STRENGTHS, Area, Rule


class Effect(NamedTuple):
    """One effect on one option; `criterion` and `strength` (0 the strongest) only where it weighs."""

    kind: str
    option: str
    criterion: str | None = None
    strength: int = 0


def effects_of(rule: Rule, area: Area) -> list[Effect]:
    """Every effect of a rule, option by option; `requires` rules out the others."""
    out = [
        option for option in area.options if option in rule.rules_out or (rule.requires and option not in rule.requires)
    ]
    return [Effect("rules_out", option) for option in out] + [
        Effect(kind, option, rule.criterion, STRENGTHS.index(strength))
        for kind, strengths in (("favours", rule.favours), ("opposes", rule.opposes))
        for option, strength in strengths.items()
    ]


def covers(strong: Effect, weak: Effect) -> bool:
    """Whether one effect makes the other superfluous where both are there."""
    return strong[:3] == weak[:3] and strong.strength <= weak.strength
