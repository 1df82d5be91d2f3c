"""What is worked out when it is first read: a result is the same however much of it was read before."""

import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from advisor import Advisor, Result
from advisor.model.deferred import Deferred
from bicycles import bicycles

CASE = {"ride": {"distance": 5, "rain": True}}


def _nothing(_result: Result) -> None: ...


def _outcomes(result: Result) -> None:
    assert all(each.outcome for each in result.recommendations)


def _citations(result: Result) -> None:
    assert all(reason.citations for each in result.recommendations for reason in each.reasons)


def _facts(result: Result) -> None:
    assert any(reason.facts for each in result.recommendations for reason in each.reasons)


@pytest.mark.parametrize("read", [_nothing, _outcomes, _citations, _facts])
def test_a_result_is_the_same_however_much_of_it_was_read(read: Callable[[Result], None]) -> None:
    """Written, compared, copied or sent, a result is whole, whatever of it was read before."""
    advisor = Advisor(bicycles())
    whole = advisor.recommend(CASE).model_dump_json()
    ways: list[Callable[[Result], Any]] = [
        lambda result: result,
        lambda result: pickle.loads(pickle.dumps(result)),
        copy.deepcopy,
        lambda result: result.model_copy(),
    ]
    for way in ways:
        result = advisor.recommend(CASE)
        read(result)
        assert whole == way(result).model_dump_json()
        assert advisor.recommend(CASE) == way(result)


def test_a_reason_is_the_same_however_much_of_it_was_read() -> None:
    """One whose facts nobody read yet equals one whose facts were read, and names its fields in the same order."""
    advisor = Advisor(bicycles())
    (fresh, *_), (read, *_) = (advisor.recommend(CASE).recommendations[0].reasons for _ in range(2))
    assert read.facts

    assert fresh == read
    assert list(type(read).model_fields) == list(dict(read))
    assert repr(pickle.loads(pickle.dumps(advisor.recommend(CASE).recommendations[0].reasons[0]))) == repr(read)


def test_what_one_reader_does_to_a_reason_stays_in_it() -> None:
    """Reasons are written from what is prepared once; a list that somebody changes is that reason's own."""
    advisor = Advisor(bicycles())
    expected = advisor.recommend(CASE).model_dump_json()
    for each in advisor.recommend(CASE).recommendations:
        for reason in each.reasons:
            reason.options.append("unicycle")
            reason.citations.clear()
            reason.facts.clear()

    assert expected == advisor.recommend(CASE).model_dump_json()


def test_a_field_that_another_thread_has_just_worked_out_is_there() -> None:
    """Whoever looked for it before it was there, and asks on when it is, gets it."""
    advisor = Advisor(bicycles())
    reason = advisor.recommend(CASE).recommendations[0].reasons[0]
    facts = reason.facts

    assert facts == Deferred.__getattr__(reason, "facts")
