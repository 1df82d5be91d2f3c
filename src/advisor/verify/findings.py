"""What was proved of a rulebook, and what was not: claims with their outcomes, and regions of workloads."""

from typing import Any, Literal, TypeAlias

from pydantic import Field

from advisor.errors import Place, Problem
from advisor.model.rulebook import Edition, Frozen

Claim: TypeAlias = Literal[
    "option-can-win",
    "rule-can-apply",
    "rule-matters",
    "rule-not-implied",
    "advice-can-show",
    "fact-matters",
    "support-helps",
    "no-conflict",
    "no-tie",
]
Outcome: TypeAlias = Literal["proved", "disproved", "undecided"]

CLAIMS: dict[Claim, str] = {
    "option-can-win": "Every option is recommended for some workload.",
    "rule-can-apply": "Every rule applies to some workload.",
    "rule-matters": "Every rule changes the verdict on some workload.",
    "rule-not-implied": "No rule only repeats what others say whenever it applies.",
    "advice-can-show": "Every piece of advice is shown for some workload.",
    "fact-matters": "Every fact changes some verdict, or serves advice.",
    "support-helps": "More reasons for an option never lower its rank.",
    "no-conflict": "No workload is left without an option, unless that is accepted.",
    "no-tie": "No workload ends in a tie, unless that is accepted.",
}


class CitedRule(Frozen):
    """A rule that has a say in a region, with the sentences it rests on."""

    rule: str
    because: str
    quotes: tuple[str, ...]


class Region(Frozen):
    """Workloads that share an outcome: all those with these facts.

    `witness` is a small case among them. `accepted` says why the area's page accepts them.
    """

    outcome: Literal["conflict", "tie"]
    options: tuple[str, ...]
    facts: dict[str, Any]
    rules: tuple[CitedRule, ...]
    witness: dict[str, Any]
    accepted: str | None = None


class Finding(Frozen):
    """One claim about one thing (an option, a rule, a fact; the area itself), and what came of it.

    `why` says what was found, or why nothing was; `witness` is the case that shows it, as a case file would say it.
    `accepted` says why the area's page accepts what was disproved; `place` is where to mend it.
    """

    claim: Claim
    about: str
    outcome: Outcome
    why: str
    witness: dict[str, Any] | None = None
    regions: tuple[Region, ...] = ()
    cut: bool = False
    accepted: str | None = None
    place: Place = Field(exclude=True, repr=False)

    def problem(self) -> Problem | None:
        """What to tell of it; None if it is proved, or accepted on the area's page."""
        return None if self.outcome == "proved" or self.accepted else Problem(self.place, self.why)


class AreaProofs(Frozen):
    """All claims about one area of one edition, and the seconds that they took."""

    area: str
    edition: Edition
    rules: int
    findings: tuple[Finding, ...]
    seconds: float

    def having(self, outcome: Outcome) -> list[Finding]:
        """The findings with an outcome."""
        return [finding for finding in self.findings if finding.outcome == outcome]
