"""One decision: `rules/areas/<area>.yaml`."""

from collections.abc import Mapping
from dataclasses import replace

from advisor.errors import Place
from advisor.load.accepted import read_accepted
from advisor.load.area_page import AreaPage, read_options
from advisor.load.notes import read_id
from advisor.load.page import Part
from advisor.load.rules import read_advice, read_rule, read_transition
from advisor.load.scope import Scope, belongs
from advisor.load.succession import read_successions
from advisor.load.tree import TreeReader
from advisor.model.rulebook import Area, Note, Statement, Subject

_REQUIRED = ("id", "title", "question", "subject", "criteria", "options", "rules")
_OPTIONAL = ("families", "over_time", "default", "applies_when", "advice", "transitions", "accepted")


class AreaReader:
    """Reads areas, one page after the other; each id may stand once."""

    def __init__(
        self,
        subjects: Mapping[str, Subject],
        scope: Scope,
        notes: Mapping[str, Note],
        known_notes: Mapping[str, Place] | None,
    ) -> None:
        self.areas: dict[str, Area] = {}
        self._places: dict[str, Place] = {}
        self._subjects = subjects
        self._scope = scope
        self._notes = notes
        self._known_notes = known_notes

    def read(self, part: Part) -> None:
        """Add the area of a page."""
        fields = part.fields("an area", _REQUIRED, _OPTIONAL)
        subject, scope = fields.text("subject"), self._scope
        if scope.complete and subject and not fields["subject"].one_of("subject", self._subjects):
            scope = replace(scope, complete=False)
        page = AreaPage(
            read_id(fields, self._places), fields, replace(scope, subject=subject), self._notes, self._known_notes
        )
        read_options(page)
        page.options = read_successions(page)
        area = Area.model_construct(
            id=page.id,
            title=fields.text("title"),
            question=fields.text("question"),
            subject=subject,
            criteria={name: entry.text() for name, entry in fields.entries("criteria").items()},
            options=page.options,
            families=page.families,
            over_time=fields.flag("over_time"),
            default=_default(page),
            applies_when=_applies_when(page),
            rules=tuple(read_rule(page, each) for each in fields.items_of("rules")),
            advice=tuple(read_advice(page, each) for each in fields.items_of("advice")),
            transitions=tuple(read_transition(page, each) for each in fields.items_of("transitions")),
            accepted=tuple(read_accepted(page, each) for each in fields.items_of("accepted")),
            place=part.place(),
        )
        self.areas.setdefault(page.id, area)


def _default(page: AreaPage) -> Statement | None:
    """The option that is right when nothing speaks for any."""
    if "default" not in page.fields:
        return None
    keys = page.fields["default"].fields("a default", ("option", "because", "cite"))
    option = keys["option"].one_of("option", page.options) if "option" in keys else ""
    if option and page.options[option].edition is not None:
        keys["option"].note(f"the option '{option}' {belongs(page.options[option].edition)}; the default is for both")
    return Statement(option=option, because=keys.text("because"), cite=page.cite(keys))


def _applies_when(page: AreaPage) -> Statement | None:
    """The condition without which the decision is not needed."""
    if "applies_when" not in page.fields:
        return None
    keys = page.fields["applies_when"].fields("'applies_when'", ("when", "because", "cite"))
    when = TreeReader(page.scope).read(keys["when"]) if "when" in keys else None
    return Statement(when=when, because=keys.text("because"), cite=page.cite(keys))
