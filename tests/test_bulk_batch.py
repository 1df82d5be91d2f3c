"""`bulk` and `batch` read the same file alike, however people write its values."""

import json
from pathlib import Path

import pytest

from advisor import Advisor
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
