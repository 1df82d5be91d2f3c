"""Plans over time: the best sequence that transitions and `among` allow, and its certainty."""

from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise, product
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from advisor.advise.answer import Adviser
from advisor.advise.planning import plan_for
from advisor.advise.plans import cut_days, plan_text, steps_of
from advisor.advise.situation import Resolver, Situation, spans
from advisor.model.case import Expectation, Item, Stage, Step
from advisor.model.result import Plan
from advisor.model.rulebook import Rulebook, Transition
from advisor.model.values import Value
from plain_verdict import standings
from random_rulebooks import HERE, is_possible, random_known, random_rulebook, space_of
from test_certainty import Asking

LATER = 30  # the day on which the second stage begins


@lru_cache(maxsize=256)
def ageing(seed: int, coupled: bool) -> Asking:
    """A random rulebook whose area plans over time; `coupled`: some changes are not possible."""
    random = Random(seed)
    rulebook = random_rulebook(seed, fact_count=3, rule_count=4)
    area = rulebook.areas["a"].model_copy(update={"over_time": True, "applies_when": None})
    if coupled:
        before, after = random.sample(list(area.options), 2)
        late = random.choice([None, 20, 30, 60])
        transition = Transition(
            id="t",
            area="a",
            title="",
            **{"from": (before,)},
            to=(after,),
            not_before=late,
            because="",
            cite=("n",),
            place=HERE,
        )
        area = area.model_copy(update={"transitions": (transition,)})
    rulebook = rulebook.model_copy(update={"areas": {"a": area}})
    if coupled and random.random() < 0.5:  # a fact that is the same at every age
        subject = rulebook.subjects["s"]
        facts = subject.facts | {"f0": subject.facts["f0"].model_copy(update={"constant": True})}
        rulebook = rulebook.model_copy(update={"subjects": {"s": subject.model_copy(update={"facts": facts})}})
    space = space_of(rulebook)
    return Asking(rulebook, Adviser(rulebook, area, space), Resolver(space))


def situations(one: Asking, own: Mapping[str, Value], later: Mapping[str, Value]) -> list[Situation]:
    """An item of two stages, judged; the second in parts, if some change is not possible when it begins."""
    item = Item(subject="s", facts=dict(own), stages=(Stage(from_days=LATER, facts=dict(later)),))
    cuts = cut_days(one.adviser.area, item, ())
    return [one.resolver.situation(item, stage, facts, True) for stage, facts in spans(item, cuts)]


def best_plans(rulebook: Rulebook, own: Mapping[str, Value], later: Mapping[str, Value]) -> frozenset[str]:
    """The best plans for completely known stages, by trying every sequence of options.

    Options may change when the facts do; where a change is not possible then, on its first day.
    """
    area = rulebook.areas["a"]
    starts = [0, LATER, *(each.not_before for each in area.transitions if (each.not_before or 0) > LATER)]
    by_stage = [standings(rulebook, own), *(standings(rulebook, later) for _ in starts[1:])]

    def allowed(path: tuple[str, ...]) -> bool:
        return all(
            before == after or possible(before, after, day)
            for (before, after), day in zip(pairwise(path), starts[1:], strict=True)
        )

    def possible(before: str, after: str, day: float) -> bool:
        first = [each.not_before or day + 1 for each in area.transitions if before in each.from_ and after in each.to]
        return day >= max([LATER, *first]) if day == LATER else day in first

    totals = {
        path: [sum(parts) for parts in zip(*(s[o] for s, o in zip(by_stage, path, strict=True)), strict=True)]
        for path in product(*by_stage)
        if allowed(path)
    }
    best = max(totals.values(), default=None)
    found = {plan_text(steps_of(path, starts)) for path, total in totals.items() if total == best}
    return frozenset(found or {"conflict"})


def plans_of(plan: Plan) -> frozenset[str]:
    """The plans recommended, as text."""
    if plan.outcome == "conflict":
        return frozenset({"conflict"})
    return frozenset(plan_text(steps) for steps in (plan.steps, *plan.alternatives))


@settings(max_examples=500, derandomize=True, deadline=None)
@given(st.integers(0, 99), st.integers(0, 10**6), st.booleans(), st.sampled_from([0.0, 0.5]))
def test_plan_and_certainty_are_what_all_completions_say(
    seed: int, workload: int, coupled: bool, silence: float
) -> None:
    """The plan is the best of all sequences, and as certain as all completions of its stages agree."""
    one = ageing(seed, coupled)
    own, later = (random_known(workload + extra, one.rulebook, silence) for extra in (0, 1))
    constant = {name for name, fact in one.rulebook.facts.items() if fact.constant}
    later = {name: value for name, value in later.items() if name not in constant}
    assume(is_possible(one.rulebook, own) and is_possible(one.rulebook, {**own, **later}))
    judged = situations(one, own, later)
    _, plan = plan_for(one.adviser, judged, None, True)
    plans = plans_of(plan)

    said = [own, {**own, **later}]

    def differing(assuming: bool) -> list[bool]:
        stages = [one.worlds(each, assuming) for each in said]
        return [
            best_plans(one.rulebook, first, second) != plans
            for first, second in product(*stages)
            if all(first[name] == second[name] for name in constant)
        ]

    standing = differing(True)
    assume(standing)  # what one stage assumes of a constant fact, another may exclude
    assumed = any(origin == "assumed" for each in judged for origin in each.origins.values())
    expected = "open" if any(standing) else "assumed" if assumed and any(differing(False)) else "proved"
    assert expected == plan.certainty


STANDARD_THEN_IA = Expectation(steps=(Step(option="o0"), Step(option="o1")))


@pytest.mark.parametrize("plan", [STANDARD_THEN_IA])
def test_among_may_name_plans(plan: Expectation) -> None:
    """If one plan alone is admitted, it is recommended whenever none of its options is ruled out."""
    one = ageing(3, False)
    _, chosen = plan_for(one.adviser, situations(one, {}, {}), [plan], True)
    assert chosen.outcome == "conflict" or plans_of(chosen) == {"o0 > o1@30 days"}
