"""`bulk` and `batch` read the same file alike, however people write its values."""

import json
from decimal import Decimal
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from advisor import Advisor, InputError
from advisor.batch import read_cases
from advisor.batch import run as run_batch
from advisor.bulk import Job, run

TABLE = """\
name,volume.boot,volume.workload,volume.iops,traffic.protocols,objects.max_wait,objects.kept,compute.duration
a,TRUE,general,20k,http;udp,12 hours,3 years,several years
b,yes,general;database,"5,000",[],within 12 hours,1 month,short
c,No,,up to 400, http ; https ,immediately,30 days,
d,,streaming,unknown,UNKNOWN,,,more than a year
e,maybe,,,,,,
f,true,big-dta,,,,,
g,true,,128 KB,,,,
h,true,,1e3,,,,
i,true,,-5,,,,
j,true
k,true,,1,,,,,extra
l,true,"gen"eral,,,,,
m,unknown,,unknown,,unknown,,
n,false,,3000.5,http,0,0.5 years,1 day
"o
",true,,16000,http,,,
"""

LINES = [
    {"volume": {"boot": True, "iops": "20k"}, "traffic": {"protocols": ["http", "udp"]}},
    {"volume": {"iops": {"at_least": 20000}, "boot": "yes"}, "objects": {"max_wait": "12 hours"}},
    {"volume": {"iops": {"above": 16000, "at_most": "64k"}, "workload": {"in": ["general", "database"]}}},
    {"traffic": {"protocols": {"includes": ["http"]}}},
    {"traffic": {"protocols": "http"}, "volume": {"iops": None}},
    {"traffic": {"protocols": []}},
    {"volume": {"iops": True}},
    {"volume": {"boot": 1}},
    {"volume": {"iops": [1]}},
    {"volume": {"workload": {"in": []}}},
    {"volume": {"iops": {"at_least": 5, "at_most": 3}}},
    {"volume": "boot"},
    {"volume": {"boot": "unknown"}},
    {"objects": {"max_wait": 720, "kept": "3 years"}, "compute": {"duration": "several years"}},
]


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_bulk_and_batch_agree_on_a_file(kind: str, tmp_path: Path) -> None:
    """What each row gets, and which rows are refused and why."""
    advisor = Advisor.load()
    path = tmp_path / f"fleet.{kind}"
    text = TABLE if kind == "csv" else "".join(json.dumps(each) + "\n" for each in LINES) + '{"volume"\n'
    path.write_text(text, encoding="utf-8")
    expected, reasons = {}, {}
    for number, outcome in enumerate(run_batch(read_cases([path], advisor), advisor), 1):
        if outcome.result is None:
            reasons[number] = [each.message for each in outcome.problems]
        else:
            expected[number] = {
                each.area: (";".join(sorted(each.recommended)), each.outcome) for each in outcome.result.recommendations
            }
    rejects = tmp_path / "wrong.jsonl"
    summary = run(Job(str(path), tmp_path / "out.jsonl", None, rejects), advisor)
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").open(encoding="utf-8")]
    found = {
        row["row"]: {
            area: (";".join(sorted((row[f"{area}.recommended"] or "").split(";"))), row[f"{area}.outcome"])
            for area in advisor.rulebook.areas
            if row.get(f"{area}.outcome") is not None
        }
        for row in rows
    }
    wrong = {each["row"]: each["reason"] for each in map(json.loads, rejects.open(encoding="utf-8"))}
    assert expected == found
    assert list(reasons) == list(wrong)
    assert len(expected) + len(reasons) == summary.rows
    unsaid = [(wrong[number], said) for number, every in reasons.items() for said in every if said not in wrong[number]]
    assert [] == unsaid


def test_what_is_merely_carried_comes_out_as_it_went_in(tmp_path: Path) -> None:
    """Exact decimals, records such as tags, and texts among numbers; also of rows that are answered one by one."""
    given, answers = tmp_path / "given.parquet", tmp_path / "answers.parquet"
    boot = ["true", "TRUE", "unknown"]
    cost = pyarrow.array([Decimal("12345678901234567890.10")] * 3, pyarrow.decimal128(38, 2))
    tags = [{"owner": "a"}, {"owner": None}, None]
    pyarrow.parquet.write_table(pyarrow.table({"volume.boot": boot, "cost": cost, "tags": tags}), given)
    run(Job(str(given), answers), Advisor.load())
    came = pyarrow.parquet.read_table(answers)
    assert (cost.to_pylist(), tags) == (came["cost"].to_pylist(), came["tags"].to_pylist())

    mixed = tmp_path / "mixed.jsonl"
    mixed.write_text('{"id": "eu-1", "volume": {"boot": true}}\n{"id": 7, "volume": {"boot": true}}\n')
    run(Job(str(mixed), answers), Advisor.load())
    assert ["eu-1", "7"] == pyarrow.parquet.read_table(answers)["id"].to_pylist()


def test_a_fact_that_is_given_twice_is_refused(tmp_path: Path) -> None:
    """Once in its section and once by its whole name: nobody knows which of them is meant."""
    given, rejects = tmp_path / "given.jsonl", tmp_path / "rejects.jsonl"
    rows: list[dict[str, object]] = [{"volume": {"boot": True}, "volume.boot": False}, {"volume": {"boot": True}}]
    given.write_text("".join(json.dumps(row) + "\n" for row in [*rows, {"volume.boot": False}]))
    run(Job(str(given), tmp_path / "answers.csv", rejects=rejects), Advisor.load())
    (rejected,) = map(json.loads, rejects.read_text().splitlines())

    assert (1, "volume.boot: expected true or false, not 'true and false'.") == (rejected["row"], rejected["reason"])


def test_durations_are_refused_rather_than_taken_for_days(tmp_path: Path) -> None:
    """What a database would read as 100 of the fact's unit was 100 seconds."""
    given = tmp_path / "given.parquet"
    kept = pyarrow.array([100], pyarrow.duration("s"))
    pyarrow.parquet.write_table(pyarrow.table({"objects.kept": kept}), given)
    with pytest.raises(InputError, match=r"the column 'objects\.kept' holds durations"):
        run(Job(str(given), tmp_path / "answers.csv"), Advisor.load())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("traffic.protocols\nhttp\n", "no column describes 'volume', which ebs-volume is about."),
        ("volume.boot;volume.iops\nyes;20k\n", "the columns are not separated by commas."),
    ],
)
def test_a_fleet_that_cannot_be_what_was_asked_for_is_refused(text: str, expected: str, tmp_path: Path) -> None:
    """Rather than answered with nothing."""
    given, advisor = tmp_path / "given.csv", Advisor.load()
    given.write_text(text)
    with pytest.raises(InputError) as refused:
        run(Job(str(given), tmp_path / "answers.csv", areas=[advisor.rulebook.areas["ebs-volume"]]), advisor)
    assert [expected] == [problem.message for problem in refused.value.problems]
