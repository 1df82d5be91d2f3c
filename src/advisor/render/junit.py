"""JUnit XML: a batch or a test run as continuous integration reads it."""

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from advisor.batch import Outcome
from advisor.printable import printable
from advisor.render.problems import problem_text
from advisor.render.rows import rows
from advisor.render.trials import Trial


def batch_junit(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """A batch: a test for each case, in error if the case is wrong."""
    tests, errors = [], 0
    for outcome in outcomes:
        if outcome.result is None:
            errors += 1
            tests.append(_errored(outcome))
        else:
            said = "\n".join(f"{row.area}: {row.recommended or row.outcome}" for row in rows(outcome.result))
            tests.append(_test(outcome.entry.place.file, outcome.entry.name, _element("system-out", said)))
    yield from _suite("advisor batch", tests, 0, errors, 0)


def trials_junit(trials: Iterable[Trial]) -> Iterator[str]:
    """A test run: a test for each expectation; an error for a wrong case, a skip for one that expects nothing."""
    tests: list[str] = []
    failures = errors = skipped = 0
    for trial in trials:
        file, name = trial.outcome.entry.place.file, trial.outcome.entry.name
        if trial.outcome.result is None:
            errors += 1
            tests.append(_errored(trial.outcome))
        elif not trial.checks:
            skipped += 1
            tests.append(_test(file, name, '<skipped message="nothing expected"/>'))
        for check in trial.checks:
            said = f"expected {' or '.join(check.expected)}, got {check.got}"
            text = f"{trial.outcome.entry.place}: {said}"
            failures += not check.passed
            body = "" if check.passed else _element("failure", text, message=said)
            tests.append(_test(file, f"{name} {check.label}", body))
    yield from _suite("advisor test", tests, failures, errors, skipped)


def _suite(name: str, tests: list[str], failures: int, errors: int, skipped: int) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    counts = f'tests="{len(tests)}" failures="{failures}" errors="{errors}"'
    yield f'<testsuites {counts}>\n<testsuite name="{name}" {counts} skipped="{skipped}">\n'
    yield from tests
    yield "</testsuite>\n</testsuites>\n"


def _errored(outcome: Outcome) -> str:
    text = "\n".join(map(problem_text, outcome.problems))
    body = _element("error", text, message=outcome.problems[0].message)
    return _test(outcome.entry.place.file, outcome.entry.name, body)


def _test(file: str, name: str, body: str) -> str:
    attributes = f"classname={_attribute(file)} name={_attribute(name)}"
    return f"<testcase {attributes}>{body}</testcase>\n" if body else f"<testcase {attributes}/>\n"


def _element(tag: str, text: str, message: str = "") -> str:
    attribute = f" message={_attribute(message)}" if message else ""
    return f"<{tag}{attribute}>{escape(printable(text, keep_newlines=True))}</{tag}>"


def _attribute(text: str) -> str:
    return quoteattr(printable(text))
