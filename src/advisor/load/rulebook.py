"""A rulebook from the cache, or from its folder. What reads pages is imported only if pages have to be read."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.load import cache
from advisor.load.page import unknown
from advisor.load.paths import FRONT, named
from advisor.model.rulebook import EDITIONS, Edition, Rulebook

if TYPE_CHECKING:
    from advisor.model.settings import Settings


def bundled_rules() -> Path:
    """The folder of the rulebook that comes with the program: in the package, or beside the sources of a checkout."""
    package = Path(__file__).resolve().parents[1]  # not importlib.resources, whose import takes 15 ms
    installed = package / "rules"
    return installed if installed.is_dir() else package.parents[1] / "rules"


def load_rulebook(path: Path | None = None, edition: Edition = "notes") -> Rulebook:
    """The rulebook of a folder (None: the bundled one) in one edition, from the cache if nothing has changed.

    Raises InputError with every problem of every page, and ValueError for an edition that there is not.
    """
    if edition not in EDITIONS:
        message, hint = unknown("edition", str(edition), EDITIONS)
        raise ValueError(f"{message}. {hint}")
    root = bundled_rules() if path is None else path
    key = _key(root, edition)
    with _without_collecting():
        found = cache.find(key) if key else None
        if found is None:
            from advisor.load.folder import read_rulebook

            found = read_rulebook(root, edition)
            if key and key == _key(root, edition):  # else a page was written meanwhile
                cache.keep(key, found)
    return found


def load_settings(path: Path | None = None) -> "dict[str, Settings]":
    """How the options of each area are set, from the rulebook of a folder (None: the bundled one).

    An area may have no settings. Raises InputError with every problem of every page.
    """
    from advisor.load.folder import read_settings

    return read_settings(bundled_rules() if path is None else path)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Look for no garbage meanwhile: what is read stays, and to go through it again and again takes a sixth longer."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _key(root: Path, edition: Edition) -> str | None:
    """What the cache knows the rulebook by; None if it cannot be read."""
    try:
        return cache.key_of(root, tuple(named(root / name) for name in (FRONT, *cache.FOLDERS)), edition)
    except OSError:
        return None
