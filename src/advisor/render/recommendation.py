"""One recommendation as a block of text: the answer, why, what was ruled out, the others, advice, what is open."""

from collections.abc import Sequence

from advisor.model.result import Plan, Reason, Recommendation, Standing
from advisor.model.rulebook import Area, Rulebook
from advisor.render.certainty import assumptions_said, certainty_said, questions_said
from advisor.render.paper import Paper, Piece
from advisor.render.reasons import add_advice, add_reason, excluding, supporting
from advisor.render.today import today_said
from advisor.render.words import counted, days_said, facts_said, joined, option_said

_BODY = 2
_SHORT = 2  # reasons shown where several areas are answered


def add_title(paper: Paper, answer: Recommendation | Plan, area: Area, when: str = "") -> None:
    """Add the heading of a block: the decision, the item it is about, and when."""
    about = f" for '{answer.name}'" if answer.name else ""
    paper.heading(f"{area.title}{about}{when}", (f" ({answer.label})", "dim"))


def add_recommendation(paper: Paper, answer: Recommendation, rulebook: Rulebook, full: bool, when: str = "") -> None:
    """Add the block of one recommendation."""
    area = rulebook.areas[answer.area]
    add_title(paper, answer, area, when or (f", {days_said(answer.stage)}" if answer.stage else ""))
    paper.add(*_verdict(answer, area), indent=_BODY, hang=_BODY)
    paper.add(certainty_said(answer, rulebook), indent=_BODY, hang=_BODY)
    if answer.outcome == "conflict":
        _add_conflict(paper, answer, rulebook)
    if full:
        add_why(paper, answer, rulebook, _BODY)
        _add_ruled_out(paper, answer, rulebook)
        _add_others(paper, answer)
        _add_advice(paper, answer)
        add_doubts(paper, answer, rulebook)
    else:
        _add_shortly(paper, answer, rulebook)
    add_today(paper, answer)


def add_today(paper: Paper, answer: Recommendation | Plan) -> None:
    """Add the line on today, where there is something to say."""
    if answer.today is not None:
        paper.add((today_said(answer.today), "cyan"), indent=_BODY, hang=_BODY)


def _verdict(answer: Recommendation, area: Area) -> list[Piece]:
    options = [option_said(option, area) for option in answer.recommended]
    match answer.outcome:
        case "recommended":
            return ["Recommended: ", (options[0], "bold green")]
        case "default":
            return ["Recommended, because nothing speaks for another: ", (joined(options), "bold green")]
        case "tie":
            return ["A tie: ", (joined(options), "bold yellow"), " are equally good."]
        case "conflict":
            return [("No option is left: ", "bold red"), "the facts rule out everything that is admitted."]
        case _:
            return [("Not needed.", "bold")]


def add_why(paper: Paper, answer: Recommendation, rulebook: Rulebook, indent: int) -> None:
    """Add what speaks for the answer, and what speaks against it all the same."""
    if answer.outcome == "conflict":
        return
    reasons = supporting(answer.reasons, answer.recommended)
    several = len(answer.recommended) > 1
    paper.heading("Why", indent=indent)
    for reason in reasons:
        add_reason(paper, reason, rulebook, indent, _shared(reason.options, answer.recommended) if several else ())
    if not reasons:
        paper.add(_left(answer), indent=indent)
    against = _against(answer)
    if against:
        paper.heading("What speaks against it all the same", indent=indent)
        for reason in against:
            add_reason(paper, reason, rulebook, indent, _shared(reason.options, answer.recommended) if several else ())


def _left(answer: Recommendation) -> str:
    """Why an option leads for which nothing speaks."""
    if all(each.ruled_out for each in answer.ranking if each.option not in answer.recommended):
        return "It is what is left." if len(answer.recommended) == 1 else "They are what is left."
    return "Nothing speaks for it in particular, but more speaks against the others."


def _against(answer: Recommendation) -> list[Reason]:
    return [
        each
        for each in answer.reasons
        if each.effect == "opposes" and each.counts and set(each.options) & set(answer.recommended)
    ]


def _shared(options: Sequence[str], recommended: Sequence[str]) -> list[str]:
    return [option for option in recommended if option in options]


def _add_conflict(paper: Paper, answer: Recommendation, rulebook: Rulebook) -> None:
    paper.heading("What cannot stand together", indent=_BODY)
    for each in answer.conflict:
        facts = facts_said(each.facts, rulebook)
        admitted = [one.option for one in answer.ranking]
        is_are = "is" if len(admitted) == 1 else "are"
        among = f"only {joined(admitted)} {is_are} admitted" if each.among else ""
        because = f" ({joined(each.rules)})" if each.rules else ""
        paper.bullet(f"{joined(part for part in (facts, among) if part)}{because}", indent=_BODY)


def _add_ruled_out(paper: Paper, answer: Recommendation, rulebook: Rulebook) -> None:
    if answer.outcome == "not-needed":
        return
    removed = excluding(answer.reasons, [each.option for each in answer.ranking if each.ruled_out])
    if removed:
        paper.heading("Ruled out", indent=_BODY)
    for options, reason in removed:
        add_reason(paper, reason, rulebook, _BODY, options)


def _add_others(paper: Paper, answer: Recommendation) -> None:
    """Where the other options stand, in few words."""
    others = [each for each in answer.ranking if not each.ruled_out and each.option not in answer.recommended]
    if not others or answer.outcome == "not-needed":
        return
    paper.heading("The other options", indent=_BODY)
    for each in others:
        paper.bullet((each.option, "bold"), f": {_standing(each, answer.reasons)}", indent=_BODY)


def _standing(standing: Standing, reasons: Sequence[Reason]) -> str:
    def voices(effect: str) -> str:
        return joined(
            f"{each.criterion} ({each.strength})"
            for each in reasons
            if each.effect == effect and each.counts and standing.option in each.options
        )

    pro, contra = voices("favours"), voices("opposes")
    parts = [f"for it speaks {pro}"] if pro else []
    parts += [f"against it {contra}" if pro else f"against it speaks {contra}"] if contra else []
    said = ", ".join(parts) or "nothing speaks for it"
    doubt = (
        f"; it may yet be ruled out by {joined(standing.may_be_ruled_out_by)}" if standing.may_be_ruled_out_by else ""
    )
    return f"{said}{doubt}."


def _add_advice(paper: Paper, answer: Recommendation) -> None:
    if answer.advice:
        paper.heading("Advice", indent=_BODY)
    several = len(answer.recommended) > 1
    for each in answer.advice:
        add_advice(paper, each, _BODY, each.options if several else ())


def add_doubts(paper: Paper, answer: Recommendation | Plan, rulebook: Rulebook) -> None:
    """Add what was taken for granted and what is open, where the sentence on top did not say all of it."""
    if len(answer.rests_on) > 1 or (answer.rests_on and answer.certainty != "assumed"):
        paper.heading("Taken for granted", indent=_BODY)
        for said in assumptions_said(answer, rulebook):
            paper.bullet(said, indent=_BODY)
    if answer.open:
        paper.heading("Open questions", indent=_BODY)
        for names, said in questions_said(answer, rulebook):
            paper.bullet((names, "bold"), f": {said}", indent=_BODY)


def _add_shortly(paper: Paper, answer: Recommendation, rulebook: Rulebook) -> None:
    """The strongest reasons, and the names of what was ruled out."""
    reasons = supporting(answer.reasons, answer.recommended)
    removed = excluding(answer.reasons, [each.option for each in answer.ranking if each.ruled_out])
    if answer.outcome == "conflict":
        return
    for reason in reasons[:_SHORT]:
        about = _shared(reason.options, answer.recommended) if len(answer.recommended) > 1 else ()
        add_reason(paper, reason, rulebook, _BODY, about, full=False)
    if not reasons:
        paper.bullet(_left(answer), indent=_BODY)
        for options, reason in removed[:_SHORT]:
            add_reason(paper, reason, rulebook, _BODY, options, full=False)
    elif removed and answer.outcome != "not-needed":
        names = dict.fromkeys(option for options, _ in removed for option in options)
        paper.bullet(f"Ruled out: {joined(names)}.", indent=_BODY)
    more = len(reasons) - _SHORT
    tail = [counted(more, "more reason")] if more > 0 else []
    tail += [counted(len(answer.advice), "piece of advice", "pieces of advice")] if answer.advice else []
    if tail:
        paper.bullet((f"And {joined(tail)}.", "dim"), indent=_BODY)
