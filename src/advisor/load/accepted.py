"""The ties and conflicts that an area accepts."""

from typing import Literal

from advisor.load.area_page import AreaPage
from advisor.load.page import Part
from advisor.load.tree import TreeReader
from advisor.model.rulebook import Accepted

_OUTCOMES: tuple[Literal["tie", "conflict"], ...] = ("tie", "conflict")


def read_accepted(page: AreaPage, part: Part) -> Accepted:
    """Workloads of which the area says that their tie or conflict is meant to be, and why."""
    keys = part.fields("an accepted outcome", ("outcome", "because"), ("options", "when", "edition"))
    edition = keys.edition()
    said = keys["outcome"].one_of("outcome", _OUTCOMES) if "outcome" in keys else ""
    options = page.listed(keys["options"], edition) if "options" in keys else ()
    if said == "conflict" and options:
        keys["options"].note("a conflict is without options; expected only 'when'", key=True)
    elif "options" in keys and len(options) == 1:
        keys["options"].note(f"a tie is between several options, not only '{options[0]}'")
    return Accepted.model_construct(
        outcome=next((known for known in _OUTCOMES if known == said), "tie"),
        options=options,
        when=TreeReader(page.scope.of(edition)).read(keys["when"]) if "when" in keys else None,
        because=keys.text("because"),
        edition=edition,
        place=part.place(),
    )
