"""One rule in full, as text."""

from collections.abc import Iterable, Mapping
from typing import Any

from advisor.model.rulebook import Rulebook
from advisor.render.paper import Paper
from advisor.render.words import fact_of, joined, lines_said, option_said, value_said

_TESTS = {
    "in": "is {}",
    "at_least": "is at least {}",
    "at_most": "is at most {}",
    "above": "is above {}",
    "below": "is below {}",
    "includes": "includes {}",
    "includes_any": "includes {}",
}


def rule_text(rule: Mapping[str, Any], rulebook: Rulebook) -> Paper:
    """A rule of `rules_json` with condition, effect, reason and quotes."""
    area = rulebook.areas[rule["area"]]
    paper = Paper()
    paper.add((rule["title"], "bold"), (f" ({rule['id']})", "dim"), hang=2)
    for key, words in (("when", "When"), ("unless_shown", "Unless it is shown that")):
        if rule.get(key) is not None:
            _add_when(paper, words, rule[key], rulebook)
    for said in _effects(rule):
        paper.add(said, indent=2, hang=2)
    for option, text in (rule.get("advises") or {}).items():
        paper.add((f"{option_said(option, area)}: ", "bold"), text, indent=2, hang=2)
    if rule.get("because"):
        paper.add(f"Because: {rule['because']}", indent=2, hang=2)
    if rule.get("judgement"):
        paper.add(f"Judgement: {rule['judgement']}", indent=2, hang=2)
    paper.heading("It rests on", indent=2)
    for name in rule["cite"]:
        note = rulebook.notes[name]
        source = f" ({note.section}, {lines_said(note.lines)}; {name})"
        paper.bullet((f'"{note.quote}"', "italic"), (source, "dim"), indent=2)
        if note.erratum:
            paper.add((f"Today: {note.erratum.now}", "yellow"), indent=4)
    return paper


def _effects(rule: Mapping[str, Any]) -> Iterable[str]:
    if rule.get("rules_out"):
        yield f"Rules out {joined(rule['rules_out'])}."
    if rule.get("requires"):
        yield f"Leaves only {joined(rule['requires'], 'or')}."
    for effect, words in (("favours", "Favours"), ("opposes", "Speaks against")):
        if rule.get(effect):
            voices = joined(f"{option} ({strength})" for option, strength in rule[effect].items())
            yield f"{words} {voices}, by {rule['criterion']}."
    if rule.get("option"):
        yield f"Recommends {rule['option']} where nothing speaks for any option."
    if rule.get("from"):
        before = f" before day {rule['not_before']:g}" if rule.get("not_before") else ""
        yield f"There is no change from {joined(rule['from'], 'or')} to {joined(rule['to'], 'or')}{before}."
    if rule.get("edition"):
        yield f"Only in the edition '{rule['edition']}'."


def _add_when(paper: Paper, words: str, condition: Any, rulebook: Rulebook) -> None:
    if condition == {"all": []}:
        paper.add("Always:", indent=2)
        return
    paper.add(words, indent=2)
    add_condition(paper, condition, 4, rulebook)


def add_condition(paper: Paper, condition: Mapping[str, Any], indent: int, rulebook: Rulebook | None = None) -> None:
    """Add a condition tree, a part a line."""
    (key, operand), *_ = condition.items()
    if key in ("all", "any"):
        paper.bullet("all of these:" if key == "all" else "one of these:", indent=indent)
        for part in operand:
            add_condition(paper, part, indent + 2, rulebook)
    elif key == "not":
        paper.bullet("it is not so that:", indent=indent)
        add_condition(paper, operand, indent + 2, rulebook)
    else:
        paper.bullet(_test_said(key, operand, rulebook), indent=indent)


def _test_said(name: str, operand: Any, rulebook: Rulebook | None) -> str:
    fact = fact_of(name, rulebook) if rulebook else None
    if not isinstance(operand, Mapping):
        return f"{name} is {value_said(operand, fact)}"
    ((operator, value),) = operand.items()
    said = (
        joined(value, "and" if operator == "includes" else "or") if isinstance(value, list) else value_said(value, fact)
    )
    return f"{name} {_TESTS[operator].format(said)}"
