"""The statements of an area: rules, advice and transitions."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from advisor.load.area_page import AreaPage
from advisor.load.facts import number_of
from advisor.load.notes import read_id
from advisor.load.page import Fields, Part, shown
from advisor.load.quoted import is_quoted
from advisor.load.scope import belongs
from advisor.load.tree import TreeReader
from advisor.model.conditions import ALWAYS, Condition
from advisor.model.rulebook import EDITIONS, STRENGTHS, Edition, Rule, Strength, Transition

Meaning = TypeVar("Meaning")

_EFFECTS = ("rules_out", "requires", "favours", "opposes")
_CONDITIONS = ("when", "unless_shown")
_RULE = (("id", "title", "because", "cite"), (*_CONDITIONS, *_EFFECTS, "criterion", "judgement", "edition"))
_ADVICE = (("id", "title", "advises", "cite"), (*_CONDITIONS, "because", "judgement", "edition"))
_TRANSITION = (("id", "title", "from", "to", "because", "cite"), ("not_before", "edition"))


def read_rule(page: AreaPage, part: Part) -> Rule:
    """A rule with an effect on the standing of options."""
    keys = part.fields("a rule", *_RULE)
    edition = keys.edition()
    if isinstance(part.data, dict) and not any(key in part.data for key in _EFFECTS):
        part.note(f"the rule has no effect; expected at least one of {', '.join(_EFFECTS)}")
    if isinstance(part.data, dict) and not any(key in part.data for key in _CONDITIONS):
        part.note("the rule has no condition; expected 'when' or 'unless_shown'")
    favours, opposes = _strengths(page, keys, "favours", edition), _strengths(page, keys, "opposes", edition)
    rule = _statement(page, part, keys, edition, ALWAYS).model_copy(
        update={
            "rules_out": _options(page, keys, "rules_out", edition),
            "requires": _options(page, keys, "requires", edition),
            "favours": favours,
            "opposes": opposes,
            "criterion": _criterion(page, part, keys),
        }
    )
    _check_editions(page, keys, rule)
    return rule


def read_advice(page: AreaPage, part: Part) -> Rule:
    """A practical word on using an option; without a condition it always holds."""
    keys = part.fields("advice", *_ADVICE)
    edition = keys.edition()
    texts = {name: (each, each.text()) for name, each in keys.entries("advises").items()}
    advice = _statement(page, part, keys, edition, ALWAYS).model_copy(update={"advises": _expand(page, texts, edition)})
    _check_editions(page, keys, advice)
    return advice


def read_transition(page: AreaPage, part: Part) -> Transition:
    """A change over time that is not possible, or not before some day."""
    keys = part.fields("a transition", *_TRANSITION)
    edition = keys.edition()
    return Transition.model_construct(
        id=read_id(keys, page.ids),
        area=page.id,
        title=keys.text("title"),
        from_=_options(page, keys, "from", edition),
        to=_options(page, keys, "to", edition),
        not_before=number_of(keys["not_before"], "days") if "not_before" in keys else None,
        because=keys.text("because"),
        cite=page.cite(keys),
        edition=edition,
        place=part.place(),
    )


def _statement(page: AreaPage, part: Part, keys: Fields, edition: Edition | None, silent: Condition) -> Rule:
    """What rules and advice have in common; `silent` is the condition of one that states none."""
    reader = TreeReader(page.scope.of(edition))
    conditions = {key: reader.read(keys[key]) for key in _CONDITIONS if key in keys}
    if len(conditions) > 1:
        keys["unless_shown"].note("expected 'when' or 'unless_shown', not both", key=True)
    rule = Rule.model_construct(
        id=read_id(keys, page.ids),
        area=page.id,
        title=keys.text("title"),
        when=conditions.get("when", None if "unless_shown" in conditions else silent),
        unless_shown=conditions.get("unless_shown"),
        because=keys.text("because"),
        cite=page.cite(keys),
        judgement=keys.optional_text("judgement"),
        edition=edition,
        place=part.place(),
    )
    if rule.judgement is None and all(name in page.notes for name in rule.cite):
        _check_numbers(page, reader, rule)
    return rule


def _check_numbers(page: AreaPage, reader: TreeReader, rule: Rule) -> None:
    """Note each number that no cited sentence bears out (in the edition of today, what is now so counts as well)."""
    cited = [page.notes[name] for name in rule.cite]
    texts = [note.quote for note in cited]
    if rule.edition == "today":
        texts += [note.erratum.now for note in cited if note.erratum]
    for use in reader.numbers:
        if not is_quoted(use, texts):
            use.part.note(
                f"no quote cited by the rule contains the number {shown(use.part.data)}",
                "Cite a note that does, or say in 'judgement' where it comes from.",
            )


def _options(page: AreaPage, keys: Fields, key: str, edition: Edition | None) -> tuple[str, ...]:
    return page.listed(keys[key], edition) if key in keys else ()


def _strengths(page: AreaPage, keys: Fields, key: str, edition: Edition | None) -> dict[str, Strength]:
    named: dict[str, tuple[Part, Strength]] = {}
    for name, part in keys.entries(key).items():
        said = part.one_of("strength", STRENGTHS)
        strength = next((known for known in STRENGTHS if known == said), None)
        if strength is not None:
            named[name] = (part, strength)
    return _expand(page, named, edition)


def _expand(page: AreaPage, named: Mapping[str, tuple[Part, Meaning]], edition: Edition | None) -> dict[str, Meaning]:
    """What is said by option or family, by option; an option's own name wins over its family's."""
    found: dict[str, Meaning] = {}
    families = [name for name in named if name in page.families]
    for name in (*families, *(name for name in named if name not in page.families)):
        part, meaning = named[name]
        for option in page.members(part, name, edition):
            if name in families and found.get(option, meaning) != meaning and option not in named:
                part.note(f"'{option}' is in several of these families, with different words; name it itself", key=True)
            found[option] = meaning
    return {option: found[option] for option in page.options if option in found}


def _criterion(page: AreaPage, part: Part, keys: Fields) -> str | None:
    weighed = [key for key in ("favours", "opposes") if key in keys]
    if "criterion" not in keys:
        if weighed:
            part.note(f"a rule with '{weighed[0]}' needs the key 'criterion'")
        return None
    if not weighed:
        keys["criterion"].note("a criterion without 'favours' or 'opposes' says nothing", key=True)
    criteria = page.fields["criteria"].data if "criteria" in page.fields else None
    return keys["criterion"].one_of("criterion", criteria) or None if isinstance(criteria, dict) else None


def _check_editions(page: AreaPage, keys: Fields, rule: Rule) -> None:
    """Note an effect that has no option left in an edition to which the rule belongs."""
    for edition in (rule.edition,) if rule.edition else EDITIONS:
        for key in (*_EFFECTS, "advises"):
            options: Iterable[str] = getattr(rule, key)
            if options and all(page.options[name].edition not in (None, edition) for name in options):
                only = belongs(page.options[next(iter(options))].edition)
                keys[key].note(f"nothing is left of '{key}' in the edition '{edition}': each option {only}", key=True)
