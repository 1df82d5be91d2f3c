"""What is known and who leads, on rulebooks of a few lines: of what random ones seldom have."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from advisor import Advisor

FLAG = {"kind": "flag", "question": "?"}
SAYS = {"title": "t", "because": "b", "cite": ["n"]}


def advisor(folder: Path, page: dict[str, Any], rules: list[dict[str, Any]], **area: Any) -> Advisor:
    """The advisor of a decision `a` between x, y and z, on facts of `s`."""
    pages = {
        "rulebook.yaml": {"title": "t", "source": {"name": "n.txt", "sha256": "0" * 64, "ranges": [[1, 1]]}},
        "notes/n.yaml": {"notes": [{"id": "n", "section": "s", "lines": [1], "quote": "From 1 to 9"}]},
        "facts/s.yaml": {"subject": "s", "title": "t", **page},
        "areas/a.yaml": {
            **{"id": "a", "title": "t", "question": "?", "subject": "s", "criteria": {"price": "p"}},
            "options": {name: {"title": name} for name in "xyz"},
            "rules": [{"id": f"r{number}", **SAYS, **rule} for number, rule in enumerate(rules)],
            **area,
        },
    }
    for name, data in pages.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(yaml.safe_dump(data))
    return Advisor.load(folder)


def test_no_assumption_is_made_against_what_follows_from_the_rest(tmp_path: Path) -> None:
    """Also where what forbids it is derived, from what is given, after it would be assumed."""
    some = advisor(
        tmp_path,
        {
            "facts": {
                "a": {**FLAG, "assume": True},
                "b": FLAG,
                "c": {**FLAG, "derive": [{"when": {"s.b": True}, "value": True, "because": "b"}]},
            },
            "never": [{"when": {"s.a": True, "s.c": True}, "because": "b"}],
        },
        [{"when": {"s.a": True}, "favours": {"x": "strong"}, "criterion": "price"}],
        default={"option": "y", "because": "b", "cite": ["n"]},
    )
    found = some.recommend({"s": {"b": True}})
    assert ({"s.c": True}, {}) == (found.receipt.derived, found.receipt.assumed)
    assert (["y"], "proved") == (found["a"].recommended, found["a"].certainty)


def test_what_is_given_stands(tmp_path: Path) -> None:
    """It is neither widened to what would be derived, nor told as derived where that says the same."""
    some = advisor(
        tmp_path,
        {
            "facts": {
                "b": FLAG,
                "n": {
                    "kind": "number",
                    "question": "?",
                    "derive": [{"when": {"s.b": True}, "value": {"at_least": 3}, "because": "b"}],
                },
                "c": {**FLAG, "derive": [{"when": {"s.b": True}, "value": True, "because": "b"}]},
            },
        },
        [
            {
                "when": {"s.n": {"at_least": 4}, "s.c": True},
                "favours": {"x": "strong"},
                "criterion": "price",
                "judgement": "j",
            }
        ],
    )
    found = some.recommend({"s": {"b": True, "n": 5, "c": True}})
    assert ["x"] == found["a"].recommended
    assert {"s.n": (5, "given"), "s.c": (True, "given")} == {
        name: (fact.value, fact.from_) for name, fact in found["a"].reasons[0].facts.items()
    }
    assert {} == found.receipt.derived


def test_those_that_lead_instead_may_tie(tmp_path: Path) -> None:
    """Silence puts z ahead, which wins in no workload; of those behind it none is better than the other."""
    some = advisor(
        tmp_path,
        {"facts": {"a": FLAG}},
        [
            {"unless_shown": {"s.a": True}, "favours": {"z": "strong"}, "criterion": "price"},
            {"when": {"s.a": True}, "opposes": {"z": "slight"}, "criterion": "price"},
            {"when": {"s.a": False}, "rules_out": ["z"]},
        ],
    )
    found = some.recommend({"s": {}})["a"]
    assert ("tie", ["x", "y"], "proved") == (found.outcome, found.recommended, found.certainty)


def test_no_question_wanders_into_what_cannot_be(tmp_path: Path) -> None:
    """Nobody is told that the decision might not be needed where no workload is so."""
    some = advisor(
        tmp_path,
        {
            "facts": {"a": FLAG, "b": FLAG, "c": FLAG},
            "never": [{"when": {"s.b": True, "s.c": value}, "because": "b"} for value in (True, False)],
        },
        [{"when": {"s.a": True}, "favours": {"x": "strong"}, "criterion": "price"}],
        default={"option": "y", "because": "b", "cite": ["n"]},
        applies_when={"when": {"s.b": False}, "because": "b", "cite": ["n"]},
    )
    found = some.recommend({"s": {}})["a"]
    assert [(["s.a"], ["x"])] == [(each.facts, each.could_become) for each in found.open]


@pytest.mark.parametrize("ends", [{}, {"minimum": 0, "maximum": 9}])
def test_what_is_given_in_part_is_not_silence(tmp_path: Path, ends: dict[str, int]) -> None:
    """A range is not replaced by an assumption, also one that crosses every number that rules compare with."""
    some = advisor(
        tmp_path,
        {"facts": {"n": {"kind": "number", "question": "?", "assume": 1, **ends}}},
        [{"when": {"s.n": {"at_most": 1}}, "favours": {"x": "strong"}, "criterion": "price"}],
        default={"option": "y", "because": "b", "cite": ["n"]},
    )
    for given in ({"below": 8}, {"at_least": 0.5}):
        found = some.recommend({"s": {"n": given}})
        assert {} == found.receipt.assumed
        assert (["y"], [["s.n"]]) == (found["a"].recommended, [each.facts for each in found["a"].open])


def test_a_range_that_is_assumed_leaves_open_what_lies_within_it(tmp_path: Path) -> None:
    """Also where a part of it is forbidden; `open` and what is beside the assumption are told apart."""
    some = advisor(
        tmp_path,
        {
            "facts": {"n": {"kind": "number", "question": "?", "assume": {"at_most": 6}}, "b": FLAG},
            "never": [{"when": {"s.n": {"below": 2}, "s.b": True}, "because": "b"}],
        },
        [
            {"when": {"s.n": {"above": number}}, "favours": {name: strength}, "criterion": "price", "judgement": "j"}
            for number, name, strength in ((4, "x", "slight"), (8, "z", "strong"))
        ],
        default={"option": "y", "because": "b", "cite": ["n"]},
    )
    found = some.recommend({"s": {"b": True}})["a"]
    assert (["y"], "open") == (found.recommended, found.certainty)
    assert [(["s.n"], ["x"])] == [(each.facts, each.could_become) for each in found.open]
    assert [({"s.n": {"at_most": 6}}, ["x", "z"])] == [(each.facts, each.could_become) for each in found.rests_on]


def test_a_conflict_is_laid_to_the_options_admitted_only_where_it_needs_them(tmp_path: Path) -> None:
    """What leaves no option at all is told without `among`."""
    some = advisor(tmp_path, {"facts": {"a": FLAG}}, [{"when": {"s.a": True}, "rules_out": ["x", "y", "z"]}])
    found = some.recommend({"s": {"a": True}, "among": {"a": ["x"]}})["a"]
    assert [({"s.a": True}, False)] == [(each.facts, each.among) for each in found.conflict]
