"""Both editions side by side on one case."""

from pydantic import Field

from advisor.model.result import Answer, Cause, Plan, Receipt, Recommendation, StageSpan

COMPARISON_SCHEMA = "advisor/comparison/1"


class Compared(Answer):
    """One decision for one item (or one stage of it): what each edition concludes, and why they differ, if they do.

    An edition that does not speak of it is None.
    """

    area: str
    subject: str
    name: str | None
    stage: StageSpan | None
    differs: bool
    notes: Plan | Recommendation | None
    today: Plan | Recommendation | None
    causes: list[Cause]

    @property
    def label(self) -> str:
        """The area, with the item's name where it has one."""
        return self.area if self.name is None else f"{self.area}/{self.name}"


class Receipts(Answer):
    """What each edition started from."""

    notes: Receipt
    today: Receipt


class Comparison(Answer):
    """Both editions on one case. `unknown_to_notes` are facts given that only today's edition knows."""

    schema_: str = Field(default=COMPARISON_SCHEMA, alias="schema")
    case: str
    receipts: Receipts
    unknown_to_notes: list[str]
    compared: list[Compared]
