"""`advisor ask`: plain prompts over a pipe, saved and resumed, and answers from a case."""

import json
from contextlib import chdir
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from advisor.cli.app import app

RULES = Path(__file__).parent / "rules"
ROAD = "none\nroad\n50 km\nyes\n"


def ask(*arguments: str, typed: str = "", folder: Path | None = None) -> Result:
    """What `advisor ask` does about bicycles when this is typed."""
    with chdir(folder or Path.cwd()):
        return CliRunner().invoke(app, ["ask", *arguments, "--rules", str(RULES)], input=typed)


def asked(answers: str) -> list[str]:
    """The ids of the facts in a saved interview."""
    return [each["fact"] for each in json.loads(answers)["answers"]]


def test_a_person_is_asked_and_answered() -> None:
    """Numbers, names, units and words are answers; it ends with the recommendation and what was not needed."""
    done = ask("bicycle", typed=ROAD + "\n")
    assert (0, "") == (done.exit_code, done.stderr)
    assert "3. How long is a ride?" in done.stdout
    assert "4 questions asked. No other answer could change this." in done.stdout
    assert "Not needed: ride.far, ride.holiday, ride.rain." in done.stdout
    assert "race" in done.stdout


def test_areas_are_chosen_from_a_list() -> None:
    """Without an area there is a list of them, from which several may be picked; a name that is none is refused."""
    done = ask(typed="9, bicicle\n1, wheels\n")
    assert "1) bicycle: Which bicycle fits the rides?" in done.stdout
    assert "There is no 'bicicle'. Did you mean 'bicycle'?" in done.stdout
    assert "1. What does the bicycle carry?" in done.stdout


def test_why_back_and_not_knowing(tmp_path: Path) -> None:
    """A question is explained with quotes, an answer is taken back, and "I don't know" is one."""
    done = ask("bicycle", "--save", "kept.json", typed="back\nwhy\n1\nb\nnone\n?\n", folder=tmp_path)
    assert "This is the first question." in done.stdout
    assert "If the answer is: child" in done.stdout
    assert "Rules out race, mountain, city" in done.stdout
    assert '"carry a child or groceries' in done.stdout
    kept = json.loads((tmp_path / "kept.json").read_text())
    assert [{"fact": "ride.carries", "value": []}, {"fact": "ride.ground", "value": None}] == kept["answers"]


def test_what_does_not_fit_is_asked_again() -> None:
    """An answer outside its kind or range is refused with the reason, and the question stands again."""
    done = ask("bicycle", typed="1,kitten\nnone\nrode\nroad\n900\n5 apples\nz\n")
    for words in ("'kitten'", "Did you mean 'road'?", "0 to 300 km", "apples", "'z'"):
        assert words in done.stdout
    assert 4 == done.stdout.count("3. How long is a ride?")


def test_an_interview_that_ends_early_is_kept_and_resumed(tmp_path: Path) -> None:
    """When the answers end, what was answered is in the file, and going on from it asks only the rest."""
    first = ask("bicycle", "--save", "kept.json", typed="none\nroad\n", folder=tmp_path)
    assert (1, ["ride.carries", "ride.ground"]) == (first.exit_code, asked((tmp_path / "kept.json").read_text()))
    assert "Go on with: advisor ask --resume kept.json" in first.stderr
    again = ask("--resume", "kept.json", typed="marathon\nyes\nride.yaml\n", folder=tmp_path)
    assert (0, 0) == (again.exit_code, again.stdout.count("What is the ground like?"))
    assert 4 == len(asked((tmp_path / "kept.json").read_text()))
    assert "name: ride\nride:\n  ground: road\n  distance: 42\n  carries: []\n" in (tmp_path / "ride.yaml").read_text()


def test_a_saved_interview_is_not_written_over(tmp_path: Path) -> None:
    """A file that is there is left alone, and --resume is named."""
    (tmp_path / "kept.json").write_text("precious")
    done = ask("bicycle", "--save", "kept.json", folder=tmp_path)
    assert (1, "precious") == (done.exit_code, (tmp_path / "kept.json").read_text())
    assert "kept.json:1:1: this file is there already. Go on with it by --resume kept.json" in done.stderr


def test_an_interview_of_another_rulebook_offers_what_fits(tmp_path: Path) -> None:
    """It is said what does not fit, and somebody decides whether to go on with the rest."""
    file = tmp_path / "kept.json"
    data = {"schema": "advisor/interview/1", "rulebook_sha256": "0", "edition": "notes", "areas": ["bicycle"]}
    file.write_text(json.dumps({**data, "answers": [{"fact": "ride.wind", "value": 1}]}))
    before = file.read_text()
    done = ask("--resume", str(file), typed="perhaps\nno\n")
    assert "it was asked by another version of the rulebook" in done.stdout.replace("\n", " ")
    assert "unknown fact 'ride.wind'" in done.stdout.replace("\n", " ")
    assert (1, before) == (done.exit_code, file.read_text())
    assert "1. What does the bicycle carry?" in ask("--resume", str(file), typed="yes\n").stdout


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["bicicle"], 2, "Did you mean 'bicycle'?"),
        (["bicycle", "--resume", "kept.json"], 2, "leave the areas out"),
        (["--answers", "case.yaml", "--save", "kept.json"], 2, "asks nobody"),
        (["--resume", "damaged.json"], 1, "damaged.json:1:"),
        (["--resume", "none.json"], 1, "none.json:1:1: cannot be read"),
        (["--answers", "two.yaml"], 1, "there are 2 cases here"),
        (["--answers", "wrong.yaml"], 1, "wrong.yaml:1:"),
        (["bicycle", "--save", "."], 1, "is there already"),
        (["bicycle", "--save", "no/kept.json"], 1, "cannot be written"),
    ],
)
def test_wrong_input_says_what_is_wrong(tmp_path: Path, arguments: list[str], code: int, words: str) -> None:
    """No traceback: a word on what is wrong, where, and what to do."""
    (tmp_path / "damaged.json").write_text("{'schema'}")
    (tmp_path / "two.yaml").write_text("ride: {rain: true}\n---\nride: {rain: false}\n")
    (tmp_path / "wrong.yaml").write_text("ride: {rein: true}\n")
    done = ask(*arguments, folder=tmp_path)
    said = " ".join(done.stderr.replace("│", " ").split())
    assert (code, True, False) == (done.exit_code, words in said, "Traceback" in said)


def test_a_case_answers_in_place_of_a_person(tmp_path: Path) -> None:
    """Nobody is asked; the JSON is the result with what was asked, in order, and what was not needed."""
    case = tmp_path / "tour.yaml"
    case.write_text("name: tour\nride: {carries: [], ground: road, distance: 50, locked_room: yes}\n")
    done = ask("bicycle", "--answers", str(case), "--format", "json")
    data = json.loads(done.stdout)
    assert ["ride.carries", "ride.ground", "ride.distance", "ride.locked_room"] == data["asked"]
    assert ["ride.far", "ride.holiday", "ride.rain"] == data["not_needed"]
    assert ("advisor/result/1", "tour", ["race"]) == (
        data["schema"],
        data["case"],
        data["recommendations"][0]["recommended"],
    )
    assert "What you did not know still could" in ask("--answers", str(write(tmp_path, "ride: {carries: []}"))).stdout


def write(folder: Path, text: str) -> Path:
    """A case file."""
    path = folder / "case.yaml"
    path.write_text(text)
    return path


def test_prompts_do_not_stand_between_json(tmp_path: Path) -> None:
    """With --format json the questions go to standard error, and the output is JSON alone."""
    done = ask("bicycle", "--format", "json", typed=ROAD)
    assert ["race"] == json.loads(done.stdout)["recommendations"][0]["recommended"]
    assert "What is the ground like?" in done.stderr


def test_a_case_file_that_is_there_is_replaced_only_if_wanted(tmp_path: Path) -> None:
    """The case is not written over another file without a yes; a name that cannot be written is asked for again."""
    (tmp_path / "mine.yaml").write_text("mine")
    done = ask("bicycle", typed=ROAD + "mine.yaml\nno\nno/such.yaml\nother.json\n", folder=tmp_path)
    assert "mine" == (tmp_path / "mine.yaml").read_text()
    assert "cannot be written" in done.stdout
    assert {"carries": [], "ground": "road", "distance": 50, "locked_room": True} == json.loads(
        (tmp_path / "other.json").read_text()
    )["ride"]
