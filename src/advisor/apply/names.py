"""Names of things in templates: prefixed for named items, in the spelling of each format."""

import re
from collections.abc import Iterable

_WORD = re.compile(r"[A-Za-z0-9]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_LONGEST = 40


def prefixes(names: Iterable[str | None]) -> dict[str | None, str]:
    """A prefix for what belongs to each item: its name in letters and digits, or a number where too little is left."""
    found: dict[str | None, str] = {None: ""}
    for number, name in enumerate(dict.fromkeys(names), start=1):
        if name is None:
            continue
        words = _WORD.findall(name[: 4 * _LONGEST])
        made = "".join(word[0].upper() + word[1:] for word in words)[:_LONGEST]
        clear = made and not made[0].isdigit() and made.lower() not in {each.lower() for each in found.values()}
        found[name] = made if clear else f"{made if made and not made[0].isdigit() else 'Item'}{number}"
    return found


def snake(name: str) -> str:
    """`VolumeSize` as `volume_size`."""
    return _HUMP.sub("_", name).lower()


def kebab(name: str) -> str:
    """`CreateVolume` as `create-volume`."""
    return snake(name).replace("_", "-")
