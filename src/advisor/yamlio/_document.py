"""Data that was read, and where each value of it stands."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from advisor.errors import Place
from advisor.yamlio._source import Source

Data: TypeAlias = "dict[str, Data] | list[Data] | str | int | float | bool | None"
Mark: TypeAlias = "int | Branch"


@dataclass(slots=True)
class Branch:
    """Where a list or a mapping begins, and where its keys and its values do."""

    start: int
    parts: dict[str | int, Mark] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)


class Document:
    """One document: its `data`, and the place of each value and key in it.

    An alias of YAML gives the very list or mapping that it points at: read the data, do not change it.
    """

    def __init__(self, data: Data, source: Source, marks: Callable[[], Mark]) -> None:
        self.data = data
        self._source = source
        self._marks = marks

    def place(self, path: tuple[str | int, ...], key: bool = False) -> Place:
        """The place of the value at `path`, or of its key; of the nearest parent if nothing is there."""
        mark = self._marks()
        for step in path:
            if not isinstance(mark, Branch) or step not in mark.parts:
                return self._at(mark)
            parent, mark = mark, mark.parts[step]
        if key and path and path[-1] in parent.keys:
            return self._source.place(parent.keys[str(path[-1])])
        return self._at(mark)

    def _at(self, mark: Mark) -> Place:
        return self._source.place(mark.start if isinstance(mark, Branch) else mark)
