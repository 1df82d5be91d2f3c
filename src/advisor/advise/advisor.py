"""The library's front door: load a rulebook once, then ask it about workloads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from advisor._version import VERSION
from advisor.advise.answer import Adviser
from advisor.advise.planning import plan_for
from advisor.advise.plans import cut_days
from advisor.advise.situation import Resolver, Situation, spans
from advisor.advise.worlds import LIMIT
from advisor.conditions import spaces
from advisor.errors import InputError, Place
from advisor.load import case_from_mapping, load_rulebook
from advisor.load.page import problem, shown, unknown
from advisor.model.case import Case, Expectation, Item, Stage
from advisor.model.deferred import LATER, maker
from advisor.model.result import RESULT_SCHEMA, Plan, Receipt, Recommendation, Result
from advisor.model.rulebook import Area, Edition, Rulebook

_result = maker(Result)


class Advisor:
    """Recommends, from one rulebook. Safe to use from several threads, and after a fork."""

    def __init__(self, rulebook: Rulebook, limit: int = LIMIT) -> None:
        """`limit`: how many states a proof of one recommendation may look at before it is `not-proved`."""
        self.rulebook = rulebook
        subject_spaces = spaces(rulebook)
        self._resolvers = {subject: Resolver(space) for subject, space in subject_spaces.items()}
        self._advisers = {
            area.id: Adviser(rulebook, area, subject_spaces[area.subject], limit) for area in rulebook.areas.values()
        }
        self._of_subject = self._by_subject(rulebook.areas.values())

    @classmethod
    def load(cls, path: str | Path | None = None, edition: Edition = "notes", limit: int = LIMIT) -> Self:
        """The advisor of the rulebook in folder `path` (default: the bundled one).

        Raises InputError with every problem of the rulebook.
        """
        return cls(load_rulebook(None if path is None else Path(path), edition), limit)

    def case(self, data: Mapping[str, Any], name: str = "case") -> Case:
        """A case from plain data, as a case file would hold it. Raises InputError with every problem of it."""
        return case_from_mapping(data, self.rulebook, name)

    def recommend(
        self,
        case: Case | Mapping[str, Any],
        *,
        areas: Iterable[str] | None = None,
        among: Mapping[str, Sequence[str]] | None = None,
        assumptions: bool = True,
    ) -> Result:
        """The recommendations for a workload.

        `case` is a mapping as in a case file, or a `Case`; `areas` limits the answer to some areas; `among` restricts
        options by area (or area/name) and takes the place of the case's own; `assumptions=False` leaves unknown what
        the case does not say. Raises InputError if the case or an option is wrong.
        """
        case = case if isinstance(case, Case) else self.case(case)
        if among is not None:
            case = self.admitting(case, among)
        asked = self._of_subject if areas is None else self._by_subject(self.areas(areas))
        recommendations: list[Recommendation] = []
        plans: list[Plan] = []
        every: list[Situation] = []
        for item in case.items:
            resolved: dict[tuple[float, ...], list[Situation]] = {}  # by the days on which an option may change
            for adviser in asked.get(item.subject, ()):
                area = adviser.area
                admitted = among_of(case, item, area) if case.among else None
                ages = item.stages and area.over_time
                cuts = tuple(cut_days(area, item, admitted or ())) if ages else ()
                if cuts not in resolved:
                    resolved[cuts] = self.situations(item, cuts, assumptions)
                    every += resolved[cuts]
                if ages:
                    staged, plan = plan_for(adviser, resolved[cuts], admitted, assumptions)
                    recommendations += staged
                    plans.append(plan)
                else:
                    names = None if admitted is None else names_in(admitted, area)
                    recommendations += [adviser.recommend(each, names, assumptions) for each in resolved[cuts]]
        fields = {
            "schema_": RESULT_SCHEMA,
            "case": case.name,
            "recommendations": recommendations,
            "plans": plans,
            LATER: _Receipts(self, case, every),
        }
        return _result(fields)

    def areas(self, names: Iterable[str]) -> list[Area]:
        """The areas of these names (one name alone will do). Raises InputError for those that are unknown."""
        known = self.rulebook.areas
        every = [names] if isinstance(names, str) else list(names)
        strange = [name for name in every if not isinstance(name, str) or name not in known]
        if strange:
            raise InputError(problem(Place("areas"), *unknown("area", str(name), known)) for name in strange)
        return [known[name] for name in every]

    def _by_subject(self, areas: Iterable[Area]) -> dict[str, list[Adviser]]:
        """What answers for these areas, by the subject that they decide about."""
        advisers: dict[str, list[Adviser]] = {}
        for area in areas:
            advisers.setdefault(area.subject, []).append(self._advisers[area.id])
        return advisers

    def adviser(self, area: str) -> Adviser:
        """What answers for one area."""
        return self._advisers[area]

    def situations(self, item: Item, cuts: Sequence[float], assumptions: bool) -> list[Situation]:
        """What is known of an item, at each of its stages; `cuts` are further days on which an option may change."""
        resolver = self._resolvers[item.subject]
        return [resolver.situation(item, stage, given, assumptions) for stage, given in spans(item, cuts)]

    def admitting(self, case: Case, among: Mapping[str, Sequence[str]]) -> Case:
        """The case with other options admitted, by area or area/name. Raises InputError if there are none such."""
        given = self.given(case)
        if not isinstance(among, Mapping):
            raise InputError([problem(Place("among"), f"expected a mapping of areas to options, not {shown(among)}")])
        admitted = {**given.get("among", {}), **among}
        return case.model_copy(update={"among": self.case({**given, "among": admitted}, case.name).among})

    def given(self, case: Case) -> dict[str, Any]:
        """The case as a case file would say it again."""
        given: dict[str, Any] = {}
        for item in case.items:
            section = {**({"name": item.name} if item.name else {}), **self._written(item.facts)}
            if item.stages:
                section["stages"] = [self._stage(stage) for stage in item.stages]
            if item.name is None:
                given[item.subject] = section
            else:
                given.setdefault(item.subject, []).append(section)
        if case.among:
            given["among"] = {label: [str(each) for each in admitted] for label, admitted in case.among.items()}
        return given

    def _stage(self, stage: Stage) -> dict[str, Any]:
        silent = {fact.partition(".")[2]: "unknown" for fact in sorted(stage.silent)}
        return {"from": stage.from_days, **self._written(stage.facts), **silent}

    def _written(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        return {fact.partition(".")[2]: self.rulebook.written(fact, value) for fact, value in facts.items()}


@dataclass(slots=True)
class _Receipts:
    """Writes the receipt of a result when somebody asks for it."""

    advisor: Advisor
    case: Case
    situations: list[Situation]

    def receipt(self) -> dict[str, Receipt]:
        """The receipt."""
        rulebook = self.advisor.rulebook
        derived: dict[str, Any] = {}
        assumed: dict[str, Any] = {}
        for situation in self.situations:
            for fact, origin in situation.origins.items():
                if origin in ("derived", "assumed"):
                    into = derived if origin == "derived" else assumed
                    into[_label(fact, situation)] = rulebook.written(fact, situation.known[fact])
        receipt = Receipt(
            advisor=VERSION,
            edition=rulebook.edition,
            rulebook_sha256=rulebook.sha256,
            given=self.advisor.given(self.case),
            derived=derived,
            assumed=assumed,
        )
        return {"receipt": receipt}


def among_of(case: Case, item: Item, area: Area) -> tuple[Expectation, ...] | None:
    """What `among` admits for an item; None if it does not restrict the area."""
    return case.among.get(item.label(area.id), case.among.get(area.id))


def names_in(admitted: Iterable[Expectation], area: Area) -> list[str]:
    """The options that stand first in what `among` admits."""
    return [option for each in admitted for step in each.steps[:1] for option in area.members(step.option)]


def _label(fact: str, situation: Situation) -> str:
    subject, _, name = fact.partition(".")
    if situation.item.name:
        subject += f"/{situation.item.name}"
    if situation.stage and situation.stage.from_days:
        subject += f"@{situation.stage.from_days:g} days"
    return f"{subject}.{name}"
