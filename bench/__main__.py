"""Runs every engine on the same rules and workloads, checks that all agree, and prints ratios with their spread."""

import argparse
import json
import platform
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from advisor import Advisor
from bench import recommending
from bench.engines import ENGINES, Fire
from bench.rulesets import Ruleset, Workload, generated, of_rulebook, workloads

ROUNDS = 7
WORKLOADS = 60
ENOUGH = 0.03  # seconds of one engine in one round


def scenarios(advisor: Advisor) -> dict[str, list[Ruleset]]:
    """The rules that are measured, by what they are called."""
    areas = list(advisor.rulebook.areas)
    return {
        "one area (ec2-purchase)": of_rulebook(advisor.rulebook, ["ec2-purchase"]),
        f"all {len(areas)} areas": of_rulebook(advisor.rulebook, areas),
        **{f"{count:,} generated rules": [generated(count)] for count in (10, 100, 1000)},
    }


def side_by_side(rulesets: list[Ruleset]) -> dict[str, list[float]]:
    """Microseconds of CPU for one workload, by engine, round by round. Raises SystemExit where answers differ."""
    given = workloads(rulesets, WORKLOADS)
    made = {name: [make(rules) for rules in rulesets] for name, make in ENGINES.items()}
    expected: list[list[set[str]]] | None = None
    for name, fires in made.items():
        answers = [_answers(fires, parts) for parts in given]
        expected = expected or answers
        if answers != expected:
            raise SystemExit(f"{name} does not answer as the others do")
    took: dict[str, list[float]] = {name: [] for name in made}
    for _ in range(ROUNDS):
        for name, fires in made.items():
            took[name].append(_timed(fires, given))
    return took


def _answers(fires: list[Fire], parts: list[Workload]) -> list[set[str]]:
    return [fire(part) for fire, part in zip(fires, parts, strict=True)]


def _timed(fires: list[Fire], given: list[list[Workload]]) -> float:
    """Microseconds of CPU for one workload, over as many as take a while."""
    done, begun = 0, process_time()
    while process_time() - begun < ENOUGH:
        for parts in given[:8] if done == 0 else given:
            _answers(fires, parts)
            done += 1
    return (process_time() - begun) / done * 1e6


def report(title: str, took: dict[str, list[float]], reference: str) -> dict[str, Any]:
    """Print one table, and give its figures."""
    print(f"\n{title}\n{'':36}{'microseconds':>14}{'ratio':>24}")
    figures = {}
    for name, rounds in took.items():
        ratios = [one / other for one, other in zip(rounds, took[reference], strict=True)]
        spread = f"{median(ratios):8.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
        print(f"{name:36}{median(rounds):14.1f}{spread:>24}")
        figures[name] = {"microseconds": rounds, "ratios": ratios}
    return figures


def main() -> None:
    """Measure, print, and write the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--output", type=Path, default=Path("build/bench.json"), help="where to write the figures")
    arguments = parser.parse_args()
    advisor = Advisor.load()
    figures: dict[str, Any] = {"machine": platform.processor(), "python": platform.python_version()}
    for title, rulesets in scenarios(advisor).items():
        count = sum(len(rules.conditions) for rules in rulesets)
        figures[title] = report(f"{title}: {count:,} rules", side_by_side(rulesets), "advisor")
    title = "one recommendation: six subjects, nine areas"
    figures[title] = report(title, recommending.measured(advisor, ROUNDS), recommending.REFERENCE)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(f"\nAll engines gave the same answers. The figures are in {arguments.output}.")


main()
