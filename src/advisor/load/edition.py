"""A rulebook of both editions cut down to one."""

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from advisor.model.rulebook import Area, Edition, Rule, Subject, Transition


class _Editioned(Protocol):
    @property
    def edition(self) -> Edition | None: ...


_Thing = TypeVar("_Thing", bound=_Editioned)
_Meaning = TypeVar("_Meaning")


def subject_in(subject: Subject, edition: Edition) -> Subject:
    """The subject with the facts of one edition."""
    return subject.model_copy(
        update={"facts": _of(subject.facts, edition), "elsewhere": _elsewhere(subject.facts, edition)}
    )


def area_in(area: Area, edition: Edition) -> Area:
    """The area with the options of one edition, and the statements about them."""
    options = _of(area.options, edition)
    families = {name: _left(members, options) for name, members in area.families.items()}
    return area.model_copy(
        update={
            "options": options,
            "elsewhere": _elsewhere(area.options, edition),
            "families": {name: members for name, members in families.items() if members},
            "rules": tuple(_rule(rule, options) for rule in _among(area.rules, edition)),
            "advice": tuple(_rule(rule, options) for rule in _among(area.advice, edition)),
            "accepted": tuple(
                each for each in _among(area.accepted, edition) if all(option in options for option in each.options)
            ),
            "transitions": tuple(_transition(each, options) for each in _among(area.transitions, edition)),
        }
    )


def _rule(rule: Rule, options: Mapping[str, object]) -> Rule:
    return rule.model_copy(
        update={
            "rules_out": _left(rule.rules_out, options),
            "requires": _left(rule.requires, options),
            "favours": _kept(rule.favours, options),
            "opposes": _kept(rule.opposes, options),
            "advises": _kept(rule.advises, options),
        }
    )


def _transition(each: Transition, options: Mapping[str, object]) -> Transition:
    return each.model_copy(update={"from_": _left(each.from_, options), "to": _left(each.to, options)})


def _left(names: Iterable[str], options: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(name for name in names if name in options)


def _kept(named: Mapping[str, _Meaning], options: Mapping[str, object]) -> dict[str, _Meaning]:
    return {name: meaning for name, meaning in named.items() if name in options}


def _of(things: Mapping[str, _Thing], edition: Edition) -> dict[str, _Thing]:
    return {name: thing for name, thing in things.items() if thing.edition in (None, edition)}


def _elsewhere(things: Mapping[str, _Editioned], edition: Edition) -> dict[str, Edition]:
    return {name: thing.edition for name, thing in things.items() if thing.edition not in (None, edition)}


def _among(things: Iterable[_Thing], edition: Edition) -> list[_Thing]:
    return [thing for thing in things if thing.edition in (None, edition)]
