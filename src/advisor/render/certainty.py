"""How certain an answer is, and what could change it, in words."""

from collections.abc import Iterator

from advisor.model.result import Open, Plan, Recommendation, RestsOn
from advisor.model.rulebook import Rulebook
from advisor.render.words import days_said, fact_said, facts_said, joined

SHORT = {"proved": "certain", "assumed": "assumed", "open": "open", "not-proved": "not proved"}


def certainty_said(answer: Recommendation | Plan, rulebook: Rulebook) -> str:
    """One sentence, with what could change the answer where that is one thing."""
    match answer.certainty:
        case "proved":
            return "Certain: nothing you left out could change this."
        case "assumed":
            return _assumed(answer, rulebook)
        case "open":
            return _open(answer)
        case _:
            limit = f" at its limit of {answer.limit:,} states" if answer.limit else ""
            return f"Not proved: the search for what could change this stopped{limit}."


def _assumed(answer: Recommendation | Plan, rulebook: Rulebook) -> str:
    if len(answer.rests_on) == 1:
        return _assuming(answer.rests_on[0], rulebook)
    facts = {name: value for each in answer.rests_on for name, value in each.facts.items() if value is not None}
    return f"Assuming that {facts_said(facts, rulebook)}: otherwise it could become {_all_become(answer.rests_on)}."


def _assuming(each: RestsOn, rulebook: Rulebook) -> str:
    known = {name: value for name, value in each.facts.items() if value is not None}
    return f"Assuming that {facts_said(known, rulebook)}{_when(each)}: {_if_not(each)}, {become_said(each)}."


def _open(answer: Recommendation | Plan) -> str:
    single = [each.facts[0] for each in answer.open if len(each.facts) == 1]
    names = list(dict.fromkeys(single)) or [joined(answer.open[0].facts)] if answer.open else []
    shown = joined([*names[:3], f"{len(names) - 3} more"] if len(names) > 3 else names, "or")
    return f"Open: tell me {shown}; it could become {_all_become(answer.open)}."


def _all_become(changes: list[RestsOn] | list[Open]) -> str:
    every = list(dict.fromkeys(option for each in changes for option in each.could_become))
    return joined([{"conflict": "a conflict", "not-needed": "needless"}.get(name, name) for name in every], "or")


def become_said(each: RestsOn | Open) -> str:
    """What an answer could turn into."""
    options = [name for name in each.could_become if name not in ("conflict", "not-needed")]
    parts = [f"it could become {joined(options, 'or')}"] if options else []
    parts += ["no option could be left"] if "conflict" in each.could_become else []
    parts += ["it might not be needed"] if "not-needed" in each.could_become else []
    return joined(parts, "or")


def _if_not(each: RestsOn) -> str:
    open_too = [name for name, value in each.facts.items() if value is None]
    known = {name: value for name, value in each.facts.items() if value is not None}
    if len(known) == 1 and isinstance(value := next(iter(known.values())), bool):
        condition = f"if {next(iter(known))} were {'false' if value else 'true'}"
    else:
        condition = "if that were otherwise"
    return condition + (f", and depending on {joined(open_too)}" if open_too else "")


def _when(each: RestsOn | Open) -> str:
    return f" {days_said(each.stage)}" if each.stage else ""


def assumptions_said(answer: Recommendation | Plan, rulebook: Rulebook) -> Iterator[str]:
    """Each assumption that the answer rests on, and what it would be without it."""
    for each in answer.rests_on:
        facts = joined(fact_said(name, value, rulebook) for name, value in each.facts.items() if value is not None)
        yield f"{facts}{_when(each)}: {_if_not(each)}, {become_said(each)}."


def questions_said(answer: Recommendation | Plan, rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    """Each set of open facts: their ids, and their questions with what the answers could do."""
    for each in answer.open:
        asked = " ".join(rulebook.facts[name].question for name in each.facts if name in rulebook.facts)
        become = become_said(each)
        together = "Together with the other answer" if len(each.facts) > 1 else "By the answer"
        yield joined(each.facts), f"{asked} {together}{_when(each)}, {become}."
