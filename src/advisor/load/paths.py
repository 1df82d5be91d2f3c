"""The parts of a rulebook's folder, and what they are called."""

from pathlib import Path

FRONT = "rulebook.yaml"
SETTINGS = "settings"


def named(path: Path) -> str:
    """The path as messages name it: from here if it lies below."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_absolute() and path.is_relative_to(here) else str(path)
