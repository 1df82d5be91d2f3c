"""What follows from what is given of one subject, as columns: derived values, then assumptions, level by level.

The same as `advise.situation` and `advise.worlds.close` work out for one workload. Where the two could part, and where
nothing can be so, a row is marked `odd`, to be answered one by one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from advisor.bulk.masks import (
    Mask,
    Truth,
    all_of,
    any_of,
    chosen,
    empty,
    gathered,
    lacks,
    meets,
    narrowed,
    negated,
    several,
    within,
)
from advisor.bulk.steps import Maker, New, Ref, TruthRef, kept, kept_truth, read, read_truth
from advisor.bulk.truths import certain, possible
from advisor.conditions import Space
from advisor.conditions.space import Fill, Forbidden


@dataclass
class Filled:
    """One subject while it is filled: what is given, what is known with assumptions, and what is without."""

    space: Space
    base: dict[int, Ref]
    known: dict[int, Ref] = field(default_factory=dict)
    sure: dict[int, Ref] = field(default_factory=dict)
    taken: list[tuple[int, Fill]] = field(default_factory=list)  # assumptions, in the order of the bits of `assumed`
    assumed: Ref = ()
    odd: TruthRef = False  # to be answered one by one
    legal: TruthRef = True  # nothing that cannot be is left open
    unsteady: dict[int, TruthRef] = field(default_factory=dict)  # assumptions that further answers may take back
    _took: dict[int, list[TruthRef]] = field(default_factory=dict)
    _odd: list[TruthRef] = field(default_factory=list)

    def steps(self) -> Maker:
        """Work it out, a level in each step."""
        self.known, self.sure = dict(self.base), dict(self.base)
        table = yield {}
        for places in self._stages():
            new: New = {}
            filled = [(place, self._fill(place, table, new)) for place in places]
            table = yield new
            for place, (known, sure) in filled:
                self.known[place], self.sure[place] = known, sure
        last: New = {}
        all_known = {place: read(table, ref) for place, ref in self.known.items()}
        all_sure = {place: read(table, ref) for place, ref in self.sure.items()}
        wrong = [read_truth(table, ref) for ref in self._odd]
        wrong += [empty(all_known[place]) for place in self.space.filled]
        wrong += [empty(all_sure[place]) for place in self.space.filled]
        for each in self.space.forbidden:
            wrong += [self._certain(each, all_known), self._certain(each, self._narrowest(all_sure))]
        self.odd = kept_truth(last, f"{self.space.subject}:odd", any_of(wrong))
        open_ = any_of(self._possible(each, all_known) for each in self.space.forbidden)
        self.legal = kept_truth(last, f"{self.space.subject}:legal", negated(open_))
        self.taken = [(place, fill) for place in sorted(self._took) for fill in self.space.assume[place]]
        took = [truth for place in sorted(self._took) for truth in self._took[place]]
        bits = gathered([read_truth(table, truth) for truth in took])
        self.assumed = kept(last, f"{self.space.subject}:assumed", bits)
        for place in self._took:
            truth = self._is_unsteady(place, table)
            self.unsteady[place] = kept_truth(last, f"{self.space.facts[place]}:unsteady", truth)
        yield last

    def _stages(self) -> list[list[int]]:
        """The facts to fill, each after those of them that it reads."""
        stage_of: dict[int, int] = {}
        for place in self.space.filled:
            reads = {
                self.space.index[name]
                for fill in (*self.space.derive[place], *self.space.assume[place])
                for name in fill.reads
            }
            if self.space.assume[place]:
                for each in self.space.forbidden_with[place]:
                    reads |= each.reads
                if self.space.implies[place]:
                    reads |= set(self.space.filled)
            stage_of[place] = 1 + max((stage_of[other] for other in reads if other in stage_of), default=0)
        return [
            [place for place, stage in stage_of.items() if stage == number]
            for number in range(1, max(stage_of.values(), default=0) + 1)
        ]

    def _fill(self, place: int, table: object, new: New) -> tuple[Ref, Ref]:
        """Put the columns of one fact among the new ones; how to read it with assumptions and without."""
        space, name = self.space, self.space.facts[place]
        base = read(table, self.base[place])
        silent = negated(lacks(base, space.everything[place]))
        masks = self._then(place, table)
        sure_masks = {other: read(table, ref) for other, ref in self.sure.items()}
        known, sure, follows = base, base, False
        for fill in space.derive[place]:
            holds = certain(fill.condition, space, masks)
            fits = True if fill.exact else silent
            known = chosen(all_of((holds, fits)), narrowed(base, fill.mask), known)
            follows = any_of((follows, holds))
            holds = certain(fill.condition, space, sure_masks)
            sure = chosen(all_of((holds, fits)), narrowed(base, fill.mask), sure)
        took: list[TruthRef] = []
        for number, fill in enumerate(space.assume[place]):
            wanted = all_of((certain(fill.condition, space, masks), silent, negated(follows)))
            trial = self._trial(place, fill, masks)
            forbidden = any_of(self._certain(each, trial) for each in space.forbidden_with[place])
            doubt = any_of(
                all_of((self._possible(each, trial), negated(self._certain(each, trial))))
                for each in space.forbidden_with[place]
            )
            takes = all_of((wanted, negated(forbidden)))
            self._odd.append(kept_truth(new, f"{name}:odd{number}", all_of((wanted, forbidden, doubt))))
            took.append(kept_truth(new, f"{name}:assumed{number}", takes))
            known = chosen(takes, self._whole(place, fill.mask), known)
        if took:
            self._took[place] = took
        return kept(new, f"{name}:known", known), kept(new, f"{name}:sure", sure)

    def _then(self, place: int, table: object) -> dict[int, Mask]:
        """What was known when the turn of a fact came: those before it are filled, it and the later ones are not."""
        return {other: read(table, self.known[other] if other < place else self.base[other]) for other in self.known}

    def _whole(self, place: int, bits: int) -> Mask:
        return narrowed(tuple(((1 << 64) - 1) for _ in self.base[place]), bits)

    def _trial(self, place: int, fill: Fill, masks: Mapping[int, Mask]) -> dict[int, Mask]:
        """What would be known with the assumption, and what follows from it."""
        trial = {**masks, place: self._whole(place, fill.mask)}
        return self._narrowest(trial) if self.space.implies[place] else trial

    def _narrowest(self, masks: Mapping[int, Mask]) -> dict[int, Mask]:
        """Masks with derived values filled in."""
        filled = dict(masks)
        for place in self.space.filled:
            for fill in self.space.derive[place]:
                holds = all_of((meets(filled[place], fill.mask), certain(fill.condition, self.space, filled)))
                filled[place] = chosen(holds, narrowed(filled[place], fill.mask), filled[place])
        return filled

    def _certain(self, forbidden: Forbidden, masks: Mapping[int, Mask]) -> Truth:
        number = self.space.forbidden.index(forbidden)
        if number < len(self.space.nevers):
            return certain(self.space.nevers[number], self.space, masks)
        place, fill = self._derivations()[number - len(self.space.nevers)]
        outside = negated(within(masks[place], fill.mask))
        return all_of((outside, negated(meets(masks[place], fill.mask)), certain(fill.condition, self.space, masks)))

    def _possible(self, forbidden: Forbidden, masks: Mapping[int, Mask]) -> Truth:
        number = self.space.forbidden.index(forbidden)
        if number < len(self.space.nevers):
            return possible(self.space.nevers[number], self.space, masks)
        place, fill = self._derivations()[number - len(self.space.nevers)]
        return all_of((negated(within(masks[place], fill.mask)), possible(fill.condition, self.space, masks)))

    def _derivations(self) -> list[tuple[int, Fill]]:
        return [(place, fill) for place, fills in enumerate(self.space.derive) for fill in fills]

    def _is_unsteady(self, place: int, table: object) -> Truth:
        """Whether an assumption was made that a proof would wait with: for a derivation, or for what forbids it."""
        space = self.space
        masks = self._then(place, table)
        waits = any_of(
            all_of((possible(fill.condition, space, masks), negated(certain(fill.condition, space, masks))))
            for fill in space.derive[place]
        )
        reasons: list[Truth] = []
        for fill, took in zip(space.assume[place], self._took[place], strict=True):
            trial = self._trial(place, fill, masks)
            hindered = any_of(
                all_of(
                    (
                        self._possible(each, trial),
                        any_of(
                            all_of((several(trial[other]), negated(self._gives_way(other, place, table))))
                            for other in each.reads
                        ),
                    )
                )
                for each in space.forbidden_with[place]
            )
            reasons.append(all_of((read_truth(table, took), any_of((waits, hindered)))))
        return any_of(reasons)

    def _gives_way(self, other: int, place: int, table: object) -> Truth:
        """Whether a fact is itself assumed, later."""
        return other > place and any_of(read_truth(table, took) for took in self._took.get(other, ()))
