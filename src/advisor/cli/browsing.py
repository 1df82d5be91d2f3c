"""`areas`, `facts`, `rules`, `notes` and `schema`: what the rulebook holds."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from advisor.cli.guard import FINE, command
from advisor.cli.options import Edition, Rules, TextOrJson, console, load_rules

if TYPE_CHECKING:
    from rich.console import RenderableType

One = Annotated[str | None, typer.Argument(metavar="ID", help="Only this one, in full.", show_default=False)]


@command
def areas(id: One = None, format: TextOrJson = "text", rules: Rules = None, edition: Edition = "notes") -> int:
    """List the decisions, or show one with its options.

    \b
    Example:
      advisor areas ebs-volume
    """
    from advisor.render import data, listings

    rulebook = load_rules(rules, edition)
    if id is None:
        return _print(format, listings.areas_text(rulebook), data.areas_json(rulebook))
    area = rulebook.areas[_chosen("area", id, list(rulebook.areas))]
    return _print(format, listings.area_text(area, rulebook), data.area_json(area))


@command
def facts(id: One = None, format: TextOrJson = "text", rules: Rules = None, edition: Edition = "notes") -> int:
    """List the facts that a case may state; or say what those of one subject mean, or show one.

    \b
    Example:
      advisor facts volume
      advisor facts volume.iops
    """
    from advisor.render import data, listings

    rulebook = load_rules(rules, edition)
    if id is None or id in rulebook.subjects:
        listed = listings.facts_text(rulebook) if id is None else listings.subject_text(rulebook.subjects[id])
        chosen = [fact for fact in rulebook.facts.values() if id in (None, fact.subject)]
        return _print(format, listed, [data.fact_json(one, rulebook) for one in chosen])
    fact = rulebook.facts[_chosen("fact", id, [*rulebook.facts, *rulebook.subjects], rulebook.facts_elsewhere)]
    return _print(format, listings.fact_text(fact, rulebook), data.fact_whole_json(fact, rulebook))


@command
def rules(id: One = None, format: TextOrJson = "text", rules: Rules = None, edition: Edition = "notes") -> int:
    """List the rules and the advice, those of one area, or show one.

    \b
    Example:
      advisor rules ebs-volume.boot-needs-ssd
    """
    from advisor.render import data, listings, rule_text

    rulebook = load_rules(rules, edition)
    every = data.rules_json(rulebook)
    if id is None or id in rulebook.areas:
        chosen = [one for one in every if id in (None, one["area"])]
        return _print(format, listings.rules_text(chosen, rulebook), chosen)
    named = [one for one in every if id in (one["id"], one["id"].partition(".")[2])]
    if len(named) != 1:
        known = [one["id"] for one in named or every]
        there = _other_rules(rules, edition) if not named else None
        _chosen("rule", id, known if named or "." in id else [name.partition(".")[2] for name in known], there)
    return _print(format, rule_text.rule_text(named[0], rulebook), named[0])


@command
def notes(id: One = None, format: TextOrJson = "text", rules: Rules = None, edition: Edition = "notes") -> int:
    """List the notes that rules cite, or show one with the rules that cite it.

    \b
    Example:
      advisor notes ebs-boot-volumes
    """
    from advisor.render import data, listings

    rulebook = load_rules(rules, edition)
    whole = data.notes_json(rulebook)
    if id is None:
        return _print(format, listings.notes_text(whole), whole)
    name = _chosen("note", id, list(rulebook.notes))
    note = next(one for one in whole["notes"] if one["id"] == name)
    return _print(format, listings.note_text(note), note)


@command
def schema(
    what: Annotated[
        Literal["case", "rules", "result", "area", "facts", "notes", "settings", "front"],
        typer.Argument(
            help="What the schema describes: a case, a result, any page of rules, or one kind of page.",
        ),
    ],
    format: TextOrJson = "json",
    rules: Rules = None,
    edition: Edition = "notes",
) -> int:
    """Print a JSON Schema, with which editors complete and check files.

    \b
    Example:
      advisor schema case > case.schema.json
    """
    from advisor.render import case_schema, schemas

    del format  # a schema is JSON whichever way it is asked for
    if what == "result":
        return _print("json", "", schemas.result_schema())
    rulebook = load_rules(rules, edition)
    if what == "case":
        return _print("json", "", case_schema.case_schema(rulebook))
    made = schemas.rules_schema(rulebook) if what == "rules" else schemas.page_schema(rulebook, what)
    return _print("json", "", made)


def _other_rules(rules: Rules, edition: Edition) -> dict[str, Edition]:
    """The rules of the other edition, by id with and without their area."""
    from advisor.render import data

    other: Edition = "today" if edition == "notes" else "notes"
    ids = [one["id"] for one in data.rules_json(load_rules(rules, other))]
    return dict.fromkeys((*ids, *(name.partition(".")[2] for name in ids)), other)


def _print(format: str, text: "RenderableType", data: Any) -> int:
    from advisor.cli.streams import json_text

    if format == "json":
        print(json_text(json.dumps(data, indent=2, ensure_ascii=False)))
    else:
        console().print(text)
    return FINE


def _chosen(kind: str, name: str, known: list[str], elsewhere: Mapping[str, Edition] | None = None) -> str:
    """The name, if it is known; a usage error with a suggestion if not, or with the edition `elsewhere` that has it."""
    if name in known:
        return name
    from advisor.load.page import only_in, shown
    from advisor.suggest import did_you_mean

    there = only_in(elsewhere[name]) if elsewhere and name in elsewhere else ""
    hint = there or did_you_mean(name, known) or f"'advisor {kind}s' lists them."
    raise typer.BadParameter(f"unknown {kind} {shown(name)}. {hint}")
