"""Plans over time: which option when, for a subject whose facts change as it ages."""

from collections.abc import Iterable, Sequence
from itertools import pairwise, product
from operator import contains
from typing import TypeAlias

from advisor.advise.decision import Decision, Vector, Verdict
from advisor.model.case import Expectation, Item
from advisor.model.result import PlanStep, StageSpan
from advisor.model.rulebook import Area

Path: TypeAlias = tuple[str, ...]  # an option for each stage

# How many equally good plans are listed.
TIES = 16


class Planner:
    """Finds the best plans for given stages, among those that transitions and `among` allow."""

    def __init__(
        self,
        decision: Decision,
        stages: Sequence[StageSpan],
        among: Sequence[Expectation] | None,
        entries: Sequence[int] | None = None,
    ) -> None:
        """`entries`: which stage of the case each stage belongs to; those of one have the same facts."""
        self.decision = decision
        self.entries = list(range(len(stages)) if entries is None else entries)
        self.stages = stages
        self.starts = [stage.from_days for stage in stages]
        self.named = _named(among or ())
        self.admitted_paths = None if among is None else _paths(among, decision.area, self.starts)

    @property
    def couples(self) -> bool:
        """Whether what one stage recommends can depend on the others."""
        return bool(self.decision.area.transitions) or self.admitted_paths is not None

    def admitted(self, stage: int) -> tuple[str, ...]:
        """The options that some admitted plan has at a stage."""
        if self.admitted_paths is None:
            return self.decision.options
        named = {path[stage] for path in self.admitted_paths}
        return tuple(option for option in self.decision.options if option in named)

    def choose(self, verdicts: Sequence[Verdict], applying: Sequence[int]) -> tuple[Path, ...]:
        """The plans with the best standing summed over the stages; none if no plan is possible.

        What each stage recommends by itself is that plan, wherever it is possible.
        """
        if any(verdict.outcome == "conflict" for verdict in verdicts):
            return ()
        stagewise = self.stagewise([verdict.recommended for verdict in verdicts])
        return stagewise or tuple(self._best(verdicts, applying))

    def follows(self, paths: Sequence[Path], verdicts: Sequence[Verdict]) -> bool:
        """Whether the plans need no sums: each stage has what it recommends by itself, or some stage has no option."""
        if not paths:
            return any(verdict.outcome == "conflict" for verdict in verdicts)
        return all(
            option in verdict.recommended for path in paths for option, verdict in zip(path, verdicts, strict=True)
        )

    def stagewise(self, leaders: Sequence[Sequence[str]]) -> tuple[Path, ...]:
        """The plans that follow what each stage recommends by itself, as far as they are possible."""
        if self.admitted_paths is not None:
            led = [path for path in self.admitted_paths if all(map(contains, leaders, path))]
            return tuple(path for path in led if self._is_possible(path))[:TIES]
        paths: list[Path] = [(option,) for option in leaders[0]]
        for stage, options in enumerate(leaders[1:], start=1):
            longer = ((*path, option) for path in paths for option in options)
            paths = [path for path in longer if self._may_follow(path[-2], path[-1], stage)][:TIES]
        return tuple(paths)

    def _best(self, verdicts: Sequence[Verdict], applying: Sequence[int]) -> list[Path]:
        standings = [
            {
                option: self._standing(option, verdict, rules)
                for option in self.admitted(stage)
                if not rules & self.decision.removing[option]
            }
            for stage, (verdict, rules) in enumerate(zip(verdicts, applying, strict=True))
        ]
        if self.admitted_paths is not None:
            return self._best_listed(standings)
        best: dict[str, tuple[tuple[int, ...], list[Path]]] = {
            option: (standing, [(option,)]) for option, standing in standings[0].items()
        }
        for stage, here in enumerate(standings[1:], start=1):
            longer: dict[str, tuple[tuple[int, ...], list[Path]]] = {}
            for option, standing in here.items():
                reached = [
                    (_sum(before, standing), paths)
                    for previous, (before, paths) in best.items()
                    if self._may_follow(previous, option, stage)
                ]
                if reached:
                    top = max(total for total, _ in reached)
                    equals = [(*path, option) for total, paths in reached if total == top for path in paths]
                    longer[option] = (top, equals[:TIES])
            best = longer
        top = max((total for total, _ in best.values()), default=())
        return [path for total, paths in best.values() if total == top for path in paths][:TIES]

    def _best_listed(self, standings: Sequence[dict[str, tuple[int, ...]]]) -> list[Path]:
        totals = {
            path: _sum(*(standing[option] for option, standing in zip(path, standings, strict=True)))
            for path in self.admitted_paths or ()
            if self._is_possible(path)
            and all(option in standing for option, standing in zip(path, standings, strict=True))
        }
        top = max(totals.values(), default=())
        return [path for path, total in totals.items() if total == top][:TIES]

    def _standing(self, option: str, verdict: Verdict, applying: int) -> tuple[int, ...]:
        """The option's standing at a stage; where nothing speaks for any option, the default is ahead of its equals."""
        vector: Vector = self.decision.vector(option, applying, applying)
        return (*vector, int(verdict.outcome == "default" and option in verdict.recommended))

    def _is_possible(self, path: Path) -> bool:
        if self.admitted_paths is not None and path not in self.admitted_paths:
            return False
        return all(
            self._may_follow(before, after, stage) for stage, (before, after) in enumerate(pairwise(path), start=1)
        )

    def _may_follow(self, before: str, after: str, stage: int) -> bool:
        """Whether a plan may change its option where a stage begins.

        Where no fact changes, only to what was not possible before, or on a day that an admitted plan names.
        """
        if before == after:
            return True
        day = self.starts[stage]
        begun = self.starts[self.entries.index(self.entries[stage])]
        earliest = [
            each.not_before for each in self.decision.area.transitions if before in each.from_ and after in each.to
        ]
        if any(each is None or day < each for each in earliest):
            return False
        return day in (begun, *self.named) or any(each is not None and begun < each for each in earliest)


def steps_of(path: Path, starts: Sequence[float]) -> list[PlanStep]:
    """The path with equal neighbours made one."""
    steps: list[PlanStep] = []
    for option, start in zip(path, starts, strict=True):
        if not steps or steps[-1].option != option:
            steps.append(PlanStep(from_days=start, option=option))
    return steps


def plan_text(steps: Sequence[PlanStep]) -> str:
    """The plan as cases write it: `standard > standard-ia@30 days`."""
    return " > ".join(step.option + (f"@{step.from_days:g} days" if step.from_days else "") for step in steps)


def cut_days(area: Area, item: Item, among: Iterable[Expectation]) -> list[float]:
    """The days on which an option may change though no fact does.

    Those that admitted plans name, and the earliest days of transitions that come too soon where a stage begins.
    """
    begun = min((stage.from_days for stage in item.stages if stage.from_days), default=None)
    earliest = {each.not_before for each in area.transitions if each.not_before is not None}
    return sorted(_named(among) | {day for day in earliest if begun is not None and begun < day})


def _named(among: Iterable[Expectation]) -> set[float]:
    """The days that admitted plans name."""
    return {step.from_days for plan in among for step in plan.steps if step.from_days}


def _paths(among: Iterable[Expectation], area: Area, starts: Sequence[float]) -> dict[Path, None]:
    """Every way to lay the admitted plans over the stages; families stand for each of their members."""
    paths: dict[Path, None] = {}
    for plan in among:
        choices = [area.members(step.option) for step in plan.steps]
        for options in product(*choices):
            for begins in _alignments([step.from_days for step in plan.steps], starts):
                path = tuple(options[sum(begin <= start for begin in begins) - 1] for start in starts)
                paths[path] = None
    return paths


def _alignments(days: Sequence[float | None], starts: Sequence[float]) -> list[tuple[float, ...]]:
    """The days on which the steps may begin: those named, else those of the stages, in order."""
    found: list[tuple[float, ...]] = [(starts[0],)]
    for named in days[1:]:
        options = list(starts[1:]) if named is None else [named]
        found = [(*begins, day) for begins in found for day in options if day > begins[-1]]
    return found


def _sum(*vectors: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*vectors, strict=True)))
