"""What is known of one item (or one stage of it): facts given, then derived and assumed, with the engine's help."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from advisor.conditions import Masks, Quiet, Space
from advisor.conditions.space import Fill, Forbidden
from advisor.engine import Rules
from advisor.model.case import Item
from advisor.model.conditions import Condition
from advisor.model.result import FactUse, Origin, StageSpan
from advisor.model.values import Value
from advisor.quantities import Range

GIVEN: Origin = "given"
DERIVED: Origin = "derived"
ASSUMED: Origin = "assumed"

# The last stage has no end of its own; how long data is kept is another fact.
ENDLESS = Range(36_500, None, False, False)
_TIMELESS: Mapping[str, Value] = {"stage.from": Range(0, 0, False, False), "stage.length": ENDLESS}


@dataclass(eq=False, slots=True)
class Situation:
    """The facts of one item at one time. `base` holds what was given, `masks` all that is known.

    `world` is a complete workload within what is known, if one was easily found. `uses` remembers what reasons say of
    each fact.
    """

    item: Item
    stage: StageSpan | None
    known: Mapping[str, Value]
    origins: Mapping[str, Origin]
    base: Masks
    masks: Masks
    world: Masks | None
    uses: dict[str, FactUse] = field(default_factory=dict)


class _Way(NamedTuple):
    """One filling of a fact, with the engine's name for its condition ("" if it has none).

    `risks` is what this value may bring about that no workload has.
    """

    name: str
    condition: Condition
    value: Value
    mask: int
    exact: bool
    risks: tuple[Forbidden, ...]


class _Filled(NamedTuple):
    """A fact that others fill, and how; the conditions exclude each other."""

    place: int
    fact: str
    everything: int
    derive: tuple[_Way, ...]
    assume: tuple[_Way, ...]


class Resolver:
    """Fills in the facts of one subject: level by level, so that a fact is complete before another reads it."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.quiet = Quiet(space)
        levels = [[space.index[name] for name in level] for level in space.levels]
        filled = [[self._filled(place) for place in level if place in space.filled] for level in levels]
        self._levels = [(self._rules(level), level) for level in filled if level]

    def _filled(self, place: int) -> _Filled:
        space = self.space
        derive, assume = self._ways(DERIVED, place, space.derive), self._ways(ASSUMED, place, space.assume)
        return _Filled(place, space.facts[place], space.everything[place], derive, assume)

    def _ways(self, kind: Origin, place: int, fills: Sequence[Sequence[Fill]]) -> tuple[_Way, ...]:
        space, ways = self.space, []
        for number, fill in enumerate(fills[place]):
            alone = list(space.everything)
            alone[place] = fill.mask
            risks = tuple(each for each in space.forbidden_with[place] if each.holds(alone) is not False)
            name = f"{kind}-{place}-{number}" if fill.reads else ""
            ways.append(_Way(name, fill.condition, fill.value, fill.mask, fill.exact, risks))
        return tuple(ways)

    def _rules(self, level: Sequence[_Filled]) -> Rules | None:
        """The conditions of the fillings of one level, if it has any."""
        named = {way.name: (each.fact, way) for each in level for way in (*each.derive, *each.assume) if way.name}
        conditions = {name: way.condition for name, (_, way) in named.items()}
        places = {name: self.space.declared[fact].place for name, (fact, _) in named.items()}
        return Rules(conditions, self.space.declared, places) if named else None

    def situation(self, item: Item, stage: StageSpan | None, given: Mapping[str, Value], assuming: bool) -> Situation:
        """All that is known once derived and, if `assuming`, assumed facts are filled in."""
        space = self.space
        known, origins = dict(given), dict.fromkeys(given, GIVEN)
        base = space.masks(given)
        masks = base.copy()
        for rules, level in self._levels:
            fired: Collection[str] | None = None
            for place, fact, everything, derive, assume in level:
                silent = base[place] == everything
                if not derive and not (silent and assuming):
                    continue
                if fired is None:  # nobody is asked where nothing hangs on the answer
                    fired = rules.firing(known) if rules else ()
                way, origin = _first(derive, fired) if derive else None, DERIVED
                if way is not None:
                    if not silent and (not way.exact or masks[place] == way.mask):
                        continue  # what is given stands
                    masks[place] &= way.mask
                else:
                    way, origin = _first(assume, fired), ASSUMED
                    if way is None or not silent or not assuming:
                        continue
                    if way.risks and _is_forbidden(space, place, way, masks):
                        continue
                    masks[place] = way.mask
                known[fact], origins[fact] = way.value, origin
        return Situation(item, stage, known, origins, base, masks, self.quiet.world(masks))


def _first(ways: Sequence[_Way], fired: Collection[str]) -> _Way | None:
    """The way that applies."""
    for way in ways:
        if not way[0] or way[0] in fired:
            return way
    return None


def spans(item: Item, cuts: Sequence[float] = ()) -> Iterator[tuple[StageSpan | None, dict[str, Value]]]:
    """The stages of an item with the facts given in each; one span of None for an item that does not age.

    `cuts`: further days on which an option may change, though no fact does; `stage.length` is the time until one does.
    """
    if not item.stages:
        yield None, {**item.facts, **_TIMELESS}
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


def _is_forbidden(space: Space, place: int, way: _Way, masks: Masks) -> bool:
    trial = masks.copy()
    trial[place] = way.mask
    if space.implies[place]:
        trial = space.implied(trial)
    return any(each.holds(trial) for each in way.risks)
