"""The lines of the notes with what the rulebook makes of them, and what was renumbered, as text."""

from collections import Counter
from collections.abc import Sequence

from advisor.authoring.renumbering import Renumbered
from advisor.render.paper import Paper
from advisor.render.words import counted, joined
from advisor.verify.quotes import Line, State

_TEXT = 70
_STATES: dict[State, str] = {
    "cited": "cited",
    "uncited": "quoted and not cited",
    "background": "background",
    "neither": "neither",
}


def add_lines(paper: Paper, lines: Sequence[Line]) -> None:
    """Each line with its notes and who cites them, or why it is background."""
    counts = Counter(line.state for line in lines)
    said = joined(f"{counts[state]:,} {words}" for state, words in _STATES.items() if counts[state])
    paper.heading(counted(len(lines), "line"), f" of the notes{f': {said}' if said else ''}")
    for line in lines:
        text = line.text if len(line.text) <= _TEXT else f"{line.text[: _TEXT - 3]}..."
        paper.add(f"{line.line:>5}  {_STATES[line.state]}", (f": {text}", "italic"), hang=7)
        for note in line.notes:
            by = joined(note.cited_by) or "nobody"
            paper.add(f"{note.note}, cited by {by}", indent=7, hang=2)
        if line.background is not None:
            paper.add(line.background, indent=7, hang=2)


def add_renumbered(paper: Paper, renumbered: Renumbered) -> None:
    """What `--fix` changed."""
    paper.heading("Changed")
    for each in renumbered.moved:
        paper.bullet(f"{each.place}: {each.about}, line {each.before} is {each.after} now.")
    if renumbered.recorded:
        paper.bullet("The sha256 of the notes is recorded anew.")
    if not renumbered.moved and not renumbered.recorded:
        paper.bullet("Nothing: no line has moved.")
