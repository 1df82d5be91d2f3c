"""Everything about asking that does not depend on the answers."""

from collections.abc import Sequence
from functools import partial

from advisor.advise.decision import Decision
from advisor.advise.worlds import Budget
from advisor.conditions.space import conditions_of
from advisor.interview.choosing import Pick
from advisor.interview.offering import offers
from advisor.interview.outline import Answers, Outline, known
from advisor.interview.prospects import prospects
from advisor.interview.question import Prospect, Question
from advisor.interview.topics import PlanTopic, Topic, decision, topics
from advisor.model.case import Case
from advisor.model.conditions import facts_of
from advisor.model.rulebook import Rulebook
from advisor.model.values import Value

# How many states may be looked at to find a question, and to see whether an answer can be; a thousand take less than
# 50 ms. Where they do not suffice for a proof, it is not claimed: the interview goes on asking.
LIMIT = 800
ANSWER_LIMIT = 200


class Asker:
    """Asks about some areas: one subject after the other, in the order of the areas; item by item, age by age."""

    def __init__(self, rulebook: Rulebook, areas: Sequence[str], case: Case) -> None:
        """`case` has the items and stages to ask about, and the options admitted."""
        self._rulebook = rulebook
        subjects = [rulebook.areas[area].subject for area in areas]
        self.outline = Outline(case, rulebook)
        self._topics: list[Topic] = []
        self._plans: list[PlanTopic] = []
        for item in sorted(self.outline.items, key=lambda item: subjects.index(item.subject)):
            own = [rulebook.areas[area] for area in areas if rulebook.areas[area].subject == item.subject]
            ages, plans = topics(rulebook, own, case, item)
            self._topics += ages
            self._plans += plans
        read = {fact for area in areas for fact in _read(decision(rulebook, area))}
        order = {fact: place for place, fact in enumerate(rulebook.facts)}
        labels = [label for label, point in self.outline.points.items() if point.fact in read]
        self.labels = sorted(labels, key=lambda label: order[self.outline.points[label].fact])

    def next(self, answers: Answers) -> Question | None:
        """The next question; None if nothing that was not asked could change any outcome or plan."""
        budget = Budget(LIMIT)
        for topic in self._topics:
            pick = topic.next(answers, budget)
            if pick is not None:
                return self._question(topic, pick, answers, budget)
        for plan in self._plans:
            found = plan.next(answers, budget)
            if found is not None:
                return self._question(*found, answers, budget)
        return None

    def touched(self, label: str, answers: Answers) -> list[tuple[Topic, dict[str, Value]]]:
        """What an answer bears on, each with all that is known of it."""
        return [(topic, known(topic.labels, answers)) for topic in self._topics if label in topic.labels.values()]

    def _question(self, topic: Topic, pick: Pick, answers: Answers, budget: Budget) -> Question:
        chooser, now = topic.chooser, topic.known(answers)
        space = chooser.space
        fact = self._rulebook.facts[space.facts[pick.place]]
        offered = offers(fact, space, now.base, pick.cuts, partial(chooser.is_possible, budget=budget))
        assumed = chooser.assumed(now, pick.place)
        point = self.outline.points[topic.labels[fact.id]]

        def explain() -> list[Prospect]:
            lives = [proof.live for proof in chooser.proofs if proof.decision.area.id in pick.areas]
            return prospects(self._rulebook, lives, now.base, pick.place, offered)

        return Question(
            label=point.label,
            fact=fact.id,
            name=point.name,
            from_days=point.day,
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


def _read(decision: Decision) -> set[str]:
    """The facts that a decision reads, or that fill one that it reads."""
    names = {fact for condition in conditions_of(decision.area) for fact in facts_of(condition)}
    return names | {decision.space.facts[place] for place in decision.grounds.places}
