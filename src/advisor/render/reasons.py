"""Reasons on paper: sentence, facts, quotes."""

from collections.abc import Iterable, Sequence

from advisor.model.result import Advice, Citation, FactUse, Reason
from advisor.model.rulebook import Rulebook
from advisor.render.paper import Paper
from advisor.render.words import fact_of, joined, provenance_said, since_said, source_said, value_said


def supporting(reasons: Iterable[Reason], options: Sequence[str]) -> list[Reason]:
    """The reasons that count for some of these options, the strongest first; what settles it alone before all."""
    order = {None: 0, "decisive": 1, "strong": 2, "moderate": 3, "slight": 4}
    effects = ("favours", "requires", "default", "not_needed")
    found = [
        each
        for each in reasons
        if each.counts and each.effect in effects and (not each.options or set(options) & set(each.options))
    ]
    return sorted(found, key=lambda each: order[each.strength])


def excluding(reasons: Iterable[Reason], options: Sequence[str]) -> list[tuple[list[str], Reason]]:
    """The reasons that rule options out, each with those among `options` that it removes."""
    found = []
    for each in reasons:
        if each.effect == "rules_out":
            removed = [option for option in options if option in each.options]
        elif each.effect == "requires":
            removed = [option for option in options if option not in each.options]
        else:
            continue
        if removed:
            found.append((removed, each))
    return found


def add_reason(
    paper: Paper, reason: Reason, rulebook: Rulebook, indent: int, about: Sequence[str] = (), full: bool = True
) -> None:
    """Add a reason's sentence, the facts it read, and its quotes (if not `full`, the first)."""
    about_said = (f"{joined(about)}: ", "bold") if about else ""
    facts = _facts_said(reason.facts, rulebook)
    paper.bullet(about_said, reason.because, (f" [{facts}]" if facts else "", "dim"), indent=indent)
    add_quotes(paper, reason.citations if full else reason.citations[:1], indent + 2, full)


def add_advice(paper: Paper, advice: Advice, indent: int, about: Sequence[str] = ()) -> None:
    """Add a piece of advice and its quotes."""
    paper.bullet((f"{joined(about)}: ", "bold") if about else "", advice.text, indent=indent)
    add_quotes(paper, advice.citations, indent + 2)


def add_quotes(paper: Paper, citations: Iterable[Citation], indent: int, full: bool = True) -> None:
    """Add quotes with their sections and lines; each with what has changed since, unless that was told before.

    `full`: with the source of what has changed.
    """
    for citation in citations:
        paper.add((f'"{citation.quote}"', "italic"), (f" {source_said(citation)}", "dim"), indent=indent)
        since = since_said(citation)
        if since and paper.is_new(citation.note):
            source = f" {provenance_said(citation)}" if full else ""
            paper.add((since, "yellow"), (source, "dim"), indent=indent)


def _facts_said(facts: dict[str, FactUse], rulebook: Rulebook) -> str:
    said = []
    for name, use in facts.items():
        if use.from_ == "unknown":
            said.append(f"{name}: not known")
        else:
            origin = "" if use.from_ == "given" else f", {use.from_}"
            said.append(f"{name}: {value_said(use.value, fact_of(name, rulebook))}{origin}")
    return "; ".join(said)
