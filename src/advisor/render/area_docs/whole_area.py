"""An area in both its editions at once, so that one page can show them side by side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from advisor.errors import Place
from advisor.model.rulebook import Accepted, Area, Edition, Fact, Note, Option, Rule, Rulebook, Transition

Stated = TypeVar("Stated", Rule, Transition, Accepted)


@dataclass(frozen=True)
class WholeArea:
    """An area with what belongs to any edition; each statement and option knows the edition that alone has it."""

    area: Area
    options: Mapping[str, Option]
    families: Mapping[str, tuple[str, ...]]
    rules: Sequence[Rule]
    advice: Sequence[Rule]
    transitions: Sequence[Transition]
    accepted: Sequence[Accepted]
    facts: Mapping[str, Fact]
    notes: Mapping[str, Note]
    rulebook: Rulebook  # of one edition, to say values and facts


def whole_area(editions: Sequence[Rulebook], area_id: str) -> WholeArea:
    """The area of a rulebook that is given in its editions."""
    books = [book for book in editions if area_id in book.areas]
    areas = [book.areas[area_id] for book in books]
    facts: dict[str, Fact] = {}
    for book in books[::-1]:
        facts = {fact.id: fact for fact in book.facts.values() if fact.subject == areas[0].subject} | facts
    return WholeArea(
        area=areas[0],
        options={name: option for area in areas for name, option in area.options.items()},
        families={
            name: _together(area.families.get(name, ()) for area in areas)
            for name in _together(area.families for area in areas)
        },
        rules=[_merged(rules) for rules in _by_place(rule for area in areas for rule in area.rules)],
        advice=[_merged(rules) for rules in _by_place(rule for area in areas for rule in area.advice)],
        transitions=[each[-1] for each in _by_place(each for area in areas for each in area.transitions)],
        accepted=[each[-1] for each in _by_place(each for area in areas for each in area.accepted)],
        facts=facts,
        notes={name: note for book in books for name, note in book.notes.items()},
        rulebook=books[-1],
    )


def _together(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for group in groups for name in group))


def _by_place(statements: Iterable[Stated]) -> list[list[Stated]]:
    """The statements in the order of the page, those of one place together."""
    found: dict[Place, list[Stated]] = {}
    for each in statements:
        found.setdefault(each.place, []).append(each)
    return [found[place] for place in sorted(found)]


def _merged(rules: Sequence[Rule]) -> Rule:
    """A rule with its effects on the options of every edition."""
    return rules[0].model_copy(
        update={
            "rules_out": _together(rule.rules_out for rule in rules),
            "requires": _together(rule.requires for rule in rules),
            **{
                key: {name: value for rule in rules for name, value in getattr(rule, key).items()}
                for key in ("favours", "opposes", "advises")
            },
        }
    )


def only(edition: Edition | None) -> str:
    """A mark for what belongs to one edition alone."""
    return f" `{edition}`" if edition else ""


def is_in(owner: Edition | None, edition: Edition | None) -> bool:
    """Whether what belongs to `owner` (None: both editions) is in an edition (None: any)."""
    return owner is None or edition is None or owner == edition
