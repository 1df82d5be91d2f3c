"""Proofs over all workloads say what going through them one by one says, on small random rulebooks."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.advise import Advisor
from advisor.advise.certainty import Examiner
from advisor.advise.decision import CONFLICT, NOT_NEEDED, Decision, Key
from advisor.conditions import Masks, Space, spaces
from advisor.load import case_from_mapping, read_value
from advisor.model.rulebook import Accepted, Rulebook
from advisor.quantities import Range
from advisor.verify.findings import AreaProofs, Finding
from advisor.verify.formulas import Formulas, solver_module
from advisor.verify.proofs import prove_area
from advisor.verify.prover import World, judge, judge_quickly
from advisor.verify.rulebooks import prove
from advisor.verify.variations import without_rule
from advisor.verify.verdicts import Verdicts, applying, needed
from advisor.verify.witnesses import written_case
from bicycles import bicycles
from random_rulebooks import HERE, random_rulebook, space_of

SEEDS = st.integers(0, 119)


@lru_cache(maxsize=256)
def rulebook_of(seed: int) -> Rulebook:
    """A small random rulebook of one area."""
    return random_rulebook(seed, fact_count=3, rule_count=5)


@lru_cache(maxsize=256)
def proofs_of(seed: int) -> AreaProofs:
    """What is proved of it."""
    return prove_area(rulebook_of(seed), "a")


@lru_cache(maxsize=256)
def worlds_of(seed: int) -> list[tuple[int, ...]]:
    """Every complete workload, as a mask of one cell for each fact."""
    space = space_of(rulebook_of(seed))
    cells = product(*([1 << cell for cell in range(each.count)] for each in space.cells))
    return [masks for masks in cells if not space.is_forbidden(masks)]


def keys(decision: Decision, seed: int) -> list[Key]:
    """The outcome of every complete workload."""
    return [decision.verdict_on(masks, decision.options).key for masks in worlds_of(seed)]


def findings(seed: int, claim: str) -> dict[str, Finding]:
    """The findings of one claim, by what they are about."""
    return {each.about: each for each in proofs_of(seed).findings if each.claim == claim}


def said(rulebook: Rulebook, witness: Mapping[str, object]) -> tuple[Masks, tuple[str, ...]]:
    """What a witness says, read as a case is, and the options that it admits."""
    case = case_from_mapping({"s": {}, **witness}, rulebook, "witness")
    facts = {name: value for item in case.items for name, value in item.facts.items()}
    decision = Decision(rulebook.areas["a"], space_of(rulebook))
    named = [step.option for each in case.among["a"] for step in each.steps] if "a" in case.among else None
    return space_of(rulebook).masks(facts), decision.admitted(named)


def judged(rulebook: Rulebook, witness: Mapping[str, object]) -> Key | None:
    """The outcome that a recommendation for the witness has."""
    masks, admitted = said(rulebook, witness)
    decision = Decision(rulebook.areas["a"], space_of(rulebook))
    verdict = Examiner(decision, admitted, assuming=True).judge(masks)
    return None if verdict is None else verdict.key


def decision_of(rulebook: Rulebook) -> Decision:
    """The area made ready."""
    return Decision(rulebook.areas["a"], space_of(rulebook))


@settings(max_examples=120, derandomize=True, deadline=None)
@given(SEEDS)
def test_the_formulas_count_as_the_verdict_does(seed: int) -> None:
    """For every complete workload the formulas have the outcome that `Decision` has; no others are allowed."""
    rulebook = rulebook_of(seed)
    decision, z3 = decision_of(rulebook), solver_module()
    formulas = Formulas(decision)
    verdicts = Verdicts(z3, decision, applying(formulas), needed(formulas))
    solver = z3.SolverFor("QF_FD")
    solver.add(formulas.legal)
    possible = {tuple(masks[place] for place in formulas.places) for masks in worlds_of(seed)}
    every = product(*([1 << cell for cell in range(decision.space.cells[place].count)] for place in formulas.places))
    cells_of_all = list(every)
    for cells in Random(seed).sample(cells_of_all, min(12, len(cells_of_all))):
        chosen = [formulas.cell(place, mask) for place, mask in zip(formulas.places, cells, strict=True)]
        assert (solver.check(*chosen) == z3.sat) == (cells in possible)
        if cells in possible:
            masks = formulas.world(solver.model())
            key = decision.verdict_on(masks, decision.options).key
            assert tuple(masks[place] for place in formulas.places) == cells
            assert solver.check(*chosen, z3.Not(verdicts.ends_in(key))) == z3.unsat


@settings(max_examples=120, derandomize=True, deadline=None)
@given(SEEDS)
def test_an_option_can_win_where_some_workload_has_it(seed: int) -> None:
    """Proved with a case that has the option recommended, or disproved because no workload has."""
    rulebook = rulebook_of(seed)
    every = keys(decision_of(rulebook), seed)
    for option, finding in findings(seed, "option-can-win").items():
        assert (finding.outcome == "proved") == (frozenset({option}) in every)
        if finding.witness is not None:
            assert judged(rulebook, finding.witness) == frozenset({option})


@settings(max_examples=120, derandomize=True, deadline=None)
@given(SEEDS)
def test_a_rule_is_dead_or_idle_where_every_workload_says_so(seed: int) -> None:
    """A rule that no workload meets is dead; one that changes no verdict, in whole or in part told, is idle."""
    rulebook = rulebook_of(seed)
    decision = decision_of(rulebook)
    for rule_id, finding in findings(seed, "rule-can-apply").items():
        bit = decision.rule_bits[rule_id]
        shown = [bool(decision.applying(masks) & bit) is not bool(decision.unless & bit) for masks in worlds_of(seed)]
        applies = [bool(decision.applying(masks) & bit) for masks in worlds_of(seed)]
        assert (finding.outcome == "proved") == (any(shown) and any(applies))
    for rule_id, finding in findings(seed, "rule-matters").items():
        lacking = rulebook.model_copy(update={"areas": {"a": without_rule(rulebook.areas["a"], rule_id)}})
        less = Decision(lacking.areas["a"], decision.space)
        if keys(decision, seed) != keys(less, seed):
            assert finding.outcome == "proved"
            assert "told whole" not in finding.why
        elif finding.witness is not None:
            masks, admitted = said(rulebook, finding.witness)
            with_and_without = [Examiner(each, admitted, assuming=True).judge(masks) for each in (decision, less)]
            assert with_and_without[0] != with_and_without[1]
        elif finding.outcome == "disproved":
            for masks in partly_told(rulebook, seed):
                world = World(masks, decision.options)
                is_same = [judging(decision, world) == judging(less, world) for judging in (judge_quickly, judge)]
                assert any(is_same)


def partly_told(rulebook: Rulebook, seed: int) -> Iterator[Masks]:
    """Some workloads of which facts are left out that nothing fills in, as the proofs have it."""
    space, random = space_of(rulebook), Random(seed)
    for masks in random.sample(worlds_of(seed), min(10, len(worlds_of(seed)))):
        yield [
            everything if random.random() < 0.4 and place not in space.filled else mask
            for place, (mask, everything) in enumerate(zip(masks, space.everything, strict=True))
        ]


@settings(max_examples=120, derandomize=True, deadline=None)
@given(SEEDS)
def test_a_fact_matters_where_another_value_changes_the_verdict(seed: int) -> None:
    """Disproved only if no two complete workloads that differ in the fact alone have different verdicts."""
    rulebook = rulebook_of(seed)
    decision = decision_of(rulebook)
    space = decision.space
    verdicts = dict(zip(worlds_of(seed), keys(decision, seed), strict=True))
    for fact, finding in findings(seed, "fact-matters").items():
        place = space.index[fact]
        alike: dict[tuple[int, ...], set[Key]] = {}
        for masks, key in verdicts.items():
            alike.setdefault((*masks[:place], *masks[place + 1 :]), set()).add(key)
        if any(len(each) > 1 for each in alike.values()):
            assert finding.outcome == "proved"


@settings(max_examples=120, derandomize=True, deadline=None)
@given(SEEDS)
def test_conflicts_and_ties_are_found_with_true_regions(seed: int) -> None:
    """There is a region for every outcome that occurs; all workloads of a region share it; its case has it too."""
    rulebook = rulebook_of(seed)
    decision = decision_of(rulebook)
    verdicts = dict(zip(worlds_of(seed), keys(decision, seed), strict=True))
    for claim, is_meant in MEANT.items():
        (finding,) = findings(seed, claim).values()
        wanted = {key for key in verdicts.values() if is_meant(key)}
        found = {frozenset(region.options) or CONFLICT for region in finding.regions}
        assert (finding.outcome == "proved") == (not wanted)
        assert found == wanted
        for region in finding.regions:
            key = frozenset(region.options) or CONFLICT
            assert judged(rulebook, region.witness) == key
            inside = within(decision.space, rulebook, region.facts)
            assert {verdicts[masks] for masks in worlds_of(seed) if inside(masks)} == {key}


def is_tie(key: Key) -> bool:
    """Whether several options are recommended."""
    return len(key) > 1


MEANT: dict[str, Callable[[Key], bool]] = {"no-conflict": CONFLICT.__eq__, "no-tie": is_tie}


def within(space: Space, rulebook: Rulebook, facts: Mapping[str, object]) -> Callable[[tuple[int, ...]], bool]:
    """Whether a workload has the facts of a region; alternatives stand in a list."""
    allowed = {}
    for fact, written in facts.items():
        alternatives = written if isinstance(written, list) and rulebook.facts[fact].kind == "number" else [written]
        allowed[space.index[fact]] = sum_of(space, rulebook, fact, alternatives)
    return lambda masks: all(masks[place] & mask for place, mask in allowed.items())


def sum_of(space: Space, rulebook: Rulebook, fact: str, alternatives: list[object]) -> int:
    """The cells of several alternatives."""
    mask = 0
    for written in alternatives:
        mask |= space.cells[space.index[fact]].mask(read_value(rulebook.facts[fact], written))
    return mask


@settings(max_examples=60, derandomize=True, deadline=None)
@given(SEEDS)
def test_more_support_never_lowers_a_rank(seed: int) -> None:
    """The solver proves it, and so does every single rule that is made to apply besides."""
    rulebook = rulebook_of(seed)
    decision = decision_of(rulebook)
    assert {each.outcome for each in findings(seed, "support-helps").values()} == {"proved"}
    random = Random(seed)
    rules = list(decision.rule_bits.values())
    for _ in range(20):
        applying_now = sum(bit for bit in rules if random.random() < 0.5)
        for option in decision.options:
            for voice in decision.voices_for[option]:
                only = [
                    each for each in decision.options if any(v.rule == voice.rule for v in decision.voices_for[each])
                ]
                if only == [option] and not any(decision.removing[each] & voice.rule for each in decision.options):
                    before = decision.verdict(applying_now, decision.options)
                    after = decision.verdict(applying_now | voice.rule, decision.options)
                    touched = any(
                        v.rule == voice.rule for each in decision.options for v in decision.voices_against[each]
                    )
                    assert touched or option not in before.recommended or option in after.recommended


def test_what_the_page_accepts_is_no_finding() -> None:
    """A tie that the area accepts is proved with its reason; an acceptance that nothing meets is told."""
    seed = next(seed for seed in range(120) if len(findings(seed, "no-tie")["a"].regions) == 1)
    rulebook = rulebook_of(seed)
    (region,) = findings(seed, "no-tie")["a"].regions
    tie = Accepted(outcome="tie", options=region.options, because="Both will do.", place=HERE)
    conflict = Accepted(outcome="conflict", because="Nobody can have it all.", place=HERE)
    area = rulebook.areas["a"].model_copy(update={"accepted": (tie, conflict)})
    again = prove_area(rulebook.model_copy(update={"areas": {"a": area}}), "a")
    found = {each.claim: each for each in again.findings}
    assert found["no-tie"].outcome == "proved"
    assert [each.accepted for each in found["no-tie"].regions] == ["Both will do."]
    has_conflict = findings(seed, "no-conflict")["a"].regions
    assert found["no-conflict"].outcome == ("proved" if has_conflict else "disproved")


def test_an_area_that_is_not_needed_is_neither_a_tie_nor_a_conflict() -> None:
    """Workloads to which the area does not apply have an outcome of their own."""
    seed = next(seed for seed in range(120) if NOT_NEEDED in keys(decision_of(rulebook_of(seed)), seed))
    told = [finding.outcome for finding in proofs_of(seed).findings if finding.claim in ("no-tie", "no-conflict")]
    assert set(told) <= {"proved", "disproved"}
    assert len(told) == 2


def test_a_question_beyond_the_time_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    """A solver that gives up makes a claim undecided, with the reason."""
    z3 = solver_module()
    monkeypatch.setattr(z3.Solver, "check", lambda *_: z3.unknown)
    monkeypatch.setattr(z3.Solver, "reason_unknown", lambda _: "timeout")
    proofs = prove_area(rulebook_of(0), "a")
    assert {each.outcome for each in proofs.findings if each.claim != "rule-not-implied"} == {"undecided"}
    assert "within 10 seconds" in proofs.findings[0].why


def test_a_rule_that_only_repeats_another_is_named() -> None:
    """A rule whose every effect another has whenever it applies is disproved, with the other's name."""
    seed = next(seed for seed in range(120) if "r0" in findings(seed, "rule-matters"))
    rulebook = rulebook_of(seed)
    area = rulebook.areas["a"]
    twin = area.rules[0].model_copy(update={"id": "twin"})
    again = prove_area(
        rulebook.model_copy(update={"areas": {"a": area.model_copy(update={"rules": (*area.rules, twin)})}}), "a"
    )
    found = {(each.claim, each.about): each for each in again.findings}
    assert found["rule-not-implied", "twin"].outcome == "disproved"
    assert "only repeats 'r0'" in found["rule-not-implied", "twin"].why


def test_a_workload_of_a_stage_is_said_with_stages() -> None:
    """The day a stage begins, and how long it lasts, become stages of the case; a lasting one needs none."""
    space = spaces(bicycles())["rider"]
    short, lasting = list(space.everything), list(space.everything)
    place = space.index["stage.length"]
    short[place] = space.cells[place].mask(Range(1, 1))
    lasting[place] = space.cells[place].mask(Range(36_500, 36_500))
    assert written_case(bicycles(), space, short) == {"rider": {"stages": [{"from": 1}]}}
    assert written_case(bicycles(), space, lasting) == {"rider": {}}


def test_regions_of_an_ageing_subject_are_true() -> None:
    """A recommendation for the case of each region ties the region's options."""
    rulebook = bicycles()
    (proofs,) = prove([rulebook], ["wheels"])
    advisor = Advisor(rulebook)
    regions = [region for finding in proofs.findings for region in finding.regions]
    assert regions
    for region in regions:
        first = advisor.recommend(region.witness).recommendations[0]
        assert set(first.recommended) == set(region.options)
    assert [finding.about for finding in proofs.having("disproved")] == ["rented", "wheels"]


def test_areas_are_proved_side_by_side() -> None:
    """All areas of all editions, each once where the editions are the same."""
    notes = bicycles()
    proofs = prove([notes, notes.model_copy(update={"edition": "today"})], jobs=2)
    assert [(each.edition, each.area) for each in proofs] == [("notes", "bicycle"), ("notes", "wheels")]
