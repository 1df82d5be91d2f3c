"""What an explanation says of tests, changes and margins, in plain words."""

from collections.abc import Mapping, Sequence
from typing import Any

from advisor.advise.plans import plan_text
from advisor.model.explanation import (
    Change,
    ChangeSet,
    Comparison,
    Crossing,
    HowToGet,
    Lack,
    Margin,
    Node,
    Side,
    Verdicts,
)
from advisor.model.result import FactUse
from advisor.model.rulebook import STRENGTHS, Fact, Rulebook
from advisor.render.words import counted, fact_of, joined, value_said

_NODES = {"all": "all of these", "any": "at least one of these", "not": "not this"}
_TRUTHS = {True: "yes", False: "no", None: "not known"}


def test_said(fact: str, test: Any, rulebook: Rulebook) -> str:
    """What a test asks: `volume.iops is more than 16,000 IOPS`."""
    if isinstance(test, Mapping) and test.keys() & {"includes", "includes_any"}:
        names = test.get("includes", test.get("includes_any"))
        return f"{fact} includes {joined(names, 'and' if 'includes' in test else 'or')}"
    return f"{fact} is {value_said(test, fact_of(fact, rulebook))}"


def node_said(node: Node, rulebook: Rulebook) -> str:
    """A node of a condition with its truth, and the value that a test met."""
    if node.kind != "test":
        return f"{_NODES[node.kind]}: {_TRUTHS[node.truth]}"
    assert node.fact is not None
    fact = fact_of(node.fact, rulebook)
    asked = test_said(node.fact, node.test, rulebook)
    if node.from_ == "unknown":
        return f"{asked}: not known"
    itself = node.truth is True and node.test == node.value
    value = "" if itself else f"it is {value_said(node.value, fact)}"
    origin = "" if node.from_ == "given" else str(node.from_)
    said = joined((part for part in (value, origin) if part), ",").replace(" , ", ", ")
    return f"{asked}: {_TRUTHS[node.truth]}{f' ({said})' if said else ''}"


def is_said(written: Any, fact: Fact | None) -> str:
    """A value to come: `more than 16,000 IOPS`, `heavy or moderate`."""
    return value_said(written, fact) or "any value, once it is known"


def change_said(change: Change, rulebook: Rulebook) -> str:
    """One change: `volume.iops is more than 16,000 IOPS (now 12,000 IOPS)`."""
    fact = fact_of(fact_in(change.fact), rulebook)
    now = "not said" if change.from_ == "unknown" else value_said(change.value, fact)
    how = {"given": "now ", "unknown": "", "assumed": "assumed: ", "derived": "derived: "}[change.from_]
    return f"{change.fact} is {is_said(change.to, fact)} ({how}{now})"


def changes_said(changes: ChangeSet, rulebook: Rulebook) -> str:
    """Changes that have to come together."""
    return joined(change_said(each, rulebook) for each in changes.changes)


def supposed(changes: Sequence[Change], rulebook: Rulebook) -> str:
    """What is supposed: `volume.iops were 20,000 IOPS`."""
    said = []
    for each in changes:
        known = value_said(each.to, fact_of(fact_in(each.fact), rulebook))
        said.append(f"{each.fact} were {known}" if each.to is not None else f"nothing were said of {each.fact}")
    return joined(said)


def use_said(use: FactUse, fact: Fact | None) -> str:
    """A value with where it came from, if nobody gave it."""
    if use.from_ == "unknown":
        return "not known"
    return value_said(use.value, fact) + ("" if use.from_ == "given" else f" ({use.from_})")


def margin_said(margin: Margin, rulebook: Rulebook) -> list[str]:
    """The margins of a number: how far it may fall and rise, and what it would be beyond."""
    fact = fact_of(fact_in(margin.fact), rulebook)
    said = []
    for crossing, more, upwards in ((margin.down, "less", False), (margin.up, "more", True)):
        if crossing is not None:
            distance = f"{value_said(crossing.distance, fact)} {more}" if crossing.distance else f"any {more}"
            said.append(f"{_threshold(crossing, fact, upwards)} ({distance}), {become_said(crossing)}")
    return said


def _threshold(crossing: Crossing, fact: Fact | None, upwards: bool) -> str:
    """Where it changes: `above 16,000 IOPS`, `from 3 hours on`."""
    at = value_said(crossing.at, fact)
    if not isinstance(crossing.to, Mapping):
        return f"at {at}"
    if upwards:
        return f"above {at}" if "above" in crossing.to else f"from {at} on"
    return f"below {at}" if "below" in crossing.to else f"at {at} or less"


def become_said(crossing: Crossing) -> str:
    """What would be recommended beyond a threshold."""
    match crossing.outcome:
        case "conflict":
            return "no option is left"
        case "not-needed":
            return "the decision is not needed"
        case "tie":
            return f"{joined(crossing.could_become)} tie"
        case _:
            return f"it becomes {joined(crossing.could_become)}"


def verdicts_said(verdicts: Verdicts) -> str:
    """A verdict in few words."""
    if verdicts.steps:
        plans = [plan_text(steps) for steps in (verdicts.steps, *verdicts.alternatives)]
        return plans[0] if len(plans) == 1 else f"a tie of {counted(len(plans), 'plan')} ({joined(plans, 'or')})"
    match verdicts.outcome:
        case "conflict":
            return "no option at all"
        case "not-needed":
            return "no need to decide"
        case "tie":
            return f"a tie of {joined(verdicts.recommended)}"
        case _:
            return joined(verdicts.recommended)


def comparison_said(comparison: Comparison, option: str) -> str:
    """Why the winner is ahead, by counting."""
    strength = comparison.decided_at
    if strength is None:
        return f"Counted out, {option} and {comparison.winner} stand equal."
    ours, theirs = comparison.option_score[strength], comparison.winner_score[strength]
    counted_out = f"{option} has {_net(ours)}, {comparison.winner} {_net(theirs)} (criteria for it minus against it)."
    if ours > theirs:
        return f"By its criteria alone it would be ahead of {comparison.winner}: of {strength} ones, {counted_out}"
    first = "" if strength == STRENGTHS[0] else ", the first strength at which they differ"
    return f"It falls behind {comparison.winner} by the {strength} criteria{first}: {counted_out}"


def _net(score: int) -> str:
    return f"{score:+d}" if score else "0"


def lack_said(lack: Lack, comparison: Comparison, option: str) -> str:
    """One criterion under which two options differ."""
    return f"{_side(lack.option, option)}; {_side(lack.winner, comparison.winner)}."


def _side(side: Side, option: str) -> str:
    parts = [f"{side.for_} for it"] if side.for_ else []
    parts += [f"{side.against} against it"] if side.against else []
    return f"{option}: {joined(parts) or 'nothing'}"


def ways_summary(answer: HowToGet) -> str:
    """What is proved of the ways that were found."""
    if answer.limit is not None:
        return (
            f"The search stopped at its limit of {answer.limit:,} states. All sets of up to "
            f"{counted(answer.searched, 'fact')} were tried; beyond that nothing is proved."
        )
    up_to = f"up to {counted(answer.searched, 'fact')}" if answer.searched > 1 else "one fact"
    part = "no part of one of these is" if len(answer.change_sets) > 1 else "no part of this one is"
    return f"Proved: there is no other way of {up_to}, and {part} enough."


def fact_in(label: str) -> str:
    """The fact of a label: `objects.reads` of `objects@30 days.reads`."""
    before, _, name = label.rpartition(".")
    return f"{before.partition('@')[0]}.{name}"
