"""What the columns of a fleet mean: facts, bounds of facts, sections that are no facts, and what is merely carried."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from advisor.errors import InputError, Place, Problem
from advisor.load.page import listing, only_in, shown
from advisor.load.values import BOUNDS
from advisor.model.rulebook import Rulebook
from advisor.suggest import did_you_mean

OWN = ("file", "row", "file_row_number")  # of the output, and of DuckDB, for which upper and lower case are the same
BROKEN = "row:broken"  # what is wrong with a row of a text that cannot be read


@dataclass
class Columns:
    """The columns of the input by what they say; each fact's is under "value", its bounds under their own names."""

    facts: dict[str, dict[str, str]] = field(default_factory=dict)
    stages: dict[str, str] = field(default_factory=dict)  # by subject: what says how it ages, or that it has items
    carried: list[str] = field(default_factory=list)
    broken: str | None = None  # what says why a row could not be read

    def of(self, subject: str) -> list[str]:
        """The names of the columns that describe a subject."""
        facts = [
            name for fact, parts in self.facts.items() if fact.startswith(f"{subject}.") for name in parts.values()
        ]
        return facts + ([self.stages[subject]] if subject in self.stages else [])

    @property
    def subjects(self) -> list[str]:
        """The subjects that some column describes."""
        return list(dict.fromkeys([fact.partition(".")[0] for fact in self.facts] + list(self.stages)))


def understood(types: Mapping[str, str], rulebook: Rulebook, where: str) -> Columns:
    """The meaning of columns, given the type of each ("text", "list", "number", ...), for messages at `where`.

    Raises InputError for names that mean nothing, and if no column names a fact.
    """
    found, problems = Columns(), []
    alone = [name for name in types if name != BROKEN]
    if len(alone) == 1 and any(sign in alone[0] for sign in ";\t"):
        raise InputError([Problem(Place(where), "the columns are not separated by commas.", "Write it with commas.")])
    for name in types:
        said = _place(name.strip(), name, found, rulebook)
        if said:
            problems.append(Problem(Place(where), *said))
    if not problems and not found.facts:
        near = next((hint for name in types if (hint := did_you_mean(name, rulebook.facts))), "")
        example = next(iter(rulebook.facts))
        problems.append(Problem(Place(where), f"no column names a fact, as '{example}' does.", near))
    if problems:
        raise InputError(problems)
    return found


def _place(meant: str, name: str, found: Columns, rulebook: Rulebook) -> tuple[str, str] | None:
    """Put a column where it belongs; what is wrong with it, if it belongs nowhere."""
    subject, _, rest = meant.partition(".")
    fact, _, bound = rest.partition(".")
    known = rulebook.facts.get(f"{subject}.{fact}")
    if known is not None and (not bound or (bound in BOUNDS and known.kind == "number")):
        parts = found.facts.setdefault(known.id, {})
        if (bound or "value") in parts:
            return f"the column {shown(name)} stands twice.", ""
        parts[bound or "value"] = name
    elif subject in rulebook.subjects and rest in ("", "stages"):
        found.stages[subject] = name
    elif subject in ("among", "expect") and rest:
        return f"the column {shown(name)} is not for bulk.", "Leave it out, or use 'advisor batch'."
    elif known is not None and bound:
        hint = did_you_mean(bound, BOUNDS) or f"Expected one of {listing(BOUNDS)}."
        return f"unknown column {shown(name)}.", hint if known.kind == "number" else f"{known.id} is no number."
    elif there := rulebook.facts_elsewhere.get(f"{subject}.{fact}"):
        return f"unknown column {shown(name)}.", only_in(there)
    elif subject in rulebook.subjects or "." in meant or _is_fact(meant, rulebook):
        homes = [fact.id for fact in rulebook.facts.values() if fact.name in (meant, rest)]
        hint = did_you_mean(meant, rulebook.facts) or (f"Did you mean {listing(homes, ' or ')}?" if homes else "")
        return f"unknown column {shown(name)}.", hint or "Expected a fact such as volume.boot, or a name without a dot."
    elif meant == BROKEN:
        found.broken = name
    elif meant.casefold() in OWN:
        return f"the column {shown(name)} has the name of one that a run has of its own.", "Give it another name."
    else:
        found.carried.append(name)
    return None


def _is_fact(name: str, rulebook: Rulebook) -> bool:
    """Whether a name without a dot is that of a fact, but for the dot."""
    plain = name.replace("-", "_").replace(" ", "_").replace(":", "_")
    return any(plain == fact.id.replace(".", "_") for fact in rulebook.facts.values())
