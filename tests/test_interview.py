"""An interview asks what still matters, no more, and ends with what all facts give."""

from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from advisor.advise.worlds import Budget
from advisor.errors import InputError
from advisor.interview import Interview, Question
from advisor.interview.choosing import entropy, information
from advisor.interview.interview import SCHEMA
from advisor.interview.panel import Panel, Pollster
from advisor.interview.proof import Proof
from advisor.library import Advisor
from advisor.model.values import Value
from bicycles import bicycles
from interviewing import hold, outcome_of
from plain_verdict import outcome
from random_rulebooks import answers, completions, is_possible, random_known, random_rulebook, space_of

RULEBOOKS = st.integers(0, 149)
WORKLOADS = st.integers(0, 10**6)


def advisor_of(seed: int) -> Advisor:
    """The advisor of a random rulebook."""
    return Advisor(random_rulebook(seed, rule_count=5))


def recommended(advisor: Advisor, known: Mapping[str, Value]) -> object:
    """What is recommended to somebody who says all this."""
    data = {name.partition(".")[2]: advisor.rulebook.written(name, value) for name, value in known.items()}
    return outcome_of(advisor.recommend({"s": data})["a"])


@settings(max_examples=300, derandomize=True, deadline=None)
@given(RULEBOOKS, WORKLOADS)
def test_somebody_who_knows_everything_gets_a_proof(seed: int, workload: int) -> None:
    """With exact answers the interview ends proved, and with the outcome of the complete workload."""
    advisor = advisor_of(seed)
    worlds = list(completions(advisor.rulebook, {}, list(advisor.rulebook.facts)))
    assume(worlds)
    world = worlds[workload % len(worlds)]
    interview = hold(Interview(advisor, ["a"]), world, advisor.rulebook)
    answer = interview.result()["a"]
    found = frozenset(answer.recommended) if answer.recommended else answer.outcome
    assert (outcome(advisor.rulebook, world), "proved") == (found, answer.certainty)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(RULEBOOKS, WORKLOADS)
def test_nothing_is_asked_once_it_is_proved(seed: int, workload: int) -> None:
    """Every question stands where two complete workloads that agree with the answers have different outcomes."""
    advisor = advisor_of(seed)
    worlds = list(completions(advisor.rulebook, {}, list(advisor.rulebook.facts)))
    assume(worlds)
    world, known = worlds[workload % len(worlds)], dict[str, Value]()
    interview = Interview(advisor, ["a"])
    while (question := interview.next_question()) is not None:
        left = completions(advisor.rulebook, known, list(advisor.rulebook.facts))
        assert len({outcome(advisor.rulebook, each) for each in left}) > 1
        known[question.fact] = world[question.fact]
        interview.answer(question.fact, advisor.rulebook.written(question.fact, world[question.fact]))


@settings(max_examples=400, derandomize=True, deadline=None)
@given(RULEBOOKS, WORKLOADS, st.sampled_from([0.3, 0.6, 1.0]))
def test_nothing_left_to_ask_changes_the_answer(seed: int, workload: int, silence: float) -> None:
    """When somebody does not know everything, no exact answer to the facts not asked changes what is recommended."""
    advisor = advisor_of(seed)
    known = random_known(workload, advisor.rulebook, silence)
    assume(is_possible(advisor.rulebook, known))
    interview = hold(Interview(advisor, ["a"]), known, advisor.rulebook)
    said = {fact: value for fact, value in known.items() if fact in interview.asked}
    end = interview.result()["a"]
    left = [fact for fact in advisor.rulebook.facts if fact not in interview.asked]
    if end.certainty == "proved":
        return
    for values in product(*([None, *answers(advisor.rulebook, fact, said)] for fact in left)):
        more = {fact: value for fact, value in zip(left, values, strict=True) if value is not None}
        if is_possible(advisor.rulebook, {**said, **more}):
            assert outcome_of(end) == recommended(advisor, {**said, **more})


@settings(max_examples=200, derandomize=True, deadline=None)
@given(RULEBOOKS, WORKLOADS)
def test_a_panel_judges_as_the_plain_verdict_does(seed: int, workload: int) -> None:
    """Every workload of a panel can be, agrees with what is known, and has the outcome that counting gives it."""
    rulebook = random_rulebook(seed, rule_count=5)
    known = random_known(workload, rulebook, 0.6)
    assume(is_possible(rulebook, known))
    space = space_of(rulebook)
    decision = Advisor(rulebook).adviser("a").decision
    pollster = Pollster(space, [decision], decision.grounds)
    base = space.masks(known)
    panel = pollster.panel(base, size=16)
    (outcomes,) = pollster.outcomes(panel, [decision.options])
    words = {"conflict!": "conflict", "not-needed!": "not-needed"}
    for number in range(16):
        if not panel.alive >> number & 1:
            continue
        masks = base.copy()
        for place, cells in panel.worlds.items():
            masks[place] = next(cell for cell, bits in cells.items() if bits >> number & 1)
        world = {
            name: cells.sample(mask.bit_length() - 1)
            for name, cells, mask in zip(space.facts, space.cells, masks, strict=True)
        }
        found = next(key for key, bits in outcomes.items() if bits >> number & 1)
        assert outcome(rulebook, world) == next((words[each] for each in found if each in words), found)


def test_the_entropy_of_equal_shares_is_in_bits() -> None:
    """Four equal outcomes are two bits; an answer that tells them in pairs is worth one."""
    panel = Panel({0: {1: 0b0011, 2: 0b1100}}, 0b1111)
    assert (2.0, 1.0) == (entropy([5, 5, 5, 5]), information(panel, 0, [0b0001, 0b0010, 0b0100, 0b1000]))
    assert 0 == information(Panel({0: {1: 0}}, 0), 0, [])


@pytest.fixture
def interview() -> Interview:
    """An interview about bicycles."""
    return Advisor(bicycles()).interview(["bicycle"])


def question(interview: Interview) -> Question:
    """The next question, which there is."""
    found = interview.next_question()
    assert found is not None
    return found


def test_the_question_that_tells_most_comes_first(interview: Interview) -> None:
    """What is carried rules out most; then the ground tells most of what is left."""
    said = {"ride.carries": [], "ride.ground": "road", "ride.distance": 50, "ride.locked_room": True}
    asked = []
    while (each := interview.next_question()) is not None:
        asked.append(each.fact)
        interview.answer(each.fact, said.get(each.fact))
    assert (list(said), asked) == (asked, interview.asked)
    assert ["ride.far", "ride.holiday", "ride.rain"] == interview.not_needed
    assert ["race"] == interview.result()["bicycle"].recommended


def test_a_question_offers_the_answers_that_matter(interview: Interview) -> None:
    """A number is offered in the ranges that the rules tell apart, a list by its members, with what is assumed."""
    carries = question(interview)
    interview.answer(carries.fact, [])
    interview.answer("ride.ground", "gravel")
    distance = question(interview)
    assert ["child", "groceries", "tent"] == [each.value for each in carries.choices]
    assert ([], ["bicycle"]) == (carries.assumed, carries.areas)
    assert ["less than 1 km", "1 to 25 km"] == [each.meaning for each in distance.choices[:2]]
    assert {"below": 1} == distance.choices[0].value
    assert ("km", 0, 300, ["round the corner", "marathon"]) == (
        distance.unit,
        distance.minimum,
        distance.maximum,
        distance.words,
    )


def test_why_names_options_rules_and_quotes(interview: Interview) -> None:
    """Each answer says what it would do to which options, by which rule, and in the words of the notes."""
    interview.answer("ride.carries", [])
    prospects = {each.answer.value: each.consequences for each in question(interview).why()}
    ruled_out = {each.rule: each for each in prospects["forest"]}["bicycle.race-needs-road"]
    assert (["race"], "applies") == (ruled_out.rules_out, ruled_out.force)
    assert "race-roads" == ruled_out.citations[0].note
    helped = {each.rule: each for each in prospects["forest"]}["bicycle.forest-is-for-mountain-bikes"]
    assert {"mountain": "strong"} == helped.helps
    assert [] == prospects["road"]


def test_why_says_what_is_lifted_and_what_depends() -> None:
    """A risk that is shown to be none is lifted; a rule that needs further answers only may apply."""
    interview = Advisor(bicycles()).interview(["bicycle"])
    forces = set()
    while (each := interview.next_question()) is not None:
        forces |= {one.force for prospect in each.why() for one in prospect.consequences}
        interview.answer(each.fact, {"ride.ground": "road", "ride.distance": 50}.get(each.fact))
    assert {"applies", "may-apply", "no-longer-applies"} == forces


def test_an_answer_is_taken_back(interview: Interview) -> None:
    """Undoing an answer brings the same question again, and nothing is left to undo at the beginning."""
    first = question(interview)
    interview.answer(first.fact, first.choices[0].value)
    assert first.fact == interview.undo()
    assert (first.fact, None) == (question(interview).fact, interview.undo())


def test_a_new_answer_replaces_the_old(interview: Interview) -> None:
    """What was said last of a fact holds."""
    interview.answer("ride.distance", "5 km")
    interview.answer("ride.rain", "unknown")
    interview.answer("ride.distance", "marathon")
    assert {"ride.rain": None, "ride.distance": 42} == interview.answers
    assert {"ride": {"distance": 42}} == interview.case()


@pytest.mark.parametrize(
    ("fact", "value", "words"),
    [
        ("ride.distance", "5 apples", "ride.distance:"),
        ("ride.ground", "rode", "Did you mean 'road'?"),
        ("ride.distence", 3, "Did you mean 'ride.distance'?"),
        ("rider.height", 180, "unknown fact 'rider.height'"),
        ("ride.far", False, "beside your answer for ride.distance. More than 40 km are far."),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_with_the_reason(fact: str, value: object, words: str) -> None:
    """A wrong answer says why, and everything stays as it was."""
    interview = Advisor(bicycles()).interview(["bicycle"])
    interview.answer("ride.distance", 100)
    with pytest.raises(InputError) as caught:
        interview.answer(fact, value)
    assert words in str(caught.value)
    assert {"ride.distance": 100} == interview.answers


def test_an_impossible_answer_names_a_single_fact_by_itself() -> None:
    """Where the answer alone cannot be, no other answer is blamed."""
    interview = Advisor(bicycles()).interview(["wheels"])
    interview.answer("rider.grown_up", True)
    with pytest.raises(InputError, match=r"rider.height cannot be so beside your answer for rider.grown_up"):
        interview.answer("rider.height", 80)


def test_unknown_areas_are_named() -> None:
    """An area that is none says what was meant; no area at all says which there are."""
    with pytest.raises(InputError, match="Did you mean 'bicycle'"):
        Advisor(bicycles()).interview(["bicicle"])
    with pytest.raises(InputError, match="at least one of bicycle, wheels"):
        Advisor(bicycles()).interview([])


def test_among_restricts_what_is_asked(interview: Interview) -> None:
    """With one option admitted, all that matters is what rules it out."""
    only = Advisor(bicycles()).interview(["bicycle"], among={"bicycle": ["city"]})
    only.answer(question(only).fact, [])
    assert (None, ["city"]) == (only.next_question(), only.result()["bicycle"].recommended)
    assert {"bicycle": ["city"]} == only.save()["among"]
    assert "among" not in interview.save()


def test_all_areas_are_asked_by_default() -> None:
    """Without areas, every area is asked, subject by subject."""
    interview = Advisor(bicycles()).interview()
    assert ("bicycle", "wheels") == interview.areas
    assert SCHEMA == interview.save()["schema"]
    assert {"ride.ground", "rider.height"} <= set(interview.not_needed)


def test_a_proof_without_end_is_no_proof() -> None:
    """Where the limit is reached, the interview goes on asking instead of guessing."""
    decision = Advisor(bicycles()).adviser("bicycle").decision
    base = list(decision.space.everything)
    hasty = Proof(decision, decision.options, tries=1)
    assert hasty.live.cuts(base).keys() == hasty.decisive(base, frozenset(), Budget(1))
    assert (False, True) == (hasty.is_settled(base, Budget(1)), hasty.is_possible(base, Budget(0)))


def test_what_cannot_be_otherwise_is_not_asked() -> None:
    """Nobody of 80 cm is a grown-up, so that is not asked; a range that leaves all open is "I don't know"."""
    interview = Advisor(bicycles()).interview(["wheels"])
    interview.answer("rider.height", "80 cm")
    interview.answer("rider.kept", "at least 100 days")
    interview.answer("rider.grown_up", "unknown")
    assert {"rider.height": 80, "rider.kept": {"at_least": 100}, "rider.grown_up": None} == interview.answers
    interview.undo()
    assert (None, "proved") == (interview.next_question(), interview.result()["wheels"].certainty)
