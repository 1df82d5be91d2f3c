"""What the proofs find of an area and its page accepts: ties, conflicts, rules that only give a reason."""

from typing import Literal, TypeAlias

from advisor.load.area_page import AreaPage
from advisor.load.page import Part, unknown
from advisor.load.tree import TreeReader
from advisor.model.rulebook import Accepted

_Outcome: TypeAlias = Literal["tie", "conflict", "idle", "never-wins"]

_OUTCOMES: tuple[_Outcome, ...] = ("tie", "conflict", "idle", "never-wins")
_EVERYWHERE = ("idle", "never-wins")


def read_accepted(page: AreaPage, part: Part) -> Accepted:
    """An outcome that the area means to be so, and why; the area's rules have been read before."""
    keys = part.fields("an accepted outcome", ("outcome", "because"), ("options", "rules", "when", "edition"))
    edition = keys.edition()
    said = keys["outcome"].one_of("outcome", _OUTCOMES) if "outcome" in keys else ""
    options = page.listed(keys["options"], edition) if "options" in keys else ()
    rules = keys["rules"].names() if "rules" in keys else []
    for rule in rules:
        if rule.data not in page.ids:
            rule.note(*unknown("rule", rule.data, page.ids))
    if "options" in keys and said in ("conflict", "idle"):
        keys["options"].note(f"'{said}' is not about options", key=True)
    elif len(options) == 1 and said == "tie":
        keys["options"].note(f"a tie is between several options, not only '{options[0]}'")
    if said and ("rules" in keys) is not (said == "idle"):
        part.note("an idle rule is named in 'rules'" if said == "idle" else f"'{said}' is not about 'rules'")
    if said == "never-wins" and "options" not in keys:
        part.note("what never wins is named in 'options'")
    if "when" in keys and said in _EVERYWHERE:
        keys["when"].note(f"'{said}' holds everywhere; expected no 'when'", key=True)
    return Accepted.model_construct(
        outcome=next((known for known in _OUTCOMES if known == said), "tie"),
        options=options,
        rules=tuple(rule.data for rule in rules),
        when=TreeReader(page.scope.of(edition)).read(keys["when"]) if "when" in keys else None,
        because=keys.text("because"),
        edition=edition,
        place=part.place(),
    )
