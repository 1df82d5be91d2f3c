"""What a check finds of an area and its page accepts: ties, conflicts, rules that only give a reason."""

from typing import get_args

from advisor.load.area_page import AreaPage
from advisor.load.page import Part, unknown
from advisor.load.tree import TreeReader
from advisor.model.rulebook import Accepted, AcceptedOutcome

_OUTCOMES: tuple[AcceptedOutcome, ...] = get_args(AcceptedOutcome)
_OF_WORKLOADS = ("tie", "conflict")
_OF_RULES = {
    "idle": "an idle rule is",
    "wins-by-silence": "rules that silence passes by are",
    "counts-twice": "both are",
}


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
    if "options" in keys and said in ("conflict", "idle", "counts-twice"):
        keys["options"].note(f"'{said}' is not about options", key=True)
    elif len(options) == 1 and said == "tie":
        keys["options"].note(f"a tie is between several options, not only '{options[0]}'")
    if said and ("rules" in keys) is not (said in _OF_RULES):
        part.note(f"{_OF_RULES[said]} named in 'rules'" if said in _OF_RULES else f"'{said}' is not about 'rules'")
    if said == "counts-twice" and len(rules) == 1:
        keys["rules"].note("what counts twice are two rules at least")
    if said == "never-wins" and "options" not in keys:
        part.note("what never wins is named in 'options'")
    if "when" in keys and said and said not in _OF_WORKLOADS:
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
