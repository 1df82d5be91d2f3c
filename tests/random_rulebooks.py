"""Small random rulebooks and workloads, each from its own seed, and brute force to judge them by."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import product
from random import Random

from advisor.conditions import Space, spaces
from advisor.errors import Place
from advisor.model.conditions import ALWAYS, All, Any_, Condition, Not, Test
from advisor.model.rulebook import (
    STRENGTHS,
    Area,
    Fact,
    Filling,
    Never,
    Note,
    Option,
    Rule,
    Rulebook,
    Source,
    Statement,
    Subject,
)
from advisor.model.values import OneOf, SomeOf, Value
from advisor.quantities import Range

HERE = Place("random")
CHOICES = ("red", "green", "blue")


@lru_cache(maxsize=512)
def random_rulebook(seed: int, fact_count: int = 4, rule_count: int = 6) -> Rulebook:
    """A rulebook of one area, `a`, over one subject, `s`."""
    random = Random(seed)
    facts: dict[str, Fact] = {}
    for number in range(fact_count):
        name = f"f{number}"
        facts[name] = _fact(random, name, facts)
    options = {f"o{number}": Option(id=f"o{number}", title="") for number in range(random.randint(2, 3))}
    if random.random() < 0.5:
        options["both"] = Option(id="both", title="", parts=("o0", "o1"))
    area = Area(
        id="a",
        title="",
        question="",
        subject="s",
        criteria={"price": "", "speed": ""},
        options=options,
        default=Statement(option="o0", because="", cite=("n",)) if random.random() < 0.5 else None,
        applies_when=(
            Statement(because="", cite=("n",), when=_condition(random, facts)) if random.random() < 0.3 else None
        ),
        rules=tuple(_rule(random, number, facts, list(options)) for number in range(rule_count)),
        place=HERE,
    )
    never = tuple(
        Never(when=_condition(random, facts, "all"), because="", place=HERE) for _ in range(random.randint(0, 2))
    )
    subject = Subject(id="s", title="", facts=facts, never=never)
    note = Note(id="n", section="", lines=(1,), quote="q", place=HERE)
    return Rulebook(
        edition="notes",
        sha256="",
        source=Source(name="", sha256="", ranges=()),
        subjects={"s": subject},
        areas={"a": area},
        notes={"n": note},
    )


def _fact(random: Random, name: str, before: Mapping[str, Fact]) -> Fact:
    kind = random.choice(["flag", "flag", "choice", "choices", "number"])
    fact = Fact(
        id=f"s.{name}",
        subject="s",
        name=name,
        kind=kind,
        question="",
        choices=dict.fromkeys(CHOICES[: 2 if kind == "choices" else 3], "") if kind.startswith("choice") else {},
        minimum=random.choice([0, None]) if kind == "number" else None,
        maximum=random.choice([6, None]) if kind == "number" else None,
        whole=kind == "number" and random.random() < 0.5,
        place=HERE,
    )
    if before and random.random() < 0.25:
        ways = [_condition(random, before) for _ in range(random.randint(1, 2))]
        fact = fact.model_copy(update={"derive": _fillings(random, fact, ways)})
    if random.random() < 0.4:
        ways = [_condition(random, before)] if before and random.random() < 0.4 else [ALWAYS]
        ways += [ALWAYS] if random.random() < 0.3 else []
        values = [_partial if kind == "number" and random.random() < 0.3 else _exact for _ in ways]
        assume = tuple(Filling(when=way, value=value(random, fact)) for way, value in zip(ways, values, strict=True))
        fact = fact.model_copy(update={"assume": assume})
    return fact


def _fillings(random: Random, fact: Fact, ways: list[Condition]) -> tuple[Filling, ...]:
    return tuple(Filling(when=when, value=_exact(random, fact)) for when in ways)


def _rule(random: Random, number: int, facts: Mapping[str, Fact], options: list[str]) -> Rule:
    effect: dict[str, object] = {}
    kind = random.choice(["rules_out", "rules_out", "requires", "favours", "favours", "favours", "opposes"])
    some = random.sample(options, random.randint(1, max(1, len(options) - 1)))
    if kind in ("rules_out", "requires"):
        effect[kind] = tuple(some)
    else:
        effect[kind] = {option: random.choice(STRENGTHS) for option in some}
        effect["criterion"] = random.choice(["price", "speed"])
    meant = "unless_shown" if kind == "rules_out" and random.random() < 0.3 else "when"
    effect[meant] = _condition(random, facts)
    return Rule(id=f"r{number}", area="a", title="", because="", cite=("n",), place=HERE, **effect)


def _condition(random: Random, facts: Mapping[str, Fact], top: str | None = None, depth: int = 2) -> Condition:
    shape = top or random.choice(["test", "test", "all", "any", "not"])
    if shape == "test" or depth == 0:
        return _test(random, random.choice(list(facts.values())))
    if shape == "not":
        return Not(_condition(random, facts, None, depth - 1))
    parts = tuple(_condition(random, facts, None, depth - 1) for _ in range(2))
    return All(parts) if shape == "all" else Any_(parts)


def _test(random: Random, fact: Fact) -> Test:
    if fact.kind == "flag":
        return Test(fact.id, "equal", random.random() < 0.5)
    if fact.kind == "number":
        operator = random.choice(["at_least", "at_most", "above", "below", "equal"])
        return Test(fact.id, operator, random.choice([1, 2, 3, 4, 5] if fact.whole else [1, 2, 3, 4.5, 5]))
    names = frozenset(random.sample(fact.names, random.randint(1, len(fact.names))))
    if fact.kind == "choice":
        return (
            Test(fact.id, "in", names) if random.random() < 0.5 else Test(fact.id, "equal", random.choice(fact.names))
        )
    return Test(fact.id, random.choice(["includes", "includes_any", "equal"]), names)


def _exact(random: Random, fact: Fact) -> Value:
    if fact.kind == "flag":
        return random.random() < 0.5
    if fact.kind == "choice":
        return random.choice(fact.names)
    if fact.kind == "choices":
        members = frozenset(name for name in fact.names if random.random() < 0.5)
        return SomeOf(members, frozenset(fact.names) - members)
    number = random.choice([1, 2, 3, 4, 5] if fact.whole else [0.5, 1, 2, 3, 4.5, 5])
    return Range(number, number, False, False)


def random_known(seed: int, rulebook: Rulebook, silence: float = 0.4) -> dict[str, Value]:
    """Some of the facts, in whole or in part."""
    random = Random(seed)
    known: dict[str, Value] = {}
    for fact in rulebook.facts.values():
        if random.random() >= silence:
            partly = random.random() < 0.3
            known[fact.id] = _partial(random, fact) if partly else _exact(random, fact)
    return known


def _partial(random: Random, fact: Fact) -> Value:
    if fact.kind == "choice":
        return OneOf(frozenset(random.sample(fact.names, 2)))
    if fact.kind == "choices":
        member, other = (frozenset([name]) for name in random.sample(fact.names, 2))
        return random.choice([SomeOf(member, frozenset()), SomeOf(frozenset(), other), SomeOf(member, other)])
    if fact.kind == "number":
        low, high = sorted(random.sample([1, 2, 3, 5], 2))
        return random.choice(
            [
                Range(low, None, random.random() < 0.5, False),
                Range(None, high, False, random.random() < 0.5),
                Range(low, high, False, False),
            ]
        )
    return random.random() < 0.5


def space_of(rulebook: Rulebook) -> Space:
    """The space of the only subject."""
    return spaces(rulebook)["s"]


def answers(rulebook: Rulebook, fact: str, known: Mapping[str, Value]) -> list[Value]:
    """A value for every cell of a fact that what is known of it allows."""
    space = space_of(rulebook)
    place = space.index[fact]
    mask = space.masks(known)[place]
    cells = space.cells[place]
    return [cells.sample(cell) for cell in range(cells.count) if mask >> cell & 1]


def completions(rulebook: Rulebook, known: Mapping[str, Value], facts: list[str]) -> Iterator[dict[str, Value]]:
    """Every way to answer `facts` that nothing forbids."""
    for values in product(*(answers(rulebook, fact, known) for fact in facts)):
        completed = {**known, **dict(zip(facts, values, strict=True))}
        if is_possible(rulebook, completed):
            yield completed


def is_possible(rulebook: Rulebook, known: Mapping[str, Value]) -> bool:
    """Whether some complete workload agrees with what is known."""
    space = space_of(rulebook)
    unknown = [fact for fact in rulebook.facts if len(answers(rulebook, fact, known)) > 1]
    for values in product(*(answers(rulebook, fact, known) for fact in unknown)):
        if not space.is_forbidden(space.masks({**known, **dict(zip(unknown, values, strict=True))})):
            return True
    return False
