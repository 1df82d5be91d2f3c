"""Speed that does not hang on the machine: how many functions are called beside those of the engine's step."""

import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from advisor import Advisor, Result
from advisor.advise.answer import Adviser
from advisor.advise.certainty import Examiner
from advisor.advise.worlds import Budget
from advisor.engine import Rules
from advisor.model.result import Reason
from advisor.model.values import Value

pytestmark = pytest.mark.uncovered  # coverage would take the place of the counter

WORKLOAD = {
    "compute": {"interruptible": True, "work": "batch", "usage": "variable"},
    "volume": {"boot": True, "workload": "general"},
    "objects": {"reads": "frequent", "kept": "7 years", "must_survive_az_loss": True},
    "traffic": {"protocols": ["http", "https"], "routes_by": ["path"], "targets": ["containers"]},
    "cache": {"repeated_reads": True, "access": "read_heavy", "freshness": "may_lag"},
    "dns": {"target": "aws", "zone_apex": True, "endpoints": 1},
}
RECOMMENDING = 950  # calls beside the engine's: 800 when this was written
WITH_REASONS = 1400  # 1,200


@pytest.fixture(scope="module")
def advisor() -> Advisor:
    """An advisor that has prepared what is prepared once."""
    made = Advisor.load()
    for each in made.recommend(WORKLOAD).recommendations:
        assert each.reasons
    return made


def calls(work: Callable[[], object]) -> int:
    """How many functions, of Python and of C, are called."""
    counted = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return counted


def engine_calls(advisor: Advisor, monkeypatch: pytest.MonkeyPatch) -> int:
    """The calls of the engine's step for the same workload: every ruleset that a recommendation asks."""
    asked: list[tuple[Rules, dict[str, Value]]] = []
    firing = Rules.firing

    def watched(rules: Rules, known: Mapping[str, Value]) -> set[str]:
        asked.append((rules, dict(known)))
        return firing(rules, known)

    with monkeypatch.context() as patch:
        patch.setattr(Rules, "firing", watched)
        advisor.recommend(WORKLOAD)
    return calls(lambda: [rules.firing(known) for rules, known in asked])


def cited(result: Result) -> list[object]:
    """What every reason says, with its citations."""
    reasons = [reason for each in result.recommendations for reason in each.reasons]
    return [(reason.rule, reason.effect, reason.because, reason.counts, reason.citations) for reason in reasons]


def test_a_recommendation_calls_few_functions(advisor: Advisor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Validation, filling in, the verdict and the result call few functions beside the engine's; reasons some more."""
    engine = engine_calls(advisor, monkeypatch)

    assert RECOMMENDING > calls(lambda: advisor.recommend(WORKLOAD)) - engine
    assert WITH_REASONS > calls(lambda: cited(advisor.recommend(WORKLOAD))) - engine


def _searching(adviser: Adviser, situation: Any, applying: int, admitted: Any, assuming: bool) -> Any:
    return Examiner(adviser.decision, admitted, assuming, Budget(adviser.limit)).decide(situation.base, applying)


def test_the_bound_is_one_that_slow_code_breaks(advisor: Advisor, monkeypatch: pytest.MonkeyPatch) -> None:
    """What searches for every verdict, validates each reason, or works out certainty or facts unasked is beyond it."""
    engine = engine_calls(advisor, monkeypatch)
    monkeypatch.setattr(Adviser, "_verdict", _searching)

    assert RECOMMENDING < calls(lambda: advisor.recommend(WORKLOAD)) - engine
    monkeypatch.undo()
    answered = [each for each in advisor.recommend(WORKLOAD).recommendations if each.reasons]
    validated = calls(
        lambda: [Reason.model_validate(reason.model_dump()) for each in answered for reason in each.reasons]
    )
    assert WITH_REASONS < calls(lambda: cited(advisor.recommend(WORKLOAD))) + validated - engine
    certain = calls(lambda: [each.certainty for each in advisor.recommend(WORKLOAD).recommendations])
    assert WITH_REASONS < certain - engine
    facts = calls(
        lambda: [reason.facts for each in advisor.recommend(WORKLOAD).recommendations for reason in each.reasons]
    )
    assert WITH_REASONS < facts - engine


UNWANTED = {
    "z3",
    "jsonschema",
    "questionary",
    "prompt_toolkit",
    "xml",
    "advisor.cli.asking",
    "advisor.model.explanation",
}


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["--version"], {"typer", "rich", "pydantic", "yaml", "advisor.library"}),
        (["recommend", "cases/stories/web-shop.yaml"], UNWANTED),
    ],
)
def test_a_command_imports_only_what_it_needs(arguments: list[str], unwanted: set[str]) -> None:
    """What a command does not use is not imported, for imports are most of the time that it takes."""
    program = """
import sys
from advisor.cli import main
try:
    main()
finally:
    print("\\n" + " ".join(sys.modules), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True)

    assert set() == unwanted & set(done.stderr.splitlines()[-1].split())
