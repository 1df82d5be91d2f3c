"""Plain data becomes a case."""

import json
import re
from contextlib import suppress
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.advise import Advisor
from advisor.errors import InputError, Place
from advisor.load import case_from_mapping, each_case, load_cases, parse_case, read_value
from advisor.model.case import Case, Expectation, Item, Stage, Step
from advisor.model.values import OneOf, SomeOf, Value
from advisor.quantities import Range
from bicycles import bicycles

EVERYTHING = frozenset({"child", "groceries", "tent"})


def some(*includes: str) -> SomeOf:
    """The complete list of what is carried."""
    return SomeOf(frozenset(includes), EVERYTHING - set(includes))


def only(text: str) -> Case:
    """The one case of a text of YAML."""
    (case,) = load_cases(text, "cases/tour.yaml", bicycles())
    return case


def facts(**subject: Any) -> dict[str, Value]:
    """The facts of a case about one ride."""
    return case_from_mapping({"ride": subject}, bicycles()).items[0].facts


VALUES: list[tuple[str, Any, Value]] = [
    ("ride.rain", True, True),
    ("ride.rain", "no", False),
    ("ride.rain", " Yes ", True),
    ("ride.ground", "gravel", "gravel"),
    ("ride.ground", {"in": ["gravel", "road"]}, OneOf(frozenset({"gravel", "road"}))),
    ("ride.ground", {"in": ["gravel"]}, "gravel"),
    ("ride.carries", ["child"], some("child")),
    ("ride.carries", "child", some("child")),
    ("ride.carries", [], some()),
    ("ride.carries", {"child", "tent"}, some("child", "tent")),
    ("ride.carries", {"includes": ["child"]}, SomeOf(frozenset({"child"}), frozenset())),
    ("ride.carries", {"includes": "child", "excludes": ["tent"]}, SomeOf(frozenset({"child"}), frozenset({"tent"}))),
    ("ride.distance", 12, Range(12, 12)),
    ("ride.distance", 12.5, Range(12.5, 12.5)),
    ("ride.distance", "12 km", Range(12, 12)),
    ("ride.distance", "up to 12", Range(12, 12)),
    ("ride.distance", "less than 12", Range(11, 11)),
    ("ride.distance", "at least 12", Range(12, None)),
    ("ride.distance", {"at_most": 12}, Range(None, 12)),
    ("rider.kept", "up to 1 year", Range(None, 365)),
    ("ride.distance", "Marathon", Range(42, 42)),
    ("ride.distance", "round the corner", Range(None, 3)),
    ("ride.distance", {"above": 5, "at_most": "10 km"}, Range(5, 10, True, False)),
    ("ride.distance", {"at_least": 5, "below": 10}, Range(5, 10, False, True)),
    ("ride.distance", "more than 200", Range(200, None, True, False)),
    ("rider.kept", "2 years", Range(730, 730)),
    ("rider.kept", "a summer", Range(60, 120)),
    ("rider.kept", "at least 99 years", Range(36_135, None)),
    ("rider.height", "1 to 60", Range(1, 60)),
]


@pytest.mark.parametrize(("fact", "data", "value"), VALUES)
def test_a_value_is_read_in_whole_or_in_part(fact: str, data: Any, value: Value) -> None:
    """Each kind of fact takes what people write for it."""
    assert value == read_value(bicycles().facts[fact], data)


@pytest.mark.parametrize(("fact", "data", "value"), VALUES)
def test_a_value_is_read_back_as_it_is_written(fact: str, data: Any, value: Value) -> None:
    """What the rulebook writes of a value says the same again."""
    assert value == read_value(bicycles().facts[fact], bicycles().written(fact, value))


@pytest.mark.parametrize(("fact", "data", "value"), VALUES)
def test_a_value_is_the_same_whether_it_was_read_before_or_not(fact: str, data: Any, value: Value) -> None:
    """A case says the same the second time."""
    subject, _, name = fact.partition(".")
    for _ in range(2):
        assert {fact: value} == case_from_mapping({subject: {name: data}}, bicycles(), "x").items[0].facts


@pytest.mark.parametrize(("right", "wrong"), [({"distance": 1}, {"distance": True}), ({"rain": True}, {"rain": 1})])
def test_what_was_read_before_stands_for_nothing_else(right: dict[str, Any], wrong: dict[str, Any]) -> None:
    """Python takes True for 1; a case does not, whichever of them was read first."""
    for _ in range(2):
        assert facts(**right)
        with pytest.raises(InputError):
            facts(**wrong)


@pytest.mark.parametrize(
    "silent",
    [
        {"rain": None},
        {"rain": "unknown"},
        {"ground": " Unknown"},
        {"ground": {"in": ["road", "forest", "gravel"]}},
        {"carries": {"includes": []}},
        {},
    ],
)
def test_what_says_nothing_is_not_given(silent: dict[str, Any]) -> None:
    """Nothing, `unknown` and values that leave all open are as good as silence."""
    assert facts(**silent) == {}


def test_a_case_is_read_whole() -> None:
    """Name, description, items with their names, stages, and the answers, by the names of the interface."""
    case = only("""
        name: family
        description: Two of us, growing.
        ride:
          - {name: work, rain: true, distance: 5}
          - {name: tour, holiday: yes}
        rider:
          height: 110
          kept: 4 years
          stages:
            - {from: 1 year, height: 120}
            - {from: 800, height: unknown}
        among: {bicycle: [light, city], wheels: [16-inch > 20-inch@1 year > 26-inch]}
        expect: {bicycle/work: [city, {tie: [race, city]}], wheels: not-needed}
        """)

    rider: dict[str, Value] = {"rider.height": Range(110, 110), "rider.kept": Range(1460, 1460)}
    assert case == Case(
        name="family",
        description="Two of us, growing.",
        items=(
            Item(subject="ride", name="work", facts={"ride.rain": True, "ride.distance": Range(5, 5)}),
            Item(subject="ride", name="tour", facts={"ride.holiday": True}),
            Item(
                subject="rider",
                facts=rider,
                stages=(
                    Stage(from_days=365, facts={"rider.height": Range(120, 120)}),
                    Stage(from_days=800, facts={}, silent=frozenset({"rider.height"})),
                ),
            ),
        ),
        among={
            "bicycle": tuple(Expectation(steps=(Step(option=name),)) for name in ("race", "mountain", "city")),
            "wheels": (
                Expectation(
                    steps=(Step(option="16-inch"), Step(option="20-inch", from_days=365), Step(option="26-inch"))
                ),
            ),
        },
        expect={
            "bicycle/work": (
                Expectation(steps=(Step(option="city"),)),
                Expectation(tie=frozenset({"race", "city"})),
            ),
            "wheels": (Expectation(outcome="not-needed"),),
        },
        place=Place("cases/tour.yaml", 2, 9),
    )


def test_a_case_without_a_name_has_that_of_its_file() -> None:
    """A file of one case gives its stem, a file of several the number of the document as well."""
    assert only("ride: {rain: true}").name == "tour"
    two = load_cases("ride: {rain: true}\n---\nride: {rain: false}\n", "-", bicycles())
    assert [case.name for case in two] == ["--1", "--2"]


def test_json_is_read_like_yaml() -> None:
    """The same data gives the same case, but for places."""
    data = {"name": "x", "ride": {"carries": ["tent"], "distance": "5 km"}, "expect": {"bicycle": "city"}}
    (read,) = load_cases(json.dumps(data), "x.json", bicycles(), "json")

    assert case_from_mapping(data, bicycles(), "x").model_copy(update={"place": read.place}) == read


def test_aliases_are_read() -> None:
    """What YAML says by reference is said in full."""
    case = only("ride:\n- {name: one, carries: &load [tent]}\n- {name: two, carries: *load}\n")
    assert [{"ride.carries": some("tent")}] * 2 == [item.facts for item in case.items]


def test_a_subject_of_which_nothing_is_said_is_an_item() -> None:
    """`ride:` alone asks what fits a ride of which nothing is known."""
    assert tuple(item.facts for item in only("ride:\n").items) == ({},)


def test_one_bad_case_does_not_hide_the_others() -> None:
    """Case by case, a wrong one gives its error and the next is read."""
    found = list(each_case("ride: {rain: 3}\n---\nride: {rain: true}\n", "x.yaml", bicycles()))

    assert [InputError, Case] == [type(each) for each in found]


def test_the_library_names_the_path() -> None:
    """A mapping of Python has no lines; its problems name the case and the fact."""
    data: dict[Any, Any] = {"ride": [{"name": "tour", "rain": 3, None: 1}], 5: {}, "among": {2.5: "city"}}

    with pytest.raises(InputError) as error:
        case_from_mapping(data, bicycles(), "mine")

    assert [str(problem) for problem in error.value.problems] == [
        "mine:1:1: among: expected the name of an area, not 2.5.",
        "mine:1:1: expected a subject, not 5.",
        "mine:1:1: expected the name of a fact of ride, not nothing.",
        "mine:1:1: ride/tour.rain: expected true or false, not 3.",
    ]


def test_the_place_is_asked_for_by_path() -> None:
    """A reader of lines or tables says where a path stands."""
    with pytest.raises(InputError, match=r"table:7:2: ride\.rain: expected true or false"):
        parse_case({"ride": {"rain": "x"}}, lambda path, _key: Place("table", 7, len(path)), bicycles())


def test_a_stage_may_undo_a_contradiction() -> None:
    """What the subject says and what a stage says in its place are not held against each other."""
    case = only("rider: {height: 90, grown_up: false, stages: [{from: 20 years, height: 180, grown_up: true}]}")
    assert len(case.items[0].stages) == 1


NAMES = st.sampled_from(
    [*bicycles().subjects, *bicycles().areas, *bicycles().areas["wheels"].options]
    + [fact.name for fact in bicycles().facts.values()]
    + ["name", "description", "among", "expect", "stages", "from", "bicycle/tour", "in", "includes", "excludes"]
    + ["at_least", "at_most", "above", "below", "tie", "city", "race", "road", "tent", "tour", "unknown", "light"]
)
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | NAMES
    | st.sampled_from(["30 days", "up to 5", "marathon", "16-inch > 20-inch@30 days", "1e400", "5 m", "NaN", "1,0"])
)  # fmt: skip
DATA = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES | st.text(max_size=5), inner, max_size=5)
)
CASES = st.dictionaries(NAMES, DATA, max_size=5)


@settings(derandomize=True, max_examples=500, deadline=None)
@given(CASES | DATA)
def test_any_data_is_a_case_or_an_input_error(data: Any) -> None:
    """Whatever plain data a program, a YAML file or a JSON file holds: a case, or problems, never anything else."""
    for read in (
        lambda: case_from_mapping(data, bicycles()),
        lambda: load_cases(json.dumps(data), "x.json", bicycles(), "json"),
        lambda: load_cases(yaml.safe_dump(data), "x.yaml", bicycles()),
    ):
        with suppress(InputError):
            assert read()


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.text(), st.sampled_from(["yaml", "json"]))
def test_any_text_is_cases_or_an_input_error(text: str, format: Any) -> None:
    """Whatever a file holds: cases, or problems, never anything else."""
    with suppress(InputError):
        assert load_cases(text, "x", bicycles(), format)


@settings(derandomize=True, max_examples=300, deadline=None)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "ground": st.sampled_from(["road", "gravel", "forest"]),
            "distance": st.integers(1, 300) | st.builds(lambda low: {"at_least": low}, st.floats(1, 300)),
            "carries": st.sets(st.sampled_from(sorted(EVERYTHING))).map(sorted),
            "rain": st.booleans(),
        },
    )
)
def test_a_case_written_out_is_the_same_case(subject: dict[str, Any]) -> None:
    """Facts written in the result's manner are read back equal."""
    given_facts = facts(**subject)
    written = {fact.partition(".")[2]: bicycles().written(fact, value) for fact, value in given_facts.items()}

    assert given_facts == facts(**json.loads(json.dumps(written)))


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (
            {"name": "\ud800", "ride": {}},
            r"case:1:1: half of a character stands in '\ud800'. Write the character itself.",
        ),
        (
            {"ride": [{"name": "a\udfff"}]},
            r"case:1:1: half of a character stands in 'a\udfff'. Write the character itself.",
        ),
        ({"rider": {"stages": [{"from": day} for day in range(51)]}}, "stages: expected at most 50 stages, not 51."),
        ({"ride": {"distance": " " * 10**6 + "x"}}, "case:1:1: ride.distance: expected a number of km such as 20"),
        ({"ride": {"rain": type("", (), {"__repr__": lambda _: "\x1b[2J"})()}}, r"not \x1b[2J."),
    ],
)
def test_a_message_is_short_and_can_be_shown(data: Any, problem: str) -> None:
    """Whatever a program passes: the message names it without its bulk, and without raw characters."""
    with pytest.raises(InputError, match=re.escape(problem)) as error:
        case_from_mapping(data, bicycles())

    assert str(error.value).isprintable()
    assert len(str(error.value)) < 250


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ({"areas": ["bicycel"]}, "areas:1:1: unknown area 'bicycel'. Did you mean 'bicycle'?"),
        ({"areas": "wheel"}, "areas:1:1: unknown area 'wheel'. Did you mean 'wheels'?"),
        ({"areas": [None]}, "areas:1:1: unknown area 'None'. Expected one of bicycle, wheels."),
        ({"among": ["race"]}, "among:1:1: expected a mapping of areas to options, not a list."),
        ({"among": {"bicycle": 3}}, "case:1:1: among.bicycle: expected an option, not 3."),
    ],
)
def test_a_call_with_unknown_names_is_an_input_error(asked: dict[str, Any], problem: str) -> None:
    """It says what was expected, as for a case file."""
    with pytest.raises(InputError, match=f"^{re.escape(problem)}$"):
        Advisor(bicycles()).recommend({"ride": {"rain": True}}, **asked)
