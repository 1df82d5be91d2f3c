"""An interview about several items, and about what changes with age, ends with what all facts give."""

import json
from functools import cache
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rich.console import Console

from advisor.errors import InputError
from advisor.interview import Interview, answered, resume
from advisor.library import Advisor
from advisor.model.case import Case, Item, Stage
from advisor.render.asking import question_text
from bicycles import bicycles
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
    later = {name: value for name, value in later.items() if not rulebook.facts[name].constant}
    assume(is_possible(rulebook, own) and is_possible(rulebook, {**own, **later}))
    case = Case(name="c", items=(Item(subject="s", facts=own, stages=(Stage(from_days=30, facts=later),)),))
    if restricted:
        first, second = list(rulebook.areas["a"].options)[:2]
        case = advisor.admitting(case, {"a": [f"{first} > {second}@60 days", second]})
    interview = answered(advisor, ["a"], case)
    assert conclusions(advisor.recommend(case)) == conclusions(interview.result())


def test_each_item_and_each_stage_is_asked_by_its_own_label() -> None:
    """A fact is asked for every item, and for a stage that states it; what no stage states is asked once."""
    advisor = Advisor(bicycles())
    rides = answered(advisor, ["bicycle"], advisor.case(TWO_RIDES))
    assert {"ride/work.carries": [], "ride/play.carries": ["tent"]}.items() <= rides.answers.items()
    assert [("bicycle/work"), ("bicycle/play")] == [each.label for each in rides.result().recommendations]
    growing = answered(advisor, ["wheels"], advisor.case(GROWING))
    assert {
        "rider.grown_up": False,
        "rider.height": 100,
        "rider@730 days.height": 130,
    }.items() <= growing.answers.items()
    assert not any(label.startswith("rider@1095 days") for label in (*growing.asked, *growing.not_needed))
    assert conclusions(advisor.recommend(advisor.case(GROWING), areas=["wheels"])) == conclusions(growing.result())


def test_a_question_says_which_item_and_age_it_is_about() -> None:
    """Programs find both on the question, people before its text; the values of the outline do not count."""
    advisor = Advisor(bicycles())
    interview = advisor.interview(["wheels"], about={"rider": [{"name": "Ada", **GROWING["rider"]}]})
    interview.answer("rider/Ada.grown_up", False)
    seen = []
    while (question := interview.next_question()) is not None:
        seen.append((question.fact, question.name, question.from_days))
        if question.from_days:
            with (console := Console(width=80)).capture() as shown:
                console.print(question_text(question, 1, advisor.rulebook))
            assert "1. 'Ada', from day 730 on: How tall" in shown.get()
        interview.answer(question.label, None)
    assert ("rider.height", "Ada", None) in seen
    assert ("rider.height", "Ada", 730) in seen


def test_an_answer_that_another_age_forbids_is_refused() -> None:
    """An answer for all ages must be possible beside what was said of each."""
    interview = Advisor(bicycles()).interview(["wheels"], about=GROWING)
    interview.answer("rider@730 days.height", "80 cm")
    with pytest.raises(InputError, match=r"beside your answer for rider\.height"):
        interview.answer("rider.grown_up", True)


def test_an_interview_about_stages_is_resumed() -> None:
    """Items and stages are saved with the answers; those that do not fit any more are told."""
    advisor = Advisor(bicycles())
    interview = Interview(advisor, ["wheels"], about=GROWING)
    interview.answer("rider@730 days.height", 130)
    saved: dict[str, Any] = json.loads(json.dumps(interview.save()))
    assert interview.save() == resume(advisor, saved).interview.save()
    lost = resume(advisor, {**saved, "about": {"rider": {"stages": 3}}}).lost
    assert ["rider.stages" in str(lost[0]), "unknown fact 'rider@730 days.height'" in str(lost[-1])] == [True, True]
