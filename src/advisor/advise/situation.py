"""What is known of one item (or one stage of it): facts given, then derived and assumed, with the engine's help."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from advisor.conditions import Masks, Space
from advisor.conditions.space import Fill
from advisor.engine import Rules
from advisor.model.case import Item
from advisor.model.result import Origin, StageSpan
from advisor.model.values import Value
from advisor.quantities import Range

GIVEN: Origin = "given"
DERIVED: Origin = "derived"
ASSUMED: Origin = "assumed"

# The last stage has no end of its own; how long data is kept is another fact.
ENDLESS = Range(36_500, None, False, False)


@dataclass(frozen=True)
class Situation:
    """The facts of one item at one time. `base` holds what was given, `masks` all that is known."""

    item: Item
    stage: StageSpan | None
    known: Mapping[str, Value]
    origins: Mapping[str, Origin]
    base: Masks
    masks: Masks


class Resolver:
    """Fills in the facts of one subject: level by level, so that a fact is complete before another reads it."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self._levels = [[space.index[name] for name in level] for level in space.levels]
        self._rules = [self._compiled(places) for places in self._levels]

    def _compiled(self, places: list[int]) -> Rules:
        fills = {
            fill_name(place, kind, number): (place, fill)
            for place in places
            for kind, fills in ((DERIVED, self.space.derive[place]), (ASSUMED, self.space.assume[place]))
            for number, fill in enumerate(fills)
            if fill.reads
        }
        where = {name: self.space.declared[self.space.facts[place]].place for name, (place, _) in fills.items()}
        return Rules({name: fill.condition for name, (_, fill) in fills.items()}, self.space.declared, where)

    def situation(self, item: Item, stage: StageSpan | None, given: Mapping[str, Value], assuming: bool) -> Situation:
        """All that is known once derived and, if `assuming`, assumed facts are filled in."""
        space = self.space
        base = space.masks(given)
        known, origins, masks = dict(given), dict.fromkeys(given, GIVEN), base.copy()
        for places, rules in zip(self._levels, self._rules, strict=True):
            firing = rules.firing(known)
            for place in places:
                silent = base[place] == space.everything[place]
                derived = _first(place, "derived", space.derive[place], firing)
                if derived is not None and (silent or derived.exact):
                    known[space.facts[place]], origins[space.facts[place]] = derived.value, DERIVED
                    masks[place] &= derived.mask
                elif derived is None and silent and assuming:
                    assumed = _first(place, "assumed", space.assume[place], firing)
                    if assumed is not None and not _is_forbidden(space, place, assumed.mask, masks):
                        known[space.facts[place]], origins[space.facts[place]] = assumed.value, ASSUMED
                        masks[place] = assumed.mask
        return Situation(item, stage, known, origins, base, masks)


def fill_name(place: int, kind: Origin, number: int) -> str:
    """What the engine calls a filling."""
    return f"{kind}-{place}-{number}"


def _first(place: int, kind: Origin, fills: Sequence[Fill], firing: set[str]) -> Fill | None:
    """The filling that applies; their conditions exclude each other."""
    for number, fill in enumerate(fills):
        if not fill.reads or fill_name(place, kind, number) in firing:
            return fill
    return None


def spans(item: Item, cuts: Sequence[float] = ()) -> Iterator[tuple[StageSpan | None, dict[str, Value]]]:
    """The stages of an item with the facts given in each; one span of None for an item that does not age.

    `cuts`: further days on which an option may change, though no fact does; `stage.length` is the time until one does.
    """
    if not item.stages:
        yield None, {**item.facts, "stage.from": Range(0, 0, False, False), "stage.length": ENDLESS}
        return
    facts: dict[float, Mapping[str, Value]] = {0: item.facts}
    facts |= {stage.from_days: stage.over(item.facts) for stage in item.stages}
    changes = sorted(facts)
    for day in cuts:
        facts.setdefault(day, facts[max(start for start in changes if start < day)])
    starts = sorted(facts)
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        changed = next((day for day in changes if day > start), None)
        length = ENDLESS if changed is None else Range(changed - start, changed - start, False, False)
        timing = {"stage.from": Range(start, start, False, False), "stage.length": length}
        yield StageSpan(from_days=start, to_days=end), {**facts[start], **timing}


def entry_on(item: Item, day: float) -> int:
    """The stage of the case that holds on a day: 0 before the first, n in the n-th."""
    return sum(stage.from_days <= day for stage in item.stages)


def entries_of(item: Item, stages: Iterable[StageSpan]) -> list[int]:
    """The stage of the case that each stage belongs to."""
    return [entry_on(item, stage.from_days) for stage in stages]


def _is_forbidden(space: Space, place: int, mask: int, masks: Masks) -> bool:
    trial = masks.copy()
    trial[place] = mask
    if space.implies[place]:
        trial = space.implied(trial)
    return any(each.holds(trial) for each in space.forbidden_with[place])
