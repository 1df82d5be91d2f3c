"""Nothing raw reaches a terminal."""

import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.printable import printable, printable_json

any_text = st.text(st.characters(codec=None, exclude_categories=()))


@pytest.mark.parametrize("text", ["", "plain words", "gp2 > st1", "naïve 東京", "non\xa0breaking", "👩\u200d💻"])
def test_harmless_text_stays(text: str) -> None:
    """Text in any script comes back as it is."""
    assert text == printable(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", r"\x1b[31mred"),
        ("\x00", r"\x00"),
        ("\x7f\x9b", r"\x7f\x9b"),
        ("a\nb\tc\r", r"a\nb\tc\r"),
        ("\u202egnp.exe", r"\u202egnp.exe"),
        ("\u2066\u200b\ufeff", r"\u2066\u200b\ufeff"),
        ("\u2028", r"\u2028"),
        ("\ud800", r"\ud800"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_unsafe_characters_are_written_out(text: str, shown: str) -> None:
    """Escapes, controls, direction marks, invisible and half characters are written as their codes."""
    assert shown == printable(text)


def test_newlines_and_tabs_can_stay() -> None:
    """With `keep_newlines` only newlines and tabs are let through; a carriage return could still hide a line."""
    assert printable("a\n\tb\r\x1b", keep_newlines=True) == "a\n\tb\\r\\x1b"


@settings(derandomize=True)
@given(any_text)
def test_no_control_character_is_left(text: str) -> None:
    """No text keeps a control or half character, and what is shown can be sent anywhere as UTF-8."""
    shown = printable(text)
    assert not {unicodedata.category(character) for character in shown} & {"Cc", "Cs", "Zl", "Zp"}
    assert shown == shown.encode().decode()


@settings(derandomize=True)
@given(any_text)
def test_what_was_made_printable_stays(text: str) -> None:
    """Doing it twice changes nothing more."""
    assert printable(text) == printable(printable(text))


@settings(derandomize=True)
@given(any_text)
def test_json_can_be_shown_and_means_the_same(text: str) -> None:
    """What JSON leaves raw (DEL, C1, marks of direction, halves of characters) is escaped, and reads as what it was."""
    written = json.dumps([text], indent=1, ensure_ascii=False)
    shown = printable_json(written)

    assert shown.replace("\n", "") == printable(shown.replace("\n", ""))
    assert text.encode("utf-16", "surrogatepass") == json.loads(shown)[0].encode("utf-16", "surrogatepass")
