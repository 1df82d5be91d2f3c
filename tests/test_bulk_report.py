"""The report on a fleet: the same figures as text, as JSON and as a page."""

import json
import os
import re
from pathlib import Path

import html5lib
import pytest

from advisor import Advisor
from advisor.bulk import Job, Summary, run
from advisor.render.fleet import fleet_json, fleet_text
from advisor.render.fleet_page import fleet_html

GOLDEN = Path(__file__).parent / "golden"
TABLE = """\
name,volume.boot,volume.workload,volume.iops,traffic.protocols
a,true,general,20k,http
b,true,,,http;https
c,no,big-data,,
d,no,"<script>alert('d')</script>\u202e",,
e,,database,5000,
f,,,,udp
g,,,900,
"""


@pytest.fixture(name="advisor", scope="module")
def _advisor() -> Advisor:
    return Advisor.load()


@pytest.fixture(name="summary", scope="module")
def _summary(advisor: Advisor, tmp_path_factory: pytest.TempPathFactory) -> Summary:
    folder = tmp_path_factory.mktemp("report")
    path = folder / "fleet & <b>.csv"
    path.write_text(TABLE, encoding="utf-8")
    found = run(Job(str(path), folder / "out.csv", is_counted=True), advisor)
    return Summary(
        **{**vars(found), "examples": [{**each, "file": Path(each["file"]).name} for each in found.examples]}
    )


@pytest.mark.parametrize("name", ["fleet.txt", "fleet.json", "fleet.html"])
def test_a_report_is_as_agreed(name: str, summary: Summary, advisor: Advisor) -> None:
    """Counts by decision, option, outcome and certainty; rules, missing facts, and the first wrong rows."""
    found = {
        "fleet.txt": lambda: fleet_text(summary, advisor.rulebook),
        "fleet.json": lambda: json.dumps(fleet_json(summary, advisor.rulebook), indent=2, ensure_ascii=False) + "\n",
        "fleet.html": lambda: fleet_html(summary, advisor.rulebook),
    }[name]()
    found = found.replace(advisor.rulebook.sha256, "SHA").replace(advisor.rulebook.sha256[:12], "SHA")
    if os.environ.get("ADVISOR_UPDATE_GOLDEN") == "1":
        (GOLDEN / name).write_text(found, encoding="utf-8")
    assert (GOLDEN / name).read_text(encoding="utf-8") == found


def test_the_page_is_valid_and_loads_nothing(summary: Summary, advisor: Advisor) -> None:
    """No script, no address, whatever the fleet holds; each bar has its figure beside it as text."""
    page = fleet_html(summary, advisor.rulebook)
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    assert {"h1", "table", "caption", "svg", "rect"} <= {str(each.tag).rpartition("}")[2] for each in tree.iter()}
    assert [] == [each for each in tree.iter() if each.tag in ("script", "link", "img", "iframe", "object", "base")]
    assert [] == [each for each in tree.iter() if {"src", "href", "style"} & {str(name) for name in each.attrib}]
    assert [] == re.findall(r"url\(|@import|https?:|\u202e", page)
    cells = [[cell.text for cell in row.iter("td")][:1] for row in tree.iter("tr")]
    assert all(re.fullmatch(r"[0-9,]+", str(figure)) for (figure,) in cells)


def test_a_report_counts_every_answered_row(summary: Summary, advisor: Advisor) -> None:
    """Once in each decision whose subject it describes."""
    report = fleet_json(summary, advisor.rulebook)
    assert (7, 6, 1) == (report["rows"], report["answered"], report["rejected"])
    assert {"ebs-volume": 5, "load-balancer": 3} == {each["area"]: each["rows"] for each in report["areas"]}
    assert all(each["rows"] == sum(one["rows"] for one in each["verdicts"]) for each in report["areas"])
