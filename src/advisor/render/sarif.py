"""Problems of a rulebook in SARIF 2.1.0, which code hosts show beside the lines."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from advisor._version import VERSION
from advisor.errors import Problem
from advisor.verify.checking import Checked
from advisor.verify.findings import CLAIMS

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_RULES: dict[str, str] = {
    "form": "The pages of the rulebook are well formed, and their quotes stand in the notes.",
    "doubt": "Nothing in the rulebook looks wrong.",
    **{str(claim): text for claim, text in CLAIMS.items()},
}


class _Told(NamedTuple):
    rule: str
    level: str
    problem: Problem


def sarif(checked: Checked) -> dict[str, Any]:
    """All problems, warnings and findings as one run."""
    told = list(_told(checked))
    driver = {
        "name": "advisor",
        "version": VERSION,
        "rules": [{"id": rule, "shortDescription": {"text": text}} for rule, text in _RULES.items()],
    }
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": [_result(each) for each in told]}],
    }


def _told(checked: Checked) -> Iterator[_Told]:
    yield from (_Told("form", "error", problem) for problem in checked.problems)
    yield from (_Told("doubt", "warning", problem) for problem in checked.warnings)
    for area in checked.proofs or ():
        for finding in area.findings:
            problem = finding.problem()
            if problem is not None:
                yield _Told(finding.claim, "error" if finding.outcome == "disproved" else "warning", problem)


def _result(told: _Told) -> dict[str, Any]:
    place = told.problem.place
    hint = f" {told.problem.hint}" if told.problem.hint else ""
    return {
        "ruleId": told.rule,
        "level": told.level,
        "message": {"text": f"{told.problem.message}{hint}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": place.file.replace("\\", "/")},
                    "region": {"startLine": place.line, "startColumn": place.column},
                }
            }
        ],
    }
