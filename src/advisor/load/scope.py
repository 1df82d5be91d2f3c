"""Which facts and options a statement of the rulebook may name."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from advisor.load.page import Part, unknown
from advisor.model.rulebook import Edition, Fact


@dataclass(frozen=True)
class Scope:
    """The facts that a condition may read: those of one subject, and perhaps those of a stage.

    `broken` are facts whose declaration has a problem of its own; what is said of them is not looked at, nor is what
    is said of unknown facts if a page of facts could not be read at all (`complete` is false).
    """

    subject: str
    facts: Mapping[str, Fact]
    broken: Collection[str] = ()
    stage: Mapping[str, Fact] | None = None
    edition: Edition | None = None
    complete: bool = True

    def of(self, edition: Edition | None) -> "Scope":
        """The same scope, for a statement of this edition."""
        return replace(self, edition=edition)

    def fact(self, part: Part) -> Fact | None:
        """The fact named by the key of the part; None, with a problem noted unless there is one already."""
        name = part.key
        if name in self.broken:
            return None
        fact = self.stage.get(name) if self.stage and name in self.stage else self.facts.get(name)
        if not self.complete and (fact is None or fact.subject != self.subject):
            return None
        if fact is None:
            own = [key for key, fact in self.facts.items() if fact.subject == self.subject]
            message, hint = unknown("fact", name, [*own, *(self.stage or ()), "all", "any", "not"])
            part.note(message, self._qualified(name) or hint, key=True)
            return None
        if fact.subject != self.subject and not (self.stage and name in self.stage):
            part.note(f"'{name}' is a fact of {fact.subject}; expected a fact of {self.subject}", key=True)
            return None
        if not covers(self.edition, fact.edition):
            part.note(f"'{name}' {belongs(fact.edition)}; {not_only(self.edition)}", key=True)
        return fact

    def _qualified(self, name: str) -> str:
        full = f"{self.subject}.{name}"
        return f"Did you mean '{full}'?" if full in self.facts else ""


def covers(user: Edition | None, thing: Edition | None) -> bool:
    """Whether something of the edition `user` may name something of the edition `thing` (None: both editions)."""
    return thing is None or thing == user


def belongs(edition: Edition | None) -> str:
    """For a message: which edition alone has the thing named."""
    return f"belongs to the edition '{edition}' only"


def not_only(edition: Edition | None) -> str:
    """For a message: which edition names it."""
    return f"what names it here belongs to '{edition}'" if edition else "what names it here belongs to both"
