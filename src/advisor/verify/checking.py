"""Everything that can be said of a rulebook: what is wrong with its form, what looks wrong, what is proved."""

from dataclasses import dataclass
from pathlib import Path

from advisor.advise import Advisor
from advisor.errors import InputError, Problem
from advisor.load import load_rulebook, load_settings
from advisor.model.rulebook import EDITIONS, Rulebook
from advisor.verify.citations import check_citations
from advisor.verify.coverage import AreaCoverage
from advisor.verify.findings import AreaProofs
from advisor.verify.lint import lint
from advisor.verify.mutation import AreaMutation
from advisor.verify.quotes import Line, NotesFile, lines_of


@dataclass(frozen=True)
class Checked:
    """What came of a check: problems of form (then nothing else), and what was asked for besides (else None)."""

    editions: tuple[Rulebook, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    quotes: bool = False
    lines: tuple[Line, ...] | None = None
    proofs: tuple[AreaProofs, ...] | None = None
    mutation: tuple[AreaMutation, ...] | None = None
    coverage: tuple[AreaCoverage, ...] | None = None

    @property
    def is_fine(self) -> bool:
        """Whether there is nothing to mend."""
        return not self.problems and not any(
            finding.problem() for area in self.proofs or () for finding in area.findings
        )


def check_form(rules: Path, notes: Path | None = None) -> Checked:
    """What is wrong with a rulebook in any edition, and with its quotes if the notes are given; and what looks so."""
    try:
        editions = tuple(load_rulebook(rules, edition) for edition in EDITIONS)
        load_settings(rules)
        for rulebook in editions:
            Advisor(rulebook)  # the engine has limits of its own
        problems = check_citations(editions, notes, rules) if notes else []
    except InputError as error:
        return Checked(problems=error.problems)
    lines = tuple(lines_of(editions, NotesFile(notes))) if notes else None
    doubts = tuple(doubt for doubt in lint(editions) if doubt not in problems)
    return Checked(editions, tuple(problems), doubts, quotes=notes is not None, lines=lines)
