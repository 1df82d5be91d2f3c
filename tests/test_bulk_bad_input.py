"""What a fleet may hold that is no workload: broken rows are told and left out, all others are answered."""

import gzip
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest

from advisor import Advisor
from advisor.bulk import Job, case_of_row, run
from advisor.errors import InputError
from advisor.printable import printable

HEAD = b"name,volume.boot,volume.iops\n"
LONG = b"9" * 5_000_000

Rows = list[tuple[int, str]]


@pytest.fixture(name="advisor", scope="module")
def _advisor() -> Advisor:
    return Advisor.load()


def answered(path: Path, advisor: Advisor, areas: Sequence[str] | None = ("ebs-volume",)) -> tuple[list[int], Rows]:
    """The numbers of the rows that are answered, and those of the others with their reasons."""
    output, rejects = path.with_name("out.jsonl"), path.with_name("wrong.jsonl")
    wanted = None if areas is None else [advisor.rulebook.areas[name] for name in areas]
    summary = run(Job(str(path), output, wanted, rejects), advisor)
    rows, wrong = ([json.loads(line) for line in name.open(encoding="utf-8")] for name in (output, rejects))
    assert (summary.rows, summary.answered, summary.rejected) == (len(rows) + len(wrong), len(rows), len(wrong))
    return [each["row"] for each in rows], [(each["row"], each["reason"]) for each in wrong]


def test_broken_rows_of_csv_are_rejected_with_their_line(advisor: Advisor, tmp_path: Path) -> None:
    """Ragged, a quote never closed, a quote too many, no UTF-8, NUL, too long; empty lines are no rows."""
    path = tmp_path / "fleet.csv"
    path.write_bytes(
        HEAD + b"a,true,3000\nb,true\nc,true,20k,4\n\n"
        b'd,"tr\nue",1\ne,true,"never closed\nf,true,400\ng,"x"y,1\nh,true,5\n'
        b"i\xff,true,1\nj,\x00,2\nk,true," + LONG + b"\nl,true,12\n"
    )
    twice = 'Write a quote inside a text twice: "".'
    assert (
        [1, 6, 8, 12],
        [
            (2, "line 3: the row has 2 cells, and 3 columns have a name."),
            (
                3,
                "line 4: the row has 4 cells, and 3 columns have a name. "
                "Put a text that holds a comma in double quotes.",
            ),
            (4, r"volume.boot: expected true or false, not 'tr\nue'."),
            (5, f"line 8: something follows a closing quote. {twice}"),
            (7, f"line 10: something follows a closing quote. {twice}"),
            (9, "line 12, column 2: byte 2 of the text (0xFF) is not UTF-8. Save the file as UTF-8."),
            (10, "line 13, column 3: the NUL character U+0000 cannot stand here. Remove it."),
            (11, "line 14: the line is longer than 4 MiB, the most that is read."),
        ],
    ) == answered(path, advisor)
    with pytest.raises(InputError, match="line 3: the row has 2 cells"):
        case_of_row(str(path), 2, advisor)


def test_what_is_rejected_is_written_without_control_characters(advisor: Advisor, tmp_path: Path) -> None:
    """Neither those of a value nor those of the name of a file."""
    path = tmp_path / "fleet\u202e.csv"
    path.write_text("volume.boot\ntrue\nno\u202e\x9b\n", encoding="utf-8")

    assert [1] == answered(path, advisor)[0]
    written = path.with_name("wrong.jsonl").read_text(encoding="utf-8")
    assert written.rstrip("\n") == printable(written.rstrip("\n"))
    assert str(path) == json.loads(written)["file"]


def test_broken_lines_of_json_are_rejected_with_their_line(advisor: Advisor, tmp_path: Path) -> None:
    """No JSON, no object, NaN, keys that stand twice, numbers beyond all bounds, no UTF-8, NUL, too long."""
    path = tmp_path / "fleet.jsonl"
    path.write_bytes(
        b'{"volume":{"boot":true}}\n{"volume":{"boot":NaN}}\n{broken\n[1]\nnull\n\n{"volume":{"boot":true,"boot":true}}\n'
        b'{"volume":{"iops":1e999}}\n{}\n{"volume":{"boot":true}} {}\n{"name":"\xff"}\n{"name":"\x00"}\n'
        b'{"name":"' + LONG + b'"}\n{"volume":{"boot":true}}'
    )
    rows, wrong = answered(path, advisor)
    assert [1, 13] == rows
    assert [
        (2, "line 2, column 19: NaN is not a number. Write a number, or leave it out."),
        (3, "line 3, column 2: expected a name in double quotes."),
        (4, "line 4: expected a JSON object a line, not a list."),
        (5, "line 5: expected a JSON object a line, not null."),
        (6, "line 7, column 24: the key 'boot' stands twice, first at line 7. Keep one of them."),
        (7, "line 8, column 19: this number is too large."),
    ] == wrong[:6]
    assert wrong[6][1].startswith("the case describes nothing")
    assert [9, 10, 11, 12] == [number for number, _ in wrong[7:]]


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("compress", [bytes, gzip.compress])
def test_marks_line_ends_and_compression_make_no_difference(
    end: bytes, compress: Callable[[bytes], bytes], advisor: Advisor, tmp_path: Path
) -> None:
    """A byte order mark, CR LF, an empty line before the names of columns, gzip."""
    suffix = ".gz" if compress is gzip.compress else ""
    lines = [b"", b"name,volume.boot", b"a,TRUE", b"b, yes ", b"c"]
    table, text = tmp_path / f"a.csv{suffix}", tmp_path / f"a.jsonl{suffix}"
    table.write_bytes(compress(b"\xef\xbb\xbf" + end.join(lines)))
    text.write_bytes(compress(b"\xef\xbb\xbf" + end.join([b'{"volume":{"boot":true}}', b"{x"])))
    assert ([1, 2], [(3, "line 5: the row has 1 cell, and 2 columns have a name.")]) == answered(table, advisor)
    assert ([1], [(2, "line 2, column 2: expected a name in double quotes.")]) == answered(text, advisor)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.csv", b"volume.boot,volume.boot\n", "a.csv:1:13: the column 'volume.boot' stands twice. Keep one of them."),
        ("a.csv", b"volume.boot,Volume.Boot\n", "stands twice, as 'volume.boot'; upper and lower case are the same"),
        ("a.csv", b"volume.boot,\n", "a.csv:1:13: this column has no name."),
        ("a.csv", HEAD, "there are no rows in it."),
        ("a.csv", b"\n\n", "there is nothing in it. Expected a row with the names of columns."),
        ("a.csv", HEAD.decode().encode("utf-16"), "this is UTF-16"),
        ("a.csv", b"PAR1 and more", "this is Parquet. Name it *.parquet."),
        ("a.csv", b"PK\x03\x04 and more", "Save the table as CSV."),
        ("a.jsonl", gzip.compress(b"{}", mtime=0), "this is compressed by gzip. Let its name end in .gz."),
        ("a.jsonl.gz", b"{}", "the compressed file is cut off or damaged."),
        (
            "a.csv.gz",
            gzip.compress(HEAD + b"a,true,1\n" * 9999, mtime=0)[:-50],
            "the compressed file is cut off or damaged.",
        ),
        ("a.jsonl", b"\n \n", "there is nothing in it. Expected a JSON object a line."),
        ("a.jsonl", b"[\n1\n]\n", "So it is in every line."),
        (
            "a.jsonl",
            b'{"volume":{"boot":true,"Boot":true}}\n',
            "a.jsonl:1:1: cannot be read: Not implemented Error: Dupl",
        ),
        ("a.parquet", b"PAR1 and no more PAR1", "a.parquet:1:1: cannot be read:"),
    ],
)
def test_what_cannot_be_split_into_rows_is_told_by_file(
    name: str, data: bytes, said: str, advisor: Advisor, tmp_path: Path
) -> None:
    """With what it seems to be, and what to do; nothing is left behind that another run would trip over."""
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError) as told:
        answered(tmp_path / name, advisor)
    assert said in str(told.value)
    assert not (tmp_path / "out.jsonl").exists()


def test_files_that_do_not_fit_together_are_told(advisor: Advisor, tmp_path: Path) -> None:
    """Numbers beside texts fit; records beside lists do not."""
    (tmp_path / "in").mkdir()
    for name, value in (("a", {"iops": 5}), ("b", {"iops": "20k"}), ("c", [{"name": "x", "iops": 5}])):
        (tmp_path / "in" / f"{name}.jsonl").write_text(json.dumps({"volume": value}) + "\n", encoding="utf-8")
    areas = [advisor.rulebook.areas["ebs-volume"]]
    assert 2 == run(Job(str(tmp_path / "in" / "[ab].jsonl"), tmp_path / "out.csv", areas), advisor).answered
    with pytest.raises(InputError, match="the column 'volume' holds lists here, and records in"):
        run(Job(str(tmp_path / "in"), tmp_path / "out.csv", areas), advisor)


@pytest.mark.parametrize("end", ["parquet", "jsonl"])
@pytest.mark.parametrize("names", [("volume.boot", "Volume.Boot"), ("Id", "id")])
def test_a_column_has_one_spelling_in_all_files(
    names: tuple[str, str], end: str, advisor: Advisor, tmp_path: Path
) -> None:
    """Databases take upper and lower case for one; what the second file says under its own would be lost."""
    for number, name in enumerate(names, 1):
        row = {"volume.iops": 5, name: True}
        path = tmp_path / f"{number}.{end}"
        if end == "parquet":
            pyarrow.parquet.write_table(pyarrow.Table.from_pylist([row]), path)
        else:
            path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=f"2.{end}:1:1: the column '{names[1]}' is called '{names[0]}' in .*1.{end}"):
        run(Job(str(tmp_path / f"*.{end}"), tmp_path / "out.csv"), advisor)


@pytest.mark.parametrize("end", ["parquet", "csv"])
@pytest.mark.parametrize("name", ["row", "Row", "FILE", "file_row_number"])
def test_a_column_with_a_name_of_the_run_is_told(name: str, end: str, advisor: Advisor, tmp_path: Path) -> None:
    """In upper and lower case, of what the output has and of what DuckDB counts rows by; also of a single row."""
    path = tmp_path / f"fleet.{end}"
    table = pyarrow.table({"volume.boot": ["true"], name: ["5"]})
    if end == "parquet":
        pyarrow.parquet.write_table(table, path)
    else:
        path.write_text(f"volume.boot,{name}\ntrue,5\n", encoding="utf-8")
    said = f"the column '{name}' has the name of one that a run has of its own. Give it another name."
    with pytest.raises(InputError, match=said):
        answered(path, advisor)
    with pytest.raises(InputError, match=said):
        case_of_row(str(path), 1, advisor)


def test_a_parquet_file_damaged_within_is_told(advisor: Advisor, tmp_path: Path) -> None:
    """Its end tells what is in it; that the rest is damaged turns out when it is read."""
    path = tmp_path / "fleet.parquet"
    pyarrow.parquet.write_table(pyarrow.table({"volume.iops": list(range(3000))}), path)
    data = path.read_bytes()
    path.write_bytes(data[:100] + b"\xff" * 3000 + data[3100:])
    with pytest.raises(InputError, match=r"fleet\.parquet:1:1: the file is damaged: .*Fetch or make it again"):
        answered(path, advisor)


@pytest.mark.parametrize("kind", ["pipe", "name"])
def test_what_is_no_file_or_has_no_name_is_told(kind: str, advisor: Advisor, tmp_path: Path) -> None:
    """A pipe would keep the run waiting; a name that is no UTF-8 cannot be told to a database."""
    path = tmp_path / ("pipe.csv" if kind == "pipe" else "\udcff.csv")
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.write_bytes(HEAD)
    with pytest.raises(InputError, match="this is no file" if kind == "pipe" else "the name is no UTF-8"):
        answered(path, advisor)


def test_what_is_wrong_with_a_row_is_said_in_the_words_of_recommend(advisor: Advisor, tmp_path: Path) -> None:
    """An unknown value, a wrong type, out of range, against what follows from other facts, what cannot be."""
    cases: list[dict[str, dict[str, Any]]] = [
        {"volume": {"workload": "big-dta"}},
        {"volume": {"boot": "perhaps"}},
        {"volume": {"iops": -3}},
        {"volume": {"iops": 10**12}},
        {"volume": {"iops": float("nan")}},
        {"volume": {"iops": 3, "boot": "true"}},
        {"volume": {"iops": 2.5}},
        {"traffic": {"protocols": []}},
        {"traffic": {"protocols": ["http", "smoke"]}},
        {"traffic": {"requests_per_second": 2_000_000, "extreme_load": False}},
        {"cache": {"instant_first_read": True, "only_requested": True}},
    ]
    names = dict.fromkeys(f"{subject}.{name}" for case in cases for subject, facts in case.items() for name in facts)
    columns = {
        name: [case.get(name.partition(".")[0], {}).get(name.partition(".")[2]) for case in cases] for name in names
    }
    path = tmp_path / "fleet.parquet"
    pyarrow.parquet.write_table(pyarrow.table(columns), path)
    rows, wrong = answered(path, advisor, None)
    expected = [(number, said) for number, case in enumerate(cases, 1) if (said := refusal(case, advisor))]
    assert expected == wrong
    assert [6, 7] == rows


def refusal(case: dict[str, Any], advisor: Advisor) -> str:
    """What `recommend` says of a case that is wrong."""
    try:
        advisor.recommend(case)
    except InputError as error:
        return " ".join(f"{each.message} {each.hint}".strip() for each in error.problems)
    return ""
