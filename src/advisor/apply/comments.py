"""What is said beside a setting, as comments that nothing can break out of."""

from collections.abc import Iterable
from textwrap import wrap

from advisor.apply.applied import Applied
from advisor.printable import printable

_WIDTH = 100


def commented(text: str) -> str:
    """The text as lines that begin with `#`."""
    return "\n".join(f"# {line}" for line in wrap(printable(text), _WIDTH, break_on_hyphens=False)) or "#"


def about(applied: Applied, said: Iterable[str]) -> str:
    """What the decision is, and what is to be known of it."""
    heading = f"{applied.label}: {applied.title} ({applied.certainty})"
    return "\n".join(commented(text) for text in (heading, *said) if text)


def verbatim(text: str) -> str:
    """Lines of code within comments, to be copied from there."""
    return "\n".join(f"#   {line}" for line in text.splitlines())
