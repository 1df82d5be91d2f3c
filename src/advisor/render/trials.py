"""A test run: cases whose answers are compared with what they expect."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from advisor.batch import Check, Outcome, check_expectations
from advisor.printable import printable
from advisor.render.problems import problem_json, problem_text
from advisor.render.words import counted

TEST_SCHEMA = "advisor/test/1"


@dataclass(frozen=True)
class Trial:
    """A case with its answer and what its expectations came to."""

    outcome: Outcome
    checks: tuple[Check, ...]

    @property
    def failures(self) -> list[Check]:
        """The expectations that were not met."""
        return [check for check in self.checks if not check.passed]


def trial(outcome: Outcome) -> Trial:
    """The trial of one answered case."""
    case, result = outcome.entry.case, outcome.result
    return Trial(outcome, tuple(check_expectations(case, result)) if case and result else ())


@dataclass
class Tally:
    """What a test run came to."""

    cases: int = 0
    silent: int = 0
    wrong: int = 0
    passed: int = 0
    failed: int = 0
    trials: list[Trial] = field(default_factory=list)

    def count(self, one: Trial) -> None:
        """Take in one more trial; those that went well and are not wanted again are not kept."""
        self.cases += 1
        self.wrong += one.outcome.result is None
        self.silent += one.outcome.result is not None and not one.checks
        self.failed += len(one.failures)
        self.passed += len(one.checks) - len(one.failures)

    @property
    def ok(self) -> bool:
        """Whether something was expected and all of it came."""
        return bool(self.passed) and not self.failed and not self.wrong


def trial_text(one: Trial) -> Iterator[str]:
    """What went wrong with one case, in lines."""
    entry = one.outcome.entry
    if one.outcome.result is None:
        yield from map(problem_text, one.outcome.problems)
    for check in one.failures:
        yield printable(f"{entry.place}: {entry.name}, {check.label}:")
        yield printable(f"  expected {' or '.join(check.expected)}")
        yield printable(f"  got      {check.got}")


def tally_text(tally: Tally) -> str:
    """What the run came to, in one or two sentences."""
    if not tally.passed and not tally.failed:
        said = "No case expects anything: write 'expect: {area: option}' in a case."
        return f"{said} {counted(tally.wrong, 'case is', 'cases are')} wrong." if tally.wrong else said
    total = counted(tally.passed + tally.failed, "expectation")
    said = f"{total} in {counted(tally.cases, 'case')}: "
    said += f"{tally.failed:,} failed, {tally.passed:,} passed." if tally.failed else "all passed."
    if tally.wrong:
        said += f" {counted(tally.wrong, 'case is', 'cases are')} wrong."
    if tally.silent:
        said += f" Nothing expected in {counted(tally.silent, 'case')}."
    return said


def trials_json(trials: Iterable[Trial], tally: Tally) -> dict[str, Any]:
    """A test run as JSON data."""
    cases = [_trial_json(one) for one in trials]
    summary = {
        "cases": tally.cases,
        "passed": tally.passed,
        "failed": tally.failed,
        "wrong": tally.wrong,
        "nothing_expected": tally.silent,
    }
    return {"schema": TEST_SCHEMA, "ok": tally.ok, "summary": summary, "cases": cases}


def _trial_json(one: Trial) -> dict[str, Any]:
    entry = one.outcome.entry
    checks = [
        {"decision": each.label, "expected": list(each.expected), "got": each.got, "passed": each.passed}
        for each in one.checks
    ]
    problems = [problem_json(problem) for problem in one.outcome.problems]
    return {"case": entry.name, "place": str(entry.place), "checks": checks, "problems": problems}
