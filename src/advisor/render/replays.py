"""Replayed results: the same, or what differs and what may have caused it."""

import json
from typing import Any

from advisor.model.explanation import Difference, Replayed
from advisor.printable import printable
from advisor.render.paper import Paper
from advisor.render.words import counted, joined

_LONG = 300


def replay_json(replayed: Replayed) -> dict[str, Any]:
    """A replayed result as JSON data."""
    return {"schema": "advisor/replay/1", **replayed.model_dump(mode="json")}


def replay_text(replayed: Replayed) -> Paper:
    """What differs in a result, and what may have caused it."""
    paper = Paper()
    paper.blank()
    paper.add((f"{replayed.case}: ", "bold"), "not the same any more.", hang=2)
    if replayed.causes:
        paper.heading("What has changed beneath it", indent=2)
    for each in replayed.causes:
        _add(paper, each)
    if replayed.differences:
        paper.heading("What is answered otherwise", indent=2)
    elif replayed.causes:
        paper.heading("The answer itself is the same.", indent=2)
    for each in replayed.differences:
        _add(paper, each)
    if not replayed.causes:
        paper.add(
            "Version, edition, rulebook and facts are the same, so the saved result was altered after it was made.",
            indent=2,
        )
    paper.blank()
    return paper


def _add(paper: Paper, each: Difference) -> None:
    paper.bullet((f"{each.what}: ", "bold"), f"saved {_said(each.saved)}, now {_said(each.now)}", indent=2)


def _said(value: Any) -> str:
    """A value in few words: of a long list, what is new to a reader would drown in it."""
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return value
    if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        value = list(dict.fromkeys(map(_named, value)))
    if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        return joined(value)
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONG else f"{text[:_LONG]}..."


def _named(entry: dict[str, Any]) -> str:
    """An entry of a list by its name: a rule, an option, or facts with what they could change."""
    if "could_become" in entry:
        return f"{joined(entry['facts'])} (could become {joined(entry['could_become'], 'or')})"
    return str(entry.get("rule") or entry.get("option") or json.dumps(entry, ensure_ascii=False))


def replays_said(same: int, differing: int, skipped: int) -> str:
    """How it went, in a sentence."""
    parts = [f"{counted(same, 'result')} the same"] if same or not (differing or skipped) else []
    parts += [f"{differing:,} not the same"] if differing else []
    parts += [f"{counted(skipped, 'case')} that {'was' if skipped == 1 else 'were'} wrong before"] if skipped else []
    return printable(f"{joined(parts)}.")
