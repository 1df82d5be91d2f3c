"""How certain an answer is, and what could change it, in words."""

from collections.abc import Iterator, Sequence

from advisor.advise.plans import plan_text
from advisor.model.result import Open, Plan, Recommendation, RestsOn
from advisor.model.rulebook import Rulebook
from advisor.render.words import days_said, fact_said, facts_said, joined

SHORT = {"proved": "certain", "assumed": "assumed", "open": "open", "not-proved": "not proved"}
_WITHOUT_OPTION = {"conflict": "it could be that no option is left", "not-needed": "it might not be needed"}
_SHOWN = 3  # plans named of many


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
    if not answer.rests_on:
        return "Assumed: if what was taken for granted were otherwise, this could change."
    if len(answer.rests_on) == 1:
        return _assuming(answer, rulebook)
    facts = {name: value for each in answer.rests_on for name, value in each.facts.items() if value is not None}
    return f"Assuming that {facts_said(facts, rulebook)}: otherwise {_become(answer.rests_on, answer)}."


def _assuming(answer: Recommendation | Plan, rulebook: Rulebook) -> str:
    each = answer.rests_on[0]
    known = {name: value for name, value in each.facts.items() if value is not None}
    return f"Assuming that {facts_said(known, rulebook)}{_when(each)}: {_if_not(each)}, {_become([each], answer)}."


def _open(answer: Recommendation | Plan) -> str:
    if not answer.open:  # the search for them ended at its limit
        return "Open: what you left out could change this."
    sets = [each.facts for each in answer.open]
    names = list(dict.fromkeys(facts[0] for facts in sets if len(facts) == 1)) or [joined(sets[0])]
    shown = joined([*names[:3], f"{len(names) - 3} more"] if len(names) > 3 else names, "or")
    return f"Open: tell me {shown}; {_become(answer.open, answer)}."


def _others(changes: Sequence[RestsOn | Open], answer: Recommendation | Plan) -> list[str]:
    """What else the answer could be, each once; a few of many. What it is now may be part of a tie, and goes unsaid."""
    now = [plan_text(answer.steps)] if isinstance(answer, Plan) else answer.recommended
    unsaid = now if len(now) == 1 else ()
    every = dict.fromkeys(option for each in changes for option in each.could_become if option not in unsaid)
    names = [name for name in every if name not in _WITHOUT_OPTION]
    if isinstance(answer, Plan) and len(names) > _SHOWN + 1:
        names = [*names[:_SHOWN], f"{len(names) - _SHOWN} other plans"]
    return [*names, *(name for name in every if name in _WITHOUT_OPTION)]


def _become(changes: Sequence[RestsOn | Open], answer: Recommendation | Plan) -> str:
    """What the answer could turn into: `it could become io1, or no option could be left`."""
    others = _others(changes, answer)
    options = [name for name in others if name not in _WITHOUT_OPTION]
    parts = [f"it could become {joined(options, 'or')}"] if options else []
    parts += [said for name, said in _WITHOUT_OPTION.items() if name in others]
    return ", or ".join(parts)


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
        yield f"{facts}{_when(each)}: {_if_not(each)}, {_become([each], answer)}."


def questions_said(answer: Recommendation | Plan, rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    """Each set of open facts: their ids, and their questions with what the answers could do."""
    for each in answer.open:
        asked = " ".join(rulebook.facts[name].question for name in each.facts if name in rulebook.facts)
        answers = "answers" if len(each.facts) > 1 else "answer"
        yield joined(each.facts), f"{asked} Depending on the {answers}{_when(each)}, {_become([each], answer)}."
