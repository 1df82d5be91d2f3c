"""An entry appended to a list of a page, whose comments and layout stay as they are."""

import yaml


def append(text: str, key: str, entry: str) -> str:
    """The text of a YAML page with an entry (lines that begin with `- `) at the end of its list `key`.

    Raises ValueError if the list is not there, or is written so that an entry cannot simply be put after the last.
    """
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    found = next((value for name, value in pairs if name.value == key), None)
    if not isinstance(found, yaml.SequenceNode) or not found.value:
        raise ValueError(f"there is no list '{key}' to append to")
    if found.flow_style:
        raise ValueError(f"the list '{key}' stands in brackets; write its entries one to a line, each after a '-'")
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    last = _last_line(found.value[-1], lines)
    if not lines[last - 1].endswith(("\n", "\r")):
        lines[last - 1] += newline
    indent = " " * found.start_mark.column
    apart = [newline] if _is_apart(found, lines) else []
    added = [f"{indent}{line}{newline}" for line in entry.splitlines()]
    whole = "".join([*lines[:last], *apart, *added, *lines[last:]])
    try:
        data = yaml.safe_load(text)
        is_right = yaml.safe_load(whole) == {**data, key: [*data[key], *yaml.safe_load(entry)]}
    except yaml.YAMLError:
        is_right = False
    if not is_right:
        raise ValueError(f"the end of the list '{key}' is written in a way that an entry cannot be put after it")
    return whole


def _last_line(node: yaml.Node, lines: list[str]) -> int:
    """The number of the last line of a value; comments and empty lines after it are not its own."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _last_line(last[1] if isinstance(last, tuple) else last, lines)
    end: int = node.end_mark.line
    if not isinstance(node, yaml.ScalarNode) or node.style not in ("|", ">"):
        return end + 1
    while not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#"):
        end -= 1  # a text of several lines ends where the next thing begins
    return end


def _is_apart(found: yaml.SequenceNode, lines: list[str]) -> bool:
    """Whether empty lines part the last two entries."""
    entries = found.value
    return len(entries) > 1 and not lines[entries[-1].start_mark.line - 1].strip()
