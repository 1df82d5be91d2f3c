"""Why a question is asked: what each answer to it would do, by which rule, and what the rule rests on."""

from collections.abc import Sequence

from advisor.advise.decision import Decision
from advisor.advise.worlds import close
from advisor.conditions import Masks, Truth
from advisor.interview.live import Liveness
from advisor.interview.offering import Offer
from advisor.interview.question import Consequence, Force, Prospect
from advisor.model.result import Citation
from advisor.model.rulebook import Rule, Rulebook


def prospects(
    rulebook: Rulebook, lives: Sequence[Liveness], base: Masks, place: int, offered: Sequence[Offer]
) -> list[Prospect]:
    """What would follow from each answer offered for the fact at `place`."""
    states = []
    for offer in offered:
        answered = base.copy()
        answered[place] &= offer.mask
        states.append(answered)
    found: list[list[Consequence]] = [[] for _ in offered]
    for live in lives:
        contenders = live.contenders(base)
        decision = live.decision
        closed = [close(decision.space, state, (), bold=False) for state in states]
        for rule in decision.area.rules:
            if any(decision.touching[option] & decision.rule_bits[rule.id] for option in contenders):
                truths = [None if each is None else decision.space.truth(rule.condition, each.masks) for each in closed]
                for consequences, force in zip(found, _forces(rule, truths), strict=True):
                    if force is not None:
                        consequences.append(_consequence(rulebook, decision, rule, force, contenders))
    return [
        Prospect(answer=offer.choice, consequences=consequences)
        for offer, consequences in zip(offered, found, strict=True)
    ]


def _forces(rule: Rule, truths: Sequence[Truth]) -> list[Force | None]:
    """What each answer makes of the rule; nothing where all answers make the same of it."""
    if len(set(truths)) == 1:
        return [None] * len(truths)
    if rule.unless_shown is not None:
        words: dict[Truth, Force | None] = {True: "no-longer-applies", False: "applies", None: None}
    else:
        words = {True: "applies", None: "may-apply" if False in truths else None, False: None}
    return [words[truth] for truth in truths]


def _consequence(
    rulebook: Rulebook, decision: Decision, rule: Rule, force: Force, contenders: Sequence[str]
) -> Consequence:
    bit = decision.rule_bits[rule.id]
    return Consequence(
        rule=f"{rule.area}.{rule.id}",
        title=rule.title,
        force=force,
        rules_out=[option for option in contenders if decision.removing[option] & bit],
        helps={option: strength for option, strength in rule.favours.items() if option in contenders},
        hinders={option: strength for option, strength in rule.opposes.items() if option in contenders},
        because=rule.because,
        citations=[_citation(rulebook, note) for note in rule.cite],
    )


def _citation(rulebook: Rulebook, note_id: str) -> Citation:
    note = rulebook.notes[note_id]
    return Citation(note=note.id, section=note.section, lines=list(note.lines), quote=note.quote, erratum=note.erratum)
