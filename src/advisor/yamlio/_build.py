"""The events of one YAML document, built into data; what is wrong with it is collected on the way."""

from yaml import events

from advisor.errors import Problem
from advisor.yamlio._document import Branch, Data, Mark
from advisor.yamlio._limits import MAX_DEPTH, MAX_NODES, SPLIT, TOO_DEEP, TOO_MANY
from advisor.yamlio._scalars import Scalar, plain, shown, tagged
from advisor.yamlio._source import Source, quoted

_COLLECTION_TAGS = {
    events.MappingStartEvent: (None, "!", "tag:yaml.org,2002:map"),
    events.SequenceStartEvent: (None, "!", "tag:yaml.org,2002:seq"),
}


class UnreadableError(Exception):
    """Reading cannot go on after this problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


class _Node:
    """A value of the document: while it is open, values are added to it; later, aliases may point at it."""

    __slots__ = ("data", "height", "key", "mark", "open", "size")

    def __init__(self, data: Data, mark: Mark, size: int, is_open: bool) -> None:
        self.data = data
        self.mark = mark
        self.size = size  # nodes in it; while it is open, the nodes of the document before it
        self.height = int(is_open)  # levels of nesting in it
        self.open = is_open
        self.key: str | None = None  # of a mapping: the key whose value is awaited


class Builder:
    """Takes the events between the start and the end of a document; then `data` and `marks()` are the result.

    Problems are added to `problems`; one that makes going on dangerous is raised as `UnreadableError`.
    """

    def __init__(self, source: Source, problems: list[Problem]) -> None:
        self.data: Data = None
        self._mark: Mark = 0
        self._source = source
        self._problems = problems
        self._stack: list[_Node] = []
        self._anchors: dict[str, _Node] = {}
        self._count = 0

    def marks(self) -> Mark:
        """Where everything stands."""
        return self._mark

    def take(self, event: events.Event) -> None:
        """Add what one event says."""
        index = event.start_mark.index if event.start_mark else 0
        if isinstance(event, events.ScalarEvent):
            self._scalar(event, index)
        elif isinstance(event, events.MappingStartEvent):
            self._start(event, index, {})
        elif isinstance(event, events.SequenceStartEvent):
            self._start(event, index, [])
        elif isinstance(event, events.AliasEvent):
            self._alias(event.anchor or "", index)
        else:
            self._end()

    def _scalar(self, event: events.ScalarEvent, index: int) -> None:
        self._grow(1, index)
        value: Scalar = event.value
        if event.implicit[0]:
            if value == "<<" and self._awaits_key():
                self._complain(index, "merge keys (<<) are not read.", "Write the keys out.")
            elif event.tag is None:
                value = self._resolve(event, index)
        elif event.tag is not None:
            value = self._resolve(event, index)
        self._put(value, index, index)
        if event.anchor is not None:
            self._anchors[event.anchor] = _Node(value, index, 1, is_open=False)

    def _resolve(self, event: events.ScalarEvent, index: int) -> Scalar:
        try:
            return plain(event.value) if event.tag is None else tagged(event.value, event.tag)
        except ValueError as error:
            self._complain(index, str(error))
            return event.value

    def _start(self, event: events.CollectionStartEvent, index: int, data: Data) -> None:
        self._grow(1, index)
        if len(self._stack) >= MAX_DEPTH:
            raise UnreadableError(self._source.problem(index, TOO_DEEP + ".", "Make it flatter."))
        if event.tag not in _COLLECTION_TAGS[type(event)]:
            self._complain(index, f"the tag {shown(event.tag or '')} is not known here.", "Leave it out.")
        branch = Branch(index)
        self._put(data, branch, index)
        node = _Node(data, branch, self._count - 1, is_open=True)
        self._stack.append(node)
        if event.anchor is not None:
            self._anchors[event.anchor] = node

    def _end(self) -> None:
        node = self._stack.pop()
        node.size = self._count - node.size
        node.open = False
        if self._stack:
            self._stack[-1].height = max(self._stack[-1].height, node.height + 1)

    def _alias(self, anchor: str, index: int) -> None:
        target = self._anchors.get(anchor)
        if target is None:
            self._complain(index, f"the alias {quoted('*' + anchor)} points at nothing.", "Write the value out.")
            target = _Node(anchor, index, 1, is_open=False)
        elif target.open:
            message = f"the alias {quoted('*' + anchor)} stands inside of what it points at."
            raise UnreadableError(self._source.problem(index, message, "Write the value out."))
        self._grow(target.size, index)
        if len(self._stack) + target.height > MAX_DEPTH:
            raise UnreadableError(self._source.problem(index, f"with this alias, {TOO_DEEP}.", "Make it flatter."))
        mark = Branch(index, target.mark.parts, target.mark.keys) if isinstance(target.mark, Branch) else index
        self._put(target.data, mark, index)
        if self._stack:
            self._stack[-1].height = max(self._stack[-1].height, target.height + 1)

    def _put(self, value: Data, mark: Mark, index: int) -> None:
        if not self._stack:
            self.data, self._mark = value, mark
            return
        node = self._stack[-1]
        data, branch = node.data, node.mark
        assert isinstance(branch, Branch)
        if isinstance(data, list):
            branch.parts[len(data)] = mark
            data.append(value)
            return
        assert isinstance(data, dict)
        if node.key is None:
            node.key = self._key(value, branch.keys, index)
        else:
            data[node.key] = value
            branch.parts[node.key] = mark
            node.key = None

    def _key(self, value: Data, known: dict[str, int], index: int) -> str:
        if not isinstance(value, str):
            self._complain(index, f"expected a name, not {_described(value)}.", _remedy(value))
            return f"\0{index}"  # stands for it, so that reading can go on
        if value in known:
            first = self._source.place(known[value]).line
            self._complain(index, f"the key {quoted(value)} stands twice, first at line {first}.", "Keep one of them.")
        else:
            known[value] = index
        return value

    def _awaits_key(self) -> bool:
        return bool(self._stack) and isinstance(self._stack[-1].data, dict) and self._stack[-1].key is None

    def _grow(self, nodes: int, index: int) -> None:
        self._count += nodes
        if self._count > MAX_NODES:
            raise UnreadableError(self._source.problem(index, f"from here on, {TOO_MANY}.", SPLIT))

    def _complain(self, index: int, message: str, hint: str = "") -> None:
        self._problems.append(self._source.problem(index, message, hint))


def _described(value: Data) -> str:
    match value:
        case None:
            return "nothing"
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case bool():
            return f"the truth value {str(value).lower()}"
        case _:
            return f"the number {value}"


def _remedy(value: Data) -> str:
    if value is None:
        return "Write a name before the ':'."
    return "" if isinstance(value, dict | list) else "Put it in quotes if it is a name."
