"""How the cost of the engine's step grows with rules and with facts, beside the nearest others."""

from statistics import median
from typing import Any

from bench.engines import ENGINES
from bench.measuring import ratios, side_by_side, spread
from bench.rulesets import Ruleset, generated

ADVISOR, BARE, CEL = NEAR = ("advisor", "durable-rules, bare loop", "common-expression-language")


def cases() -> dict[str, Ruleset]:
    """Generated rules: more and more of them, and about more and more facts."""
    found = {f"{count:,} rules, 20 facts": generated(count) for count in (10, 30, 100, 300, 1000, 3000)}
    return found | {f"100 rules, {facts} facts": generated(100, facts=facts) for facts in (10, 20, 40, 80)}


def measured() -> dict[str, Any]:
    """Measure, print a table, and give its figures."""
    print(f"\nhow the cost grows\n{'':24}{'microseconds':>14}{'a rule':>8}{'bare / advisor':>24}{'CEL / advisor':>24}")
    figures = {}
    for title, rules in cases().items():
        took = side_by_side([rules], {name: ENGINES[name] for name in NEAR})
        own = took[ADVISOR]
        others = [spread(ratios(took[name], own)) for name in (BARE, CEL)]
        each = median(own) / len(rules.conditions)
        print(f"{title:24}{median(own):14.1f}{each:8.2f}{others[0]:>24}{others[1]:>24}")
        figures[title] = took
    return figures
