"""What somebody may have meant by a word that is not known."""

from collections.abc import Iterable
from difflib import get_close_matches

from advisor.printable import printable

_CLOSE_ENOUGH = 0.65
_SHOWN = 2
_LONGEST = 80  # nobody mistypes a name of that length, and comparing long words is slow
_PREFIX = 3


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A question that names the one or two known words nearest to `word`, or "" if none is near.

    Case, and the choice between underscores, hyphens and spaces, make no difference.
    """
    if len(word) > _LONGEST:
        return ""
    wanted = _plain(word)
    by_plain: dict[str, str] = {}
    for name in sorted(known):
        by_plain.setdefault(_plain(name), name)
    if wanted in by_plain:
        nearest = [wanted]
    else:
        nearest = get_close_matches(wanted, by_plain, n=_SHOWN, cutoff=_CLOSE_ENOUGH) or _begun_alike(wanted, by_plain)
    shown = " or ".join(f"'{printable(by_plain[name])}'" for name in nearest if by_plain[name] != word)
    return f"Did you mean {shown}?" if shown else ""


def _plain(word: str) -> str:
    return word.strip().casefold().replace("_", "-").replace(" ", "-")


def _begun_alike(wanted: str, names: Iterable[str]) -> list[str]:
    """Names that `wanted` begins, or that begin `wanted`: too far apart by letters, but hardly by chance."""
    alike = [
        name
        for name in names
        if min(len(name), len(wanted)) >= _PREFIX and (name.startswith(wanted) or wanted.startswith(name))
    ]
    return sorted(alike, key=lambda name: (abs(len(name) - len(wanted)), name))[:_SHOWN]
