"""`advisor explain` and `advisor replay`: the words at 80 columns, exit codes, wrong names, many results."""

import json
import os
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from advisor.cli.app import app

GOLDEN = Path(__file__).parent / "golden"
RULES = ["--rules", str(Path(__file__).parent / "rules")]
TOURS = ["cases/family.yaml", "--area", "bicycle/tours"]
WHEELS = ["cases/family.yaml", "--area", "wheels"]

COMMANDS: dict[str, list[str]] = {
    "explain.txt": ["explain", *TOURS],
    "explain.md": ["explain", *TOURS, "--format", "markdown", "--why-not", "mountain"],
    "explain.json": ["explain", "cases/commuter.yaml", "--format", "json"],
    "explain-plan.txt": ["explain", *WHEELS],
    "explain-plan.md": ["explain", *WHEELS, "--format", "markdown"],
    "explain-conflict.txt": ["explain", "cases/impossible.yaml"],
    "explain-not-needed.txt": ["explain", "cases/grown-up.yaml", "--why-not", "16-inch"],
    "why-not.txt": ["explain", *TOURS, "--why-not", "city", "--why-not", "trailer", "--why-not", "race"],
    "why-not-admitted.txt": ["explain", "cases/impossible.yaml", "--why-not", "city"],
    "how-to-get.txt": [
        "explain",
        *TOURS,
        "--how-to-get",
        "mountain",
        "--how-to-get",
        "trailer",
        "--how-to-get",
        "race",
    ],
    "how-to-get-plan.txt": ["explain", *WHEELS, "--how-to-get", "20-inch"],
    "how-to-get.json": ["explain", *TOURS, "--how-to-get", "city", "--format", "json"],
    "what-if.txt": ["explain", *TOURS, "--what-if", "distance=30", "--what-if", "ride.ground=gravel"],
    "what-if-plan.txt": ["explain", *WHEELS, "--what-if", "rider.kept=2 months", "--what-if", "rider@2 years.height="],
}


def run(*arguments: str) -> tuple[int, str]:
    """The exit code, and what is printed, standard error last."""
    result = CliRunner().invoke(app, [*arguments, *RULES])
    return result.exit_code, result.stdout + result.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_the_output_is_as_agreed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each kind of explanation, with the words and the line ends that were agreed upon, none wider than 80 columns."""
    monkeypatch.chdir(GOLDEN)
    code, printed = run(*COMMANDS[name])
    printed = re.sub(r'("rulebook_sha256": ?)"\w{64}"', r'\1"..."', printed)
    printed = re.sub(r"rulebook \w{64}", "rulebook ...", printed)
    if os.environ.get("ADVISOR_UPDATE_GOLDEN") == "1":
        Path(name).write_text(printed, encoding="utf-8")

    assert (0, Path(name).read_text(encoding="utf-8")) == (code, printed)
    assert not name.endswith(".txt") or [] == [line for line in printed.splitlines() if line[80:]]
    assert not name.endswith(".json") or json.loads(printed)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["cases/family.yaml"], 2, "say which decision with --area: bicycle/tours, bicycle/forest, wheels."),
        (["cases/family.yaml", "--area", "bicycle"], 1, "Say bicycle/tours or bicycle/forest."),
        (["cases/family.yaml", "--area", "bycicle"], 2, "Did you mean 'bicycle'?"),
        ([*TOURS, "--why-not", "citty"], 2, "Did you mean 'city'?"),
        ([*TOURS, "--why-not", "electric"], 2, "Only the edition 'today' has it (--edition today)."),
        ([*TOURS, "--what-if", "ride.groud=road"], 1, "Did you mean 'ride.ground' or 'ride.far'?"),
        ([*TOURS, "--what-if", "distance"], 1, "expected FACT=VALUE, not 'distance'."),
        (["cases"], 2, "'cases' is a folder; expected a file with a case."),
        (["cases/table.csv"], 2, "has 2 cases; say which with --case: ends-of-the-earth, shop."),
        (["cases/table.csv", "--case", "shp"], 2, "Did you mean 'shop'?"),
        (["cases/table.csv", "--case", "shop"], 0, "City bike (city)"),
        (["cases/wrong.yaml"], 1, "wrong.yaml:2:"),
        (["cases/nowhere.yaml"], 1, "there is no such file"),
        ([*TOURS, "--among", "race,mountain", "--no-assumptions"], 0, "Not admitted: city, cargo, trailer"),
    ],
)
def test_wrong_questions_end_with_their_code(
    arguments: list[str], code: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """1 for a case or a change that is wrong, 2 for names that are not there; always a word that helps on."""
    monkeypatch.chdir(GOLDEN)
    found, printed = run("explain", *arguments)
    assert code == found
    assert words in " ".join(printed.split())


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """The results of all golden cases, one of which is wrong, as a batch writes them."""
    path = tmp_path / "saved.jsonl"
    CliRunner().invoke(app, ["batch", str(GOLDEN / "cases"), "--format", "jsonl", "--output", str(path), *RULES])
    return path


def test_saved_results_are_the_same(saved: Path, tmp_path: Path) -> None:
    """JSON Lines, an array and a single result all replay; a case that was wrong is counted by itself."""
    lines = saved.read_text().splitlines()
    array, one = tmp_path / "array.json", tmp_path / "one.json"
    array.write_text("[\n" + ",\n".join(lines) + "\n]\n")
    one.write_text(json.dumps(json.loads(lines[0]), indent=2))
    every = "7 results the same and 1 case that was wrong before.\n"
    assert (0, every) == run("replay", str(saved))
    assert (0, every) == run("replay", str(array))
    assert (0, "1 result the same.\n") == run("replay", str(one))
    result = CliRunner().invoke(app, ["replay", "-", *RULES], input=saved.read_bytes())
    assert every == result.stdout


def test_what_differs_is_told(tmp_path: Path) -> None:
    """A result that was altered, or made with another edition, is told with what differs, and the code is 1."""
    _, printed = run("recommend", str(GOLDEN / "cases/grown-up.yaml"), "--format", "json")
    path = tmp_path / "result.json"
    path.write_text(printed.replace('"certainty": "assumed"', '"certainty": "open"').replace("proved", "open"))
    code, said = run("replay", str(path))
    assert 1 == code
    assert "wheels certainty: saved open, now" in said
    assert "the saved result was altered after it was made" in " ".join(said.split())
    path.write_text(printed)
    code, said = run("replay", str(path), "--edition", "today", "--format", "json")
    assert (1, False, "edition") == (code, json.loads(said)["same"], json.loads(said)["causes"][0]["what"])
    code, said = run("replay", str(path), "--edition", "today")
    assert "The answer itself is the same." in said


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\n{\n  ]", "file.json:3:3: "),
        (b'{"schema": "advisor/result/1"}\n{"schema": 5}\n', "file.json:2:12: this is no result of Advisor"),
        (b"name: a case", "file.json:1:1: "),
        (b"\xff\xfe\x00", "file.json:1:1: "),
        (b"[" + b" " * 5_000_000 + b"]", "the text is larger than 4 MiB"),
    ],
)
def test_damaged_files_have_their_place(content: bytes, words: str, tmp_path: Path) -> None:
    """What cannot be read is told with file, line and column, and the code is 1."""
    path = tmp_path / "file.json"
    path.write_bytes(content)
    code, said = run("replay", str(path))
    assert 1 == code
    assert words in said


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """A file that is not there, or is a folder, is a problem with its name."""
    assert "cannot be read: no such file or directory." in run("replay", str(tmp_path / "nothing.json"))[1]
    assert "cannot be read: is a directory." in run("replay", str(tmp_path))[1]
