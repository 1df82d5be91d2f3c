"""Options given from outside a case: `--among`."""

from collections.abc import Sequence

from advisor.errors import InputError, Problem
from advisor.load.answers import read_admitted
from advisor.load.page import listing, shown
from advisor.model.case import Case
from advisor.model.rulebook import Area, Rulebook
from advisor.suggest import did_you_mean


def admit(case: Case, options: Sequence[str], areas: Sequence[str] | None, rulebook: Rulebook) -> Case:
    """The case with only these options (or families, or plans) admitted, in the one area that they are options of.

    They take the place of the case's own `among` there. Raises InputError if they fit no area of the case, or several.
    """
    subjects = {item.subject for item in case.items}
    candidates = [
        area for area in rulebook.areas.values() if area.subject in subjects and (areas is None or area.id in areas)
    ]
    fitting = [area for area in candidates if all(_first(option) in _known(area) for option in options)]
    if len(fitting) != 1:
        raise InputError([Problem(case.place, *_words(options, candidates, fitting))])
    area = fitting[0]
    try:
        admitted = read_admitted(area, list(options))
    except ValueError as error:
        raise InputError([Problem(case.place, f"--among: {str(error).rstrip('.')}.")]) from None
    kept = {label: names for label, names in case.among.items() if label.partition("/")[0] != area.id}
    return case.model_copy(update={"among": {**kept, area.id: admitted}})


def _first(option: str) -> str:
    """The name with which an option or a plan begins."""
    return option.partition(">")[0].partition("@")[0].strip()


def _known(area: Area) -> list[str]:
    return [*area.options, *area.families]


def _words(options: Sequence[str], candidates: Sequence[Area], fitting: Sequence[Area]) -> tuple[str, str]:
    """Why the options fit no area of the case, or more than one, and what to do."""
    if fitting:
        names = listing([area.id for area in fitting], " and ")
        return f"--among: {listing(options)} can be meant for {names}.", "Say which with --area."
    known = [name for area in candidates for name in _known(area)]
    strange = [name for name in map(_first, options) if name not in known]
    areas = listing([area.id for area in candidates], " or ") or "any area of the case"
    if strange:
        hint = did_you_mean(strange[0], known) or f"Expected some of {listing(dict.fromkeys(known))}."
        return f"--among: {shown(strange[0])} is not an option of {areas}.", hint
    return f"--among: {listing(options)} are options of different areas.", "Name those of one area."
