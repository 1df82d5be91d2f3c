"""The pages themselves, and the page that leads to them."""

from collections.abc import Iterator, Mapping, Sequence

from advisor.model.conditions import facts_of, written_condition
from advisor.model.rulebook import EDITIONS, Fact, Note, Rule, Rulebook
from advisor.render.area_docs.diagram import diagram
from advisor.render.area_docs.table import LEGEND, table
from advisor.render.area_docs.whole_area import WholeArea, only, whole_area
from advisor.render.area_docs.wording import condition_said, effects_said, rule_condition_said
from advisor.render.data import assumption
from advisor.render.page import plain
from advisor.render.words import SINCE, counted, joined, lines_said, value_said

MARK = "<!-- Written by `advisor docs`: change the rules, not this page. -->"
INDEX = "README.md"
_EDITIONS = (
    "What is marked `today` holds in the edition `today` alone, what is marked `notes` in the edition `notes` alone; "
    "all else in both."
)


def area_docs(editions: Sequence[Rulebook]) -> dict[str, str]:
    """Pages by file name: one for each area of a rulebook (given in its editions), and the index."""
    areas = dict.fromkeys(name for book in editions for name in book.areas)
    wholes = [whole_area(editions, name) for name in areas]
    return {INDEX: _text(_index(wholes))} | {f"{whole.area.id}.md": _text(_page(whole)) for whole in wholes}


def _text(lines: Iterator[str]) -> str:
    return "\n".join(lines) + "\n"


def _index(wholes: Sequence[WholeArea]) -> Iterator[str]:
    yield from ("# The decisions", "", MARK, "", "| Decision | About | Options | Rules |", "|---|---|--:|--:|")
    for whole in wholes:
        area = whole.area
        link = f"[{plain(area.title)}]({area.id}.md)"
        yield f"| {link} | `{area.subject}` | {len(whole.options)} | {len(whole.rules)} |"


def _page(whole: WholeArea) -> Iterator[str]:
    area = whole.area
    yield from (f"# {plain(area.title)}", "", MARK, "")
    yield f"{plain(area.question)} Advisor decides it for each `{area.subject}` of a case (`{area.id}`). {_EDITIONS}"
    yield from _options(whole)
    yield from _pictures(whole)
    yield from _settled(whole)
    yield from ("", "## Decision table", "", *table(whole), "", LEGEND)
    yield from ("", "## Criteria", "", *(f"- **{plain(name)}**: {plain(text)}" for name, text in area.criteria.items()))
    yield from ("", "## Rules")
    for rule in whole.rules:
        yield from _rule(rule, whole)
    yield from _advice(whole)
    yield from _transitions(whole)
    yield from _accepted(whole)
    yield from _facts(whole)


def _options(whole: WholeArea) -> Iterator[str]:
    yield from ("", "## Options", "", "| Option | | What it is |", "|---|---|---|")
    for option in whole.options.values():
        parts = f" It combines {joined(option.parts)}." if option.parts else ""
        said = plain(f"{option.summary}{parts}".strip())
        yield f"| `{option.id}`{only(option.edition)} | {plain(option.title)} | {said} |"


def _pictures(whole: WholeArea) -> Iterator[str]:
    """The picture of both editions, or one of each where they differ."""
    notes, today = (list(diagram(whole, edition)) for edition in EDITIONS)
    yield from ("", "## The decision in a picture", "")
    yield "Dotted arrows rule out, thick ones are strong or decisive reasons; the table below has the others."
    for edition, lines in zip(EDITIONS, (notes, today) if notes != today else (notes,), strict=False):
        if notes != today:
            yield from ("", f"### Edition `{edition}`")
        yield from ("", "```mermaid", *lines, "```")


def _settled(whole: WholeArea) -> Iterator[str]:
    """What is settled without a ranking."""
    area = whole.area
    if area.applies_when is not None and area.applies_when.when is not None:
        condition = condition_said(written_condition(area.applies_when.when), whole.rulebook)
        yield from ("", "## When it is needed", "", f"It is needed if {plain(condition)}.")
        yield plain(area.applies_when.because)
        yield from _quotes(area.applies_when.cite, whole.notes)
    if area.default is not None:
        yield from ("", "## When nothing speaks for any option", "", f"Then it is `{area.default.option}`.")
        yield plain(area.default.because)
        yield from _quotes(area.default.cite, whole.notes)


def _rule(rule: Rule, whole: WholeArea) -> Iterator[str]:
    yield from ("", f"### {plain(rule.title)}{only(rule.edition)}", "")
    condition = rule_condition_said(rule, whole.rulebook)
    if condition:
        yield f"- {_stressed(rule, condition)}."
    for said in effects_said(rule):
        yield f"- {plain(said)}"
    if rule.because:
        yield f"- **Because**: {plain(rule.because)}"
    if rule.judgement:
        yield f"- **Judgement**: {plain(rule.judgement)}"
    yield f"- `{rule.area}.{rule.id}`"
    yield from _quotes(rule.cite, whole.notes)


def _stressed(rule: Rule, condition: str) -> str:
    """A condition that begins a sentence."""
    return (
        f"**If** {plain(condition)}" if rule.unless_shown is None else f"**Unless**{plain(condition)[len('unless') :]}"
    )


def _quotes(cite: Sequence[str], notes: Mapping[str, Note]) -> Iterator[str]:
    """The quotes, each with its place and with what has changed since."""
    for name in cite:
        note = notes[name]
        yield from ("", f"> “{plain(note.quote)}” — {plain(note.section)}, {lines_said(note.lines)}")
        if note.erratum is not None:
            yield from (">", f"> *{SINCE[note.erratum.verdict].strip()}* {plain(note.erratum.now)}")


def _advice(whole: WholeArea) -> Iterator[str]:
    if whole.advice:
        yield from ("", "## Advice")
    for rule in whole.advice:
        yield from ("", f"### {plain(rule.title)}{only(rule.edition)}", "")
        condition = rule_condition_said(rule, whole.rulebook)
        if condition:
            yield from (f"{_stressed(rule, condition)}:", "")
        texts: dict[str, list[str]] = {}
        for option, text in rule.advises.items():
            texts.setdefault(text, []).append(option)
        for text, options in texts.items():
            yield f"- **{plain(joined(options))}**: {plain(text)}"
        yield from _quotes(rule.cite, whole.notes)


def _transitions(whole: WholeArea) -> Iterator[str]:
    if whole.transitions:
        yield from ("", "## Changes over time")
    for each in whole.transitions:
        before = f" before day {each.not_before:g}" if each.not_before is not None else ""
        yield from ("", f"### {plain(each.title)}{only(each.edition)}", "")
        yield plain(f"There is no change from {joined(each.from_, 'or')} to {joined(each.to, 'or')}{before}.")
        yield plain(each.because)
        yield from _quotes(each.cite, whole.notes)


def _accepted(whole: WholeArea) -> Iterator[str]:
    """What is meant to be so though it looks odd, for those who wonder."""
    if whole.accepted:
        yield from ("", "## Meant to be so", "")
    for each in whole.accepted:
        about = joined(f"`{name}`" for name in (*each.options, *each.rules))
        where = f", where {plain(condition_said(written_condition(each.when), whole.rulebook))}" if each.when else ""
        said = each.outcome.replace("-", " ").capitalize()
        yield f"- **{said}**{f' ({about})' if about else ''}{where}{only(each.edition)}: {plain(each.because)}"


def _facts(whole: WholeArea) -> Iterator[str]:
    read = _read(whole)
    yield from ("", f"## {counted(len(read), 'fact')} that it reads", "")
    yield from ("| Fact | Question | Taken for granted |", "|---|---|---|")
    for fact in read:
        yield f"| `{fact.id}`{only(fact.edition)} | {plain(fact.question)} | {_assumed(fact, whole.rulebook)} |"


def _assumed(fact: Fact, rulebook: Rulebook) -> str:
    """What is taken when a case is silent."""
    assumed = assumption(fact)
    if assumed is None:
        return ""
    if not (isinstance(assumed, list) and assumed and isinstance(assumed[0], dict)):
        return plain(value_said(assumed, fact))
    said = []
    for each in assumed:
        when = f" if {condition_said(each['when'], rulebook)}" if "when" in each else " otherwise"
        said.append(f"{value_said(each['value'], fact)}{when}")
    return plain("; ".join(said))


def _read(whole: WholeArea) -> list[Fact]:
    """The facts that the area's statements read, in the order in which they are declared."""
    conditions = [rule.condition for rule in (*whole.rules, *whole.advice)]
    if whole.area.applies_when is not None and whole.area.applies_when.when is not None:
        conditions.append(whole.area.applies_when.when)
    names = {name for condition in conditions for name in facts_of(condition)}
    return [fact for name, fact in whole.facts.items() if name in names]
