"""Explanations on the bicycles: stages, names, `among`, limits, wrong questions, and results replayed."""

import copy
import json
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from advisor.conditions.cells import ChoicesCells
from advisor.errors import InputError
from advisor.explain import explain as explain_case
from advisor.explain.conflicts import conflicts
from advisor.explain.derivation import key_of
from advisor.explain.how_to_get import how_to_get
from advisor.explain.margins import margins
from advisor.explain.regions import values_in
from advisor.explain.target import target_of
from advisor.explain.trees import Tracer
from advisor.explain.what_if import read_changes
from advisor.library import Advisor
from advisor.model.explanation import ChangeSet, Explanation
from advisor.model.result import Result
from advisor.model.values import SomeOf
from bicycles import bicycles

COMMUTER = {"ground": "road", "distance": "up to 12 km", "carries": ["groceries"]}
GROWING = {"height": 110, "stages": [{"from": "2 years", "height": 125}, {"from": "5 years", "height": 140}]}


def advisor(edition: str = "notes") -> Advisor:
    """The library on the bicycles."""
    return Advisor(bicycles(edition))


def explain(case: dict[str, Any], label: str, **asked: Any) -> Explanation:
    """One explanation."""
    return advisor().recommend(case).explain(label, **asked)


def said(sets: list[ChangeSet]) -> list[dict[str, Any]]:
    """Change sets in short."""
    return [{change.fact: change.to for change in each.changes} for each in sets]


def message(ask: Callable[[], object]) -> str:
    """What is said of a wrong question."""
    with pytest.raises(InputError) as caught:
        ask()
    return str(caught.value)


def test_every_rule_is_traced_to_its_tests() -> None:
    """A rule shows each test with the value it met, its origin and its truth, and the citations."""
    (stage,) = explain({"ride": COMMUTER | {"distance": "marathon"}}, "bicycle").stages
    trace = next(each for each in stage.rules if each.rule == "bicycle.cargo-bikes-carry")
    carries, not_far = trace.condition.parts
    assert (False, "all", False) == (trace.applies, trace.condition.kind, trace.condition.truth)
    assert ({"includes_any": ["child", "groceries"]}, ["groceries"], True) == (
        carries.test,
        carries.value,
        carries.truth,
    )
    assert ("not", False) == (not_far.kind, not_far.truth)
    assert ("ride.far", True, "derived", True) == (
        not_far.parts[0].fact,
        not_far.parts[0].value,
        not_far.parts[0].from_,
        not_far.parts[0].truth,
    )
    assert ["cargo-loads", "trailer-loads"] == [each.note for each in trace.citations]


def test_rules_of_silence_say_what_was_not_shown() -> None:
    """A rule with `unless_shown` applies though its condition is not known."""
    (stage,) = explain({"ride": {"ground": "road"}}, "bicycle").stages
    trace = next(each for each in stage.rules if each.rule == "bicycle.race-needs-a-lock")
    assert (True, True, None, "unknown") == (
        trace.applies,
        trace.unless_shown,
        trace.condition.truth,
        trace.condition.from_,
    )


def test_advice_of_silence_is_given_until_something_is_shown() -> None:
    """Advice with `unless_shown` is given while its condition is unknown or false, and no longer once it is true."""
    area = bicycles().areas["bicycle"]
    oil = next(each for each in area.advice if each.id == "oil")
    unless = area.model_copy(update={"advice": (oil.model_copy(update={"when": None, "unless_shown": oil.when}),)})
    silent = Advisor(bicycles().model_copy(update={"areas": {"bicycle": unless}}))
    ride = {"ground": "road", "distance": 5}
    given = {
        said: [each.rule for each in silent.recommend({"ride": ride | rain}, assumptions=False)["bicycle"].advice]
        for said, rain in {"nothing": {}, "dry": {"rain": False}, "wet": {"rain": True}}.items()
    }

    assert {"nothing": ["bicycle.oil"], "dry": ["bicycle.oil"], "wet": []} == given


def test_margins_say_where_and_what_then() -> None:
    """A number's margin is the rules' own threshold, with the distance and what is then recommended."""
    (stage,) = explain({"ride": {"ground": "gravel", "distance": 35}}, "bicycle").stages
    (margin,) = stage.margins
    assert margin.up is not None
    assert (None, 40, 5, {"above": 40, "below": 200}, ["mountain"]) == (
        margin.down,
        margin.up.at,
        margin.up.distance,
        margin.up.to,
        margin.up.could_become,
    )


def test_a_way_is_said_in_the_rules_own_thresholds() -> None:
    """Numbers are ranges whose ends the rules' tests have; a way through another fact is told too."""
    (answer,) = explain(
        {"ride": {"ground": "gravel", "locked_room": True}}, "bicycle", how_to_get=["mountain"]
    ).how_to_get
    assert [{"ride.ground": "forest"}, {"ride.distance": {"above": 40}}] == said(answer.change_sets)
    assert ("possible", None) == (answer.attainability, answer.limit)


def test_what_no_rule_can_favour_is_proved_impossible() -> None:
    """The trailer alone is ruled out whatever the facts."""
    (answer,) = explain({"ride": COMMUTER}, "bicycle", how_to_get=["trailer"]).how_to_get
    assert ("impossible", [], None) == (answer.attainability, answer.change_sets, answer.possible_without_among)


def test_among_is_told_apart_from_the_facts() -> None:
    """An option left out by `among` has its ways for a case that admits it; one that `among` makes hopeless is told."""
    case = {"ride": {"ground": "gravel"}, "among": {"bicycle": ["race", "mountain"]}}
    left_out, admitted = explain(case, "bicycle", how_to_get=["city", "mountain"]).how_to_get
    assert (True, "already") == (left_out.admitting, left_out.attainability)
    assert (False, "already") == (admitted.admitting, admitted.attainability)
    only = {"rider": {"height": 110}, "among": {"wheels": ["20-inch", "rented"]}}
    hopeless = {"ride": {"ground": "road"}, "among": {"bicycle": ["trailer"]}}
    assert "possible" == explain(only, "wheels", how_to_get=["rented"]).how_to_get[0].attainability
    answer = explain(hopeless, "bicycle", how_to_get=["trailer"]).how_to_get[0]
    assert ("impossible", False) == (answer.attainability, answer.possible_without_among)


def test_a_search_that_ends_early_says_so() -> None:
    """Beyond its limit nothing is claimed: neither that there is a way nor that there is none."""
    one = advisor()
    target = target_of(one, one.case({"ride": COMMUTER}), "bicycle")
    answer = how_to_get(target, "mountain", 0, limit=5)
    assert ("not-proved", 5, []) == (answer.attainability, answer.limit, answer.change_sets)


def test_changes_of_a_stage_are_named_by_its_day() -> None:
    """The ways of a later stage change that stage alone, or a constant fact; each comes with the plan it gives."""
    first, second, third = explain({"rider": GROWING}, "wheels", how_to_get=["20-inch"]).how_to_get
    assert ("possible", "already", "possible") == (first.attainability, second.attainability, third.attainability)
    assert [{"rider.height": {"at_least": 116, "at_most": 135}}] == said(first.change_sets)
    assert [{"rider@1825 days.height": {"at_least": 116, "at_most": 134}}] == said(third.change_sets)
    assert ["16-inch", "20-inch"] == [step.option for step in third.change_sets[0].plan or []]


def test_stages_that_hang_together_are_judged_together() -> None:
    """A stage's ways are ways of the whole plan: they give what is said, and none is where a transition forbids it."""
    (_, _, third) = explain({"rider": GROWING}, "wheels", how_to_get=["20-inch"]).how_to_get
    answer = explain({"rider": GROWING}, "wheels", what_if={"rider@1825 days.height": 120}).what_if
    assert answer is not None
    assert third.change_sets[0].plan == answer.after.steps
    shrinking = {"rider": {"height": 140, "stages": [{"from": "1 year", "height": 110}]}}
    smaller = explain(shrinking, "wheels", how_to_get=["16-inch"]).how_to_get[1]
    assert ("impossible", None) == (smaller.attainability, smaller.limit)


def test_what_if_reaches_the_stages_that_inherit() -> None:
    """A fact changed beside the stages changes where no stage says otherwise; one of a stage changes there."""
    case = {"rider": {"kept": "3 years", **GROWING}}
    answer = explain(case, "wheels", what_if={"rider.kept": "a month", "rider@2 years.height": 130}).what_if
    assert answer is not None
    assert [{"rider.kept"}, {"rider.kept", "rider.height"}, {"rider.kept"}] == [
        set(each.facts) for each in answer.stages
    ]
    assert ["rider.kept", "rider@730 days.height"] == [each.fact for each in answer.changes]


def test_a_fact_can_be_taken_back() -> None:
    """What is set to nothing is as if the case had never said it."""
    answer = explain({"ride": {"ground": "forest"}}, "bicycle", what_if={"ground": None}).what_if
    assert answer is not None
    assert (["mountain"], ["city"]) == (answer.before.recommended, answer.after.recommended)
    assert ["bicycle.race-needs-road", "bicycle.forest-is-for-mountain-bikes"] == [
        reason.rule for reason in answer.stages[0].disappear
    ]


def test_one_of_several_items_is_changed() -> None:
    """The question is about one item; the others keep what they have."""
    case = {"ride": [{"name": "tour", "ground": "road"}, {"name": "wood", "ground": "forest"}]}
    answer = explain(case, "bicycle/wood", what_if={"ride.ground": "gravel"}).what_if
    assert answer is not None
    assert (["mountain"], ["city"]) == (answer.before.recommended, answer.after.recommended)


def test_a_conflict_tells_every_way_out() -> None:
    """Facts dropped, facts changed, and a wider choice, each with what it gives."""
    case = {"ride": {"ground": "forest", "locked_room": True}, "among": {"bicycle": ["race"]}}
    (stage,) = explain(case, "bicycle").stages
    (conflict,) = stage.conflicts
    assert (["ride.ground"], ["race"]) == (list(conflict.facts), conflict.among)
    assert ["bicycle.race-needs-road"] == [trace.rule for trace in conflict.rules]
    assert [("drop", None, ["race"]), ("change", "road", ["race"]), ("among", None, ["mountain"])] == [
        (way.kind, way.to, way.recommended) for way in conflict.relaxations
    ]


def test_why_not_counts_criteria() -> None:
    """What the option lacks is told by criterion and by strength, and which rules would speak for it."""
    (answer,) = explain({"ride": {"ground": "forest", "rain": True}}, "bicycle", why_not=["city"]).why_not
    (comparison,) = answer.comparisons
    assert ("strong", 0, 1) == (
        comparison.decided_at,
        comparison.option_score["strong"],
        comparison.winner_score["strong"],
    )
    assert ["ground", "comfort"] == [lack.criterion for lack in comparison.lacks]
    assert [] == answer.could_favour


def test_what_is_not_needed_is_explained_too() -> None:
    """An area that does not apply has its one reason; the options have no rules."""
    explanation = explain({"rider": {"grown_up": True}}, "wheels", why_not=["16-inch"])
    assert ["wheels.applies-when"] == [trace.rule for trace in explanation.stages[0].rules]
    assert "not-needed" == explanation.why_not[0].outcome


@pytest.mark.parametrize(
    ("case", "label", "asked", "words"),
    [
        ({"ride": {}}, "bycicle", {}, "unknown area 'bycicle'. Did you mean 'bicycle'?"),
        ({"ride": {}}, "soup", {}, "unknown area 'soup'. Expected one of bicycle, wheels."),
        ({"ride": {}}, "wheels", {}, "wheels decides about 'rider', of which the case says nothing."),
        ({"ride": [{"name": "a"}, {"name": "b"}]}, "bicycle", {}, "Say bicycle/a or bicycle/b."),
        ({"ride": [{"name": "tour"}]}, "bicycle/tuor", {}, "Did you mean 'bicycle/tour'?"),
        ({"ride": {}}, "bicycle", {"why_not": ["cargoo"]}, "unknown option of bicycle 'cargoo'. Did you mean 'cargo'?"),
        (
            {"ride": {}},
            "bicycle",
            {"how_to_get": ["light"]},
            "It is a family of options: ask for one of race, mountain.",
        ),
        ({"ride": {}}, "bicycle", {"what_if": {"ride.groud": 1}}, "Did you mean 'ride.ground' or 'ride.far'?"),
        (
            {"ride": {}},
            "bicycle",
            {"what_if": {"rider.height": 99}},
            "It is a fact of rider, and bicycle decides about ride.",
        ),
        ({"ride": {}}, "bicycle", {"what_if": {"ground": "rood"}}, "ride.ground: expected one of road, gravel, forest"),
        (
            {"rider": GROWING},
            "wheels",
            {"what_if": {"rider@1 year.height": 99}},
            "Stages begin at 730 days, 1825 days.",
        ),
        ({"ride": {}}, "bicycle", {"what_if": {"ride@1 year.rain": True}}, "no stage begins on day '1 year'"),
        ({"ride": {}}, "bicycle", {"what_if": {"ride@soon.rain": True}}, "not 'soon'"),
        (
            {"ride": {"holiday": True}},
            "bicycle",
            {"what_if": {"distance": "0.5 km"}},
            "cannot stand together. Nobody goes on holiday within a kilometre.",
        ),
    ],
)
def test_wrong_questions_are_answered_kindly(
    case: dict[str, Any], label: str, asked: dict[str, Any], words: str
) -> None:
    """A name that is not known, or a workload that cannot be, is said in words that help on."""
    assert words in message(lambda: explain(case, label, **asked))


def test_one_item_needs_no_name() -> None:
    """The area alone is enough where the case has a single item, whatever its name."""
    assert "bicycle/tour" == explain({"ride": [{"name": "tour", "ground": "road"}]}, "bicycle").label


def test_changes_are_read_as_people_write_them() -> None:
    """YAML where it is YAML, plain text where it is not; nothing takes a fact back."""
    texts = ["a=20k", "b= [x, y]", "c=>= 5", "d=true", "e=", "f={at_least: 5}"]
    expected = {"a": "20k", "b": ["x", "y"], "c": ">= 5", "d": True, "e": None, "f": {"at_least": 5}}
    assert expected == read_changes(texts)
    assert "expected FACT=VALUE, not 'rain'." in message(lambda: read_changes(["rain"]))
    assert "a is changed twice." in message(lambda: read_changes(["a=1", "a=2"]))


def test_lists_are_said_as_little_specified_as_can_be() -> None:
    """Sets of lists come back as lists known in part that cover exactly them."""
    fact = bicycles().facts["ride.carries"]
    cells = ChoicesCells(fact.names)
    child_or_tent = cells.mask(SomeOf(frozenset(["child"]), frozenset())) | cells.mask(
        SomeOf(frozenset(["tent"]), frozenset())
    )
    assert [SomeOf(frozenset(["child"]), frozenset()), SomeOf(frozenset(["tent"]), frozenset())] == values_in(
        fact, cells, child_or_tent
    )


def test_a_result_knows_its_advisor_until_it_is_sent_away() -> None:
    """Results are equal, copied and pickled as data; only the one that was recommended can explain itself."""
    one = advisor()
    result, again = one.recommend({"ride": COMMUTER}), one.recommend({"ride": COMMUTER})
    assert result == again
    sent = pickle.loads(pickle.dumps(result))
    assert (result, result) == (sent, copy.deepcopy(result))
    with pytest.raises(LookupError, match="ask for it again"):
        sent.explain("bicycle")


def test_a_replayed_result_is_the_same() -> None:
    """What is computed from the receipt is the result that was saved, with assumptions and without."""
    one = advisor()
    case = {
        "ride": [{"name": "a", **COMMUTER}],
        "rider": GROWING,
        "among": {"wheels": ["16-inch > 20-inch", "26-inch"]},
    }
    for result in (
        one.recommend(case),
        one.recommend({"ride": {}}, assumptions=False),
        one.recommend(case, areas=["wheels"]),
        one.recommend(case, among={"bicycle": ["city", "race"]}),
    ):
        assert one.replay(result.model_dump_json()).same
        assert one.replay(result.model_dump()).same


def test_a_replay_says_what_differs_and_why() -> None:
    """Another edition, rulebook, version or fact is a cause; what is answered otherwise is a difference."""
    saved = advisor().recommend({"ride": COMMUTER}).model_dump(mode="json")
    saved["receipt"]["advisor"] = "0.0.1"
    saved["receipt"]["rulebook_sha256"] = "0" * 64
    saved["receipt"]["assumed"]["ride.holiday"] = True
    saved["recommendations"][0]["recommended"] = ["race"]
    replayed = advisor("today").replay(saved)
    assert not replayed.same
    assert ["version", "edition", "rulebook", "assumed ride.holiday"] == [each.what for each in replayed.causes]
    assert ("bicycle recommended", ["race"]) == (replayed.differences[0].what, replayed.differences[0].saved)


def test_a_replay_of_other_areas_says_so() -> None:
    """A recommendation that is no more there, or was not, is told whole."""
    saved = advisor().recommend({"ride": COMMUTER, "rider": GROWING}).model_dump(mode="json")
    saved["recommendations"] = saved["recommendations"][:2]
    labels = [each.what for each in advisor().replay(saved).differences]
    assert ["wheels@730 days", "wheels@1825 days"] == labels


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[", "r:1:2: "),
        ("[]", "r:1:1: this is no result of Advisor: it has no 'schema'."),
        ('{"schema": "advisor/explanation/1"}', "r:1:12: this is no result of Advisor: its schema is"),
        ('{"schema": "advisor/result/1", "case": 5}', "the result is damaged at case: "),
    ],
)
def test_damaged_and_foreign_results_have_their_place(text: str, words: str) -> None:
    """What is no result is refused with its place."""
    assert words in message(lambda: advisor().replay(text, "r"))


def test_a_receipt_that_cannot_be_read_any_more_has_its_place() -> None:
    """A case that the rulebook does not know any more is a problem of the file."""
    result: Result = advisor().recommend({"ride": COMMUTER})
    data = json.loads(result.model_dump_json())
    data["receipt"]["given"]["ride"]["ground"] = "water"
    assert "r:1:" in message(lambda: advisor().replay(json.dumps(data), "r"))


def test_limits_end_every_search_quietly() -> None:
    """What cannot be found within the limit is left out, and nothing false is said in its place."""
    one = advisor()
    case = one.case({"ride": {"ground": "forest", "distance": 30}, "among": {"bicycle": ["race"]}})
    target = target_of(one, case, "bicycle")
    (found,) = one.recommend(case).recommendations
    tracer = Tracer(one.rulebook, target.adviser.decision, target.situations[0])
    assert [] == margins(target, 0, key_of(found), limit=0)
    assert [[]] == [each.relaxations for each in conflicts(target, 0, found, tracer, limit=0)]
    growing = target_of(one, one.case({"rider": GROWING}), "wheels")
    assert "not-proved" == how_to_get(growing, "rented", 0, limit=0).attainability


def test_a_case_can_be_explained_without_its_result() -> None:
    """The result is computed where nobody has it."""
    one = advisor()
    explanation = explain_case(one, one.case({"ride": COMMUTER}), "bicycle")
    assert explanation == one.recommend({"ride": COMMUTER}).explain("bicycle")
