"""Many cases: from files, folders and streams, one bad case never stopping the others."""

import io
import itertools
import json
import os
import tracemalloc
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import BinaryIO

import pytest

from advisor.advise import Advisor
from advisor.batch import Entry, Format, check_expectations, read_cases, run
from advisor.yamlio import MAX_BYTES
from bicycles import bicycles

BAD = Path(__file__).parent / "bad_inputs"
FILES = sorted(path for path in BAD.iterdir() if path.suffix != ".txt")


@cache
def adviser() -> Advisor:
    """The advisor on bicycles, made once."""
    return Advisor(bicycles())


def read(data: str | bytes, format: Format | None = None) -> list[Entry]:
    """The entries of standard input that holds `data`."""
    raw = data.encode() if isinstance(data, str) else data
    return list(read_cases(["-"], adviser(), format, io.BytesIO(raw)))


def told(entries: Iterable[Entry]) -> list[str]:
    """The problems of all entries."""
    return [str(problem) for entry in entries for problem in entry.problems]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_mistake_is_told_with_its_place(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each bad case of a file gives its problems, with file, line and column, and nothing else is reported."""
    monkeypatch.chdir(BAD)
    expected = Path(f"{path.name}.txt").read_text(encoding="utf-8").splitlines()

    assert [f"{path.name}:{line}" for line in expected] == told(read_cases([path.name], adviser()))


@pytest.mark.parametrize(
    ("name", "good"), [("ragged.csv", 1), ("broken-line.jsonl", 1), ("broken-documents.yaml", 2), ("latin-1.csv", 1)]
)
def test_the_others_go_on(name: str, good: int) -> None:
    """Beside a case that is wrong, those that are right are read."""
    entries = list(read_cases([BAD / name], adviser()))

    assert good == sum(entry.case is not None for entry in entries)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ride: {rain: true}", ["stdin"]),
        ("name: a\nride: {rain: true}\n---\nname: b\nride: {rain: false}\n", ["a", "b"]),
        ('{"ride": {"rain": true}}', ["stdin-1"]),
        ('\ufeff{"ride": {"rain": true}}\n\n{"name": "b", "ride": {"rain": true}}\n', ["stdin-1", "b"]),
        ('{\n "name": "a",\n "ride": {"rain": true}\n}\n', ["a"]),
        ('[{"ride": {"rain": true}}, {"name": "b", "ride": {}}]', ["stdin-1", "b"]),
        ("{name: flow, ride: {rain: true}}", ["flow"]),
    ],
)
def test_a_stream_is_recognised(text: str, names: list[str]) -> None:
    """YAML, JSON and JSON Lines are told apart by how they begin."""
    assert names == [entry.name for entry in read(text) if entry.case]


def test_json_lines_keep_their_line_numbers() -> None:
    """A problem in JSON Lines has the line of the file, blank lines counted."""
    entries = read('{"ride": {}}\n\n\n  {"ride": {"rian": true}}\n')

    assert ["stdin:4:13: unknown fact of ride 'rian'. Did you mean 'rain'?"] == told(entries)


def test_a_table_says_what_a_case_says() -> None:
    """Columns become facts, names, options admitted and answers expected; empty cells are not given."""
    text = (
        "\ufeffname,description,ride.ground,ride.carries,ride.distance,ride.rain,among.bicycle,expect.bicycle\r\n"
        'tour,"Far, far away",road;gravel,child; tent,more than 40,,light;city,race = mountain\r\n'
        "\r\n"
        ",,forest,[],,TRUE,,mountain;city\r\n"
    )
    first, second = read(text, "csv")
    assert first.case
    assert second.case
    mapping = {
        "ride": {"ground": {"in": ["road", "gravel"]}, "carries": ["child", "tent"], "distance": {"above": 40}},
        "among": {"bicycle": ["light", "city"]},
        "expect": {"bicycle": {"tie": ["race", "mountain"]}},
    }
    expected = adviser().case({"name": "tour", "description": "Far, far away", **mapping})

    assert expected.model_dump() == first.case.model_dump()
    assert "stdin-4" == second.case.name
    assert ["ride.ground", "ride.carries", "ride.rain"] == list(second.case.items[0].facts)


def test_a_folder_is_read_in_order(tmp_path: Path) -> None:
    """Every case file of a folder and of those within is read, sorted; other files and hidden ones are not."""
    for name in ("b.yaml", "a/z.json", "a/.hidden.yaml", ".git/c.yaml", "notes.txt", "c.yml"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text('{"ride": {"rain": true}}')

    assert ["b", "c", "z"] == [entry.name for entry in read_cases([tmp_path], adviser())]


def test_a_folder_without_cases_is_a_problem(tmp_path: Path) -> None:
    """So that a mistyped path does not look like success."""
    (tmp_path / "notes.txt").write_text("nothing")
    expected = "there are no cases in this folder; expected files named *.yaml, *.yml, *.json, *.jsonl, *.csv."

    assert [f"{tmp_path}:1:1: {expected}"] == told(read_cases([tmp_path], adviser()))


def test_what_cannot_be_opened_is_a_problem(tmp_path: Path) -> None:
    """A missing file is told with the name that was probably meant."""
    (tmp_path / "web-shop.yaml").touch()
    path = tmp_path / "webshop.yaml"
    expected = f"{path}:1:1: cannot be read: there is no such file or folder. Did you mean 'web-shop.yaml'?"

    assert [expected] == told(read_cases([path], adviser()))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_files_are_a_problem(tmp_path: Path) -> None:
    """A file without the right to read it is told, and does not stop the others."""
    (tmp_path / "a.yaml").write_text("ride: {rain: true}")
    (tmp_path / "a.yaml").chmod(0)
    (tmp_path / "b.yaml").write_text("ride: {rain: true}")

    assert [f"{tmp_path}/a.yaml:1:1: cannot be read: permission denied."] == told(read_cases([tmp_path], adviser()))


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    """Only what is a file is read there; the rest is told, and stops nothing."""
    os.mkfifo(tmp_path / "a.yaml")
    (tmp_path / "b.yaml").write_text("ride: {rain: true}")
    expected = f"{tmp_path}/a.yaml:1:1: this is no file. Name it on the command line if it is to be read."

    assert [expected] == told(read_cases([tmp_path], adviser()))


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("", "'':1:1: expected the name of a file or a folder, not an empty text."),
        ("x" * 5_000, f"{'x' * 5_000}:1:1: cannot be read: file name too long."),
    ],
)
def test_what_is_no_path_is_a_problem(path: str, problem: str) -> None:
    """An empty text does not stand for the folder one is in, and nothing that the system refuses ends the run."""
    assert [problem] == told(read_cases([path], adviser()))


def test_a_case_is_named_in_whole_characters(tmp_path: Path) -> None:
    """A file name that is no text gives a name that can be written as JSON."""
    path = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.yaml")
    Path(path).write_text("ride: {rain: true}")
    (outcome,) = run(read_cases([path], adviser()), adviser())

    assert outcome.result is not None
    assert "caf\\udce9" == json.loads(outcome.result.model_dump_json())["case"]


def test_too_many_documents_are_told() -> None:
    """Even if none of them holds anything."""
    expected = "stdin:100001:1: from here on, the text holds more than 100,000 documents. Split it into several files."

    assert [expected] == told(read("---\n" * 100_001, "yaml"))


def test_a_document_after_a_broken_one_keeps_its_lines() -> None:
    """Whatever ends the lines."""
    text = "ride: {rain: true}\r\n---\rride: [\n---\nride: {rian: true}\n"

    assert ["stdin:5:8: unknown fact of ride 'rian'. Did you mean 'rain'?"] == told(read(text, "yaml"))[1:]


class Stream(io.RawIOBase):
    """Pieces of bytes, which are made as they are read."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)

    def readable(self) -> bool:
        """It can be read, and nothing else."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        """Give the next piece, which is to fit."""
        piece = next(self._pieces, b"")
        buffer[: len(piece)] = piece
        return len(piece)


def stream(pieces: Iterable[bytes]) -> BinaryIO:
    """Pieces of bytes as standard input."""
    return io.BufferedReader(Stream(pieces))


@pytest.mark.parametrize("format", [None, "yaml", "json"])
def test_a_line_without_end_is_told(format: Format | None) -> None:
    """Nobody waits for the end of a line of which more than the limit was read."""
    endless = stream(itertools.repeat(b"x" * 5_000))
    (problem,) = told(read_cases(["-"], adviser(), format, endless))

    assert problem.startswith("stdin:1:1: the text is larger than 4 MiB, the most that is read.")


@pytest.mark.parametrize("format", ["jsonl", "csv"])
def test_a_line_of_50_megabytes_is_passed_over(format: Format) -> None:
    """It is told with its line; it is not read into memory, and the next line is."""
    head, good = ([], b'{"ride": {"rain": true}}\n') if format == "jsonl" else ([b"ride.rain\n"], b"true\n")
    whole = stream([*head, *[b"x" * 5_000] * 10_000, b"\n", good])
    tracemalloc.start()
    entries = list(read_cases(["-"], adviser(), format, whole))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    line = 2 if head else 1
    assert [f"stdin:{line}:1: the line is longer than 4 MiB, the most that is read."] == told(entries)
    assert 1 == sum(entry.case is not None for entry in entries)
    assert peak < 4 * MAX_BYTES


LINE = json.dumps({"ride": {"ground": "road", "rain": True, "distance": 12}}).encode() + b"\n"


def peak_of(lines: int, answering: bool) -> int:
    """The most memory that reading so many lines needs, or that answering them does."""
    entries = read_cases(["-"], adviser(), "jsonl", stream([LINE] * lines))
    tracemalloc.start()
    done = run(entries, adviser()) if answering else entries
    count = sum(1 for _ in done)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert lines == count
    return peak


@pytest.mark.parametrize(("few", "many", "answering"), [(2_000, 20_000, False), (100, 1_000, True)])
def test_memory_does_not_grow_with_the_number_of_lines(few: int, many: int, answering: bool) -> None:
    """Ten times as many JSON lines need no more memory; what waits for the garbage collector is some kilobytes."""
    peak_of(100, answering)

    assert peak_of(many, answering) <= peak_of(few, answering) + 500_000


CITY = {"ride": {"ground": "road", "holiday": False}}
GROWING = {"rider": {"height": 110, "stages": [{"from": "2 years", "height": 120}, {"from": "5 years", "height": 140}]}}


@pytest.mark.parametrize(
    ("case", "expect", "passed"),
    [
        (CITY, {"bicycle": "city"}, True),
        (CITY, {"bicycle": ["race", "city"]}, True),
        (CITY, {"bicycle": "mountain"}, False),
        (CITY, {"bicycle": "conflict"}, False),
        (GROWING, {"wheels": "16-inch > 20-inch > 26-inch"}, True),
        (GROWING, {"wheels": "16-inch > 20-inch@730 days > 26-inch"}, True),
        (GROWING, {"wheels": "16-inch > 26-inch"}, False),
        ({"rider": {"grown_up": True}}, {"wheels": "not-needed"}, True),
        ({"rider": {"grown_up": True}}, {"wheels": "26-inch"}, False),
        ({**CITY, "among": {"bicycle": ["trailer"]}}, {"bicycle": "conflict"}, True),
        ({"rider": {"height": 150}}, {"wheels": {"tie": ["26-inch", "rented"]}}, False),
        ({"ride": [{"name": "a", "ground": "forest"}, {"name": "b"}]}, {"bicycle/a": "mountain"}, True),
        ({"ride": [{"name": "a", "ground": "forest"}, {"name": "b"}]}, {"bicycle": "mountain"}, False),
    ],
)
def test_expectations_are_compared(case: dict[str, object], expect: dict[str, object], passed: bool) -> None:
    """Options, lists of them, plans, ties and outcomes are each compared with what came."""
    whole = adviser().case({**case, "expect": expect})
    (check,) = check_expectations(whole, adviser().recommend(whole))

    assert passed == check.passed
