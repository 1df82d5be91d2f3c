"""Why the two editions conclude different things of one case."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, TypeAlias

from advisor.model.result import Cause, Citation, Plan, Reason, Recommendation
from advisor.model.rulebook import Rulebook

Concluded: TypeAlias = Plan | Recommendation

_STRONGEST_FIRST = (None, "decisive", "strong", "moderate", "slight")


def is_same(one: Concluded, other: Concluded) -> bool:
    """Whether two conclusions come to the same: the same options (and days), or the same outcome without any."""
    if isinstance(one, Plan) and isinstance(other, Plan):
        return _plans(one) == _plans(other)
    return _key(one) == _key(other)


def _plans(plan: Plan) -> object:
    return sorted([(step.from_days, step.option) for step in each] for each in (plan.steps, *plan.alternatives))


def _key(found: Concluded) -> object:
    return set(found.recommended) or found.outcome


def successions(found: Concluded, rulebook: Rulebook) -> list[Cause]:
    """What has become of the options that a conclusion of the notes recommends."""
    area = rulebook.areas[found.area]
    return [
        Cause(
            kind=succession.status,
            rule=None,
            options=[option],
            by=list(succession.by),
            since=succession.since,
            because=succession.because,
            citations=citations_of(succession.cite, rulebook),
        )
        for option in dict.fromkeys(found.recommended)
        if (succession := area.options[option].today) is not None
    ]


def causes(before: Concluded, after: Concluded, notes: Rulebook, today: Rulebook) -> list[Cause]:
    """Why today's conclusion is another than the notes': the most telling first.

    What became of options that the notes recommend; changes of a plan that are not possible; reasons of today's against
    what the notes recommend, and for what today's edition does; then whatever else comes and goes.
    """
    dropped = set(before.recommended) - set(after.recommended)
    found = [each for each in successions(before, notes) if _concerns(each, dropped, after)]
    found += _transitions(before, today)
    new = _missing(after.reasons, before.reasons)
    excluding = [each for each in new if _excludes(each, before.recommended)]
    supporting = [each for each in new if each.effect in ("favours", "default", "requires", "not_needed")]
    supporting = [each for each in supporting if not each.options or set(each.options) & set(after.recommended)]
    opposing = [each for each in new if each.effect == "opposes" and set(each.options) & set(before.recommended)]
    gone = [
        each
        for each in _missing(before.reasons, after.reasons)
        if not each.options or set(each.options) & {*before.recommended, *after.recommended}
    ]
    for reasons in (excluding, supporting, opposing):
        found += [_of_reason(each, "new") for each in sorted(reasons, key=_rank)]
    found += [_of_reason(each, "gone") for each in sorted(gone, key=_rank)]
    once: dict[tuple[str, str], Cause] = {}
    for each in found:
        once.setdefault((each.kind, each.rule or each.because), each)
    return list(once.values())


def _concerns(cause: Cause, dropped: set[str], after: Concluded) -> bool:
    """Whether what became of an option is at work: it is not recommended any more, but what took its place is."""
    return not dropped.isdisjoint(cause.options) and (
        cause.kind == "withdrawn" or not set(cause.by).isdisjoint(after.recommended)
    )


def _transitions(before: Concluded, today: Rulebook) -> Iterator[Cause]:
    """The changes of a plan of the notes that are not possible today, or not on their day."""
    if not isinstance(before, Plan):
        return
    for one, other in pairwise(before.steps):
        for each in today.areas[before.area].transitions:
            late = each.not_before is None or other.from_days < each.not_before
            if late and one.option in each.from_ and other.option in each.to:
                yield Cause(
                    kind="transition",
                    rule=f"{before.area}.{each.id}",
                    options=[other.option],
                    because=each.because,
                    citations=citations_of(each.cite, today),
                )


def _missing(reasons: Sequence[Reason], others: Sequence[Reason]) -> list[Reason]:
    """The reasons that count and are not among the others."""
    known = {(reason.rule, reason.effect) for reason in others if reason.counts}
    return [reason for reason in reasons if reason.counts and (reason.rule, reason.effect) not in known]


def _excludes(reason: Reason, options: Sequence[str]) -> bool:
    if reason.effect == "rules_out":
        return bool(set(options) & set(reason.options))
    return reason.effect == "requires" and not set(options) <= set(reason.options)


def _rank(reason: Reason) -> int:
    return _STRONGEST_FIRST.index(reason.strength)


def _of_reason(reason: Reason, kind: Literal["new", "gone"]) -> Cause:
    return Cause(
        kind=kind, rule=reason.rule, options=reason.options, because=reason.because, citations=reason.citations
    )


def citations_of(cited: Sequence[str], rulebook: Rulebook) -> list[Citation]:
    """The notes of these ids, as reasons cite them."""
    notes = [rulebook.notes[name] for name in cited]
    return [
        Citation(note=note.id, section=note.section, lines=list(note.lines), quote=note.quote, erratum=note.erratum)
        for note in notes
    ]
