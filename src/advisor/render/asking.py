"""Questions on paper: what is asked, why it is asked, and how an interview ended."""

from collections.abc import Iterable, Mapping, Sequence

from advisor.interview import Choice, Consequence, Interview, Prospect, Question
from advisor.model.result import Result
from advisor.model.rulebook import Rulebook
from advisor.render.paper import Paper
from advisor.render.reasons import add_quotes
from advisor.render.words import counted, joined, value_said

_HELD = {"applies": "", "may-apply": "maybe, depending on other answers: ", "no-longer-applies": "no longer "}


def choice_said(choice: Choice, question: Question, rulebook: Rulebook) -> str:
    """An answer as it is offered."""
    if question.kind == "number":
        return value_said(choice.value, rulebook.facts[question.fact])
    return choice.meaning if question.kind == "flag" else f"{choice.value}: {choice.meaning}"


def question_text(question: Question, number: int, rulebook: Rulebook) -> Paper:
    """The question with its help."""
    paper = Paper()
    paper.add((f"{number}. {_about(question)}{question.question}", "bold"), hang=3)
    if question.help:
        paper.add((question.help, "dim"), indent=3)
    if question.words:
        paper.add((f"Words for it: {', '.join(question.words)}.", "dim"), indent=3)
    if question.assumed is not None:
        said = value_said(question.assumed, rulebook.facts[question.fact])
        said = {"true": "yes", "false": "no"}.get(said, said)
        paper.add((f"If you don't know, this is assumed: {said}.", "dim"), indent=3)
    return paper


def _about(question: Question) -> str:
    """Which item and which age a question is about, where there are several."""
    item = "" if question.name is None else f"'{question.name}'"
    age = "" if question.from_days is None else f"from day {question.from_days:g} on"
    said = ", ".join(each for each in (item, age) if each)
    return f"{said[:1].upper()}{said[1:]}: " if said else ""


def list_text(entries: Sequence[str], lettered: bool = False) -> Paper:
    """Entries with the number (or letter) that stands for each."""
    paper = Paper()
    for place, entry in enumerate(entries):
        paper.add(f"{chr(ord('a') + place) if lettered else place + 1}) {entry}", indent=3, hang=3)
    return paper


def why_text(question: Question, rulebook: Rulebook) -> Paper:
    """What each answer would do, with the rules and their quotes."""
    paper = Paper()
    areas = joined(rulebook.areas[area].title for area in question.areas)
    paper.add(f"The answer matters for: {areas}.")
    for prospect in question.why():
        _add_prospect(paper, prospect, question, rulebook)
    paper.blank()
    return paper


def _add_prospect(paper: Paper, prospect: Prospect, question: Question, rulebook: Rulebook) -> None:
    named = question.kind in ("choice", "choices")
    paper.heading(
        f"If the answer is: {prospect.answer.value if named else choice_said(prospect.answer, question, rulebook)}"
    )
    if not prospect.consequences:
        paper.add("No rule speaks up that would otherwise be silent.", indent=2)
    for consequence in prospect.consequences:
        paper.bullet((_effect_said(consequence), "bold"), f". {consequence.because or consequence.title}", indent=2)
        if paper.is_new(consequence.rule):
            add_quotes(paper, consequence.citations, 4)


def _effect_said(consequence: Consequence) -> str:
    effects = []
    if consequence.rules_out:
        effects.append(f"rules out {joined(consequence.rules_out)}")
    effects += [f"{strength} for {joined(options)}" for strength, options in _by_strength(consequence.helps)]
    effects += [f"{strength} against {joined(options)}" for strength, options in _by_strength(consequence.hinders)]
    said = _HELD[consequence.force] + "; ".join(effects)
    return said[:1].upper() + said[1:]


def _by_strength(options: Mapping[str, str]) -> Iterable[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for option, strength in options.items():
        found.setdefault(strength, []).append(option)
    return found.items()


def ending_text(interview: Interview, result: Result) -> Paper:
    """How many questions it took, why no more, and which were not needed."""
    paper = Paper()
    unknown = [fact for fact, value in interview.answers.items() if value is None]
    proved = all(each.certainty == "proved" for each in result.recommendations)
    asked = counted(len(interview.asked), "question")
    paper.blank()
    if proved:
        paper.add((f"{asked} asked. No other answer could change this.", "bold"))
    else:
        paper.add((f"{asked} asked. No question that is left could change this.", "bold"))
        if unknown:
            paper.add(f"What you did not know still could: {', '.join(unknown)}.", hang=2)
    if interview.not_needed:
        paper.add(f"Not needed: {', '.join(interview.not_needed)}.", hang=2)
    return paper
