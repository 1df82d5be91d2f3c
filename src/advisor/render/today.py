"""One line on today, under a recommendation of the notes."""

import re

from advisor.advise.plans import plan_text
from advisor.model.result import Cause, Today
from advisor.render.words import joined

# A sentence that begins with one of these goes on after "because"; any other may begin with a name.
_LOWERED = re.compile(
    r"(A|All|An|Any|Each|Every|Few|It|Its|Many|Most|Much|Nearly|No|Nobody|Nothing|One|Only|Part|Several|Some|The|There"
    r"|These|They|This|What|When|Which) "
)


def today_said(today: Today) -> str:
    """What today's edition recommends and why: `Today: gp3 (supersedes gp2 since December 2020), because ...`."""
    cause = today.cause
    if not today.differs:
        if cause is None:
            return ""
        became = f"superseded by {joined(cause.by)}" if cause.kind == "superseded" else "withdrawn"
        return f"Today: still {answer_said(today)} for this case, though {became}{_since(cause)}, {_because(cause)}"
    if cause is None:
        return f"Today: {answer_said(today)}."
    option = joined(cause.options)
    match cause.kind:
        case "superseded":
            return f"Today: {answer_said(today)} (supersedes {option}{_since(cause)}), {_because(cause)}"
        case "withdrawn":
            return f"Today: {answer_said(today)} ({option} is withdrawn{_since(cause)}), {_because(cause)}"
        case "gone":
            return f"Today: {answer_said(today)}. This does not count any more: {cause.because}"
        case _ if _LOWERED.match(cause.because):
            return f"Today: {answer_said(today)}, because {cause.because[0].lower()}{cause.because[1:]}"
        case _:
            return f"Today: {answer_said(today)}. {cause.because}"


def answer_said(today: Today) -> str:
    """What today's edition recommends, in few words."""
    if today.steps is not None:
        plans = [plan_text(steps) for steps in (today.steps, *today.alternatives) if steps]
        return f"a tie of {joined(plans)}" if len(plans) > 1 else plans[0] if plans else "no plan is possible"
    if today.outcome == "tie":
        return f"a tie of {joined(today.recommended)}"
    return joined(today.recommended) or {"conflict": "no option is left"}.get(today.outcome, "not needed")


def today_cell(today: Today | None) -> str:
    """What today's edition recommends where that differs, for a table."""
    return answer_said(today) if today is not None and today.differs else ""


def _since(cause: Cause) -> str:
    return f" since {cause.since}" if cause.since else ""


def _because(cause: Cause) -> str:
    return f"because {cause.because}"
