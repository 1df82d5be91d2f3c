"""What looks wrong in a rulebook though it can be read: told as warnings, for a person to judge."""

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import combinations

from advisor.errors import Place, Problem
from advisor.model.conditions import ALWAYS, facts_of, written_condition
from advisor.model.rulebook import Area, Fact, Rule, Rulebook
from advisor.verify.quotes import citing

DOUBTS = ("wins-by-silence", "counts-twice")  # accepted outcomes that are matters of form, not of proofs


def lint(editions: Sequence[Rulebook]) -> list[Problem]:
    """The warnings about a rulebook, given in its editions, without what its pages accept."""
    found: list[Problem] = []
    used: set[Place] = set()
    for rulebook in editions:
        for area in rulebook.areas.values():
            found += _unfavoured(area)
            found += _counted_twice(area, used)
    found += _winning_by_silence(editions, used)
    found += _unread(editions)
    found += _uncited(editions)
    found += _needlessly_accepted(editions, used)
    return sorted(set(found))


def _unfavoured(area: Area) -> Iterator[Problem]:
    """Options that nothing speaks for (no reason, no requirement, no default) and that are not accepted to lose."""
    losing = {option for each in area.accepted if each.outcome == "never-wins" for option in each.options}
    for option in area.options:
        spoken = option in losing or any(option in rule.favours or option in rule.requires for rule in area.rules)
        if not spoken and (area.default is None or area.default.option != option):
            yield Problem(
                area.place,
                f"no rule of '{area.id}' favours the option '{option}'.",
                "Say when it is the right one, or take it out.",
            )


def _winning_by_silence(editions: Sequence[Rulebook], used: set[Place]) -> Iterator[Problem]:
    """Options that a fact can rule out, and that win while nobody has said anything about that fact."""
    careless: dict[tuple[Place, str], dict[str, tuple[str, str]]] = {}
    for rulebook in editions:
        for area in rulebook.areas.values():
            for rule in area.rules:
                for option, facts, by in _careless(area, rule, rulebook.facts):
                    if not _accepts(area, "wins-by-silence", {rule.id}, option, used):
                        careless.setdefault((rule.place, rule.id), {}).setdefault(option, (facts, by))
    for (place, rule_id), options in careless.items():
        (option, (facts, by)), others = next(iter(options.items())), len(options) - 1
        more = f" (and {others} more of its options so)" if others else ""
        yield Problem(
            place,
            f"'{rule_id}' can rule out '{option}' by {facts}, and '{by}' favours it without asking{more}.",
            "If it is a risk, let the rule have 'unless_shown', or the fact an assumption; "
            "if it is none, accept that it 'wins-by-silence'.",
        )


def _careless(area: Area, rule: Rule, facts: Mapping[str, Fact]) -> Iterator[tuple[str, str, str]]:
    """Each option that a rule removes by facts nobody need have told, with these facts and a rule that favours it.

    A fact that is always filled is no silence; nor is one that the favouring rules read, or that some rule wants
    shown before the option may win.
    """
    silent = {fact for fact in _reads(rule) if fact in facts and not _is_always_filled(facts[fact])}
    if rule.unless_shown is not None or not silent or silent != _reads(rule):
        return
    for option in area.options:
        shown = {fact for each in area.rules if each.unless_shown and _touches(each, option) for fact in _reads(each)}
        favouring = [each.id for each in area.rules if option in each.favours and not silent & _reads(each)]
        if _removes(rule, option) and favouring and not silent & shown:
            yield option, " and ".join(sorted(silent)), favouring[0]


def _accepts(area: Area, outcome: str, rules: Set[str], option: str, used: set[Place]) -> bool:
    """Whether the area's page accepts an outcome of these rules for an option, which counts the entry as used."""
    for each in area.accepted:
        if each.outcome == outcome and rules <= {*each.rules} and (not each.options or option in each.options):
            used.add(each.place)
            return True
    return False


def _needlessly_accepted(editions: Sequence[Rulebook], used: set[Place]) -> Iterator[Problem]:
    """Entries that accept what does not occur; those about proofs are for the proofs to judge."""
    for rulebook in editions:
        for area in rulebook.areas.values():
            for each in area.accepted:
                if each.outcome in DOUBTS and each.place not in used:
                    yield Problem(
                        each.place, f"what is accepted here as '{each.outcome}' does not occur.", "Remove it."
                    )


def _counted_twice(area: Area, used: set[Place]) -> Iterator[Problem]:
    """Rules that say the same of an option for the same reason under two criteria; criteria that mean the same."""
    for one, other in combinations(area.rules, 2):
        if one.criterion == other.criterion or written_condition(one.condition) != written_condition(other.condition):
            continue
        same = [option for option in one.favours if option in other.favours]
        same += [option for option in one.opposes if option in other.opposes]
        if not same or (one.unless_shown is None) is not (other.unless_shown is None):
            continue
        if not _accepts(area, "counts-twice", {one.id, other.id}, same[0], used):
            yield Problem(
                other.place,
                f"'{other.id}' weighs '{same[0]}' on the same condition as '{one.id}', under another criterion.",
                "One thing counts once: give both the same criterion, or tell the conditions apart; "
                "if it is two things, accept that it 'counts-twice'.",
            )
    for (one_name, meaning), (name, other_meaning) in combinations(area.criteria.items(), 2):
        if meaning.casefold().strip(". ") == other_meaning.casefold().strip(". "):
            yield Problem(
                area.place, f"the criteria '{one_name}' and '{name}' mean the same.", "One thing counts once."
            )


def _unread(editions: Sequence[Rulebook]) -> Iterator[Problem]:
    """Facts that no rule, advice or other fact reads in any edition."""
    read: set[str] = set()
    for rulebook in editions:
        for area in rulebook.areas.values():
            for rule in (*area.rules, *area.advice):
                read |= _reads(rule)
            if area.applies_when and area.applies_when.when:
                read |= facts_of(area.applies_when.when)
        for fact in rulebook.facts.values():
            for filling in (*fact.derive, *fact.assume):
                read |= facts_of(filling.when)
    for rulebook in editions:
        for fact in rulebook.facts.values():
            if fact.id not in read:
                yield Problem(fact.place, f"nothing reads the fact '{fact.id}'.", "Use it in a rule, or do not ask it.")


def _uncited(editions: Sequence[Rulebook]) -> Iterator[Problem]:
    """Notes that nothing cites in any edition."""
    cited = citing(editions)
    for rulebook in editions:
        for note in rulebook.notes.values():
            if note.id not in cited:
                yield Problem(note.place, f"no rule cites the note '{note.id}'.", "Cite it, or remove it.")


def _reads(rule: Rule) -> frozenset[str]:
    return facts_of(rule.condition)


def _removes(rule: Rule, option: str) -> bool:
    return option in rule.rules_out or bool(rule.requires and option not in rule.requires)


def _touches(rule: Rule, option: str) -> bool:
    return _removes(rule, option) or option in rule.opposes


def _is_always_filled(fact: Fact) -> bool:
    """Whether some assumption of the fact is unconditional."""
    return any(filling.when == ALWAYS for filling in fact.assume)
