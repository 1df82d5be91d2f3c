"""Conditions changed in one place, each with the words that say what was changed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from advisor.model.conditions import All, Any_, Condition, Not, Operand, Operator, Test
from advisor.model.rulebook import Fact

Changed: TypeAlias = tuple[str, Condition]

_STRICTER: dict[Operator, Operator] = {"at_least": "above", "above": "at_least", "at_most": "below", "below": "at_most"}
_CONTRARY: dict[Operator, Operator] = {"at_least": "below", "below": "at_least", "at_most": "above", "above": "at_most"}


def changed_conditions(
    condition: Condition, facts: Mapping[str, Fact], cuts: Mapping[str, Sequence[float]]
) -> Iterator[Changed]:
    """Every condition that differs in one place; `cuts`: the numbers that the rules compare each fact with."""
    if isinstance(condition, Test):
        yield from _changed_test(condition, facts[condition.fact], cuts.get(condition.fact, ()))
        return
    if isinstance(condition, Not):
        yield "'not' is taken away", condition.part
        for words, part in changed_conditions(condition.part, facts, cuts):
            yield words, Not(part)
        return
    parts = condition.parts
    if len(parts) > 1:
        other, said = (Any_, "'all' becomes 'any'") if isinstance(condition, All) else (All, "'any' becomes 'all'")
        yield said, other(parts)
        for place, part in enumerate(parts):
            left = parts[:place] + parts[place + 1 :]
            yield f"the part on {_about(part)} is dropped", left[0] if len(left) == 1 else type(condition)(left)
    for place, part in enumerate(parts):
        for words, changed in changed_conditions(part, facts, cuts):
            yield words, type(condition)((*parts[:place], changed, *parts[place + 1 :]))


def _changed_test(test: Test, fact: Fact, cuts: Sequence[float]) -> Iterator[Changed]:
    maker: dict[str, Callable[[], Iterator[tuple[Operator, Operand]]]] = {
        "flag": lambda: iter([("equal", not test.operand)]),
        "number": lambda: _changed_number(test, fact, cuts),
        "choice": lambda: _changed_choice(test, fact),
        "choices": lambda: _changed_choices(test, fact),
    }
    for operator, operand in maker[fact.kind]():
        changed = Test(test.fact, operator, operand)
        yield f"{test.fact} {_said(test)} becomes {_said(changed)}", changed


def _changed_number(test: Test, fact: Fact, cuts: Sequence[float]) -> Iterator[tuple[Operator, Operand]]:
    """The other side of the threshold's own value, the contrary, and the threshold moved down and up."""
    assert isinstance(test.operand, int | float)
    number = test.operand
    if test.operator in _STRICTER:
        yield _STRICTER[test.operator], number
        yield _CONTRARY[test.operator], number
    below = [cut for cut in cuts if cut < number]
    above = [cut for cut in cuts if cut > number]
    lower = max(below) if below else number / 2
    upper = min(above) if above else number * 2
    for moved in (_between(lower, number, fact.whole), _between(number, upper, fact.whole)):
        in_range = (fact.minimum is None or moved >= fact.minimum) and (fact.maximum is None or moved <= fact.maximum)
        if moved != number and in_range:
            yield test.operator, moved


def _between(low: float, high: float, whole: bool) -> float | int:
    """A number halfway; the farther end where there is none."""
    middle = (low + high) / 2
    return int(middle) if whole or middle.is_integer() else middle


def _changed_choice(test: Test, fact: Fact) -> Iterator[tuple[Operator, Operand]]:
    """Another choice; a set with one choice less, or one more."""
    if isinstance(test.operand, str):
        others = [name for name in fact.names if name != test.operand]
        yield from (("equal", name) for name in others)
    else:
        assert isinstance(test.operand, frozenset)
        yield from _changed_set(test.operator, test.operand, fact)


def _changed_choices(test: Test, fact: Fact) -> Iterator[tuple[Operator, Operand]]:
    """Some of for all of; a list with one member less, or one more."""
    assert isinstance(test.operand, frozenset)
    if len(test.operand) > 1 and test.operator != "equal":
        yield ("includes_any" if test.operator == "includes" else "includes"), test.operand
    yield from _changed_set(test.operator, test.operand, fact)


def _changed_set(operator: Operator, names: frozenset[str], fact: Fact) -> Iterator[tuple[Operator, Operand]]:
    if len(names) > 1:
        yield from ((operator, names - {name}) for name in fact.names if name in names)
    if len(names) + 1 < len(fact.names):
        yield from ((operator, names | {name}) for name in fact.names if name not in names)


def _about(condition: Condition) -> str:
    while not isinstance(condition, Test):
        condition = condition.part if isinstance(condition, Not) else condition.parts[0]
    return condition.fact


def _said(test: Test) -> str:
    operand = test.operand
    if isinstance(operand, frozenset):
        written = f"[{', '.join(sorted(operand))}]"
    else:
        written = str(operand).lower() if isinstance(operand, bool) else f"{operand}"
    return written if test.operator == "equal" else f"{test.operator} {written}"
