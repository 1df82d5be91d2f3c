"""Engines measured side by side on the same rules and workloads: CPU time, round by round, and ratios with spread."""

from collections.abc import Callable, Mapping, Sequence
from statistics import median
from time import process_time
from typing import Any

from bench.engines import Fire
from bench.rulesets import Ruleset, Workload, workloads

ROUNDS = 7
WORKLOADS = 60
ENOUGH = 0.03  # seconds of one engine in one round


def side_by_side(
    rulesets: list[Ruleset], engines: Mapping[str, Callable[[Ruleset], Fire]], rounds: int = ROUNDS
) -> dict[str, list[float]]:
    """Microseconds of CPU for one workload, by engine, round by round. Raises SystemExit where answers differ."""
    given = workloads(rulesets, WORKLOADS)
    made = {name: [make(rules) for rules in rulesets] for name, make in engines.items()}
    expected: list[list[set[str]]] | None = None
    for name, fires in made.items():
        answers = [_answers(fires, parts) for parts in given]
        expected = expected or answers
        if answers != expected:
            raise SystemExit(f"{name} does not answer as the others do")
    took: dict[str, list[float]] = {name: [] for name in made}
    for _ in range(rounds):
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


def ratios(took: Sequence[float], reference: Sequence[float]) -> list[float]:
    """Round by round, as the machine may be busier in one than in another."""
    return [one / other for one, other in zip(took, reference, strict=True)]


def spread(found: Sequence[float]) -> str:
    """The median, and the least and the most."""
    return f"{median(found):.2f} ({min(found):.2f} to {max(found):.2f})"


def report(title: str, took: dict[str, list[float]], reference: str) -> dict[str, Any]:
    """Print one table, and give its figures."""
    print(f"\n{title}\n{'':36}{'microseconds':>14}{'ratio':>24}")
    figures = {}
    for name, rounds in took.items():
        against = ratios(rounds, took[reference])
        print(f"{name:36}{median(rounds):14.1f}{spread(against):>24}")
        figures[name] = {"microseconds": rounds, "ratios": against}
    return figures
