"""Cases to what is to be set: each decision's setting, filled."""

from collections.abc import Iterable, Mapping
from typing import Any

from advisor.advise import Advisor
from advisor.advise.plans import plan_text
from advisor.advise.situation import Situation
from advisor.apply.applied import Applied, MadeCall
from advisor.apply.choosing import Decided, chosen_by, decided
from advisor.apply.filling import LONGEST_NAME, Filler, Turn
from advisor.apply.names import prefixes
from advisor.apply.plans import accepted_steps, cited
from advisor.conditions import Space
from advisor.errors import InputError, Problem
from advisor.load import load_settings
from advisor.model.case import Case
from advisor.model.result import Result
from advisor.model.settings import Call, Each, Setting, Settings
from advisor.quantities import Range


def apply(advisor: Advisor, case: Case, labels: Iterable[str] = (), *, assumptions: bool = True) -> list[Applied]:
    """What sets the decisions of a case that `labels` name (`area` or `area/name`; none: all of them).

    Raises InputError for a tie, a conflict, and what AWS does not take; then nothing is applied.
    """
    result = advisor.recommend(case, assumptions=assumptions)
    settings = load_settings(advisor.rulebook.root)
    chosen = decided(result, case, advisor.rulebook, labels)
    marks = {each.subject: prefixes(item.name for item in case.targets(each.subject)) for each in case.items}
    problems: list[Problem] = []
    found: list[Applied] = []
    for each in chosen:
        maker = Maker(advisor, case, result, each, marks[each.area.subject][each.name], assumptions)
        try:
            found.append(maker.applied(settings, {other.area.id for other in chosen if other.name == each.name}))
        except InputError as error:
            problems += error.problems
    if chosen and not any(each.area.id in settings for each in chosen):
        names = ", ".join(dict.fromkeys(each.area.id for each in chosen))
        problems.append(Problem(case.place, f"there are no settings of {names}.", _HOW_TO_SET))
    if problems:
        raise InputError(problems)
    return found


_HOW_TO_SET = "A rulebook has them in settings/<area>.yaml; see docs/format.md."


class Maker:
    """Makes one decision of a case into what is to be set."""

    def __init__(
        self, advisor: Advisor, case: Case, result: Result, chosen: Decided, prefix: str, assumptions: bool
    ) -> None:
        self._advisor = advisor
        self._case = case
        self._result = result
        self._chosen = chosen
        self._prefix = prefix
        self._assumptions = assumptions

    def applied(self, every: Mapping[str, Settings], areas: set[str]) -> Applied:
        """What sets it. `areas` are those applied with it. Raises InputError for what AWS does not take."""
        chosen, settings = self._chosen, every.get(self._chosen.area.id)
        if not chosen.steps:
            return self._bare("Not needed", chosen.because)
        title = self._title(plan_text(chosen.steps))
        if settings is None:
            return self._bare(title, "The rulebook says nothing of how it is set.")
        if settings.part_of in areas:
            return self._bare(title, f"It is part of what is set for {settings.part_of}.")
        setting = settings.of(chosen.steps[0].option)
        return self._filled(settings, setting)

    def _bare(self, title: str, nothing: str) -> Applied:
        return Applied(self._chosen.label, title, self._chosen.certainty, nothing)

    def _title(self, plan: str) -> str:
        option = self._chosen.area.options[self._chosen.steps[0].option]
        return option.title if len(self._chosen.steps) == 1 else plan

    def _filled(self, settings: Settings, setting: Setting) -> Applied:
        chosen = self._chosen
        situation = self._situation()
        ends = situation.known.get(settings.ends) if settings.ends else None
        day = ends.low if isinstance(ends, Range) and ends.exact else None
        place, rulebook = self._case.place, self._advisor.rulebook
        steps, said = accepted_steps(self._chosen.steps, settings, rulebook, place, day)
        assert settings.subject is not None
        facts = {fact.id: fact for fact in settings.subject.facts.values()}
        space = Space(settings.subject, facts, settings.conditions)
        name = self._chosen.name or self._case.name
        filler = Filler(
            label=self._chosen.label,
            name=name,
            prefix=self._prefix,
            place=place,
            steps=steps,
            known=situation.known,
            chosen=chosen_by(self._result, self._chosen.name),
            space=space,
            masks=space.masks(situation.known),
            parameters=settings.parameters,
            repeated=_repeated(setting),
        )
        for refusal in setting.refused:
            if filler.holds(refusal.when):
                because = f"{chosen.label} cannot be applied: {refusal.because}"
                raise InputError([Problem(place, because, " ".join(cited(refusal.cite, rulebook.notes)))])
        if len(name) > LONGEST_NAME:
            said.append(f"The name is cut to {LONGEST_NAME} characters, the most that a tag holds.")
        remarks = [
            remark.text
            for remark in setting.remarks
            if filler.holds(remark.when) and (len(steps) > 1 or not remark.over_time)
        ]
        turn = Turn(steps[0].option)
        return Applied(
            label=self._chosen.label,
            title=self._title(plan_text(steps)),
            certainty=self._chosen.certainty,
            nothing=setting.nothing,
            remarks=(*said, *remarks),
            resources=_trees(setting.cloudformation, filler, turn),
            calls=tuple(made for call in setting.calls for made in _made(call, filler, turn)),
            blocks=_trees(setting.terraform, filler, turn),
        )

    def _situation(self) -> Situation:
        """What is known of the item at the stage that was decided about."""
        subject, name = self._chosen.area.subject, self._chosen.name
        item = next(item for item in self._case.targets(subject) if item.name == name)
        every = self._advisor.situations(item, (), self._assumptions)
        return next((each for each in every if each.stage and each.stage.from_days == self._chosen.day), every[0])


def _repeated(setting: Setting) -> set[str]:
    trees = {**setting.cloudformation, **setting.terraform}
    kept = {name for call in setting.calls if call.each for name in call.keep}
    return kept | {name for name, tree in trees.items() if isinstance(tree, Each)}


def _trees(trees: Mapping[str, Any], filler: Filler, turn: Turn) -> dict[str, Any]:
    """The resources by name, those that are there for this case."""
    found: dict[str, Any] = {}
    for name, tree in trees.items():
        if isinstance(tree, Each):
            for each in filler.turns(tree, turn):
                found[filler.named(name, each)] = filler.fill(tree.give, each)
        else:
            found[filler.named(name)] = filler.fill(tree, turn)
    return {name: tree for name, tree in found.items() if tree is not None}


def _made(call: Call, filler: Filler, turn: Turn) -> list[MadeCall]:
    found = []
    for each in filler.turns(call.each, turn) if call.each else [turn]:
        parameters = filler.fill(call.parameters, each)
        if parameters is not None:
            keep = {filler.named(name, each if call.each else None): path for name, path in call.keep.items()}
            found.append(MadeCall(call.service, call.operation, parameters, keep, call.beside))
    return found
