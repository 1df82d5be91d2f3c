"""A word that is not known is answered with the words that may have been meant."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.suggest import did_you_mean

OPTIONS = ["on-demand", "reserved-standard", "reserved-convertible", "spot", "glacier", "glacier-deep-archive", "alb"]


@pytest.mark.parametrize(
    ("word", "question"),
    [
        ("sopt", "Did you mean 'spot'?"),
        ("ondemand", "Did you mean 'on-demand'?"),
        ("glacer", "Did you mean 'glacier'?"),
        ("reserved-convertable", "Did you mean 'reserved-convertible'?"),
    ],
)
def test_a_typing_error_is_mended(word: str, question: str) -> None:
    """A letter too few, too many or in the wrong place leads to the word that was meant."""
    assert question == did_you_mean(word, OPTIONS)


@pytest.mark.parametrize("word", ["on_demand", "On-Demand", "ON DEMAND", " on-demand "])
def test_case_and_separators_do_not_matter(word: str) -> None:
    """Underscores, spaces and capitals are no difference, so the one word that has the same letters is named alone."""
    assert did_you_mean(word, OPTIONS) == "Did you mean 'on-demand'?"


def test_two_words_may_be_near() -> None:
    """Two near words are both named, and not more."""
    assert did_you_mean("lb", ["clb-x", "alb", "nlb", "elastic"]) == "Did you mean 'nlb' or 'alb'?"


def test_the_beginning_of_a_word_is_enough() -> None:
    """A word that begins a known one, or goes on after it, is near even if many letters differ."""
    assert did_you_mean("spot-instances", OPTIONS) == "Did you mean 'spot'?"
    assert did_you_mean("res", OPTIONS) == "Did you mean 'reserved-standard' or 'reserved-convertible'?"


@pytest.mark.parametrize("word", ["", "xyzzy", "-", "s" * 10_000])
def test_nothing_near_is_no_question(word: str) -> None:
    """Where nothing is near, nothing is asked."""
    assert did_you_mean(word, OPTIONS) == ""


def test_no_known_words_is_no_question() -> None:
    """With nothing to choose from, nothing is asked."""
    assert did_you_mean("spot", []) == ""


@settings(derandomize=True)
@given(st.text(max_size=100), st.lists(st.text(max_size=20)))
def test_only_known_words_are_offered(word: str, known: list[str]) -> None:
    """The answer is empty, or a question in one printable line that does not offer the word itself."""
    question = did_you_mean(word, known)
    assert not question or (question.startswith("Did you mean '") and question.endswith("'?"))
    assert question == "" or any(name != word for name in known)


@settings(derandomize=True)
@given(st.lists(st.text(), unique=True))
def test_the_order_of_the_known_words_does_not_matter(known: list[str]) -> None:
    """The same words in another order give the same question."""
    assert did_you_mean("spot", known) == did_you_mean("spot", reversed(known))
