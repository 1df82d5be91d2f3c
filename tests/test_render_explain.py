"""What is seldom said of an explanation: ties, limits, long lists, and results that differ in many ways."""

from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from advisor.library import Advisor
from advisor.model.explanation import Change, ChangeSet, Comparison, Difference, HowToGet, Replayed, Verdicts
from advisor.model.result import PlanStep
from advisor.render.explain_asked import add_how_to_get, add_what_if, add_why_not
from advisor.render.explain_markdown import explanation_markdown
from advisor.render.explain_words import become_said, comparison_said, verdicts_said
from advisor.render.page import MarkdownPage, TextPage
from advisor.render.paper import Paper
from advisor.render.replays import replay_text
from bicycles import bicycles

RULEBOOK = bicycles()
BICYCLE = RULEBOOK.areas["bicycle"]
TIED = {"ride": {"ground": "road", "distance": 12, "carries": ["groceries"]}}
DARK = Change(fact="ride.rain", value=None, from_="unknown", to=True)


def text_of(paper: Paper) -> str:
    """What stands on paper, on one line."""
    console = Console(file=StringIO(), width=80, color_system=None)
    console.print(paper)
    assert isinstance(console.file, StringIO)
    return " ".join(console.file.getvalue().split())


def way(**found: Any) -> HowToGet:
    """An answer to how to get a race bike."""
    plain = {"option": "race", "stage": None, "admitting": False, "possible_without_among": None, "change_sets": []}
    return HowToGet(**{**plain, "searched": 2, "limit": None, **found})


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (way(attainability="not-proved", limit=100), "sets of up to 2 facts were tried before the search stopped"),
        (way(attainability="impossible", possible_without_among=True), "With every option admitted, some would."),
        (
            way(attainability="possible", change_sets=[ChangeSet(changes=[DARK])], limit=100),
            "ride.rain is true (not said). The search stopped at its limit of 100 states.",
        ),
        (
            way(attainability="possible", change_sets=[ChangeSet(changes=[DARK])] * 15),
            "And 3 more ways of 1 fact; JSON lists them all.",
        ),
    ],
)
def test_the_reach_of_a_search_is_said(answer: HowToGet, words: str) -> None:
    """What was proved, what was not, and what is left out."""
    page = TextPage()
    add_how_to_get(page, answer, BICYCLE, RULEBOOK)
    assert words in text_of(page.paper)


def test_a_tie_is_no_refusal() -> None:
    """Why not one of two that are equally good: it is recommended, in a tie."""
    explanation = Advisor(RULEBOOK).recommend(TIED).explain("bicycle", why_not=["cargo"])
    page = TextPage()
    add_why_not(page, explanation.why_not[0], BICYCLE, RULEBOOK)
    said = text_of(page.paper)
    assert "It is recommended, in a tie with city-plus-trailer." in said
    assert "Counted out, cargo and city-plus-trailer stand equal." in said
    assert "are equally good." in explanation_markdown(explanation, RULEBOOK)


def test_what_is_ruled_out_may_be_ahead() -> None:
    """An option that only a rule holds back is said to be ahead by its criteria."""
    scores = {"decisive": 0, "strong": 1, "moderate": 0, "slight": 0}
    comparison = Comparison(
        winner="city", decided_at="strong", option_score=scores, winner_score={**scores, "strong": 0}, lacks=[]
    )
    assert "By its criteria alone it would be ahead of city" in comparison_said(comparison, "race")


@pytest.mark.parametrize(
    ("outcome", "recommended", "said"),
    [
        ("conflict", [], "no option at all"),
        ("not-needed", [], "no need to decide"),
        ("tie", ["a", "b"], "a tie of a and b"),
        ("recommended", ["a"], "a"),
    ],
)
def test_verdicts_in_few_words(outcome: Any, recommended: list[str], said: str) -> None:
    """Each outcome has its words; a tie of plans names them all."""
    assert said == verdicts_said(Verdicts(outcome=outcome, recommended=recommended, certainty="proved"))
    steps = [[PlanStep(from_days=0, option=option)] for option in recommended]
    if outcome == "tie":
        verdicts = Verdicts(
            outcome=outcome, recommended=["a"], certainty="proved", steps=steps[0], alternatives=steps[1:]
        )
        assert "a tie of 2 plans (a or b)" == verdicts_said(verdicts)


@pytest.mark.parametrize(
    ("case", "label", "changes", "words"),
    [
        ({"ride": {"ground": "road"}}, "bicycle", {"ride.rain": True}, "The answer stays: city."),
        ({"ride": {"ground": "road"}}, "bicycle", {"ride.locked_room": False}, "No reason comes or goes."),
        ({"ride": {"rain": True}}, "bicycle", {"ride.holiday": True}, "ride.carries is then tent (assumed), not none"),
        ({"rider": {"height": 150}}, "wheels", {"rider.grown_up": True}, "It would be no need to decide"),
    ],
)
def test_what_follows_is_told(case: dict[str, Any], label: str, changes: dict[str, Any], words: str) -> None:
    """The answer before and after, what is assumed or derived anew, and that nothing changes where nothing does."""
    page = TextPage()
    answer = Advisor(RULEBOOK).recommend(case).explain(label, what_if=changes).what_if
    assert answer is not None
    add_what_if(page, answer, RULEBOOK)
    assert words in text_of(page.paper)


def test_margins_lead_to_every_outcome() -> None:
    """Beyond a threshold there may be a conflict, no need, a tie or another option."""
    crossing = Advisor(RULEBOOK).recommend({"ride": {"distance": 35, "ground": "gravel"}}).explain("bicycle")
    up = crossing.stages[0].margins[0].up
    assert up is not None
    said = {outcome: become_said(up.model_copy(update={"outcome": outcome})) for outcome in ("conflict", "not-needed")}
    assert {"conflict": "no option is left", "not-needed": "the decision is not needed"} == said
    assert "mountain tie" == become_said(up.model_copy(update={"outcome": "tie"}))


def test_differences_are_said_by_name() -> None:
    """Of long lists the names are told; long data is cut."""
    replayed = Replayed(
        case="c",
        same=False,
        causes=[Difference(what="edition", saved="notes", now="today")],
        differences=[
            Difference(what="a reasons", saved=[{"rule": "a.one"}, {"rule": "a.two"}], now=[]),
            Difference(what="a open", saved=[{"facts": ["x", "y"], "could_become": ["p", "q"]}], now=None),
            Difference(what="a facts", saved={"long": "l" * 400}, now=["p", "q"]),
        ],
    )
    said = text_of(replay_text(replayed))
    assert "a reasons: saved a.one and a.two, now []" in said
    assert "a open: saved x and y (could become p or q), now nothing" in said
    assert "..., now p and q" in said


def test_markdown_keeps_its_own_signs_to_itself() -> None:
    """What a case says is text, not markup; code is fenced safely."""
    page = MarkdownPage()
    page.say("# not a *heading* <b>")
    page.say("deeper", depth=1)
    page.code("```", "text")
    expected = "\\# not a \\*heading\\* \\<b>\n  deeper\n\n````text\n```\n````\n"
    assert expected == page.text()
