"""The answers to why not, how to get and what if, on a page."""

from itertools import groupby

from advisor.advise.plans import plan_text
from advisor.model.explanation import ChangeSet, HowToGet, Node, RuleTrace, StageDifference, WhatIf, WhyNot
from advisor.model.result import Reason, StageSpan
from advisor.model.rulebook import Area, Rulebook
from advisor.render.explain_words import (
    changes_said,
    comparison_said,
    fact_in,
    lack_said,
    node_said,
    supposed,
    use_said,
    verdicts_said,
    ways_summary,
)
from advisor.render.page import Page
from advisor.render.words import counted, days_said, fact_of, joined, option_said

_SHOWN = 12


def add_why_not(page: Page, answer: WhyNot, area: Area, rulebook: Rulebook) -> None:
    """Add what stands against an option, and the nearest way to it."""
    option = answer.option
    page.heading(f"Why not {option_said(option, area)}?{_when(answer.stage)}")
    if not answer.admitted:
        page.say(
            "The options that this case admits (among) do not include it. What follows is for a case that admits it."
        )
    if answer.outcome == "not-needed":
        page.say("No option is needed here: the decision does not arise.")
    elif answer.recommended:
        tied = [each.winner for each in answer.comparisons]
        page.say(f"It is recommended, in a tie with {joined(tied)}." if tied else "It is what is recommended.")
        if not tied:
            return
    if answer.ruled_out_by:
        page.say("It is ruled out.")
    for trace in answer.ruled_out_by:
        _add_trace(page, trace, rulebook)
    for comparison in answer.comparisons:
        page.say(comparison_said(comparison, option))
        for lack in comparison.lacks:
            page.bullet(lack_said(lack, comparison, option), lead=f"{lack.criterion}: ")
    if answer.opposed_by:
        page.say("What speaks against it:")
    for trace in answer.opposed_by:
        _add_trace(page, trace, rulebook)
    if answer.could_favour:
        page.say("What would speak for it, but is not so:")
    for trace in answer.could_favour:
        page.bullet(f"{trace.title}.", aside="; ".join(_missing(trace.condition, rulebook)))
    _add_nearest(page, answer.nearest, rulebook)


def _add_trace(page: Page, trace: RuleTrace, rulebook: Rulebook) -> None:
    facts = "; ".join(
        node_said(test, rulebook) for test in tests_in(trace.condition) if test.truth is not False or trace.unless_shown
    )
    page.bullet(trace.because, aside=facts)
    for citation in trace.citations:
        page.quote(citation)


def tests_in(node: Node) -> list[Node]:
    """The tests of a condition, in the order written."""
    return [node] if node.kind == "test" else [test for part in node.parts for test in tests_in(part)]


def _missing(node: Node, rulebook: Rulebook) -> list[str]:
    """The tests of a condition that are not met."""
    return [node_said(test, rulebook) for test in tests_in(node) if test.truth is not True]


def _add_nearest(page: Page, nearest: HowToGet, rulebook: Rulebook) -> None:
    match nearest.attainability:
        case "already":
            page.say("Once it is admitted, it is what is recommended.")
        case "impossible" | "not-proved":
            page.say(_none_said(nearest))
        case _:
            page.say(
                "The nearest way to it is any one of these:"
                if len(nearest.change_sets) > 1
                else "The nearest way to it:"
            )
            _add_sets(page, nearest.change_sets, rulebook)


def add_how_to_get(page: Page, answer: HowToGet, area: Area, rulebook: Rulebook) -> None:
    """Add the smallest ways to an option, or the proof that there are none."""
    page.heading(f"How to get {option_said(answer.option, area)}{_when(answer.stage)}")
    if answer.admitting:
        page.say("First of all, the case has to admit it: its among leaves it out. Then:")
    match answer.attainability:
        case "already":
            page.say("It is what is recommended." if answer.admitting else "It is what is recommended already.")
        case "impossible" | "not-proved":
            page.say(_none_said(answer))
        case _:
            several = len(answer.change_sets) > 1
            page.say(
                "It becomes the recommendation if any one of these is so:"
                if several
                else "It becomes the recommendation if"
            )
            _add_sets(page, answer.change_sets, rulebook)
            page.say(ways_summary(answer))


def _none_said(answer: HowToGet) -> str:
    if answer.attainability == "not-proved":
        return (
            f"No way to it was found, which is no proof that there is none: all sets of up to "
            f"{counted(answer.searched, 'fact')} were tried before the search stopped at its limit of "
            f"{answer.limit:,} states."
        )
    said = "There is no way to it: proved, whatever the facts, no workload at all has it recommended"
    if answer.possible_without_among:
        return f"{said} among the options that this case admits. With every option admitted, some would."
    return f"{said}."


def _add_sets(page: Page, sets: list[ChangeSet], rulebook: Rulebook) -> None:
    for each in sets[:_SHOWN]:
        plan = f"; the plan is then {plan_text(each.plan)}" if each.plan else ""
        page.bullet(f"{changes_said(each, rulebook)}{plan}.")
    if len(sets) > _SHOWN:
        page.bullet(f"And {counted(len(sets) - _SHOWN, 'more way')} of {_sizes(sets[_SHOWN:])}; JSON lists them all.")


def _sizes(sets: list[ChangeSet]) -> str:
    sizes = sorted({len(each.changes) for each in sets})
    return joined([counted(size, "fact") for size in sizes], "or")


def add_what_if(page: Page, answer: WhatIf, rulebook: Rulebook) -> None:
    """Add what a change of facts changes."""
    page.heading(f"What if {supposed(answer.changes, rulebook)}?")
    before, after = verdicts_said(answer.before), verdicts_said(answer.after)
    if before == after:
        page.say(f"The answer stays: {after}.")
    else:
        page.say(f"It would be {after}, in place of {before}.")
    if answer.before.certainty != answer.after.certainty:
        now, then = _CERTAIN[answer.before.certainty], _CERTAIN[answer.after.certainty]
        page.say(f"The answer is {now} now; then it would be {then}.")
    if not any(stage.appear or stage.disappear for stage in answer.stages):
        page.say("No reason comes or goes.")
    told: set[str] = set()
    for stage in answer.stages:
        _add_difference(page, stage, answer, rulebook, told)


_CERTAIN = {"proved": "certain", "assumed": "resting on assumptions", "open": "open", "not-proved": "not proved"}


def _add_difference(page: Page, stage: StageDifference, answer: WhatIf, rulebook: Rulebook, told: set[str]) -> None:
    """Add what changes at a stage, but for the reasons that another stage told of."""
    changed = {fact_in(each.fact) for each in answer.changes}
    followed = {fact: uses for fact, uses in stage.facts.items() if fact not in changed}
    reasons = [
        (lead, reason)
        for some, lead in ((stage.appear, "New: "), (stage.disappear, "Gone: "))
        for reason in some
        if lead + reason.rule not in told
    ]
    if stage.stage is not None and (stage.before != stage.after or followed or reasons):
        said = days_said(stage.stage)
        page.say(f"{said[:1].upper()}{said[1:]}: {verdicts_said(stage.after)}.")
    for fact, (before, after) in followed.items():
        declared = fact_of(fact, rulebook)
        page.bullet(f"{fact} is then {use_said(after, declared)}, not {use_said(before, declared)}.")
    for (lead, _), same in groupby(reasons, key=lambda pair: (pair[0], pair[1].rule)):
        together = [reason for _, reason in same]
        told.add(lead + together[0].rule)
        _add_reason(page, together, lead)


def _add_reason(page: Page, reasons: list[Reason], lead: str) -> None:
    page.bullet(reasons[0].because, lead=lead, aside=joined(effect_said(reason) for reason in reasons))
    if lead == "New: ":
        for citation in reasons[0].citations:
            page.quote(citation)


def effect_said(reason: Reason) -> str:
    """What a reason does: `favours io1, strong, for performance`."""
    options = joined(reason.options)
    verb = {"rules_out": "rules out", "requires": "leaves only", "not_needed": "settles it", "default": "takes"}.get(
        reason.effect, reason.effect
    )
    strength = f" ({reason.strength}, {reason.criterion})" if reason.strength else ""
    return f"{verb} {options}{strength}".strip()


def _when(stage: StageSpan | None) -> str:
    return "" if stage is None else f" ({days_said(stage)})"
