"""An interview is stopped and gone on with; what does not fit any more is told, and nothing else is lost."""

import json
from typing import Any

import pytest

from advisor.errors import InputError
from advisor.interview import answered, resume
from advisor.library import Advisor
from bicycles import bicycles


def saved(**changes: Any) -> dict[str, Any]:
    """An interview about bicycles with two answers, as it was saved, but for some changes."""
    interview = Advisor(bicycles()).interview(["bicycle"], among={"bicycle": ["city", "light"]})
    interview.answer("ride.carries", [])
    interview.answer("ride.ground", None)
    return interview.save() | changes


def test_a_resumed_interview_is_the_same() -> None:
    """Saved as JSON and read again, an interview has the same areas, options, answers and next question."""
    resumed = resume(Advisor(bicycles()), json.dumps(saved()))
    assert ("", ()) == (resumed.changed, resumed.lost)
    assert saved() == resumed.interview.save()
    assert ["ride.carries", "ride.ground"] == resumed.interview.asked


def test_an_interview_without_answers_is_resumed() -> None:
    """Somebody who stopped at the first question goes on there."""
    assert [] == resume(Advisor(bicycles()), saved(answers=[])).interview.asked


def test_another_rulebook_is_told_and_the_rest_is_kept() -> None:
    """Of another rulebook's interview those answers and areas are taken that there still are."""
    answers = [*saved()["answers"], {"fact": "ride.wind", "value": True}, {"fact": "ride.rain", "value": "wet"}]
    data = saved(rulebook_sha256="0" * 64, areas=["bicycle", "helmet"], answers=answers, among={"bicycle": ["ship"]})
    resumed = resume(Advisor(bicycles()), data)
    assert "it was asked by another version of the rulebook" == resumed.changed
    assert ["ride.carries", "ride.ground"] == resumed.interview.asked
    assert {} == resumed.interview.among
    words = ["unknown area 'helmet'", "'ship'", "unknown fact 'ride.wind'", "expected true or false, not 'wet'"]
    assert all(word in str(problem) for word, problem in zip(words, resumed.lost, strict=True))


def test_another_edition_is_told() -> None:
    """An interview of one edition does not go on silently in the other."""
    resumed = resume(Advisor(bicycles("today")), saved())
    assert "it was asked by the edition 'notes', and this is 'today'" == resumed.changed


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "kept.json:1:2"),
        ("[]", "kept.json:1:1: this is no interview of Advisor."),
        ('{"schema": "advisor/result/1"}', "kept.json:1:12: this is no interview of Advisor."),
        (json.dumps(saved(answers=[{"fact": 3}]), indent=1), "kept.json:16:12: expected a text, not 3."),
        (json.dumps(saved(areas=[])), "expected a list with at least one entry"),
        (json.dumps(saved(areas=["bicicle"])), "Did you mean 'bicycle'?"),
    ],
)
def test_a_damaged_file_is_told_with_its_place(text: str, words: str) -> None:
    """What is no interview, or a broken one, is refused with file, line and column."""
    with pytest.raises(InputError) as caught:
        resume(Advisor(bicycles()), text, "kept.json")
    assert words in str(caught.value)


def test_a_case_answers_an_interview() -> None:
    """What the case says is the answer, what it lacks is "I don't know", and its `among` holds."""
    advisor = Advisor(bicycles())
    case = advisor.case({"ride": {"carries": ["child"]}, "among": {"bicycle": ["cargo", "race"]}}, "school run")
    interview = answered(advisor, ["bicycle"], case)
    assert {"bicycle": ["cargo", "race"]} == interview.among
    assert ["ride.ground", "ride.locked_room"] == interview.asked
    assert ["cargo"] == interview.result()["bicycle"].recommended
    assert "school run" == interview.result().case
