"""What fills the facts of a subject, and what forbids combinations: `assume`, `derive`, `never`."""

from collections.abc import Iterable, Mapping

from advisor.load.facts import SubjectPage, value_of
from advisor.load.page import Fields, Part, problem
from advisor.load.scope import Scope
from advisor.load.tree import TreeReader
from advisor.model.conditions import ALWAYS, Condition, facts_of
from advisor.model.rulebook import Fact, Filling, Never, Subject


def read_fillings(page: SubjectPage, scope: Scope) -> Subject:
    """The whole subject, now that every fact that a condition may read is declared."""
    facts = {
        name: fact.model_copy(
            update={
                "assume": _assumptions(fact, page.fields[name], scope.of(fact.edition)),
                "derive": _derivations(fact, page.fields[name], scope.of(fact.edition)),
            }
        )
        for name, fact in page.facts.items()
    }
    _refuse_cycles(page, facts)
    return Subject(id=page.id, title=page.title, facts=facts, never=tuple(_never(part, scope) for part in page.never))


def _assumptions(fact: Fact, fields: Fields, scope: Scope) -> tuple[Filling, ...]:
    """A bare value, or a list of values with conditions, of which only the last may do without."""
    if "assume" not in fields:
        return ()
    part = fields["assume"]
    if not (isinstance(part.data, list) and any(isinstance(entry, dict) for entry in part.data)):
        return _present([_filling(fact, part, ALWAYS)])
    found = []
    entries = part.items()
    for entry in entries:
        keys = entry.fields("an assumption", ("value",), ("when", "because"))
        if "when" not in keys and entry is not entries[-1]:
            entry.note("an assumption without 'when' always holds; expected it to be the last")
        if "value" in keys:
            found.append(_filling(fact, keys["value"], _when(keys, scope), keys.optional_text("because")))
    return _present(found)


def _derivations(fact: Fact, fields: Fields, scope: Scope) -> tuple[Filling, ...]:
    found = []
    for entry in fields.items_of("derive"):
        keys = entry.fields("a derivation", ("when", "value", "because"))
        if "value" in keys:
            found.append(_filling(fact, keys["value"], _when(keys, scope), keys.optional_text("because")))
    return _present(found)


def _never(part: Part, scope: Scope) -> Never:
    keys = part.fields("a 'never'", ("when", "because"))
    return Never(when=_when(keys, scope), because=keys.text("because"), place=part.place())


def _filling(fact: Fact, part: Part, when: Condition, because: str | None = None) -> Filling | None:
    value = value_of(fact, part)
    return None if value is None else Filling(when=when, value=value, because=because)


def _present(fillings: Iterable[Filling | None]) -> tuple[Filling, ...]:
    return tuple(filling for filling in fillings if filling is not None)


def _when(keys: Fields, scope: Scope) -> Condition:
    return TreeReader(scope).read(keys["when"]) if "when" in keys else ALWAYS


def _refuse_cycles(page: SubjectPage, facts: Mapping[str, Fact]) -> None:
    """Note each circle of facts that would have to fill one another, once."""
    reads = {
        fact.id: sorted(set().union(*(facts_of(filling.when) for filling in (*fact.derive, *fact.assume))))
        for fact in facts.values()
    }
    done: set[str] = set()

    def visit(name: str, trail: list[str]) -> None:
        if name in trail:
            circle = [*trail[trail.index(name) :], name]
            fact = facts[name.removeprefix(f"{page.id}.")]
            page.part.problems.append(problem(fact.place, f"{name} is filled from itself: {' -> '.join(circle)}"))
            return
        if name not in done:
            for other in reads.get(name, ()):
                visit(other, [*trail, name])
            done.add(name)

    for name in reads:
        visit(name, [])
