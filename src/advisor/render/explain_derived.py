"""The derivation of a recommendation on a page: standings, rules with their conditions, margins, conflicts."""

from advisor.model.explanation import ConflictTrace, Derivation, Margin, Node, OptionStanding, Relaxation, RuleTrace
from advisor.model.result import FactUse
from advisor.model.rulebook import Area, Rulebook
from advisor.render.explain_asked import effect_said
from advisor.render.explain_words import fact_in, is_said, margin_said, node_said, use_said
from advisor.render.page import Page
from advisor.render.words import fact_of, joined, option_said

_LISTED = 12


def add_standings(page: Page, derived: Derivation, area: Area) -> None:
    """Add where each option stands."""
    page.heading("Where the options stand")
    for each in derived.options:
        page.bullet(standing_said(each), lead=f"{option_said(each.option, area)}: ")
    if derived.not_admitted:
        page.bullet(f"{joined(derived.not_admitted)}.", lead="Not admitted: ")


def standing_said(standing: OptionStanding) -> str:
    """Where an option stands, in one sentence."""

    def voices(effect: str) -> str:
        return joined(
            f"{each.criterion} ({each.strength})" for each in standing.voices if each.effect == effect and each.counts
        )

    pro, contra = voices("favours"), voices("opposes")
    parts = ["recommended"] if standing.recommended else []
    parts += [f"ruled out by {joined(_bare(rule) for rule in standing.ruled_out_by)}"] if standing.ruled_out_by else []
    parts += [f"for it {pro}"] if pro else []
    parts += [f"against it {contra}"] if contra else []
    parts += [] if pro or contra else ["nothing speaks for it or against it"]
    parts += (
        [f"may yet be ruled out by {joined(map(_bare, standing.may_be_ruled_out_by))}"]
        if standing.may_be_ruled_out_by
        else []
    )
    return f"{'; '.join(parts)}."


def add_rules(page: Page, derived: Derivation, rulebook: Rulebook) -> None:
    """Add every rule: those that apply and those that could, test by test, and the names of the others."""
    applying = [trace for trace in derived.rules if trace.applies]
    undecided = [trace for trace in derived.rules if not trace.applies and trace.condition.truth is None]
    others = [trace for trace in derived.rules if not trace.applies and trace.condition.truth is not None]
    if applying:
        page.heading("Rules that apply")
    for trace in applying:
        _add_rule(page, trace, rulebook)
    if undecided:
        page.heading("Rules that could apply, if more were known")
    for trace in undecided:
        _add_rule(page, trace, rulebook)
    if others:
        page.heading("Rules that do not apply")
        names = [_bare(trace.rule) for trace in others]
        page.say(f"{joined(names)}.")


def _add_rule(page: Page, trace: RuleTrace, rulebook: Rulebook) -> None:
    page.bullet(f"{trace.title}.", lead=f"{_bare(trace.rule)}: ")
    if trace.applies:
        page.say(trace.because, depth=1)
        for reason in trace.reasons:
            unheard = "" if reason.counts else "; a stronger reason of this criterion counts in its place"
            page.bullet(f"{effect_said(reason)}{unheard}", depth=1)
    else:
        page.bullet(f"would do this: {_effects(trace)}", depth=1)
    if trace.condition.kind != "all" or trace.condition.parts:
        _add_node(page, trace.condition, rulebook, 1, "unless it is shown that " if trace.unless_shown else "if ")
    if trace.applies:
        for citation in trace.citations:
            page.quote(citation, depth=0)


def _effects(trace: RuleTrace) -> str:
    said = []
    for effect, on in trace.effects.items():
        verb = {"rules_out": "rule out", "requires": "leave only", "favours": "favour", "opposes": "oppose"}.get(
            effect, effect
        )
        names = [f"{option} ({strength})" for option, strength in on.items()] if isinstance(on, dict) else on
        said.append(f"{verb} {joined(names)}")
    return joined(said)


def _add_node(page: Page, node: Node, rulebook: Rulebook, depth: int, lead: str = "") -> None:
    page.bullet(f"{lead}{node_said(node, rulebook)}", depth=depth)
    for part in node.parts:
        _add_node(page, part, rulebook, depth + 1)


def add_margins(page: Page, margins: list[Margin], rulebook: Rulebook) -> None:
    """Add how far each number is from a change."""
    said = [(margin, margin_said(margin, rulebook)) for margin in margins]
    if not said:
        return
    page.heading("How far the numbers are from a change")
    for margin, ways in said:
        value = use_said(FactUse(value=margin.value, from_=margin.from_), fact_of(fact_in(margin.fact), rulebook))
        page.bullet(f"{'; '.join(ways) or 'no other value would change the answer'}.", lead=f"{margin.fact}, {value}: ")


def add_conflicts(page: Page, conflicts: list[ConflictTrace], rulebook: Rulebook) -> None:
    """Add the facts that cannot stand together, with quotes, and the ways out."""
    if conflicts:
        page.heading("What cannot stand together")
    for each in conflicts:
        facts = [f"{name} is {use_said(use, fact_of(name, rulebook))}" for name, use in each.facts.items()]
        among = [f"only {joined(each.among)} admitted"] if each.among is not None else []
        page.bullet(f"{joined([*facts, *among])}.")
        for trace in each.rules:
            page.bullet(trace.because, aside=effect_line(trace), depth=1)
            for citation in trace.citations:
                page.quote(citation, depth=1)
        if each.relaxations:
            page.say("Ways out:", depth=1)
        for way in each.relaxations[:_LISTED]:
            page.bullet(_way_out(way, rulebook), depth=1)


def effect_line(trace: RuleTrace) -> str:
    """What a rule does to options."""
    said = []
    for effect, on in trace.effects.items():
        verb = {"rules_out": "rules out", "requires": "leaves only"}.get(effect, effect)
        said.append(f"{verb} {joined(on)}")
    return joined(said)


def _way_out(way: Relaxation, rulebook: Rulebook) -> str:
    match way.kind:
        case "drop":
            what = f"{way.fact} is not given"
        case "among":
            what = "every option is admitted"
        case _:
            what = f"{way.fact} is {is_said(way.to, fact_of(fact_in(way.fact or ''), rulebook))}"
    result = {"not-needed": "nothing is needed", "tie": f"{joined(way.recommended)} tie"}.get(
        way.outcome, f"it is {joined(way.recommended)}"
    )
    return f"If {what}, {result}."


def _bare(rule: str) -> str:
    return rule.partition(".")[2]
