"""What is known of one item (or one stage of it): facts given, then derived and assumed, with the engine's help."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from advisor.conditions import Masks, Quiet, Space
from advisor.conditions.space import Fill
from advisor.engine import Rules, Teller, Told
from advisor.model.case import Item
from advisor.model.result import FactUse, Origin, StageSpan
from advisor.model.values import Value
from advisor.quantities import Range

GIVEN: Origin = "given"
DERIVED: Origin = "derived"
ASSUMED: Origin = "assumed"

# The last stage has no end of its own; how long data is kept is another fact.
ENDLESS = Range(36_500, None, False, False)
_TIMELESS: Mapping[str, Value] = {"stage.from": Range(0, 0, False, False), "stage.length": ENDLESS}

_MEMORY = 16384  # values of one subject's facts that are remembered


@dataclass(eq=False, slots=True)
class Situation:
    """The facts of one item at one time. `base` holds what was given, `masks` all that is known.

    `told` is what is known as the engine hears it; `world`, if it was easily found, a complete workload within it.
    `uses` remembers what reasons say of each fact.
    """

    item: Item
    stage: StageSpan | None
    known: Mapping[str, Value]
    origins: Mapping[str, Origin]
    base: Masks
    masks: Masks
    told: Told
    world: Masks | None
    uses: dict[str, FactUse] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Filled:
    """A fact that others fill: its fillings, each with the engine's name for its condition ("" if it has none)."""

    place: int
    fact: str
    everything: int
    derive: tuple[tuple[str, Fill], ...]
    assume: tuple[tuple[str, Fill], ...]


class Resolver:
    """Fills in the facts of one subject: level by level, so that a fact is complete before another reads it."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.quiet = Quiet(space)
        self._teller = Teller(space.declared.values())
        self._heard = lru_cache(maxsize=_MEMORY)(self._hear)
        levels = [[self._filled(space.index[name]) for name in level] for level in space.levels]
        self._levels = [
            (self._rules(level), tuple(each for each in level if each.derive or each.assume)) for level in levels
        ]

    def _hear(self, fact: str, value: Value) -> tuple[int, int, str]:
        """The place of a fact, the cells that a value leaves possible, and what the engine is told of it."""
        place = self.space.index[fact]
        return place, self.space.cells[place].mask(value), self._teller.part(fact, value)

    def _filled(self, place: int) -> _Filled:
        return _Filled(
            place,
            self.space.facts[place],
            self.space.everything[place],
            derive=tuple(_named(place, DERIVED, self.space.derive[place])),
            assume=tuple(_named(place, ASSUMED, self.space.assume[place])),
        )

    def _rules(self, level: Sequence[_Filled]) -> Rules | None:
        """The conditions of the fillings of one level, if it has any."""
        fills = {name: (each.fact, fill) for each in level for name, fill in (*each.derive, *each.assume) if name}
        where = {name: self.space.declared[fact].place for name, (fact, _) in fills.items()}
        conditions = {name: fill.condition for name, (_, fill) in fills.items()}
        return Rules(conditions, self.space.declared, where) if fills else None

    def situation(self, item: Item, stage: StageSpan | None, given: Mapping[str, Value], assuming: bool) -> Situation:
        """All that is known once derived and, if `assuming`, assumed facts are filled in."""
        space, teller = self.space, self._teller
        known, origins, told = dict(given), dict.fromkeys(given, GIVEN), {}
        base = list(space.everything)
        for fact, value in given.items():
            if fact in space.index:
                place, base[place], told[fact] = self._heard(fact, value)
        masks = base.copy()
        for rules, level in self._levels:
            waiting = [each for each in level if each.derive or (assuming and base[each.place] == each.everything)]
            if not waiting:
                continue  # nothing hangs on what the engine would say
            fired = rules.fired(told) if rules else ()
            for each in waiting:
                place, fact = each.place, each.fact
                silent = base[place] == each.everything
                fill, origin = _first(each.derive, fired), DERIVED
                if fill is not None:
                    if not silent and not fill.exact:
                        continue
                    masks[place] &= fill.mask
                else:
                    fill, origin = _first(each.assume, fired), ASSUMED
                    if not silent or not assuming or fill is None or _is_forbidden(space, place, fill.mask, masks):
                        continue
                    masks[place] = fill.mask
                known[fact], origins[fact], told[fact] = fill.value, origin, teller.part(fact, fill.value)
        return Situation(item, stage, known, origins, base, masks, told, self.quiet.world(masks))


def _named(place: int, kind: Origin, fills: Sequence[Fill]) -> Iterator[tuple[str, Fill]]:
    """Fillings with what the engine calls their conditions."""
    for number, fill in enumerate(fills):
        yield f"{kind}-{place}-{number}" if fill.reads else "", fill


def _first(fills: Sequence[tuple[str, Fill]], fired: Collection[str]) -> Fill | None:
    """The filling that applies; their conditions exclude each other."""
    for name, fill in fills:
        if not name or name in fired:
            return fill
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


def _is_forbidden(space: Space, place: int, mask: int, masks: Masks) -> bool:
    if not space.forbidden_with[place]:
        return False
    trial = masks.copy()
    trial[place] = mask
    if space.implies[place]:
        trial = space.implied(trial)
    for each in space.forbidden_with[place]:  # noqa: SIM110 (asked for every assumption: `any` takes twice as long)
        if each.holds(trial):
            return True
    return False
