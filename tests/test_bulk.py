"""A fleet of workloads in columns gets the same answers as each workload by itself."""

import json
import math
import shutil
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest

from advisor import Advisor
from advisor.bulk import Job, by_hand, run
from advisor.bulk.duck import Duck
from advisor.bulk.judging import Fleet, JudgedPart, Part
from advisor.bulk.masks import joined
from advisor.bulk.sources import sources
from advisor.bulk.tables import CERTAIN, POSSIBLE, Codes, Conditions
from advisor.bulk.understood import understood
from advisor.conditions import contradictions, spaces
from advisor.errors import InputError
from advisor.model.conditions import All, Any_, Test
from advisor.model.rulebook import Option, Rulebook
from advisor.model.values import OneOf, SomeOf, Value
from advisor.quantities import Range
from random_rulebooks import random_known, random_rulebook

CLAIMS = {"proved": 0, "assumed": 1, "not-proved": 2}


def columns_of(rulebook: Rulebook, rows: list[dict[str, Value]]) -> pyarrow.Table:
    """Workloads as a table: numbers as ranges where they are, choices as lists or texts."""
    data: dict[str, list[Any]] = {}
    for fact in rulebook.facts.values():
        values = [row.get(fact.id) for row in rows]
        if fact.kind == "number":
            data[fact.id] = [each.low if isinstance(each, Range) and each.exact else None for each in values]
            partly = [each if isinstance(each, Range) and not each.exact else None for each in values]
            for bound, end, is_open in (
                ("at_least", "low", False),
                ("above", "low", True),
                ("at_most", "high", False),
                ("below", "high", True),
            ):
                data[f"{fact.id}.{bound}"] = [
                    getattr(each, end) if each is not None and getattr(each, f"{end}_open") is is_open else None
                    for each in partly
                ]
        else:
            data[fact.id] = [_cell(each) for each in values]
    types = {
        fact.id: {"flag": pyarrow.bool_(), "number": pyarrow.float64()}.get(fact.kind, pyarrow.string())
        for fact in rulebook.facts.values()
    }
    return pyarrow.table(
        {name: pyarrow.array(values, types.get(name, pyarrow.float64())) for name, values in data.items()}
    )


def _cell(value: Value | None) -> Any:
    if isinstance(value, OneOf):
        return ";".join(sorted(value.names))
    if isinstance(value, SomeOf):
        return ";".join(sorted(value.includes)) or "[]"
    return value


def answered_in_bulk(advisor: Advisor, table: pyarrow.Table, folder: Path) -> tuple[list[Any], list[Any]]:
    """The rows of the output and the rejects, from one part, and never by hand what can be read."""
    part = judged(advisor, table, folder)
    rows = part.output.to_pylist()
    assert sorted(row["row"] for row in rows) == [row["row"] for row in rows]
    return rows, part.rejected


def judged(advisor: Advisor, table: pyarrow.Table, folder: Path) -> JudgedPart:
    """A fleet of one part."""
    path = folder / "fleet.parquet"
    pyarrow.parquet.write_table(table, path)
    engine = Duck()
    (source,) = sources(str(path))
    fleet = Fleet(understood(advisor, None, engine, [source.path], "fleet"), advisor)
    return fleet.judged(engine, Part(source, source.path, 1, table.num_rows))


def alone(advisor: Advisor, known: Mapping[str, Value]) -> dict[str, str | None]:
    """What a workload gets by itself."""
    case: dict[str, Any] = {}
    for name, value in known.items():
        subject, _, fact = name.partition(".")
        case.setdefault(subject, {})[fact] = advisor.rulebook.written(name, value)
    return by_hand.answered(case, advisor, list(advisor.rulebook.areas.values()))


def refusal(advisor: Advisor, known: Mapping[str, Value]) -> str:
    """Why a workload is refused by itself; nothing if it is not."""
    try:
        alone(advisor, known)
    except InputError as error:
        return by_hand.reason(error)
    return ""


def compare(advisor: Advisor, rows: list[dict[str, Value]], found: list[Any]) -> None:
    """All columns are equal but certainty, which may claim less."""
    for known, row in zip(rows, found, strict=True):
        expected = alone(advisor, known)
        for name, value in expected.items():
            if name.endswith(".certainty"):
                assert (value is None) == (row[name] is None)
                assert value is None or CLAIMS[row[name]] >= CLAIMS[value], (name, known)
            else:
                assert value == row[name], (name, known)


@pytest.mark.parametrize("silence", [0.2, 0.6])
def test_the_bundled_rulebook_answers_a_fleet_as_it_answers_each(silence: float, tmp_path: Path) -> None:
    """Every area, with derived facts, assumptions, conflicts and leaders that cannot win."""
    advisor = Advisor.load()
    random = Random(f"bundled-{silence}")
    rows = [_workload(random, advisor.rulebook, silence) for _ in range(150)]
    found, rejected = answered_in_bulk(advisor, columns_of(advisor.rulebook, rows), tmp_path)
    assert [] == rejected
    compare(advisor, rows, found)


def _workload(random: Random, rulebook: Rulebook, silence: float) -> dict[str, Value]:
    known: dict[str, Value] = {}
    for name, space in spaces(rulebook).items():
        while True:
            facts = {
                fact: space.cells[space.index[fact]].sample(random.randrange(space.cells[space.index[fact]].count))
                for fact in (f"{name}.{each}" for each in rulebook.subjects[name].facts)
                if random.random() > silence
            }
            if facts and not contradictions(rulebook, name, facts):
                break
        known |= facts
    return known


@pytest.mark.uncovered
def test_random_rulebooks_answer_fleets_as_they_answer_each(tmp_path: Path) -> None:
    """Unknown facts and ranges included, also at the ends of what is declared; wrong rows get the same words."""
    for seed in range(40):
        rulebook = random_rulebook(seed)
        advisor = Advisor(rulebook)
        rows = [_readable(random_known(1000 * seed + number, rulebook)) for number in range(40)]
        rows = [row for row in rows if row] + _bounded_at_the_ends(rulebook)
        found, rejected = answered_in_bulk(advisor, columns_of(rulebook, rows), tmp_path)
        reasons = {number: reason for number, row in enumerate(rows, 1) if (reason := refusal(advisor, row))}
        assert reasons == {each["row"]: each["reason"] for each in rejected}
        compare(advisor, [row for number, row in enumerate(rows, 1) if number not in reasons], found)


@pytest.mark.uncovered
def test_many_rules_and_wide_facts_are_judged_alike(tmp_path: Path) -> None:
    """More rules than a word has bits, more reasons of one criterion and more cells than a table has room for."""
    for seed in range(3):
        rulebook = random_rulebook(seed, fact_count=9, rule_count=130)
        advisor = Advisor(rulebook)
        rows = [row for number in range(40) if (row := _readable(random_known(number, rulebook)))]
        rows = [row for row in rows if not refusal(advisor, row)]
        found, _ = answered_in_bulk(advisor, columns_of(rulebook, rows), tmp_path)
        compare(advisor, rows, found)


def test_conditions_in_tables_are_as_true_as_in_trees() -> None:
    """Certain and possible, of random conditions over all that can be known of facts, small and wide."""
    for seed in range(60):
        random = Random(f"tables-{seed}")
        rulebook = random_rulebook(seed, fact_count=5, rule_count=12)
        space = spaces(rulebook)["s"]
        conditions = [rule.condition for rule in rulebook.areas["a"].rules]
        codes = Codes(space, conditions, random.choice([4, 10]))
        tables = Conditions(codes, conditions)
        for _ in range(20):
            masks = [random.randint(1, everything) for everything in space.everything]
            known = codes.codes(None, {place: (mask,) for place, mask in enumerate(masks)}, {})
            words = [word for ref in known for word in ref]
            found = [joined(tables.conditions(tables.alternatives(words, each))) for each in (CERTAIN, POSSIBLE)]
            truths = [space.truth(condition, masks) for condition in conditions]
            certain = sum(1 << place for place, truth in enumerate(truths) if truth is True)
            possible = sum(1 << place for place, truth in enumerate(truths) if truth is not False)
            assert [certain, possible] == found


def test_missing_facts_are_counted_of_every_row(tmp_path: Path) -> None:
    """Also of those that are answered one by one, as is a fraction as a bound of whole numbers."""
    advisor = Advisor.load()
    found = [judged(advisor, pyarrow.table({"dns.endpoints.at_least": [least]}), tmp_path) for least in (2.0, 1.5)]
    assert [0, 1] == [part.by_hand for part in found]
    assert [["not-proved"]] * 2 == [part.output["route53-routing.certainty"].to_pylist() for part in found]
    in_columns, one_by_one = ({fact for fact, rows in part.summary.missed.items() if rows} for part in found)
    assert "dns.endpoints" in in_columns
    assert in_columns == one_by_one


def test_choices_that_share_a_test_multiply_nothing() -> None:
    """However many there are: each is pruned before the next is looked at."""
    rulebook = random_rulebook(0, fact_count=8)
    first, *others = (Test(fact.id, "equal", True) for fact in rulebook.facts.values() if fact.kind == "flag")
    condition = All(tuple(Any_((first, each)) for each in others * 20))
    space = spaces(rulebook)["s"]
    codes = Codes(space, [condition])
    tables = Conditions(codes, [condition])
    masks = {place: (everything,) for place, everything in enumerate(space.everything)}
    masks[space.index[first.fact]] = (0b10,)
    words = [word for ref in codes.codes(None, masks, {}) for word in ref]
    assert 1 == joined(tables.conditions(tables.alternatives(words, CERTAIN)))


def test_more_options_than_fit_are_refused(tmp_path: Path) -> None:
    """With what to do instead."""
    rulebook = random_rulebook(1)
    area = rulebook.areas["a"]
    options = {f"o{number}": Option(id=f"o{number}", title="") for number in range(64)}
    rulebook = rulebook.model_copy(update={"areas": {"a": area.model_copy(update={"options": options})}})
    with pytest.raises(InputError, match=r"a has 64 options; at most 63 .* Use 'advisor batch'"):
        answered_in_bulk(Advisor(rulebook), columns_of(rulebook, [random_known(1, rulebook)]), tmp_path)


@pytest.mark.uncovered
@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java")
def test_spark_answers_random_rulebooks_as_they_answer_each(tmp_path: Path) -> None:
    """From file to file; what is wrong with a workload is told in the same words."""
    pytest.importorskip("pyspark", reason="the extra spark is not installed")
    for seed in range(4):
        rulebook = random_rulebook(seed)
        advisor = Advisor(rulebook)
        rows = [row for number in range(40) if (row := _readable(random_known(1000 * seed + number, rulebook)))]
        pyarrow.parquet.write_table(columns_of(rulebook, rows), tmp_path / "fleet.parquet")
        output, wrong = tmp_path / f"{seed}.parquet", tmp_path / f"{seed}.jsonl"
        job = Job(str(tmp_path / "fleet.parquet"), output, rejects=wrong, engine="spark", rows_of_a_part=15)
        run(job, advisor)
        reasons = {number: reason for number, row in enumerate(rows, 1) if (reason := refusal(advisor, row))}
        rejected = [json.loads(line) for line in wrong.read_text(encoding="utf-8").splitlines()]
        assert reasons == {each["row"]: each["reason"] for each in rejected}
        found = pyarrow.parquet.read_table(output).to_pylist()
        compare(advisor, [row for number, row in enumerate(rows, 1) if number not in reasons], found)


@pytest.mark.uncovered
@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java")
def test_spark_that_runs_already_is_left_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is used if its master is the one that is asked for; a run that starts its own stops it."""
    pyspark = pytest.importorskip("pyspark", reason="the extra spark is not installed")
    rulebook = random_rulebook(1)
    advisor = Advisor(rulebook)
    pyarrow.parquet.write_table(columns_of(rulebook, [random_known(1, rulebook)]), tmp_path / "fleet.parquet")
    job = Job(str(tmp_path / "fleet.parquet"), tmp_path / "out.parquet", engine="spark", master="local[1]")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    running = pyspark.SparkContext("local[1]", conf=pyspark.SparkConf().set("spark.ui.enabled", "false"))
    try:
        with pytest.raises(InputError, match=r"Spark runs in this process already, at local\[1\]"):
            run(replace(job, master="local[2]"), advisor)
        run(job, advisor)
        assert 3 == running.parallelize([1, 2], 1).sum()
    finally:
        running.stop()
    run(job, advisor)
    assert pyspark.SparkContext._active_spark_context is None


def _bounded_at_the_ends(rulebook: Rulebook) -> list[dict[str, Value]]:
    """A bound at each end of a number's declared range, just beside it, or between whole numbers."""
    ends = [near for end in (0, 6) for near in (end, math.nextafter(end, -1), math.nextafter(end, 7))]
    nothing = Range(0.3, 0.1 + 0.2, True, True)  # twelve digits of both are the same
    numbers = [fact for fact in rulebook.facts.values() if fact.kind == "number"]
    return [{fact.id: nothing} for fact in numbers] + [
        {fact.id: value}
        for fact in numbers
        for end in [*ends, 5.5]
        for is_open in (False, True)
        for value in (Range(end, None, is_open, False), Range(None, end, False, is_open))
    ]


def _readable(known: dict[str, Value]) -> dict[str, Value]:
    """What a row of columns can say: a list of choices is whole."""
    return {
        name: value
        for name, value in known.items()
        if not (isinstance(value, SomeOf) and len(value.includes | value.excludes) < 2)
    }
