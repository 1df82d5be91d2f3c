"""An explanation as Markdown, fit to paste into a design document or a pull request."""

import json

from advisor.model.explanation import Derivation, Explanation, OptionStanding, RuleTrace
from advisor.model.rulebook import Area, Rulebook
from advisor.printable import printable_json
from advisor.render.explain_asked import effect_said, tests_in
from advisor.render.explain_derived import add_conflicts, add_margins, standing_said
from advisor.render.explain_text import add_asked, add_doubts, add_today, add_verdict
from advisor.render.explain_words import node_said
from advisor.render.page import MarkdownPage
from advisor.render.words import days_said, joined, option_said


def explanation_markdown(explanation: Explanation, rulebook: Rulebook) -> str:
    """Recommendation, reasons with quotes, rejected options, assumptions, answers to what was asked, receipt."""
    page = MarkdownPage()
    area = rulebook.areas[explanation.area]
    about = f" for '{explanation.name}'" if explanation.name else ""
    page.title(f"{area.title}{about}", explanation.label)
    page.say(f"{area.question} The workload is {explanation.case}.")
    add_verdict(page, explanation, area, rulebook)
    for derived in explanation.stages:
        _add_stage(page, explanation, derived, area, rulebook)
    page.main()
    add_asked(page, explanation, area, rulebook)
    add_today(page, explanation)
    _add_receipt(page, explanation)
    return page.text()


def _add_stage(
    page: MarkdownPage, explanation: Explanation, derived: Derivation, area: Area, rulebook: Rulebook
) -> None:
    if derived.stage is not None:
        said = days_said(derived.stage)
        page.title(f"{said[:1].upper()}{said[1:]}: {joined(derived.recommended, 'or') or derived.outcome}")
    add_conflicts(page, derived.conflicts, rulebook)
    _add_reasons(page, derived, rulebook)
    _add_rejected(page, derived, area)
    add_margins(page, [each for each in derived.margins if each.up or each.down], rulebook)
    if derived.advice:
        page.heading("Advice")
    for each in derived.advice:
        page.bullet(each.text)
        for citation in each.citations:
            page.quote(citation)
    add_doubts(page, explanation, derived, rulebook)


def _add_reasons(page: MarkdownPage, derived: Derivation, rulebook: Rulebook) -> None:
    """What speaks for the answer, and what speaks against it all the same."""
    chosen = set(derived.recommended)
    spoken = [
        trace
        for trace in derived.rules
        if any(
            each.counts and (not each.options or chosen & set(each.options)) and each.effect != "rules_out"
            for each in trace.reasons
        )
    ]
    if spoken:
        page.heading("Reasons")
    for trace in spoken:
        _add_trace(page, trace, rulebook, chosen)


def _add_trace(page: MarkdownPage, trace: RuleTrace, rulebook: Rulebook, about: set[str]) -> None:
    effects = [each for each in trace.reasons if each.counts and (not each.options or about & set(each.options))]
    page.bullet(trace.because, aside=joined(effect_said(each) for each in effects))
    facts = [
        node_said(test, rulebook) for test in tests_in(trace.condition) if test.truth is not False or trace.unless_shown
    ]
    for said in facts:
        page.bullet(said, depth=1)
    for citation in trace.citations:
        page.quote(citation)


def _add_rejected(page: MarkdownPage, derived: Derivation, area: Area) -> None:
    others = [each for each in derived.options if not each.recommended]
    if derived.outcome == "not-needed" or not others:
        return
    page.heading("Rejected options")
    for each in others:
        page.bullet(standing_said(each), lead=f"{option_said(each.option, area)}: ")
        for trace in _against(derived, each):
            page.bullet(trace.because, depth=1)
            for citation in trace.citations:
                page.quote(citation, depth=1)
    if derived.not_admitted:
        page.bullet(f"{joined(derived.not_admitted)}.", lead="Not admitted by the case: ")


def _against(derived: Derivation, standing: OptionStanding) -> list[RuleTrace]:
    rules = {
        *standing.ruled_out_by,
        *(each.rule for each in standing.voices if each.effect == "opposes" and each.counts),
    }
    return [trace for trace in derived.rules if trace.rule in rules]


def _add_receipt(page: MarkdownPage, explanation: Explanation) -> None:
    receipt = explanation.receipt
    page.heading("Receipt")
    page.say(f"Advisor {receipt.advisor}, edition {receipt.edition}, rulebook {receipt.rulebook_sha256}.")
    whole = {"given": receipt.given, "derived": receipt.derived, "assumed": receipt.assumed}
    facts = json.dumps({key: facts for key, facts in whole.items() if facts}, indent=2, ensure_ascii=False)
    page.code(printable_json(facts), "json")
