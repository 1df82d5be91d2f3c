"""A fleet from file to file: what is wrong is told, totals add up, and a sudden end costs one part."""

import itertools
import json
import multiprocessing
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pyarrow.parquet
import pytest

from advisor import Advisor
from advisor.bulk import Job, run
from advisor.bulk.targets import fill_folder
from advisor.bulk.work import OUTPUT, Work
from advisor.errors import InputError

ADVISOR = Path(sys.executable).with_name("advisor")
HEAD = "name,team,cache.session_store,cache.many_cores,cache.use_of_data,cache.scale_reads\n"


def advisor_bulk(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command, run as a person runs it."""
    return subprocess.run(
        [ADVISOR, "bulk", *map(str, arguments)], cwd=cwd, capture_output=True, text=True, check=False, timeout=300
    )


def test_wrong_rows_go_to_the_rejects_and_the_others_go_on(tmp_path: Path) -> None:
    """With row number and the reason that `recommend` gives; what is not a fact is carried along."""
    (tmp_path / "fleet.csv").write_text(
        "name,team,volume.boot,volume.workload,volume.iops,volume.iops.at_most,traffic.protocols,volume.stages\n"
        "a,one,true,general,20k,,http;udp,\n"
        "b,two,maybe,,,,,\n"
        'c,"x, y",,database,"5,000",,,\n'
        "d,,no,big-dta,,,,\n"
        "e,,,,300,400,,\n"
        ",,,,,,,\n"
        "g,,,,,400,http,\n"
        "h,,true,,,,,from 30 days\n"
        "i,,unknown,,within 4000,,[],\n",
        encoding="utf-8",
    )
    done = advisor_bulk(
        "fleet.csv", "--output", "out.jsonl", "--rejects", "wrong.jsonl", "--report", "fleet.json", cwd=tmp_path
    )
    assert 1 == done.returncode
    assert "9 rows: 3 answered, 6 rejected (see wrong.jsonl), in N seconds.\n" == re.sub(
        "[0-9.]+ sec", "N sec", done.stderr
    )
    rejects = [json.loads(line) for line in (tmp_path / "wrong.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [
        (2, "volume.boot: expected true or false, not 'maybe'."),
        (
            4,
            "volume.workload: expected one of general, database, streaming, big-data, archive, not 'big-dta'. "
            "Did you mean 'big-data'?",
        ),
        (5, "volume.iops: given as a number and by its bounds; expected one."),
        (6, "the case describes nothing; expected at least one of cache, compute, dns, objects, traffic, volume."),
        (8, "it has stages; use 'advisor batch'."),
        (9, "traffic.protocols: [] cannot be. Clients speak some protocol."),
    ] == [(each["row"], each["reason"]) for each in rejects]
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(1, "a", "one"), (3, "c", "x, y"), (7, "g", None)] == [(r["row"], r["name"], r["team"]) for r in rows]
    assert ["io1", "gp2", "gp2"] == [row["ebs-volume.recommended"] for row in rows]
    assert ["nlb", None, "alb"] == [row["load-balancer.recommended"] for row in rows]
    report = json.loads((tmp_path / "fleet.json").read_text(encoding="utf-8"))
    assert (9, 3, 6) == (report["rows"], report["answered"], report["rejected"])
    assert 3 == sum(each["rows"] for each in report["areas"][0]["verdicts"])


def test_json_lines_may_be_nested_and_mixed(tmp_path: Path) -> None:
    """Records within records, numbers among texts, lists, ranges as mappings, and items, which are for batch."""
    lines = [
        {"volume": {"iops": "20k", "boot": True}},
        {"volume": {"iops": 3}, "traffic": {"protocols": ["udp", "udp"]}},
        {"volume.iops": {"at_least": 20000}},
        {"volume": [{"name": "a", "boot": True}]},
        {"cache": {"session_store": True}, "started": "2020-01-01"},
    ]
    (tmp_path / "fleet.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    summary = run(Job(str(tmp_path / "fleet.jsonl"), tmp_path / "out"), Advisor.load())
    assert (5, 4, 1) == (summary.rows, summary.answered, summary.rejected)
    rows = pyarrow.parquet.read_table(tmp_path / "out").to_pylist()
    assert ["io1", "gp2", "io1", None] == [row["ebs-volume.recommended"] for row in rows]
    assert [None, "nlb", None, None] == [row["load-balancer.recommended"] for row in rows]
    assert "2020-01-01" == rows[-1]["started"]


@pytest.mark.parametrize("end", ["csv", "jsonl", "parquet"])
def test_what_a_folder_is_called_is_no_column(end: str, tmp_path: Path) -> None:
    """A name such as `volume.boot=false`, of the folder of the input or of the output, changes no answer."""
    folder = tmp_path / "volume.boot=false" / "day=1"
    folder.mkdir(parents=True)
    rows = [{"name": "a", "volume.boot": "true"}]
    path = folder / f"fleet.{end}"
    if end == "parquet":
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), path)
    else:
        path.write_text("name,volume.boot\na,true\n" if end == "csv" else json.dumps(rows[0]) + "\n", encoding="utf-8")
    advisor = Advisor.load()
    run(Job(str(path), folder / "out.jsonl", [advisor.rulebook.areas["ebs-volume"]]), advisor)
    answer = json.loads((folder / "out.jsonl").read_text(encoding="utf-8"))
    assert ["file", "row", "name"] == [name for name in answer if "." not in name]
    assert "boot-needs-ssd" in answer["ebs-volume.fired"].split(";")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.csv", "volume.iop\n5\n", "unknown column 'volume.iop'. Did you mean 'volume.iops'"),
        ("a.csv", "volume.size\n5\n", "unknown column 'volume.size'. Only the edition 'today' has it"),
        ("a.csv", "volume.size.at_least\n5\n", "'volume.size.at_least'. Only the edition 'today' has it"),
        ("a.csv", "volume_iops\n5\n", "unknown column 'volume_iops'. Did you mean 'volume.iops'"),
        ("a.csv", "volume.boot.at_most\n5\n", "unknown column 'volume.boot.at_most'. volume.boot is no number."),
        ("a.csv", "owner,region\nx,y\n", "no column names a fact"),
        ("a.csv", "expect.ebs-volume,volume.boot\ngp2,true\n", "is not for bulk"),
        ("a.csv", "row,volume.boot\n1,true\n", "a run has of its own"),
        ("a.csv", "", "the file is empty"),
        ("a.txt", "volume.boot\ntrue\n", "the end of the name tells no format. Expected *.parquet, *.csv"),
        ("a.parquet", "no parquet", "cannot be read:"),
        ("b.csv", "volume.boot\ntrue\n", "there is no such file or folder, and no file fits it as a pattern."),
    ],
)
def test_a_wrong_file_is_told_with_what_to_do(name: str, text: str, said: str, tmp_path: Path) -> None:
    """Names that mean nothing, empty files, files that are something else."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    wanted = tmp_path / name.replace("b.csv", "a.csv")
    with pytest.raises(InputError) as told:
        run(Job(str(wanted), tmp_path / "out.parquet"), Advisor.load())
    assert said in str(told.value)
    assert not (tmp_path / "out.parquet").exists()


def test_an_output_that_cannot_be_is_told_before_the_work(tmp_path: Path) -> None:
    """A folder that is something else, an end that tells no format, a place that is not there."""
    (tmp_path / "fleet.csv").write_text("volume.boot\ntrue\n", encoding="utf-8")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "part-precious").touch()
    for output, said in (
        ("mine", "this is a folder"),
        ("out.xlsx", "tells no format"),
        ("missing/out.csv", "the folder for it is not there"),
    ):
        with pytest.raises(InputError) as told:
            run(Job(str(tmp_path / "fleet.csv"), tmp_path / output), Advisor.load())
        assert said in str(told.value)
    assert (tmp_path / "mine" / "part-precious").exists()


TEA = Path(__file__).parent / "example" / "rules"
KILLS, KILLS_FROM_OUTSIDE = 20, 5


def _be_killed(at: int, within: str = "") -> None:
    """End this process at the given one of the moments at which something is about to befall a file there."""
    left = [at]

    def count(event: str, arguments: tuple[object, ...]) -> None:
        if event in ("open", "os.rename", "os.remove", "os.rmdir", "os.mkdir") and within in str(arguments[0]):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


def _answer(folder: Path, kill_at: int = 0) -> None:
    """Answer the fleet in the folder, if nothing kills it."""
    _be_killed(kill_at, str(folder))
    job = Job(str(folder / "fleet.csv"), folder / "out.csv", None, folder / "wrong.csv", resume=True, rows_of_a_part=80)
    run(job, Advisor.load(TEA))


def _replace(folder: Path, kill_at: int, resume: bool = True) -> None:
    """Replace the folder `out`, as the end of a run does, if nothing kills it."""
    if kill_at:
        _be_killed(kill_at)
    work = Work(folder / ".out.bulk", {})
    with work.begun(resume, folder / "out"):
        part = work.make("part-00000.parquet", lambda path: path.write_text("new", encoding="utf-8"))
        work.place_folder(work.make(OUTPUT, lambda path: fill_folder([part], path)), folder / "out")


@pytest.mark.parametrize("resume", [True, False])
def test_a_run_killed_while_it_replaces_a_folder_loses_neither_and_is_resumed(resume: bool, tmp_path: Path) -> None:
    """Killed at every moment at which something befalls a file; a further run, however it ends, keeps one of both."""
    killed = 0
    for kill_at in itertools.count(1):
        old = tmp_path / str(kill_at) / "out" / "part-00000.parquet"
        old.parent.mkdir(parents=True)
        old.write_text("old", encoding="utf-8")
        process = multiprocessing.get_context("fork").Process(target=_replace, args=(old.parents[1], kill_at))
        process.start()
        process.join()
        with pytest.raises(KeyboardInterrupt), Work(old.parents[1] / ".out.bulk", {}).begun(resume, old.parent):
            raise KeyboardInterrupt
        assert old.read_text(encoding="utf-8") in ("old", "new")
        _replace(old.parents[1], 0, resume)
        assert "new" == old.read_text(encoding="utf-8")
        assert [old.parent] == list(old.parents[1].iterdir())
        if process.exitcode == 0:
            break
        killed += 1
    assert killed > 10


def _finished(work: Path) -> dict[str, tuple[int, int]]:
    """Which file each finished part is, and when it was written."""
    parts = [each.name.removesuffix(".json") for each in work.glob("part-*.json")]
    ends = (".json", ".parquet", ".rejects.jsonl")
    files = [work / f"{part}{end}" for part in parts for end in ends if (work / f"{part}{end}").exists()]
    return {file.name: (file.stat().st_ino, file.stat().st_mtime_ns) for file in files}


@pytest.mark.uncovered
def test_a_killed_run_leaves_nothing_half_written_and_is_resumed(tmp_path: Path) -> None:
    """Killed twenty times, within file operations and between: what is there is whole, and no part is done again."""
    random = Random("killed")
    cells = ["true", "false", "", "", "maybe"]
    rows = [f"n{number},{random.choice(cells)},{random.choice(cells)}\n" for number in range(640)]
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    for folder in (whole, cut):
        folder.mkdir()
        (folder / "fleet.csv").write_text("name,tea.evening,tea.child\n" + "".join(rows), encoding="utf-8")
    processes = multiprocessing.get_context("forkserver")
    slow_to_import = [
        "advisor.bulk.judging",
        "advisor.bulk.duck",
        "ibis.backends.duckdb",
        "pandas",
        "test_bulk_running",
    ]
    processes.set_forkserver_preload(slow_to_import)
    first = processes.Process(target=_answer, args=(whole,))
    began = time.monotonic()
    first.start()
    first.join()
    took = time.monotonic() - began
    expected = {name: (whole / name).read_text(encoding="utf-8") for name in ("out.csv", "wrong.csv")}
    work, finished, killed, resumed = cut / ".out.csv.bulk", dict[str, tuple[int, int]](), 0, 0
    while killed < KILLS:
        is_outside = killed % (KILLS // KILLS_FROM_OUTSIDE) == 0
        process = processes.Process(target=_answer, args=(cut, 0 if is_outside else random.randrange(8, 45)))
        process.start()
        process.join(random.uniform(0.2, 1) * took if is_outside else None)
        process.kill()
        process.join()
        killed += process.exitcode == -signal.SIGKILL
        for name, text in expected.items():
            if (cut / name).exists():
                assert text == (cut / name).read_text(encoding="utf-8").replace(str(cut), str(whole))
        if (cut / "out.csv").exists():  # all is done, and what was kept goes away
            for name in expected:
                (cut / name).unlink()
            shutil.rmtree(work, ignore_errors=True)
            finished = {}
        else:
            now = _finished(work)
            assert finished == {name: now.get(name) for name in finished}
            resumed += bool(finished)
            finished = now
    assert resumed >= KILLS / 4
    process = processes.Process(target=_answer, args=(cut,))
    process.start()
    process.join()
    for name, text in expected.items():
        assert text == (cut / name).read_text(encoding="utf-8").replace(str(cut), str(whole))
    assert ["fleet.csv", "out.csv", "wrong.csv"] == sorted(each.name for each in cut.iterdir())


@pytest.mark.uncovered
@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java")
def test_spark_answers_as_duckdb_does(tmp_path: Path) -> None:
    """A sample on two local threads, with wrong rows, leaders that cannot win, and a row answered by itself."""
    pytest.importorskip("pyspark", reason="the extra spark is not installed")
    random = Random("spark")
    cells = [
        ["true", "false", ""],
        ["true", "false", "", "maybe"],
        ["nearly_all_read", "much_never_read", ""],
        ["true", ""],
    ]
    rows = [f"n{number},t," + ",".join(random.choice(each) for each in cells) + "\n" for number in range(60)]
    (tmp_path / "fleet.csv").write_text(HEAD + "".join(rows), encoding="utf-8")
    advisor = Advisor.load()
    areas = [advisor.rulebook.areas["cache-engine"]]
    found = {}
    for engine in ("duckdb", "spark"):
        output = tmp_path / f"{engine}.csv"
        summary = run(Job(str(tmp_path / "fleet.csv"), output, areas, engine=engine, is_counted=True), advisor)
        found[engine] = (output.read_text(encoding="utf-8"), summary.written())
    assert found["duckdb"] == found["spark"]


def test_without_the_extra_it_says_what_to_install() -> None:
    """Where Ibis is not installed, the command says how to install it."""
    program = "import sys; sys.modules['ibis'] = None; from advisor.cli import main; main()"
    command = [sys.executable, "-c", program, "bulk", "fleet.csv", "--output", "answers.csv"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert 2 == done.returncode
    assert "ibis is not installed. Run this in Advisor's folder: pip install '.[bulk]'" in done.stderr
