"""Everything about asking that does not depend on the answers; made once for a rulebook and some areas."""

from collections.abc import Collection, Mapping
from functools import lru_cache

from advisor.advise.decision import Decision
from advisor.advise.situation import spans
from advisor.conditions import Space, spaces
from advisor.conditions.space import conditions_of
from advisor.interview.choosing import Chooser, Knowledge, Pick
from advisor.interview.offering import offers
from advisor.interview.prospects import prospects
from advisor.interview.question import Prospect, Question
from advisor.model.case import Item
from advisor.model.conditions import facts_of
from advisor.model.rulebook import Area, Rulebook
from advisor.model.values import Value

Answers = Mapping[str, Value | None]  # None is "I don't know"


class Asker:
    """Asks about some areas of one rulebook: one subject after the other, in the order of the areas."""

    def __init__(self, rulebook: Rulebook, areas: Collection[Area], admitted: Mapping[str, Collection[str]]) -> None:
        self._rulebook = rulebook
        self._choosers = {}
        for subject in dict.fromkeys(area.subject for area in areas):
            own = [area for area in areas if area.subject == subject]
            space = spaces(rulebook)[subject]
            options = {area.id: Decision(area, space).admitted(admitted.get(area.id)) for area in own}
            self._choosers[subject] = Chooser(space, own, options)
        read = {fact for area in areas for fact in _read(area, spaces(rulebook)[area.subject])}
        self.facts = tuple(fact for fact in rulebook.facts if fact in read)

    def next(self, answers: Answers) -> Question | None:
        """The next question; None if nothing that was not asked could change any area's outcome."""
        for chooser in self._choosers.values():
            known = _known(answers, chooser.space)
            pick = chooser.next(known)
            if pick is not None:
                return self._question(chooser, known, pick)
        return None

    def is_possible(self, answers: Answers) -> bool:
        """Whether some workload is as these answers say."""
        return all(chooser.is_possible(_known(answers, chooser.space).base) for chooser in self._choosers.values())

    def _question(self, chooser: Chooser, known: Knowledge, pick: Pick) -> Question:
        space = chooser.space
        fact = self._rulebook.facts[space.facts[pick.place]]
        offered = offers(fact, space, known.base, pick.cuts, chooser.is_possible)
        assumed = chooser.assumed(known, pick.place)

        def explain() -> list[Prospect]:
            lives = [proof.live for proof in chooser.proofs if proof.decision.area.id in pick.areas]
            return prospects(self._rulebook, lives, known.base, pick.place, offered)

        return Question(
            fact=fact.id,
            question=fact.question,
            help=fact.help,
            kind=fact.kind,
            choices=[offer.choice for offer in offered],
            unit=fact.unit,
            minimum=fact.minimum,
            maximum=fact.maximum,
            words=list(fact.words),
            assumed=None if assumed is None else self._rulebook.written(fact.id, assumed),
            areas=list(pick.areas),
        ).explained_by(explain)


@lru_cache(maxsize=64)
def asker(rulebook: Rulebook, areas: tuple[str, ...], admitted: tuple[tuple[str, tuple[str, ...]], ...]) -> Asker:
    """The asker of these areas, made once."""
    return Asker(rulebook, [rulebook.areas[area] for area in areas], dict(admitted))


def _known(answers: Answers, space: Space) -> Knowledge:
    """What the answers say of one subject, which does not age."""
    given = {fact: value for fact, value in answers.items() if value is not None and fact in space.index}
    ((_, facts),) = spans(Item(subject=space.subject, facts=given))
    asked = frozenset(space.index[fact] for fact in answers if fact in space.index)
    return Knowledge(space.masks(facts), asked)


def _read(area: Area, space: Space) -> set[str]:
    """The facts that an area reads, or that fill one that it reads."""
    names = {fact for condition in conditions_of(area) for fact in facts_of(condition)}
    return names | {space.facts[place] for place in Decision(area, space).grounds.places}
