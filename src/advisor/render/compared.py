"""Both editions side by side, as a page of text or Markdown."""

from collections.abc import Sequence

from advisor.advise.plans import plan_text
from advisor.model.comparison import Compared, Comparison
from advisor.model.result import Cause, Plan, Reason, Recommendation
from advisor.model.rulebook import Rulebook
from advisor.render.certainty import certainty_said
from advisor.render.explain_asked import effect_said
from advisor.render.page import Page
from advisor.render.reasons import supporting
from advisor.render.words import counted, days_said, joined, option_said


def add_comparison(page: Page, comparison: Comparison, notes: Rulebook, today: Rulebook) -> None:
    """Write what each edition concludes, decision by decision, and why they differ."""
    differing = sum(each.differs for each in comparison.compared)
    page.title(comparison.case)
    if not comparison.compared:
        page.say("There is nothing to decide: no area is about what this case describes.")
        return
    differ = "differs" if differing == 1 else "differ"
    page.say(f"{differing or 'None'} of {counted(len(comparison.compared), 'decision')} {differ} today.")
    if comparison.unknown_to_notes:
        page.say(f"The notes know nothing of {joined(comparison.unknown_to_notes)}.")
    for each in comparison.compared:
        _add(page, each, notes, today)


def _add(page: Page, each: Compared, notes: Rulebook, today: Rulebook) -> None:
    about = f" for '{each.name}'" if each.name else ""
    when = f", {days_said(each.stage)}" if each.stage else ""
    said = "different" if each.differs else "the same"
    page.title(f"{today.areas[each.area].title}{about}{when}: {said}", each.label)
    for lead, found, rulebook in (("Notes: ", each.notes, notes), ("Today: ", each.today, today)):
        page.say(_concluded(found, rulebook), lead)
    if each.causes:
        page.heading("Why they differ")
    for cause in each.causes:
        _add_cause(page, cause)
    shared = _shared(each)
    if shared:
        page.heading("What counts in both")
    for reason in shared:
        page.bullet(reason.because, aside=effect_said(reason))
        for citation in reason.citations:
            page.quote(citation)


def _concluded(found: Plan | Recommendation | None, rulebook: Rulebook) -> str:
    if found is None:
        return "this edition does not speak of it."
    return f"{_answer(found, rulebook)}. {certainty_said(found, rulebook)}"


def _answer(found: Plan | Recommendation, rulebook: Rulebook) -> str:
    if isinstance(found, Plan):
        plans = [plan_text(steps) for steps in (found.steps, *found.alternatives) if steps]
        return f"a tie of {joined(plans)}" if len(plans) > 1 else plans[0] if plans else "no plan is possible"
    options = joined(option_said(option, rulebook.areas[found.area]) for option in found.recommended)
    match found.outcome:
        case "conflict":
            return "no option is left"
        case "not-needed":
            return "not needed"
        case "default":
            return f"{options}, because nothing speaks for another"
        case "tie":
            return f"a tie of {options}"
        case _:
            return options


def _add_cause(page: Page, cause: Cause) -> None:
    since = f" since {cause.since}" if cause.since else ""
    options = joined(cause.options)
    match cause.kind:
        case "superseded":
            lead = f"{options} is superseded by {joined(cause.by, 'or')}{since}, because "
        case "withdrawn":
            lead = f"{options} is withdrawn{since}, because "
        case "transition":
            lead = "Not possible today: "
        case "new":
            lead = "Only today: "
        case _:
            lead = "Only in the notes: "
    page.bullet(cause.because, lead=lead, aside=cause.rule or "")
    for citation in cause.citations:
        page.quote(citation)


def _shared(each: Compared) -> Sequence[Reason]:
    """The reasons for what is recommended that count in both editions."""
    if each.notes is None or each.today is None:
        return []
    known = {(reason.rule, reason.effect) for reason in each.today.reasons if reason.counts}
    reasons = supporting(each.notes.reasons, [*each.notes.recommended, *each.today.recommended])
    return [reason for reason in reasons if (reason.rule, reason.effect) in known]
