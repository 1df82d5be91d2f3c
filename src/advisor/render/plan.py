"""A plan over time as a block of text: its steps, then stage by stage why."""

from collections.abc import Sequence

from advisor.advise.plans import plan_text
from advisor.model.result import Plan, PlanStep, Reason, Recommendation
from advisor.model.rulebook import Area, Rulebook
from advisor.render.certainty import certainty_said
from advisor.render.paper import Paper
from advisor.render.reasons import add_advice, add_reason, excluding, supporting
from advisor.render.recommendation import add_doubts, add_title, add_today
from advisor.render.words import days_said, joined, option_said

_BODY = 2
_SHORT = 2


def add_plan(paper: Paper, plan: Plan, stages: Sequence[Recommendation], rulebook: Rulebook, full: bool) -> None:
    """Add the block of one plan; `stages` are what each stage recommends by itself."""
    area = rulebook.areas[plan.area]
    add_title(paper, plan, area)
    _add_steps(paper, plan, area)
    paper.add(certainty_said(plan, rulebook), indent=_BODY, hang=_BODY)
    if not full:
        _add_shortly(paper, plan, rulebook)
        add_today(paper, plan)
        return
    shown: set[str] = set()
    for stage in stages:
        _add_stage(paper, plan, stage, rulebook, shown)
    _add_advice(paper, stages)
    add_doubts(paper, plan, rulebook)
    add_today(paper, plan)


def _add_steps(paper: Paper, plan: Plan, area: Area) -> None:
    if plan.outcome == "conflict":
        paper.add(("No plan is possible: ", "bold red"), "the facts leave no option for some stage.", indent=_BODY)
    elif plan.outcome == "tie":
        paper.add(f"A tie of {1 + len(plan.alternatives)} plans, equally good:", indent=_BODY)
        for steps in (plan.steps, *plan.alternatives):
            paper.bullet((plan_text(steps), "bold yellow"), indent=_BODY)
    elif plan.outcome == "not-needed":
        paper.add(("Not needed.", "bold"), indent=_BODY)
    else:
        paper.add("Recommended: ", (plan_text(plan.steps), "bold green"), indent=_BODY, hang=_BODY)
        paper.add(_in_words(plan.steps, area), indent=_BODY, hang=_BODY)


def _in_words(steps: Sequence[PlanStep], area: Area) -> str:
    first, *later = [option_said(step.option, area) for step in steps]
    if not later:
        return f"{first} throughout."
    changes = [f"{title} from day {step.from_days:,g}" for step, title in zip(steps[1:], later, strict=True)]
    return f"{first} first, then {joined(changes, 'and then')}."


def _add_stage(paper: Paper, plan: Plan, stage: Recommendation, rulebook: Rulebook, shown: set[str]) -> None:
    """Why this stage has its option; what was ruled out before, and for the same facts, is not said again."""
    if stage.stage is None:
        return
    plans = [steps for steps in (plan.steps, *plan.alternatives) if steps]
    options = list(dict.fromkeys(_option_at(steps, stage.stage.from_days) for steps in plans))
    when = days_said(stage.stage)
    paper.heading(f"{when[:1].upper()}{when[1:]}: {joined(options, 'or') or 'nothing is left'}", indent=_BODY)
    if options and not set(options) & set(stage.recommended):
        paper.add(
            f"By itself this stage would have {joined(stage.recommended, 'or') or 'no option'}; the whole decides.",
            indent=_BODY,
        )
    reasons = supporting(stage.reasons, options)
    for reason in reasons:
        add_reason(
            paper, reason, rulebook, _BODY, [one for one in options if one in reason.options][: len(options) - 1]
        )
    removed = excluding(stage.reasons, [each.option for each in stage.ranking if each.ruled_out])
    if not reasons:
        paper.bullet(_left(stage, options), indent=_BODY)
    for names, reason in removed:
        if _identity(reason) not in shown:
            shown.add(_identity(reason))
            add_reason(paper, reason, rulebook, _BODY, [f"not {joined(names, 'or')}"])


def _left(stage: Recommendation, options: Sequence[str]) -> str:
    if all(each.ruled_out for each in stage.ranking if each.option not in options):
        return "Everything else is ruled out."
    return "Nothing speaks for it in particular, but more speaks against the others."


def _option_at(steps: Sequence[PlanStep], day: float) -> str:
    return [step.option for step in steps if step.from_days <= day][-1]


def _identity(reason: Reason) -> str:
    values = {name: use.value for name, use in reason.facts.items() if not name.startswith("stage.")}
    return f"{reason.rule} {values!r}"


def _add_advice(paper: Paper, stages: Sequence[Recommendation]) -> None:
    advice = {each.rule: each for stage in stages for each in stage.advice}
    if advice:
        paper.heading("Advice", indent=_BODY)
    for each in advice.values():
        add_advice(paper, each, _BODY, each.options)


def _add_shortly(paper: Paper, plan: Plan, rulebook: Rulebook) -> None:
    for option in dict.fromkeys(plan.recommended):
        for reason in supporting(plan.reasons, [option])[:1]:
            add_reason(paper, reason, rulebook, _BODY, [option], full=False)
