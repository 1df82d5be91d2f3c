"""An interview about several items, and about what changes with age, ends with what all facts give."""

from functools import cache

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from advisor.interview import answered
from advisor.library import Advisor
from advisor.model.case import Case, Item, Stage
from interviewing import conclusions
from random_rulebooks import is_possible, random_known
from test_plans import ageing

TWO_RIDES = {"ride": [{"name": "work", "carries": [], "ground": "road"}, {"name": "play", "carries": ["tent"]}]}
GROWING = {
    "rider": {"grown_up": False, "height": 100, "stages": [{"from": "2 years", "height": 130}, {"from": "3 years"}]}
}


@cache
def ageing_advisor(seed: int) -> Advisor:
    """The advisor of a random rulebook that plans over time, where some changes are not possible."""
    return Advisor(ageing(seed, coupled=True).rulebook)


@pytest.mark.uncovered
@settings(max_examples=400, derandomize=True, deadline=None)
@given(st.integers(0, 99), st.integers(0, 10**6), st.sampled_from([0.0, 0.5]), st.booleans())
def test_the_early_stop_is_right_for_every_stage_and_for_the_plan(
    seed: int, workload: int, silence: float, restricted: bool
) -> None:
    """What each stage and the plan recommend after the questions asked is what the whole case gives."""
    advisor = ageing_advisor(seed)
    rulebook = advisor.rulebook
    own, later = (random_known(workload + extra, rulebook, silence) for extra in (0, 1))
    assume(is_possible(rulebook, own) and is_possible(rulebook, {**own, **later}))
    case = Case(name="c", items=(Item(subject="s", facts=own, stages=(Stage(from_days=30, facts=later),)),))
    if restricted:
        first, second = list(rulebook.areas["a"].options)[:2]
        case = advisor.admitting(case, {"a": [f"{first} > {second}@60 days", second]})
    interview = answered(advisor, ["a"], case)
    assert conclusions(advisor.recommend(case)) == conclusions(interview.result())
