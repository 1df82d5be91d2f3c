"""An explanation as text: the verdict, where the options stand, every rule test by test, and what was asked besides."""

from advisor.advise.plans import plan_text
from advisor.model.explanation import Derivation, Explanation
from advisor.model.result import Plan, PlanStep, Recommendation, Standing
from advisor.model.rulebook import Area, Rulebook
from advisor.render.certainty import assumptions_said, certainty_said, questions_said
from advisor.render.explain_asked import add_how_to_get, add_what_if, add_why_not
from advisor.render.explain_derived import add_conflicts, add_margins, add_rules, add_standings
from advisor.render.page import Page, TextPage
from advisor.render.paper import Paper
from advisor.render.today import today_said
from advisor.render.words import days_said, joined, option_said


def explanation_text(explanation: Explanation, rulebook: Rulebook) -> Paper:
    """The whole derivation; or, if something was asked, the verdict and the answers."""
    page = TextPage()
    area = rulebook.areas[explanation.area]
    page.paper.add((explanation.case, "bold"))
    about = f" for '{explanation.name}'" if explanation.name else ""
    page.title(f"{area.title}{about}", explanation.label)
    add_verdict(page, explanation, area, rulebook)
    if not add_asked(page, explanation, area, rulebook):
        for derived in explanation.stages:
            _add_derivation(page, explanation, derived, area, rulebook)
    add_today(page, explanation)
    return page.paper


def add_today(page: Page, explanation: Explanation) -> None:
    """Add the lines on today: of the plan, or of the stages, each once."""
    every = (explanation.today, *(derived.today for derived in explanation.stages))
    said = dict.fromkeys(today_said(today) for today in every if today is not None)
    if said:
        page.heading("Today")
    for line in said:
        page.say(line)


def add_asked(page: Page, explanation: Explanation, area: Area, rulebook: Rulebook) -> bool:
    """Add the answers to what was asked; whether anything was."""
    for unchosen in explanation.why_not:
        add_why_not(page, unchosen, area, rulebook)
    for wanted in explanation.how_to_get:
        add_how_to_get(page, wanted, area, rulebook)
    if explanation.what_if is not None:
        add_what_if(page, explanation.what_if, rulebook)
    return bool(explanation.why_not or explanation.how_to_get or explanation.what_if)


def add_verdict(page: Page, explanation: Explanation, area: Area, rulebook: Rulebook) -> None:
    """Add the answer in a sentence, and how certain it is."""
    if explanation.steps is not None:
        plans = [plan_text(steps) for steps in (explanation.steps, *explanation.alternatives) if steps]
        said = f"{'Recommended' if len(plans) == 1 else 'A tie'}: "
        page.say(
            joined(plans, "or") if plans else "some stage is left without an option.",
            said if plans else "No plan is possible: ",
        )
        page.say(certainty_said(_plan_of(explanation, explanation.steps), rulebook))
        return
    for derived in explanation.stages:
        when = f"{days_said(derived.stage)}: " if derived.stage else ""
        lead, said = _verdict(derived, area, when)
        page.say(said, lead)
        page.say(certainty_said(answer_of(explanation, derived), rulebook))


def _verdict(derived: Derivation, area: Area, when: str) -> tuple[str, str]:
    options = joined(option_said(option, area) for option in derived.recommended)
    when = when[:1].upper() + when[1:]
    match derived.outcome:
        case "recommended":
            return f"{when}Recommended: ", options
        case "default":
            return f"{when}Recommended, because nothing speaks for another: ", options
        case "tie":
            return f"{when}A tie: ", f"{options} are equally good."
        case "conflict":
            return f"{when}No option is left: ", "the facts rule out everything that is admitted."
        case _:
            return f"{when}Not needed.", ""


def _add_derivation(
    page: TextPage, explanation: Explanation, derived: Derivation, area: Area, rulebook: Rulebook
) -> None:
    if derived.stage is not None:
        said = days_said(derived.stage)
        page.title(f"{said[:1].upper()}{said[1:]}: {joined(derived.recommended, 'or') or derived.outcome}")
    add_conflicts(page, derived.conflicts, rulebook)
    if derived.outcome != "not-needed":
        add_standings(page, derived, area)
    add_rules(page, derived, rulebook)
    add_margins(page, derived.margins, rulebook)
    if derived.advice:
        page.heading("Advice")
    for each in derived.advice:
        page.bullet(each.text)
        for citation in each.citations:
            page.quote(citation)
    add_doubts(page, explanation, derived, rulebook)


def add_doubts(page: Page, explanation: Explanation, derived: Derivation, rulebook: Rulebook) -> None:
    """Add what the answer takes for granted, and what is open."""
    answer = answer_of(explanation, derived)
    if answer.rests_on:
        page.heading("Taken for granted")
    for said in assumptions_said(answer, rulebook):
        page.bullet(said)
    if answer.open:
        page.heading("Open questions")
    for names, said in questions_said(answer, rulebook):
        page.bullet(said, lead=f"{names}: ")


def _plan_of(explanation: Explanation, steps: list[PlanStep]) -> Plan:
    return Plan(
        area=explanation.area,
        subject=explanation.subject,
        name=explanation.name,
        outcome=explanation.outcome,
        certainty=explanation.certainty,
        limit=explanation.limit,
        steps=steps,
        alternatives=explanation.alternatives,
        reasons=[],
        rests_on=explanation.rests_on,
        open=explanation.open,
    )


def answer_of(explanation: Explanation, derived: Derivation) -> Recommendation:
    """The recommendation that is derived."""
    return Recommendation(
        area=explanation.area,
        subject=explanation.subject,
        name=explanation.name,
        stage=derived.stage,
        outcome=derived.outcome,
        recommended=derived.recommended,
        certainty=derived.certainty,
        limit=derived.limit,
        ranking=[
            Standing(
                option=each.option,
                ruled_out=bool(each.ruled_out_by),
                may_be_ruled_out_by=each.may_be_ruled_out_by,
                for_=each.for_,
                against=each.against,
            )
            for each in derived.options
        ],
        reasons=[reason for trace in derived.rules for reason in trace.reasons],
        advice=derived.advice,
        rests_on=derived.rests_on,
        open=derived.open,
    )
