"""The rulebook as text: areas, facts, rules and notes, all in short or one in full."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from advisor.model.rulebook import Area, Fact, Rulebook, Subject
from advisor.quantities import Range, format_range
from advisor.render.data import areas_reading, assumption
from advisor.render.paper import Paper
from advisor.render.rule_text import add_condition
from advisor.render.words import counted, joined, lines_said, option_said, value_said


def rulebook_said(rulebook: Rulebook) -> str:
    """What a rulebook holds, in a sentence."""
    rules = sum(len(area.rules) for area in rulebook.areas.values())
    advice = sum(len(area.advice) for area in rulebook.areas.values())
    said = (
        counted(len(rulebook.areas), "decision"),
        counted(rules, "rule"),
        counted(advice, "piece of advice", "pieces of advice"),
        counted(len(rulebook.facts), "fact"),
        counted(len(rulebook.notes), "note"),
    )
    return f"{joined(said)}."


def areas_text(rulebook: Rulebook) -> Paper:
    """Every area with its options."""
    paper = Paper()
    for area in rulebook.areas.values():
        paper.add((area.id, "bold"), f": {area.title}, about '{area.subject}'", hang=2)
        paper.add(", ".join(area.options), indent=2)
    return paper


def area_text(area: Area, rulebook: Rulebook) -> Paper:
    """One area with its question, its options, its criteria and the titles of its rules."""
    paper = Paper()
    paper.add((area.title, "bold"), (f" ({area.id})", "dim"))
    paper.add(f"{area.question} It is decided for '{area.subject}', from these facts:", indent=2)
    names = [fact.id for fact in rulebook.facts.values() if area.id in areas_reading(fact.id, rulebook)]
    paper.add(", ".join(names), indent=2)
    paper.heading("Options", indent=2)
    for option in area.options.values():
        parts = f" It combines {joined(option.parts)}." if option.parts else ""
        summary = f": {option.summary}" if option.summary else ""
        paper.bullet((option_said(option.id, area), "bold"), f"{summary}{parts}", indent=2)
    if area.families:
        paper.heading("Families", indent=2)
    for name, members in area.families.items():
        paper.bullet((name, "bold"), f": {', '.join(members)}", indent=2)
    paper.heading("Criteria", indent=2)
    for name, meaning in area.criteria.items():
        paper.bullet((name, "bold"), f": {meaning}", indent=2)
    for title, rules in (("Rules", area.rules), ("Advice", area.advice), ("Changes over time", area.transitions)):
        if rules:
            paper.heading(title, indent=2)
        for rule in rules:
            paper.bullet(f"{rule.title} ", (f"({rule.id})", "dim"), indent=2)
    if area.default:
        paper.heading("By default", indent=2)
        paper.bullet(f"{area.default.option}: {area.default.because}", indent=2)
    if area.applies_when:
        paper.heading("Not needed", indent=2)
        paper.bullet(area.applies_when.because, indent=2)
    return paper


def facts_text(rulebook: Rulebook) -> Paper:
    """Every fact by subject, each with its question."""
    paper = Paper()
    for subject in rulebook.subjects.values():
        paper.heading(f"{subject.title} ({subject.id})")
        for fact in subject.facts.values():
            paper.add((fact.id, "bold"), f": {fact.question} ", (_values(fact), "dim"), indent=2, hang=2)
    paper.blank()
    paper.add("'advisor facts SUBJECT' says what the facts of a subject mean, with the words for them.")
    return paper


def subject_text(subject: Subject) -> Paper:
    """The facts of one subject, each with its help, its choices and the words for it."""
    paper = Paper()
    paper.add((f"{subject.title} ({subject.id})", "bold"))
    for fact in subject.facts.values():
        paper.blank()
        values = "" if fact.choices else f" {_values(fact)}"
        paper.add((fact.id, "bold"), f": {fact.question}", (values, "dim"), indent=2, hang=2)
        if fact.help:
            paper.add(fact.help, indent=4)
        if fact.choices:
            paper.add(f"{_how_many(fact)}:", indent=4)
        for name, meaning in fact.choices.items():
            paper.bullet((name, "bold"), f": {meaning}", indent=4)
        if fact.words:
            paper.add(f"Or in words: {', '.join(fact.words)}.", indent=4)
    return paper


def _how_many(fact: Fact) -> str:
    return "One of" if fact.kind == "choice" else "Some of"


def _values(fact: Fact) -> str:
    """What may be said of a fact, in few words."""
    if fact.kind == "flag":
        return "true or false"
    if fact.kind == "number":
        return f"a number ({fact.unit})" if fact.unit else "a number"
    return joined(fact.choices, "or") if fact.kind == "choice" else f"some of {', '.join(fact.choices)}"


def fact_text(fact: Fact, rulebook: Rulebook) -> Paper:
    """One fact with everything that is declared of it."""
    paper = Paper()
    paper.add((fact.id, "bold"), f": {fact.question}", hang=2)
    if fact.help:
        paper.add(fact.help, indent=2)
    if fact.choices:
        paper.heading(_how_many(fact), indent=2)
        for name, meaning in fact.choices.items():
            paper.bullet((name, "bold"), f": {meaning}", indent=2)
    else:
        paper.add(f"{_values(fact).capitalize()}.", indent=2)
    if fact.minimum is not None or fact.maximum is not None:
        paper.add(f"Expected {format_range(Range(fact.minimum, fact.maximum), fact.unit)}.", indent=2)
    if fact.words:
        paper.heading("Words for it", indent=2)
        for word, value in fact.words.items():
            paper.bullet((word, "bold"), f": {format_range(value, fact.unit)}", indent=2)
    _add_fillings(paper, "Taken for granted if the case is silent", assumption(fact), fact)
    derived = [{"when": each.when, "value": each.value} for each in fact.derive]
    if derived:
        paper.heading("Follows from others", indent=2)
    for each in fact.derive:
        value = rulebook.written(fact.id, each.value)
        paper.bullet((value_said(value, fact), "bold"), f": {each.because or ''}", indent=2)
    paper.heading("Read by", indent=2)
    paper.add(joined(areas_reading(fact.id, rulebook)) or "no area", indent=2)
    return paper


def _add_fillings(paper: Paper, title: str, assumed: Any, fact: Fact) -> None:
    if assumed is None:
        return
    paper.heading(title, indent=2)
    if not (isinstance(assumed, list) and assumed and isinstance(assumed[0], Mapping)):
        paper.bullet(value_said(assumed, fact), indent=2)
        return
    for each in assumed:
        paper.bullet(value_said(each["value"], fact), ", if" if "when" in each else ", otherwise", indent=2)
        if "when" in each:
            add_condition(paper, each["when"], 4)


def rules_text(rules: Iterable[Mapping[str, Any]], rulebook: Rulebook) -> Paper:
    """Rules by area, each with its title."""
    paper = Paper()
    for area, some in groupby(rules, key=lambda rule: rule["area"]):
        paper.heading(f"{rulebook.areas[area].title} ({area})")
        for rule in some:
            paper.add((rule["id"], "bold"), f": {rule['title']}", indent=2, hang=2)
    return paper


def notes_text(whole: Mapping[str, Any]) -> Paper:
    """Notes by section, each with its line and its quote."""
    paper = Paper()
    for section, some in groupby(whole["notes"], key=lambda note: note["section"]):
        paper.heading(section)
        for note in some:
            since = " *" if note["erratum"] else ""
            quote = f': "{note["quote"]}" ({lines_said(note["lines"])}){since}'
            paper.add((note["id"], "bold"), quote, indent=2, hang=2)
    if any(note["erratum"] for note in whole["notes"]):
        paper.blank()
        paper.add("* What has changed since is told by 'advisor notes' with the id.")
    return paper


def note_text(note: Mapping[str, Any]) -> Paper:
    """One note with what has changed since, and the rules that cite it."""
    paper = Paper()
    paper.add((note["id"], "bold"), f" ({note['section']}, {lines_said(note['lines'])})")
    paper.add((f'"{note["quote"]}"', "italic"), indent=2)
    if note["erratum"]:
        erratum = note["erratum"]
        paper.heading(f"Today ({erratum['verdict']}, checked {erratum['checked']})", indent=2)
        paper.add(erratum["now"], indent=2)
        paper.add((f"Source: {erratum['source']}", "dim"), indent=2)
    paper.heading("Cited by", indent=2)
    _add_names(paper, note["cited_by"])
    return paper


def _add_names(paper: Paper, names: Sequence[str]) -> None:
    for name in names:
        paper.bullet(name, indent=2)
    if not names:
        paper.add("nothing", indent=2)
