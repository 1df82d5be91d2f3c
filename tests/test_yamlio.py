"""Files are read into plain data with places, or refused with every problem that they have."""

import codecs
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.errors import InputError, Place
from advisor.printable import printable
from advisor.yamlio import MAX_BYTES, MAX_DEPTH, MAX_NODES, Document, decode, read_json, read_text, read_yaml

PARSERS = [pytest.param(yaml.CSafeLoader, id="c"), pytest.param(yaml.SafeLoader, id="python")]


@pytest.fixture(params=PARSERS, autouse=True, scope="module")
def _parser(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every test holds with PyYAML's parser in C, and with the one in Python where that is missing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("advisor.yamlio._yaml._PARSER", request.param)
        yield


def one(text: str) -> Document:
    """The only document of a YAML text."""
    (document,) = read_yaml(text, "case.yaml")
    return document


def complaints(text: str) -> list[str]:
    """What is said of a YAML text that is wrong, one problem each."""
    with pytest.raises(InputError) as error:
        read_yaml(text, "case.yaml")
    return [str(problem) for problem in error.value.problems]


def json_complaints(text: str) -> list[str]:
    """What is said of a JSON text that is wrong, one problem each."""
    with pytest.raises(InputError) as error:
        read_json(text, "case.json")
    return [str(problem) for problem in error.value.problems]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("False", False),
        ("TRUE", "TRUE"),
        ("yes", "yes"),
        ("on", "on"),
        ("n", "n"),
        ("null", None),
        ("~", None),
        ("''", ""),
        ("12", 12),
        ("-12", -12),
        ("+12", 12),
        ("0", 0),
        ("007", "007"),
        ("0o17", 15),
        ("0x1F", 31),
        ("1_000", "1_000"),
        ("25,000", "25,000"),
        ("12:30", "12:30"),
        ("1.5", 1.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e3", 1000.0),
        ("1.5e-3", 0.0015),
        ("0123e4", "0123e4"),
        ("1e999", math.inf),
        (".inf", math.inf),
        ("-.inf", -math.inf),
        ("2020-01-01", "2020-01-01"),
        ("1.2.3", "1.2.3"),
        ("=", "="),
        ("'12'", "12"),
        ('"true"', "true"),
        ("|\n  12\n", "12\n"),
        ("!!str 12", "12"),
        ("! 12", "12"),
        ("!!int 12", 12),
        ("!!float 12", 12.0),
        ("!!bool true", True),
        ("!!null ''", None),
        ('!!int "12"', 12),
        ("!!seq [1]", [1]),
        ("!!map {a: 1}", {"a": 1}),
    ],
)
def test_scalars_are_those_of_yaml_1_2(text: str, value: object) -> None:
    """Only true and false are truth values, only plain numbers are numbers, and all else is text."""
    read = one(f"- {text}").data
    assert isinstance(read, list)
    assert (type(value), value) == (type(read[0]), read[0])


def test_not_a_number_is_read_as_such() -> None:
    """YAML can write NaN; who uses the value has to refuse it."""
    value = one(".nan").data
    assert isinstance(value, float)
    assert math.isnan(value)


def test_every_document_is_read() -> None:
    """Documents come in order; those that hold nothing are skipped, and one that says null is not."""
    text = "---\n# nothing\n---\na: 1\n---\n---\n- b\n...\n---\nnull\n---\n"
    assert [document.data for document in read_yaml(text, "case.yaml")] == [{"a": 1}, ["b"], None]


@pytest.mark.parametrize("text", ["", "\n", "# only a remark\n", "---\n", "---\n---\n...\n", "\ufeff"])
def test_a_text_without_documents_gives_none(text: str) -> None:
    """Where there is nothing, no document is made up."""
    assert read_yaml(text, "case.yaml") == []


def test_an_alias_is_what_it_points_at() -> None:
    """Aliases are read, of lists and mappings and of scalars, as values and as keys."""
    assert one("a: &x [1]\nb: *x\nc: &y d\n*y : *y\n").data == {"a": [1], "b": [1], "c": "d", "d": "d"}


NESTED = """\
name: x
volume:
  - name: boot
    size: {at_least: 5}
  - two
alias: &a {deep: 1}
again: *a
"""


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        ((), 1, 1),
        (("name",), 1, 7),
        (("volume",), 3, 3),
        (("volume", 0), 3, 5),
        (("volume", 0, "size", "at_least"), 4, 22),
        (("volume", 1), 5, 5),
        (("again",), 7, 8),
        (("again", "deep"), 6, 18),
        (("missing",), 1, 1),
        (("volume", 7, "x"), 3, 3),
        (("volume", "x"), 3, 3),
        (("name", "x"), 1, 7),
    ],
)
def test_a_value_has_its_place(path: tuple[str | int, ...], line: int, column: int) -> None:
    """Each value has the place where it begins; a path that leads nowhere has that of the nearest parent."""
    assert Place("case.yaml", line, column) == one(NESTED).place(path)


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        (("volume",), 2, 1),
        (("volume", 0, "size"), 4, 5),
        (("volume", 0, "size", "at_least"), 4, 12),
        (("again", "deep"), 6, 12),
        (("volume", 1), 5, 5),
        (("volume", 0, "missing"), 3, 5),
        ((), 1, 1),
    ],
)
def test_a_key_has_its_place(path: tuple[str | int, ...], line: int, column: int) -> None:
    """Each key has a place of its own; what has no key has the place of the value."""
    assert Place("case.yaml", line, column) == one(NESTED).place(path, key=True)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_any_line_end_counts_once(newline: str) -> None:
    """Lines count as an editor counts them, in later documents and after a byte order mark too."""
    documents = read_yaml(newline.join(["\ufeffa: 1", "---", "", "b: \u2028 c: x".replace(": x", ""), "d: 2"]), "x")
    assert Place("x", 5, 4) == documents[1].place(("d",))


def test_a_scalar_document_has_a_place() -> None:
    """A document need not be a mapping."""
    assert Place("case.yaml", 2, 3) == one("---\n  word").place(("x", 1))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nb: 2\na: 3\n", "3:1: the key 'a' stands twice, first at line 1. Keep one of them."),
        ("5: x", "1:1: expected a name, not the number 5. Put it in quotes if it is a name."),
        ("a: {true: x}", "1:5: expected a name, not the truth value true. Put it in quotes if it is a name."),
        ("~: x", "1:1: expected a name, not nothing. Write a name before the ':'."),
        ("[a]: x", "1:1: expected a name, not a list."),
        ("? {a: b}\n: x", "1:3: expected a name, not a mapping."),
        ("a: &x [b]\n*x : c", "2:1: expected a name, not a list."),
        ("a: {b: 1}\n<<: {c: 1}", "2:1: merge keys (<<) are not read. Write the keys out."),
        ("a: !!python/object x", "1:4: the tag '!!python/object' is not known here. Leave it out."),
        ("a: !mine [x]", "1:4: the tag '!mine' is not known here. Leave it out."),
        ("a: !mine 'x'", "1:4: the tag '!mine' is not known here. Leave it out."),
        ("a: !!timestamp 2020-01-01", "1:4: the tag '!!timestamp' is not known here. Leave it out."),
        ("a: !!int x", "1:4: the tag '!!int' does not fit this value. Leave it out."),
        ("a: !!bool 1", "1:4: the tag '!!bool' does not fit this value. Leave it out."),
        ("a: *x", "1:4: the alias '*x' points at nothing. Write the value out."),
        ("a: &x [*x]", "1:8: the alias '*x' stands inside of what it points at. Write the value out."),
        ("a: " + "9" * 301, "1:4: a number of more than 300 digits cannot be read."),
        ("a: !!int " + "9" * 301, "1:4: a number of more than 300 digits cannot be read."),
        ("a: \x1b[31m", "1:4: the control character U+001B cannot stand here. Remove it."),
        ("a: \x00", "1:4: the NUL character U+0000 cannot stand here. Remove it."),
        ("a: \ud800", "1:4: the half character U+D800 cannot stand here. Remove it."),
        ("a: 1\n\ufeffb: 2", "2:1: the byte order mark U+FEFF cannot stand here. Remove it."),
    ],
)
def test_what_yaml_allows_and_cases_do_not(text: str, said: str) -> None:
    """What would surprise, or cannot be shown, is refused with its place and what to do."""
    assert complaints(text) == [f"case.yaml:{said}"]


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("a: 1\nb: {c: 1\nd: 2\n", "3:2", "expected ',' or '}'. The mapping that begins in line 2 is not closed."),
        ("a: [1, 2\nb: 3\n", "2:2", "expected ',' or ']'. The list that begins in line 1 is not closed."),
        ("a: b: c", "1:5", "a second ':' cannot stand in this line. Put text that holds ': ' in quotes."),
        ("a: 1\n  b: 2", "2:4", "a ':' cannot stand here. Is this line indented too far, or does the line above lack"),
        (
            "a\nb: 2",
            "2:2",
            "a ':' cannot stand here. Is this line indented too far, or does the line above lack its ':'?",
        ),
        ("a:\n\tb: 1", "2:1", "a tab cannot indent. Use spaces."),
        ("a: @x", "1:4", "text cannot begin with '@'. Put it in quotes."),
        ("a: 'x\nb: 1\n", "1:4", "this quote is never closed. Put another one at the end of the text."),
        ("a: 'b\n---\nc'", "2:1", "the text that begins in line 1 is not closed by a quote. Close it before '---'."),
        (
            "a:\n  b: 1\n c: 2",
            "3:2",
            "expected another name with ':' in the mapping that begins in line 1. Is the inden",
        ),
        (
            "a: 'it's'",
            "1:8",
            "expected nothing more after the value. Put the whole text in quotes; inside single quotes,",
        ),
        ("a: - b", "1:4", "a list cannot begin here. Begin it on a line of its own."),
        ("a: ]", "1:4", "expected a value, not ']'. Put it in quotes if it is text."),
        ("a: !x!y 1", "1:4", "this tag is not known here. Leave it out; put text that begins with '!' in quotes."),
        (
            "[1]]",
            "1:4",
            "this follows the end of the document. Put a space after each ':', and '---' between documents.",
        ),
        ("a: &", "1:5", "expected a name after '&' or '*'. Put text that begins with '&' or '*' in quotes."),
        ("a: |x", "1:5", "expected nothing more in this line. Put text that begins with '|' or '>' in quotes."),
        ("%YAML 3.0\n---\na", "1:1", "this version of YAML is not known here. Leave the line out."),
        ("%\n---\na", "1:2", "a line that begins with '%' cannot stand here. Put text that begins with '%' in quotes."),
    ],
)
def test_broken_yaml_is_explained(text: str, place: str, said: str) -> None:
    """A syntax error has its place, and says in plain words what was expected and what to do."""
    (complaint,) = complaints(text)
    assert complaint.startswith(f"case.yaml:{place}: {said}")


@pytest.mark.parametrize(
    "text", ['"\\U00110000"', "%YAML " + "9" * 5000 + ".1\n---\na", "%YAML 1." + "9" * 5000 + "\n---\na"]
)
def test_numbers_out_of_range_are_refused(text: str) -> None:
    """Codes and versions that are too large for a parser are errors in the input."""
    (complaint,) = complaints(text)
    assert complaint.startswith("case.yaml:1:")


def test_all_problems_are_told_at_once() -> None:
    """One run tells every problem, those of documents before a syntax error too; after it nothing is read."""
    said = complaints("a: 1\na: 2\n5: x\n---\nb: !x y\nb: [\n---\na: 1\na: 1\n")
    assert [line.split(" ")[0] for line in said] == [
        *("case.yaml:2:1:", "case.yaml:3:1:", "case.yaml:5:4:", "case.yaml:6:1:", "case.yaml:7:1:")
    ]


def test_many_unreadable_characters_are_told_in_short() -> None:
    """Of a file full of control characters, the first few are told."""
    said = complaints("\x01" * 1000)
    assert len(said) == 10
    assert said[-1].endswith("Remove it, and those that follow.")


def test_what_a_user_wrote_is_never_shown_raw() -> None:
    """Names and texts in a message are printable and short, even where YAML writes them as escapes."""
    with pytest.raises(InputError) as error:
        read_yaml('"\\e[31m": 1\n"\\e[31m": 2\n' + "a" * 900 + ": 1\n" + "a" * 900 + ": 2", "\x1b.yaml")
    assert all(str(problem) == printable(str(problem)) for problem in error.value.problems)
    assert all(len(str(problem)) < 200 for problem in error.value.problems)


def test_nesting_has_a_limit() -> None:
    """The deepest nesting allowed is read, and one level more is refused, in YAML and in JSON."""
    deepest = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert one(deepest).data == read_json(deepest, "case.json").data
    assert complaints(f"[{deepest}]") == ["case.yaml:1:65: the nesting is deeper than 64 levels. Make it flatter."]
    assert json_complaints(f"[{deepest}]") == ["case.json:1:65: the nesting is deeper than 64 levels. Make it flatter."]


def test_aliases_count_as_what_they_stand_for() -> None:
    """Nesting and size are those of the document with every alias written out."""
    half = "a: &a " + "[" * 40 + "]" * 40
    said = "case.yaml:2:31: with this alias, the nesting is deeper than 64 levels. Make it flatter."
    assert complaints(f"{half}\nb: " + "[" * 27 + "*a" + "]" * 27) == [said]
    assert one(f"{half}\nb: " + "[" * 23 + "*a" + "]" * 23).data


def test_aliases_cannot_explode() -> None:
    """Aliases of aliases are counted before anything grows."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 50)]
    (said,) = complaints("\n".join(lines))
    assert said.startswith("case.yaml:5:")
    assert "from here on, a document holds more than 100,000 values. Split it into several files." in said


@pytest.mark.parametrize("extra", [0, 1])
def test_the_number_of_values_has_a_limit(extra: int) -> None:
    """As many values as the limit are read, and one more is refused, in YAML and in JSON."""
    text = "[" + ",".join(["1"] * (MAX_NODES - 1 + extra)) + "]"
    if extra:
        assert "holds more than 100,000 values" in complaints(text)[0]
        assert "holds more than 100,000 values" in json_complaints(text)[0]
    else:
        assert read_json(text, "case.json").data == one(text).data


def test_the_number_of_documents_has_a_limit() -> None:
    """A text of nothing but document separators is refused."""
    said = "from here on, the text holds more than 100,000 documents. Split it into several files."
    assert complaints("---\n" * (MAX_NODES + 1)) == [f"case.yaml:100001:1: {said}"]


def test_the_size_of_a_text_has_a_limit(tmp_path: Path) -> None:
    """A text above the limit is refused before anything reads it, wherever it comes from."""
    text = "#" * (MAX_BYTES + 1)
    said = "the text is larger than 4 MiB, the most that is read. Split it into several files."
    assert complaints(text) == [f"case.yaml:1:1: {said}"]
    assert json_complaints(text) == [f"case.json:1:1: {said}"]
    path = tmp_path / "case.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="larger than 4 MiB"):
        read_text(path)


@pytest.mark.parametrize(
    "part", ["[", "{a: ", "- ", "? ", "- - ", "a:\n ", "&a ", "!!x ", "'x ", "{", "*a ", "a: [*", "[]", '"\\']
)
def test_hostile_texts_are_refused(part: str) -> None:
    """A hundred thousand repetitions of what opens something are neither slow nor an error of ours."""
    assert complaints(part * 100_001)
    assert json_complaints(part * 100_001)


def test_json_is_read() -> None:
    """JSON gives plain data, with or without a byte order mark."""
    data = {"a": [1, 2.5, -3e2, True, None, "x\u00e9\U0001f600"], "b": {}}
    assert data == read_json("\ufeff" + json.dumps(data), "case.json").data


JSON = '{"name": "x",\n\t"volume": [\n\t\t{"si\\u007ae": 5}, [], "t"\n\t]}'


@pytest.mark.parametrize(
    ("path", "key", "line", "column"),
    [
        ((), False, 7, 1),
        (("name",), False, 7, 10),
        (("name",), True, 7, 2),
        (("volume",), False, 8, 12),
        (("volume",), True, 8, 2),
        (("volume", 0, "size"), False, 9, 17),
        (("volume", 0, "size"), True, 9, 4),
        (("volume", 1), False, 9, 21),
        (("volume", 2), True, 9, 25),
        (("volume", 2, 5), False, 9, 25),
        (("missing", "x"), False, 7, 1),
    ],
)
def test_json_has_places(path: tuple[str | int, ...], key: bool, line: int, column: int) -> None:
    """Values and keys of JSON have places, counted from the number of the first line."""
    assert Place("x.jsonl", line, column) == read_json(JSON, "x.jsonl", first_line=7).place(path, key)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1:1: expected a JSON value, but there is nothing."),
        ("\n  ", "2:3: expected a JSON value, but there is nothing."),
        ('{"a": 1,}', "1:9: expected a name in double quotes. Is there a comma too many?"),
        ("[1,]", "1:4: expected a value. Is there a comma too many?"),
        ("{'a': 1}", "1:2: expected a name in double quotes. Put text in double quotes."),
        ("{a: 1}", "1:2: expected a name in double quotes."),
        ('{"a" 1}', "1:6: expected ':' after the name."),
        ('{"a": 1\n"b": 2}', "2:1: expected ',' or '}'."),
        ('{"a": [1}', "1:9: expected ',' or ']'. The list that begins in line 1 is not closed."),
        ('{"a": [1]', "1:10: expected ',' or '}'. The mapping that begins in line 1 is not closed."),
        ('{"a": ', "1:7: expected a value. The mapping that begins in line 1 is not closed."),
        ('{"a": True}', "1:7: expected a value. Write true, false or null."),
        ("// x\n1", "1:1: expected a value. JSON has no comments."),
        ('"x', "1:1: this quote is never closed. Put another one at the end of the text."),
        ('"a\nb"', "1:3: a line end or a tab cannot stand in a text. Write \\n or \\t."),
        ('"\\x"', "1:2: a backslash cannot stand before this. Write \\\\ for a backslash."),
        ("1 2", "1:3: expected nothing more: one value stands here already."),
        ('{"a": 1, "a": 2}', "1:10: the key 'a' stands twice, first at line 1. Keep one of them."),
        ('{"a": 1,\n"\\u0061": 2}', "2:1: the key 'a' stands twice, first at line 1. Keep one of them."),
        ("[NaN]", "1:2: NaN is not a number. Write a number, or leave it out."),
        ("-Infinity", "1:1: -Infinity is not a number. Write a number, or leave it out."),
        ("[1, 1e999]", "1:5: this number is too large."),
        ("-" + "9" * 5000, "1:1: a number of more than 300 digits cannot be read."),
        ('["\\ud800"]', "1:2: half of a character stands in this text. Write the character itself."),
        ('{"\ud800": 1}', "1:2: half of a character stands in this text. Write the character itself."),
        ("[NaN, }", "1:7: expected a value. Is there a comma too many?"),
    ],
)
def test_json_is_read_strictly(text: str, said: str) -> None:
    """What is not JSON, or not safe, is refused with its place, what was expected and what to do."""
    assert json_complaints(text) == [f"case.json:{said}"]


def test_all_problems_of_json_are_told_at_once() -> None:
    """In a text that has the shape of JSON, every problem is told, and what is sound is not."""
    text = '{"a": NaN, "a": [1e999, 1.5, true, "\\ud83d\\ude00", "\\ud800", 12], "b": ' + "1" * 400 + "}"
    assert [line.split(" ")[0] for line in json_complaints(text)] == [
        *("case.json:1:7:", "case.json:1:12:", "case.json:1:18:", "case.json:1:52:", "case.json:1:72:")
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"n\xc3\xa9\r\n\tx",
        codecs.BOM_UTF8 + b"n\xc3\xa9\r\n\tx",
        *("n\xe9\r\n\tx".encode(codec) for codec in ("utf-16", "utf-32")),
        codecs.BOM_UTF16_BE + "n\xe9\r\n\tx".encode("utf-16-be"),
    ],
)
def test_text_is_decoded(data: bytes) -> None:
    """UTF-8 is read with or without a byte order mark, and UTF-16 and UTF-32 with one."""
    assert decode(data, "case.yaml") == "n\xe9\r\n\tx"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a: 1\nb\xc3\xa9: \xe9", "2:5: byte 11 of the text (0xE9) is not UTF-8. Save the file as UTF-8."),
        (b"\xef\xbb\xbf\xff", "1:1: byte 4 of the text (0xFF) is not UTF-8. Save the file as UTF-8."),
        (b"\xff\xfea", "1:1: byte 3 of the text (0x61) is not UTF-16. Save the file as UTF-8."),
        ("ab".encode("utf-16-le"), "1:2: this is not text, or it is UTF-16 without a mark. Save the file as UTF-8."),
        (b"abc\x00", "1:4: the NUL character U+0000 cannot stand here. Remove it."),
        (b"a\nb\x1b[31m", "2:2: the control character U+001B cannot stand here. Remove it."),
        (b"\xc2\x85", "1:1: the control character U+0085 cannot stand here. Remove it."),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, said: str) -> None:
    """Bytes that are no text, and characters that no editor shows, are refused with their place."""
    with pytest.raises(InputError) as error:
        decode(data, "case.yaml")
    assert str(error.value) == f"case.yaml:{said}"


def test_lines_can_be_decoded_one_by_one() -> None:
    """A reader that goes line by line says which line it is at."""
    with pytest.raises(InputError, match=r"^x\.jsonl:12:2: byte 2"):
        decode(b"a\xff", "x.jsonl", first_line=12)


def test_a_file_is_read(tmp_path: Path) -> None:
    """The text of a file comes back as it is."""
    path = tmp_path / "case.yaml"
    path.write_bytes(codecs.BOM_UTF8 + b"a: 1\r\n")
    assert read_text(path) == "a: 1\r\n"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("none.yaml", "there is no such file"),
        (".", "this is a folder, not a file"),
        ("a\0b", "this is not a file name"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, name: str, reason: str) -> None:
    """Whatever keeps a file from being read is an error in the input, not in the program."""
    with pytest.raises(InputError) as error:
        read_text(tmp_path / name)
    (problem,) = error.value.problems
    assert problem.message == f"cannot be read: {reason}."
    assert problem.place.file == printable(str(tmp_path / name))


def test_a_file_that_nobody_may_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's own reason is given in plain words."""

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError, match=r"case\.yaml:1:1: cannot be read: permission denied\.$"):
        read_text(tmp_path / "case.yaml")


# Characters that YAML takes for line ends, or does not take at all, cannot stand raw in JSON that is read as YAML.
_PLAIN = st.characters(
    exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff", include_characters="\n\t"
)
_SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
_NAMES = st.text(_PLAIN, max_size=20)
_DATA = st.recursive(
    _SCALARS | st.text(_PLAIN), lambda inner: st.lists(inner) | st.dictionaries(_NAMES, inner), max_leaves=20
)
_MARKS = """
a b 1 0x 1e3 : , - [ ] { } ? ! & * | > % @ ` # ' " \\ << ~ --- ... true null NaN &a *a !!int !!str %YAML \\u \\ud800 \\e
"""
_GAPS = ["", " ", "  ", "\n", "\t", "\r", ": ", "- ", "\n---\n", "\x00", "\u2028", "\ufeff", "\U0001f600"]
_SNIPPETS = st.sampled_from([*_MARKS.split(), *_GAPS])
_TEXTS = st.text() | st.lists(_SNIPPETS).map("".join)


@settings(derandomize=True, deadline=None)
@given(_DATA)
def test_what_json_writes_is_read_back(data: Any) -> None:
    """Whatever `json.dumps` writes is read as the same data, in any layout."""
    for indent in (None, 1, "\t"):
        assert data == read_json(json.dumps(data, indent=indent), "case.json").data


@settings(derandomize=True, deadline=None)
@given(_DATA)
def test_json_is_yaml(data: Any) -> None:
    """JSON read as YAML is the same data with the same places."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    from_json, from_yaml = read_json(text, "x"), one(text)
    assert from_json.data == from_yaml.data
    for path in _paths(data):
        assert from_json.place(path).line == read_yaml(text, "x")[0].place(path).line
        assert from_json.place(path, key=True) == read_yaml(text, "x")[0].place(path, key=True)


@settings(derandomize=True, deadline=None, max_examples=500)
@given(_TEXTS)
def test_any_yaml_reads_or_is_refused(text: str) -> None:
    """Any text is read, or refused with problems that lie in it and can be shown; nothing else is ever raised."""
    try:
        documents = read_yaml(text, "x")
    except InputError as error:
        _lie_within(text, error)
        return
    for document in documents:
        for path in _paths(document.data):
            assert document.place(path) >= Place("x")


@settings(derandomize=True, deadline=None, max_examples=500)
@given(_TEXTS)
def test_any_json_reads_or_is_refused(text: str) -> None:
    """Any text is read as Python's own reader does, or refused with problems that lie in it."""
    try:
        data = read_json(text, "x").data
    except InputError as error:
        _lie_within(text, error)
        return
    assert data == json.loads(text.removeprefix("\ufeff"))


@settings(derandomize=True)
@given(st.binary())
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    """Any bytes are decoded, or refused."""
    try:
        text = decode(data, "x")
    except InputError as error:
        _lie_within(data.decode("latin-1"), error)
        return
    assert data.startswith((b"\xef", b"\xff", b"\xfe", b"\0\0\xfe\xff")) or text.encode() == data


def _paths(data: Any) -> Iterator[tuple[str | int, ...]]:
    yield ()
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, part in parts:
        for path in _paths(part):
            yield (step, *path)


def _lie_within(text: str, error: InputError) -> None:
    lines = [*text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), ""]
    assert error.problems
    for problem in error.problems:
        assert 1 <= problem.place.line <= len(lines)
        assert 1 <= problem.place.column <= len(lines[problem.place.line - 1]) + 1
        assert str(problem) == printable(str(problem))
