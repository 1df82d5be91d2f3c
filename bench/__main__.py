"""Runs every engine on the same rules and workloads, checks that all agree, and prints ratios with their spread."""

import argparse
import json
import platform
from pathlib import Path
from typing import Any

from advisor import Advisor
from bench import growth, recommending
from bench.engines import ENGINES
from bench.measuring import ROUNDS, report, side_by_side
from bench.rulesets import Ruleset, generated, of_rulebook


def scenarios(advisor: Advisor) -> dict[str, list[Ruleset]]:
    """The rules that are measured, by what they are called."""
    areas = list(advisor.rulebook.areas)
    return {
        "one area (ec2-purchase)": of_rulebook(advisor.rulebook, ["ec2-purchase"]),
        f"all {len(areas)} areas": of_rulebook(advisor.rulebook, areas),
        **{f"{count:,} generated rules": [generated(count)] for count in (10, 100, 1000)},
    }


def main() -> None:
    """Measure, print, and write the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--output", type=Path, default=Path("build/bench.json"), help="where to write the figures")
    arguments = parser.parse_args()
    advisor = Advisor.load()
    figures: dict[str, Any] = {"machine": platform.processor(), "python": platform.python_version()}
    for title, rulesets in scenarios(advisor).items():
        count = sum(len(rules.conditions) for rules in rulesets)
        figures[title] = report(f"{title}: {count:,} rules", side_by_side(rulesets, ENGINES), "advisor")
    figures["growth"] = growth.measured()
    title = "one recommendation: six subjects, nine areas"
    figures[title] = report(title, recommending.measured(advisor, ROUNDS), recommending.REFERENCE)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(f"\nAll engines gave the same answers. The figures are in {arguments.output}.")


if __name__ == "__main__":
    main()
