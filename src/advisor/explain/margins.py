"""Margins: how far each known number is from a value with which something else would be recommended."""

from advisor.advise.decision import Key
from advisor.advise.details import names_of
from advisor.advise.worlds import Budget, LimitReached
from advisor.conditions.cells import NumberCells
from advisor.explain.judging import Judge
from advisor.explain.regions import members, values_in
from advisor.explain.target import Target
from advisor.explain.ways import WAYS_LIMIT, alike
from advisor.model.explanation import Crossing, Margin
from advisor.model.rulebook import STAGE_FACTS
from advisor.quantities import Range


def margins(target: Target, stage: int, now: Key, limit: int = WAYS_LIMIT) -> list[Margin]:
    """The margins of every number that is given or assumed at a stage and that the outcome `now` can hang on."""
    situation, space = target.situations[stage], target.space
    judge = Judge(target, stage, Budget(limit))
    found = []
    for place in target.adviser.decision.grounds.places:
        fact = space.facts[place]
        cells, known = space.cells[place], situation.known.get(fact)
        if not isinstance(cells, NumberCells) or not isinstance(known, Range) or fact in STAGE_FACTS:
            continue
        if situation.origins[fact] not in ("given", "assumed"):
            continue
        inside = list(members(situation.masks[place]))
        try:
            down = _crossing(judge, fact, range(inside[0] - 1, -1, -1), known.low, now)
            up = _crossing(judge, fact, range(inside[-1] + 1, cells.count), known.high, now)
        except LimitReached:
            break
        use = target.use(fact, stage)
        found.append(Margin(fact=target.fact_label(fact, stage), value=use.value, from_=use.from_, down=down, up=up))
    return found


def _crossing(judge: Judge, fact: str, beyond: range, end: float | None, now: Key) -> Crossing | None:
    """The first of the cells beyond the `end` of what is known that changes the outcome."""
    decision, space = judge.target.adviser.decision, judge.target.space
    kinds, cells = decision.grounds.kinds[space.index[fact]], space.cells[space.index[fact]]
    assert isinstance(cells, NumberCells)
    unchanged = set()
    for cell in beyond:
        if kinds[cell] in unchanged:
            continue
        verdict = judge.judge({fact: 1 << cell})
        if verdict is None or verdict.key == now:
            unchanged.add(kinds[cell])
            continue
        span = cells.span(cell)
        at = span.low if beyond.step > 0 else span.high
        assert at is not None
        return Crossing(
            at=at,
            distance=0 if end is None else abs(at - end),
            to=judge.target.rulebook.written(fact, _region(judge, fact, cell)),
            outcome=verdict.outcome,
            could_become=names_of([verdict.key], decision.options),
        )
    return None


def _region(judge: Judge, fact: str, cell: int) -> Range:
    """The numbers around a cell that the rules do not tell apart."""
    space = judge.target.space
    place = space.index[fact]
    cells = space.cells[place]
    alike_cells = next(mask for mask in alike(judge.target.adviser.decision.grounds.kinds[place]) if mask >> cell & 1)
    regions = values_in(space.declared[fact], cells, alike_cells)
    return next(value for value in regions if isinstance(value, Range) and cells.mask(value) >> cell & 1)
