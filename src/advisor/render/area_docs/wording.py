"""Conditions and effects in a line each."""

from collections.abc import Iterator, Mapping
from typing import Any

from advisor.model.conditions import written_condition
from advisor.model.rulebook import Rule, Rulebook
from advisor.render.explain_words import test_said
from advisor.render.words import joined

_ALWAYS: dict[str, list[Any]] = {"all": []}


def rule_condition_said(rule: Rule, rulebook: Rulebook) -> str:
    """When a rule applies; "" if always."""
    written = written_condition(rule.condition)
    if written == _ALWAYS:
        return ""
    said = condition_said(written, rulebook)
    return said if rule.unless_shown is None else f"unless it is shown that {said}"


def condition_said(written: Mapping[str, Any], rulebook: Rulebook, inside: str = "") -> str:
    """A condition tree in a line; `inside` is the word that joins it to others ("" outermost)."""
    ((key, operand),) = written.items()
    if key in ("all", "any"):
        word = "and" if key == "all" else "or"
        said = f" {word} ".join(condition_said(part, rulebook, word) for part in operand)
        return f"({said})" if inside and inside != word else said
    if key == "not":
        return f"not ({condition_said(operand, rulebook)})"
    return test_said(key, operand, rulebook)


def effects_said(rule: Rule) -> Iterator[str]:
    """What a rule does, an effect a line."""
    if rule.rules_out:
        yield f"Rules out {joined(rule.rules_out)}."
    if rule.requires:
        yield f"Leaves only {joined(rule.requires, 'or')}."
    for words, voices in (("Speaks for", rule.favours), ("Speaks against", rule.opposes)):
        if voices:
            said = joined(f"{option} ({strength})" for option, strength in voices.items())
            yield f"{words} {said}, by {rule.criterion}."
