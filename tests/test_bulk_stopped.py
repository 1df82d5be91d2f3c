"""What stands in the way of a run, and what stops it: told in words, found early, and nothing is lost."""

import errno
import json
import os
import resource
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from advisor import Advisor
from advisor.bulk import Job, run, running
from advisor.bulk.duck import Duck
from advisor.bulk.targets import place_file
from advisor.bulk.work import Work
from advisor.errors import InputError

ADVISOR = Path(sys.executable).with_name("advisor")
TEA = Path(__file__).parent / "example" / "rules"
GO_ON = "What is finished is kept: the same command with --resume goes on.\n"


@pytest.fixture(name="advisor", scope="module")
def _advisor() -> Advisor:
    return Advisor.load(TEA)


@pytest.fixture(name="fleet")
def _fleet(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "fleet.csv"
    path.write_text("name,tea.evening\na,true\nb,maybe\nc,false\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("given", "output", "rejects", "report", "said"),
    [
        ("in/fleet.csv", "in/fleet.csv", None, None, "fleet.csv:1:1: this is the input, which would be lost."),
        ("in/fleet.csv", "in/link.csv", None, None, "this is the input, which would be lost."),
        ("in/fleet.csv", "o.csv", "in/../in/fleet.csv", None, "this is the input, which would be lost."),
        ("in/fleet.csv", "o.csv", "o.csv", None, "--rejects names the same place as --output."),
        ("in/fleet.csv", "o", "o/r.csv", None, "the folder for it is not there."),
        ("in/fleet.csv", "made", "made/r.csv", None, "--rejects names the same place as --output."),
        ("in/fleet.csv", "o.csv", "r.jsonl", "r.jsonl", "--report names the same place as --rejects."),
        ("in/fleet.csv", "o.csv", None, "no/r.txt", "r.txt:1:1: the folder for it is not there. Make it first."),
        ("in", "in/o.csv", None, None, "it would be among the files that are read, in any further run."),
        ("in", "o.csv", "in/r.csv", None, "it would be among the files that are read, in any further run."),
        ("in/*.csv", "in/o.csv", None, None, "it would be among the files that are read, in any further run."),
        ("**/f*.csv", "in/fleet2.csv", None, None, "it would be among the files that are read, in any further run."),
    ],
)
def test_no_target_may_be_an_input_or_another_target(
    given: str, output: str, rejects: str | None, report: str | None, said: str, fleet: Path, advisor: Advisor
) -> None:
    """By whatever name it goes; it is told before the work, and what was there stays."""
    folder = fleet.parent.parent
    (fleet.parent / "link.csv").symlink_to(fleet)
    (folder / "made").mkdir()
    before = fleet.read_bytes()
    job = Job(
        str(folder / given),
        folder / output,
        None,
        None if rejects is None else folder / rejects,
        None if report is None else folder / report,
    )
    with pytest.raises(InputError) as told:
        run(job, advisor)
    assert said in str(told.value)
    assert before == fleet.read_bytes()


def test_targets_beside_the_input_are_fine(fleet: Path, advisor: Advisor) -> None:
    """A pattern that does not fit them, a hidden name, another folder, a file that is replaced."""
    folder = fleet.parent.parent
    for given, output in (
        (f"{folder}/in", "o.csv"),
        (f"{folder}/in/*.csv", "o.csv"),
        (f"{folder}/in/f*.csv", "in/o.csv"),
    ):
        assert 2 == run(Job(given, folder / output), advisor).answered


def test_one_run_at_a_time_writes_an_output(fleet: Path, advisor: Advisor) -> None:
    """The second is refused and disturbs nothing; a run that is gone, however it ended, locks nothing."""
    output = fleet.with_name("out.jsonl")
    work = Work(fleet.with_name(".out.jsonl.bulk"), {})
    with pytest.raises(InputError) as told, work.begun(resume=False, target=output):  # noqa: PT012 - within the first run
        before = sorted(each.name for each in work.folder.iterdir())
        try:
            run(Job(str(fleet), output), advisor)
        finally:
            assert before == sorted(each.name for each in work.folder.iterdir())
    assert "another run is writing this output. Wait for it, or name another." in str(told.value)
    assert 2 == run(Job(str(fleet), output), advisor).answered


def test_a_run_that_ends_takes_its_folder_away_from_one_that_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which then makes it again."""
    work, really_open = Work(tmp_path / ".out.bulk", {}), os.open

    def open_too_late(path: Path, flags: int) -> int:
        monkeypatch.undo()
        path.rmdir()
        return really_open(path, flags)

    monkeypatch.setattr(os, "open", open_too_late)
    with work.begun(resume=False, target=tmp_path / "out"):
        assert work.is_begun


def test_a_file_goes_to_another_disk_as_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That it is another one turns out when the file cannot be renamed."""
    made, target, rename = tmp_path / "made", tmp_path / "rejects.csv", Path.replace

    def rename_here(path: Path, name: Path) -> Path:
        if path == made:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        return rename(path, name)

    made.write_text("wrong", encoding="utf-8")
    monkeypatch.setattr(Path, "replace", rename_here)
    place_file(made, target)
    assert "wrong" == target.read_text(encoding="utf-8")


def test_any_number_of_parts_becomes_one_file(tmp_path: Path) -> None:
    """However few files may be open at once."""
    parts = [tmp_path / f"part-{number}.parquet" for number in range(100)]
    for number, part in enumerate(parts):
        pyarrow.parquet.write_table(pyarrow.table({"file": ["a"], "row": [number]}), part)
    engine, (soft, hard) = Duck(), resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (len(list(Path("/dev/fd").iterdir())) + 50, hard))
    try:
        engine.join(parts, tmp_path / "out", "parquet")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert list(range(100)) == pyarrow.parquet.read_table(tmp_path / "out")["row"].to_pylist()


def test_parts_stay_in_order_when_their_numbers_grow_longer(
    fleet: Path, advisor: Advisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Part 100,000 comes after part 99,999, in the output as in the rejects."""
    monkeypatch.setattr(running, "enumerate", lambda parts: enumerate(parts, 99_998), raising=False)
    fleet.write_text("tea.evening\ntrue\nmaybe\ntrue\nmaybe\n", encoding="utf-8")
    output, rejects = fleet.with_name("out.jsonl"), fleet.with_name("wrong.jsonl")
    run(Job(str(fleet), output, None, rejects, rows_of_a_part=1), advisor)
    rows = [[json.loads(line)["row"] for line in path.open(encoding="utf-8")] for path in (output, rejects)]
    assert [[1, 3], [2, 4]] == rows


ANEW = "Run it without --resume."
DAMAGED = f"cannot go on: what the earlier run left here is damaged. {ANEW}"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (".out.csv.bulk/manifest.json", '{"the program": "0.0.1"}', f"changed since. {ANEW}"),
        (".out.csv.bulk/manifest.json", "no JSON", DAMAGED),
        (".out.csv.bulk/manifest.json", "[]", DAMAGED),
        (".out.csv.bulk/part-00000.json", "{", DAMAGED),
        (".out.csv.bulk/part-00000.json", "{}", DAMAGED),
        ("fleet.csv", "name,tea.evening\na,true\n", f"cannot go on: the input changed since. {ANEW}"),
    ],
)
def test_a_run_goes_on_only_from_what_fits(name: str, text: str, said: str, fleet: Path, advisor: Advisor) -> None:
    """The same program, rules and input, and whole files; otherwise it says what to do, and that does it."""
    job = Job(str(fleet), fleet.with_name("out.csv"), resume=True, rows_of_a_part=1)
    with pytest.raises(KeyboardInterrupt):
        run(job, advisor, _stopping)
    (fleet.parent / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as told:
        run(job, advisor)
    assert said in str(told.value)
    assert run(replace(job, resume=False), advisor).answered


def test_a_run_does_not_go_on_with_another_rulebook(fleet: Path, advisor: Advisor) -> None:
    """Half of the answers would be by other rules."""
    job = Job(str(fleet), fleet.with_name("out.csv"), resume=True, rows_of_a_part=1)
    with pytest.raises(KeyboardInterrupt):
        run(job, advisor, _stopping)
    with pytest.raises(InputError, match="cannot go on: the rulebook changed since"):
        run(job, Advisor.load())


def _stopping(done: int, total: int) -> None:
    if done == 1:
        raise KeyboardInterrupt


def test_a_part_of_which_a_file_is_gone_is_done_again(fleet: Path, advisor: Advisor) -> None:
    """No row is lost with it."""
    job = Job(str(fleet), fleet.with_name("out.csv"), resume=True, rows_of_a_part=1)
    with pytest.raises(KeyboardInterrupt):
        run(job, advisor, _stopping)
    (fleet.with_name(".out.csv.bulk") / "part-00000.parquet").unlink()
    assert (3, 2, 1) == ((summary := run(job, advisor)).rows, summary.answered, summary.rejected)
    assert 3 == len(fleet.with_name("out.csv").read_text(encoding="utf-8").splitlines())


def test_an_input_that_changes_during_the_run_gives_no_output(fleet: Path, advisor: Advisor) -> None:
    """Half of the answers would be to other questions."""

    def change(done: int, total: int) -> None:
        if done == total:
            fleet.write_text("name,tea.evening\nz,true\n", encoding="utf-8")

    with pytest.raises(InputError, match="the file changed while it was read"):
        run(Job(str(fleet), fleet.with_name("out.csv")), advisor, change)
    assert not fleet.with_name("out.csv").exists()


def _command(*arguments: str | Path, cwd: Path, largest: int | None = None) -> "subprocess.Popen[str]":
    def limit() -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if largest is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    command = [str(each) for each in (ADVISOR, "bulk", *arguments, "--rules", TEA)]
    return subprocess.Popen(
        command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=limit
    )


def _large(folder: Path) -> None:
    rows = "".join(f"workload {number * 7919 % 100003},true\n" for number in range(400_000))
    (folder / "large.csv").write_text("name,tea.evening\n" + rows, encoding="utf-8")


def test_a_disk_that_is_full_stops_the_run_and_a_further_one_goes_on(fleet: Path) -> None:
    """It says what is missing and what to do, and the old output stays."""
    _large(fleet.parent)
    out = fleet.with_name("out.csv")
    out.write_text("precious", encoding="utf-8")
    process = _command("large.csv", "--output", "out.csv", cwd=fleet.parent, largest=6_000_000)
    _, told = process.communicate(timeout=300)
    assert (1, "precious") == (process.returncode, out.read_text(encoding="utf-8"))
    assert "File too large" in told
    assert "make room or mend the cause, then run the same command with --resume." in told
    assert "Traceback" not in told
    process = _command("large.csv", "--output", "out.csv", "--resume", cwd=fleet.parent)
    process.communicate(timeout=300)
    assert (0, 400_001) == (process.returncode, out.read_text(encoding="utf-8").count("\n"))


@pytest.mark.parametrize(("order", "code", "last"), [(signal.SIGINT, 130, "stopped.\n"), (signal.SIGTERM, 143, "")])
def test_who_stops_a_run_is_told_how_to_go_on(order: signal.Signals, code: int, last: str, fleet: Path) -> None:
    """By Ctrl-C or by an order to end, also while the database works."""
    _large(fleet.parent)
    process = _command("large.csv", "--output", "out.csv", cwd=fleet.parent)
    while not (fleet.parent / ".out.csv.bulk" / "input-00000.parquet").exists():
        time.sleep(0.01)
        assert process.poll() is None
    process.send_signal(order)
    assert ("", f"{GO_ON}{last}") == process.communicate(timeout=300)
    assert code == process.returncode
    assert not (fleet.parent / "out.csv").exists()


def test_who_stops_a_run_before_it_begins_is_told_nothing_of_going_on(fleet: Path) -> None:
    """For nothing is kept."""
    program = (
        "import advisor.bulk\n"
        "def stopped(*_): raise KeyboardInterrupt\n"
        "advisor.bulk.run = stopped\n"
        "from advisor.cli import main\n"
        "main()"
    )
    command = [sys.executable, "-c", program, "bulk", "fleet.csv", "--output", "out.csv"]
    done = subprocess.run(command, cwd=fleet.parent, capture_output=True, text=True, check=False)
    assert (130, "stopped.\n") == (done.returncode, done.stderr)


def test_without_rejects_the_first_rows_that_are_wrong_are_told(fleet: Path) -> None:
    """With file, row and reason, and what writes down all of them."""
    fleet.write_text("name,tea.evening\n" + "a,maybe\n" * 5 + "b,true\n", encoding="utf-8")
    process = _command("fleet.csv", "--output", "out.csv", cwd=fleet.parent)
    _, told = process.communicate(timeout=300)
    head, *lines = told.splitlines()
    assert head.startswith("6 rows: 1 answered, 5 rejected, in ")
    assert [
        *(f"  fleet.csv, row {row}: tea.evening: expected true or false, not 'maybe'." for row in (1, 2, 3)),
        "  and 2 more. --rejects FILE writes down every one with its reason.",
    ] == lines


@pytest.mark.parametrize(("row", "code", "said"), [("0", 2, "--row"), ("4", 1, "there is no row 4; it has 3.")])
def test_a_row_that_is_not_there_is_told(row: str, code: int, said: str, fleet: Path) -> None:
    """Rows count from 1, without the names of columns."""
    process = _command("fleet.csv", "--row", row, cwd=fleet.parent)
    _, told = process.communicate(timeout=300)
    assert (code, True) == (process.returncode, said in told)


def test_a_row_is_printed_as_a_case(fleet: Path) -> None:
    """Which `explain` takes."""
    process = _command("fleet.csv", "--row", "3", cwd=fleet.parent)
    assert {"tea": {"evening": "false"}} == json.loads(process.communicate(timeout=300)[0])
