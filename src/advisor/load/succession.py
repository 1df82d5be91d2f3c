"""What has become of an option since the notes: the key `today` of an option in `rules/areas/<area>.yaml`."""

from typing import Literal

from advisor.load.area_page import AreaPage
from advisor.load.page import Part, unknown
from advisor.load.scope import belongs
from advisor.model.rulebook import Option, Succession

_STATUSES: tuple[Literal["superseded", "withdrawn"], ...] = ("superseded", "withdrawn")


def read_successions(page: AreaPage) -> dict[str, Option]:
    """The options of a page with what has become of them; the notes that they cite are known by now."""
    entries = page.fields.entries("options")
    return {
        name: option.model_copy(update={"today": _succession(page, option, entries[name].child("today"))})
        if isinstance(entries[name].data, dict) and "today" in entries[name].data
        else option
        for name, option in page.options.items()
    }


def _succession(page: AreaPage, option: Option, part: Part) -> Succession:
    keys = part.fields("what has become of an option", ("status", "because", "cite"), ("by", "since"))
    said = keys["status"].one_of("status", _STATUSES) if "status" in keys else ""
    if option.edition is not None:
        part.note(f"the option '{option.id}' {belongs(option.edition)}; expected one that the notes know", key=True)
    if said == "superseded" and "by" not in keys:
        part.note("a superseded option needs the key 'by'")
    names = keys["by"].names() if "by" in keys else []
    for name in names:
        if name.data == option.id or name.data not in page.options:
            name.note(*unknown("option", name.data, [other for other in page.options if other != option.id]))
        elif page.options[name.data].edition == "notes":
            name.note(f"the option '{name.data}' {belongs('notes')}; expected one of today")
    return Succession.model_construct(
        status=next((known for known in _STATUSES if known == said), "superseded"),
        by=tuple(name.data for name in names),
        since=keys.optional_text("since"),
        because=keys.text("because"),
        cite=page.cite(keys),
    )
