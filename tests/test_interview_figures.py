"""Over every case and 2,000 random workloads, the early stop gives what all facts give, in few questions."""

import pytest

from advisor.interview import answered
from advisor.library import Advisor
from advisor.load import load_cases
from advisor.model.rulebook import Edition
from interviewing import ROOT, conclusions, difference, figures, random_workloads, real_advisor
from write_questions import PAGE

pytestmark = pytest.mark.uncovered

AREAS = list(real_advisor().rulebook.areas)
SUBJECTS = {
    subject: [area.id for area in areas]
    for subject in real_advisor().rulebook.subjects
    if len(areas := real_advisor().rulebook.areas_of(subject)) > 1
}


@pytest.mark.parametrize("area", AREAS)
def test_the_early_stop_gives_what_all_facts_give(area: str) -> None:
    """No interview about one area ends with another recommendation than all facts give; the figures are in the docs."""
    found = figures(area)
    assert [] == found.differences
    assert found.row() in PAGE.read_text(encoding="utf-8").splitlines(), "run 'make questions'"


@pytest.mark.parametrize("edition", ["notes", "today"])
def test_the_early_stop_is_right_for_every_item_stage_and_plan(edition: Edition) -> None:
    """Every case with several items or with stages ends, after the questions asked, as the whole case does."""
    advisor = Advisor.load(ROOT / "rules", edition=edition)
    folder = ROOT / {"notes": "cases", "today": "cases-today"}[edition]
    wrong, held = [], 0
    for path in sorted(folder.rglob("*.yaml")):
        for case in load_cases(path.read_text(encoding="utf-8"), str(path), advisor.rulebook):
            if any(item.stages or item.name for item in case.items):
                subjects = {item.subject for item in case.items}
                areas = [area.id for area in advisor.rulebook.areas.values() if area.subject in subjects]
                held += 1
                if conclusions(answered(advisor, areas, case).result()) != conclusions(advisor.recommend(case)):
                    wrong.append(case.name)
    assert ([], True) == (wrong, held > 10)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_areas_of_one_subject_share_their_questions(subject: str) -> None:
    """Asked together, the areas of a subject end as all facts have it, and take fewer questions than one by one."""
    areas, advisor = SUBJECTS[subject], real_advisor()
    together: list[int] = []
    apart: list[int] = []
    for workload in random_workloads(advisor.rulebook, subject, 40, seed=7):
        assert difference(areas, workload, together, advisor) is None
        for area in areas:
            difference([area], workload, apart, advisor)
    assert sum(together) < sum(apart)
