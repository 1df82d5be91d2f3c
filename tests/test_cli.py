"""The program as a shell sees it: exit codes, streams, signals, encodings; and no traceback, ever."""

import functools
import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

from advisor.batch import read_cases
from advisor.cli.app import app
from advisor.load import bundled_rules
from advisor.yamlio import read_text, read_yaml

ROOT = Path(__file__).parents[1]
RULES = Path(__file__).parent / "rules"
RUN = [sys.executable, "-c", "import sys; from advisor.cli import main; main()"]
RAINY = b"ride: {rain: true}"
COMMANDS = ("recommend", "batch", "test", "areas", "facts", "rules", "notes", "schema", "check", "docs", "new", "apply")


def advisor(
    *arguments: str | Path, stdin: bytes = b"", env: dict[str, str] | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a process of its own, on the bicycles."""
    rules = ["--rules", str(RULES)] if "--rules" not in arguments and arguments[0] != "--version" else []
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **(env or {})}
    command = [*RUN, *map(str, arguments), *rules]
    return subprocess.run(command, input=stdin, capture_output=True, env=environment, cwd=cwd, check=False)


def said(*arguments: str | Path, code: int) -> str:
    """What the program says on standard error, or else on standard output, when it ends with this code."""
    result = CliRunner().invoke(app, [*map(str, arguments), "--rules", str(RULES)])
    assert code == result.exit_code, result.output
    return result.stderr + result.stdout


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A good case that expects what it gets."""
    path = tmp_path / "case.yaml"
    path.write_text("ride: {ground: forest, rain: false}\nexpect: {bicycle: mountain}\n")
    return path


def test_a_good_run_ends_with_0(case: Path) -> None:
    """Each command is content with a good case."""
    for command in ("recommend", "batch", "test"):
        said(command, case, code=0)


@pytest.mark.parametrize("command", ["recommend", "batch", "test"])
def test_a_wrong_case_ends_with_1(command: str, tmp_path: Path) -> None:
    """Its problems are told with their places."""
    path = tmp_path / "case.yaml"
    path.write_text("ride: {rian: true}\n")

    assert f"{path}:1:8: unknown fact of ride 'rian'. Did you mean 'rain'?" in said(command, path, code=1)


def test_a_failed_expectation_ends_with_1(tmp_path: Path) -> None:
    """And so does a test run in which nothing is expected."""
    path = tmp_path / "case.yaml"
    path.write_text("ride: {ground: forest}\nexpect: {bicycle: city}\n")
    assert "got      mountain" in said("test", path, code=1)
    path.write_text("ride: {ground: forest}\n")

    assert said("test", path, code=1).startswith("No case expects anything")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["recomend", "x"], "No such command 'recomend'. Did you mean 'recommend'?"),
        (["recommend", "x", "--amng", "city"], "No such option: --amng"),
        (["recommend", "x", "--area", "bicicle"], "unknown area 'bicicle'. Did you mean 'bicycle'?"),
        (["recommend", "x", "--among", "city,crago"], "unknown option 'crago'. Did you mean 'cargo'?"),
        (["recommend", "x", "--among", "city,electric"], "unknown option 'electric'. Only the edition 'today' has it"),
        (["facts", "ride.electricity"], "unknown fact 'ride.electricity'. Only the edition 'today' has it"),
        (["rules", "bicycle.motors-go-far"], "unknown rule 'bicycle.motors-go-far'. Only the edition 'today' has it"),
        (["recommend", str(RULES)], "is a folder"),
        (["areas", "weels"], "unknown area 'weels'. Did you mean 'wheels'?"),
        (["facts", "ride.rian"], "unknown fact 'ride.rian'. Did you mean 'ride.rain'"),
        (["rules", "mudgards"], "unknown rule 'mudgards'. Did you mean 'mudguards'?"),
        (["notes", "race-rods"], "unknown note 'race-rods'. Did you mean 'race-roads'?"),
        (["areas", "--edition", "tomorrow"], "'tomorrow'"),
    ],
)
def test_wrong_usage_ends_with_2(arguments: list[str], words: str) -> None:
    """What is not known is told, with what was probably meant."""
    assert words in " ".join(said(*arguments, code=2).split())


def test_options_that_fit_no_area_of_the_case(case: Path) -> None:
    """--among names options of an area that the case is about."""
    assert "--among: '20-inch' is not an option of bicycle." in said("recommend", case, "--among", "20-inch", code=1)


def test_a_bug_ends_with_3(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own mistake is told as such, in two lines, with the case at which it happened."""

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("oh\x1b")

    monkeypatch.setattr("advisor.advise.Advisor.recommend", fail)
    first, second = said("recommend", case, code=3).splitlines()

    place = f"It happened at {case}:1:1, in the case 'case'."
    assert rf"This is a bug in Advisor: ZeroDivisionError: oh\x1b {place}" == first
    assert "ADVISOR_DEBUG=1" in second
    monkeypatch.setenv("ADVISOR_DEBUG", "1")
    assert "Traceback" in said("recommend", case, code=3)


def test_every_command_has_help_with_an_example() -> None:
    """And so has the program itself."""
    for command in ([], *([name] for name in COMMANDS)):
        result = CliRunner().invoke(app, [*command, "--help"])

        assert 0 == result.exit_code
        assert "Example" in result.output


def test_the_version_is_told_without_loading_anything() -> None:
    """Neither the engine nor pydantic nor typer is imported for --version; nor the first two for --help."""
    heavy = "durable_rules_engine", "pydantic", "yaml", "advisor.load"
    for argument, absent in (("--version", (*heavy, "typer")), ("--help", heavy)):
        code = f"import sys, atexit; sys.argv[1:] = ['{argument}']; from advisor.cli import main\n"
        code += f"atexit.register(lambda: print([m for m in {absent!r} if m in sys.modules], file=sys.stderr))\nmain()"
        result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

        assert "[]\n" == result.stderr


def test_standard_input_is_a_case() -> None:
    """`-` reads it, and the answer is the same as from a file."""
    result = advisor("recommend", "-", "--format", "json", stdin=RAINY)

    assert ["city"] == json.loads(result.stdout)["recommendations"][0]["recommended"]


def test_several_cases_are_json_lines(tmp_path: Path) -> None:
    """One case gives one object; several give one object a line, also if one of them is wrong."""
    path = tmp_path / "cases.yaml"
    path.write_text("ride: {rain: true}\n---\nride: {rian: true}\n---\nride: {rain: false}\n")
    result = advisor("recommend", path, "--format", "json")

    schemas = [json.loads(line)["schema"] for line in result.stdout.splitlines()]
    assert ["advisor/result/1", "advisor/problems/1", "advisor/result/1"] == schemas
    assert 1 == result.returncode


def test_an_output_file_is_written_whole_or_not_at_all(case: Path, tmp_path: Path) -> None:
    """A run that breaks off leaves the old file as it was, and nothing beside it."""
    output = tmp_path / "out" / "answers.csv"
    output.parent.mkdir()
    output.write_text("old")
    output.chmod(0o640)
    assert 2 == advisor("batch", case, "--format", "csv", "--output", output, "--area", "x").returncode
    assert "old" == output.read_text()

    assert 0 == advisor("batch", case, "--format", "csv", "--output", output).returncode
    assert "case,bicycle,,,recommended,mountain" in output.read_text()
    assert 0o640 == output.stat().st_mode & 0o777
    assert [output] == list(output.parent.iterdir())


def test_an_output_file_that_cannot_be_written(case: Path, tmp_path: Path) -> None:
    """It is told, and nothing is left behind."""
    missing = tmp_path / "missing" / "answers.csv"

    expected = f"{missing}:1:1: cannot be written: no such file or directory."
    assert expected == said("batch", case, "--output", missing, code=1).strip()


def test_output_to_a_device_leaves_the_device(case: Path, tmp_path: Path) -> None:
    """What is no file is written to, and never replaced."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        result = advisor("batch", case, "--format", "jsonl", "--output", pipe)
        written = os.read(reader, 1 << 16)
    finally:
        os.close(reader)

    assert (0, b"") == (result.returncode, result.stderr)
    assert "case" == json.loads(written)["case"]
    assert pipe.is_fifo()


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="there is no device that is always full")
@pytest.mark.parametrize("arguments", [["facts"], ["--version"], ["--help"]])
def test_a_full_disk_is_told(arguments: list[str]) -> None:
    """It is neither a bug nor a traceback."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with Path("/dev/full").open("w") as full:
        result = subprocess.run([*RUN, *arguments], stdout=full, stderr=subprocess.PIPE, env=environment, check=False)

    assert (1, b"the output cannot be written: no space left on device.\n") == (result.returncode, result.stderr)


@pytest.mark.parametrize(("closed", "code"), [("<&-", 1), (">&-", 0), ("2>&-", 0), ("<&- >&- 2>&-", 1)])
def test_closed_streams_are_no_bug(closed: str, code: int, case: Path) -> None:
    """Without a stream nothing is read or written there; the exit code still tells how it went."""
    path = "-" if "<" in closed else str(case)
    command = f'exec "$0" -c "$1" batch "$2" --rules "$3" {closed}'
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    shell = ["/bin/sh", "-c", command, sys.executable, RUN[2], path, str(RULES)]
    result = subprocess.run(shell, capture_output=True, env=environment, check=False)

    assert code == result.returncode
    assert b"bug" not in result.stderr
    assert b"Traceback" not in result.stderr


def long_run(*arguments: str) -> subprocess.Popen[bytes]:
    """A run that goes on until its input ends.

    Coverage is not measured in it: a signal that arrives while coverage holds its lock would block the run for ever.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    environment["PYTHONPATH"] = str(ROOT / "src")
    command = [*RUN, *arguments, "--rules", str(RULES)]
    pipe = subprocess.PIPE
    # Tests in the background run with Ctrl-C ignored, which a child would inherit.
    heed = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment, preexec_fn=heed)
    assert process.stdin
    process.stdin.write(b'{"ride": {"rain": true}}\n' * 2_000)
    process.stdin.flush()
    return process


@pytest.mark.parametrize(("sent", "code", "words"), [(signal.SIGINT, 130, b"stopped.\n"), (signal.SIGTERM, 143, b"")])
def test_an_interrupted_run_leaves_no_file(sent: int, code: int, words: bytes, tmp_path: Path) -> None:
    """Ctrl-C says that it stopped; neither it nor an order to end leaves half a file or a traceback."""
    output = tmp_path / "answers.jsonl"
    process = long_run("batch", "-", "--format", "jsonl", "--output", str(output))
    while process.poll() is None and not list(tmp_path.glob(".answers.jsonl.*")):
        time.sleep(0.01)
    process.send_signal(sent)
    _, error = process.communicate()

    assert (code, words) == (process.returncode, error)
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(("sent", "code", "words"), [(signal.SIGINT, 130, b"stopped.\n"), (signal.SIGTERM, 143, b"")])
def test_an_order_to_stop_is_never_a_bug(sent: int, code: int, words: bytes) -> None:
    """A library may make an error of its own of it, as pydantic does while it writes JSON."""
    script = (
        "import os, sys, time\nfrom advisor.cli import guard, streams\n"
        "def run():\n  try:\n    os.kill(os.getpid(), int(sys.argv[1])); time.sleep(9)\n"
        "  except BaseException as stop:\n    raise ValueError(f'lost {stop!r}') from None\n"
        "streams.prepare(); guard.command(run)()"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    heed = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    command = [sys.executable, "-c", script, str(int(sent))]
    result = subprocess.run(command, capture_output=True, env=environment, preexec_fn=heed, check=False)

    assert (code, words) == (result.returncode, result.stderr)


def test_a_broken_pipe_is_silent() -> None:
    """Whoever reads only the first lines gets them, and no complaint."""
    process = long_run("batch", "-", "--format", "jsonl")
    assert process.stdout
    assert process.stderr
    assert process.stdin
    assert process.stdout.readline().startswith(b'{"schema":"advisor/result/1"')
    process.stdout.close()
    process.stdin.close()

    assert (141, b"") == (process.wait(), process.stderr.read())


def at_a_terminal(*arguments: str, env: dict[str, str] | None = None) -> bytes:
    """What the program writes to a terminal."""
    controller, terminal = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "TERM": "xterm", "COLUMNS": "80", **(env or {})}
    command = [*RUN, *arguments, "--rules", str(RULES)]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=terminal, stderr=terminal, env=environment):
        os.close(terminal)
        written = b""
        while True:
            try:
                part = os.read(controller, 4096)
            except OSError:
                break
            if not part:
                break
            written += part
    os.close(controller)
    return written


def test_colour_is_for_terminals_only(case: Path) -> None:
    """A terminal gets colours, unless NO_COLOR says otherwise; a pipe gets none."""
    assert b"\x1b[1;32m" in at_a_terminal("recommend", str(case))
    assert b"[32m" not in at_a_terminal("recommend", str(case), env={"NO_COLOR": "1"})
    assert b"\x1b" not in advisor("recommend", case).stdout


def test_nothing_raw_reaches_the_output(tmp_path: Path) -> None:
    """Control characters of a case are shown, not sent, in every format for people."""
    path = tmp_path / "case.json"
    path.write_text('{"name": "\\u001b[31mred\\u202e", "ride": {"rain": true}}')
    for arguments in (["recommend"], *(["batch", "--format", name] for name in ("text", "csv", "markdown", "junit"))):
        result = advisor(*arguments, path)

        assert 0 == result.returncode
        assert b"\x1b" not in result.stdout
        assert b"x1b" in result.stdout
        assert "\u202e" not in result.stdout.decode()


def test_no_raw_control_character_is_in_json_or_markdown(tmp_path: Path) -> None:
    """JSON means the same with escapes; an explanation in Markdown writes the characters out."""
    path, written = tmp_path / "case.json", tmp_path / "answers.jsonl"
    evil = "a\x1b[2J\x7f\x9b31m\u202eb"
    path.write_text(json.dumps({"name": evil, "ride": [{"name": evil, "rain": True}]}))
    advisor("batch", path, "--format", "jsonl", "--output", written)
    said = [written.read_text(encoding="utf-8")]
    for command in ("recommend", "batch", "test", "compare", "explain"):
        area = ["--area", "bicycle"] if command == "explain" else []
        said.append(advisor(command, path, "--format", "json", *area).stdout.decode())
    assert all(json.dumps(evil)[1:-1] in text for text in said)

    said.append(advisor("explain", path, "--area", "bicycle", "--format", "markdown").stdout.decode())
    assert not [text for text in said if set(text) & set(evil) - set("a[2J31mb")]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_an_encoding_may_lack_characters(encoding: str, tmp_path: Path) -> None:
    """Text is written plainly, and JSON with escapes that keep it whole."""
    path = tmp_path / "case.yaml"
    path.write_text("name: \u201cT\u014dky\u014d\u201d \U0001f6b2\nride: {rain: true}\n")
    env = {"PYTHONIOENCODING": encoding}

    text = advisor("recommend", path, env=env).stdout.decode(encoding)
    assert '"T\\u014dky\\u014d" \\U0001f6b2' == text.splitlines()[0]
    data = json.loads(advisor("recommend", path, "--format", "json", env=env).stdout.decode(encoding))
    assert "\u201cT\u014dky\u014d\u201d \U0001f6b2" == data["case"]


def test_the_bundled_rules_are_found_from_anywhere(tmp_path: Path) -> None:
    """Without --rules, whatever the working directory."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [*RUN, "areas", "--format", "json"]
    result = subprocess.run(command, capture_output=True, env=environment, cwd=tmp_path, check=True)

    assert {"ec2-purchase", "ebs-volume", "s3-storage-class"} < {area["id"] for area in json.loads(result.stdout)}


@functools.cache
def schema(what: str, *rules: str) -> jsonschema.Draft202012Validator:
    """A schema that the program prints."""
    result = CliRunner().invoke(app, ["schema", what, *rules])
    data = json.loads(result.stdout)
    jsonschema.Draft202012Validator.check_schema(data)
    return jsonschema.Draft202012Validator(data)


KINDS = {
    "area": "areas/*.yaml",
    "facts": "facts/*.yaml",
    "notes": "notes/*.yaml",
    "settings": "settings/*.yaml",
    "front": "rulebook.yaml",
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_page_has_a_schema(kind: str) -> None:
    """Every page of both rulebooks fits the schema of its kind and no other."""
    validators = {other: schema(other) for other in KINDS}
    pages = [path for folder in (bundled_rules(), RULES) for path in folder.glob(KINDS[kind])]
    for path in pages:
        (document,) = read_yaml(read_text(path), path.name)
        fitting = {other for other, validator in validators.items() if validator.is_valid(document.data)}
        assert {kind} == fitting, [error.message for error in validators[kind].iter_errors(document.data)]
    assert pages


@pytest.mark.parametrize(
    ("kind", "page", "before", "after"),
    [
        ("area", "areas/bicycle.yaml", "subject: ride", "subjekt: ride"),
        ("area", "areas/bicycle.yaml", "favours: {mountain: strong}", "favours: {mountain: stronger}"),
        ("area", "areas/bicycle.yaml", "    rules_out: [trailer]", "    rules_out: trailer"),
        ("area", "areas/bicycle.yaml", "    rules_out: [trailer]\n", ""),
        ("area", "areas/bicycle.yaml", "    when: {ride.ground: forest}\n", ""),
        ("area", "areas/bicycle.yaml", "    criterion: ground\n", ""),
        ("area", "areas/bicycle.yaml", "    cite: [mountain-forest]\n", ""),
        ("area", "areas/bicycle.yaml", "ride.distance: {above: 40}", "ride.distance: {over: 40}"),
        ("area", "areas/bicycle.yaml", "when: {ride.ground: forest}", "when: {ground: forest}"),
        ("area", "areas/bicycle.yaml", "  - id: oil\n", "  - id: Oil it\n"),
        ("facts", "facts/ride.yaml", "    kind: choice\n", "    kind: choise\n"),
        ("facts", "facts/ride.yaml", "    question: How long is a ride?\n", ""),
        ("facts", "facts/ride.yaml", "    limit: true\n", "    limit: maybe\n"),
        ("facts", "facts/ride.yaml", "    unit: km\n", "    unit: km\n    choices: {far: Far}\n"),
        ("notes", "notes/bicycles.yaml", "    lines: [2]\n", "    lines: two\n"),
        ("notes", "notes/bicycles.yaml", "    quote: Oil the chain after rain\n", ""),
        ("notes", "notes/bicycles.yaml", "verdict: outdated", "verdict: old"),
        ("front", "rulebook.yaml", "sha256: 37", "sha256: x7"),
        ("front", "rulebook.yaml", "title: ", "titel: "),
    ],
)
def test_the_schemas_of_pages_refuse_mistakes(kind: str, page: str, before: str, after: str) -> None:
    """Misspelt keys, wrong kinds, and what is missing; the schema of any page says so too."""
    text = (RULES / page).read_text()
    assert text.count(before) == 1
    (document,) = read_yaml(text.replace(before, after), page)
    assert not schema(kind).is_valid(document.data)
    assert not schema("rules").is_valid(document.data)


@pytest.mark.parametrize(("what", "folder"), [("case", ROOT / "cases"), ("rules", bundled_rules()), ("rules", RULES)])
def test_schemas_allow_what_the_program_reads(what: str, folder: Path) -> None:
    """Every case and every page of rules that the project has is valid."""
    validator = schema(what)
    pages = sorted(folder.rglob("*.yaml"))
    documents = [document.data for path in pages for document in read_yaml(read_text(path), path.name)]

    assert documents
    assert [] == [error.message for data in documents for error in validator.iter_errors(data)]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"volume": {"bot": True}},
        {"volume": {"boot": "perhaps"}},
        {"volume": {"boot": True}, "expect": {"ebs-volume": "gp9"}},
        {"volume": [{"boot": True}]},
        {"volume": {"iops": -1}},
        {"volum": {}},
        {"objects": {"stages": [{"reads": "rare"}]}},
    ],
)
def test_the_schema_of_a_case_refuses_mistakes(data: object) -> None:
    """Unknown names, wrong kinds, numbers out of range, items without a name, stages without a beginning."""
    assert not schema("case").is_valid(data)


def test_the_schema_of_a_result_holds(case: Path) -> None:
    """What `recommend` prints is what its schema says."""
    result = advisor("recommend", case, "--format", "json")

    schema("result").validate(json.loads(result.stdout))


def test_the_demo_cases_are_entries() -> None:
    """Every case of the project can be read by the batch's own reader."""
    from advisor.advise import Advisor

    assert [] == [entry for entry in read_cases([ROOT / "cases"], Advisor.load()) if entry.case is None]


def test_a_forked_worker_that_is_told_to_end_ends_at_once() -> None:
    """Also where exceptions are swallowed, as they are while a fork begins; or whoever waits for it waits for ever."""
    program = (
        "import os, signal\n"
        "from advisor.cli.streams import prepare\n"
        "prepare()\n"
        "os.register_at_fork(after_in_child=lambda: os.kill(os.getpid(), signal.SIGTERM))\n"
        "child = os.fork()\n"
        "if not child: os._exit(0)\n"
        "print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ("143\n", "") == (done.stdout, done.stderr)
