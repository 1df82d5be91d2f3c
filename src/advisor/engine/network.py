"""Alternatives as rules of the engine: in what order it checks them, which rules are one ruleset, how they are written.

The engine shares what rules have in common at their beginning. So the checks that most rules have come first, and
rules that begin alike stand together.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from string import ascii_letters, ascii_lowercase, digits, punctuation
from typing import TypeAlias

from advisor.engine.alternatives import Check, Field
from advisor.engine.messages import plain

Checks: TypeAlias = tuple[Check, ...]  # the checks of one alternative, in the order in which they are made
Tree: TypeAlias = dict[Check, "Tree"]

# What the engine can hold. It fires nothing where more than 64 checks that pass wait to be followed (its error 303).
# A message may have 254 fields, its number and its session among them.
WAITING = 60
FIELDS = 250

# A rule is named by one sign, which is quickly read out of each result. The engine looks for each rule that fired
# among all of its ruleset; from about as many as there are signs, one more ruleset takes no longer than that.
RULE_NAMES = "".join(sign for sign in ascii_letters + digits + punctuation if sign not in "\"'\\")


def spread(found: Iterable[frozenset[Check]]) -> Iterator[list[Checks]]:
    """The rules of each ruleset: as many alternatives as it can hold, the likely ones (with few checks) first."""
    together: list[Checks] = []
    for path in _paths(list(found)):
        if together and not _fits([*together, path]):
            yield sorted(together, key=len)
            together = []
        together.append(path)
    if together:
        yield sorted(together, key=len)


def _paths(found: Sequence[frozenset[Check]]) -> list[Checks]:
    """The checks in order, and the paths so that those that begin alike stand together."""
    uses = Counter(check for each in found for check in each)
    order = {check: place for place, check in enumerate(sorted(uses, key=lambda check: (-uses[check], check)))}
    paths = [tuple(sorted(each, key=order.__getitem__)) for each in found]
    return sorted(paths, key=lambda path: [order[check] for check in path])


def _fits(paths: Sequence[Checks]) -> bool:
    if len(paths) > len(RULE_NAMES) or len({check.field for path in paths for check in path}) > FIELDS:
        return False
    return len(paths) <= WAITING or _waiting(_tree(paths)) <= WAITING


def _tree(paths: Iterable[Checks]) -> Tree:
    root: Tree = {}
    for path in paths:
        node = root
        for check in path:
            node = node.setdefault(check, {})
    return root


def _waiting(tree: Tree) -> int:
    """How many checks can wait to be followed at once, at most: all that pass here, or all but one and those below it.

    Of checks that one field is equal to this or to that, one passes.
    """
    passing = len({check.field if check.operator == "=" else check for check in tree})
    return passing - 1 + max(1, *map(_waiting, tree.values())) if tree else 0


def names_of(paths: Iterable[Checks]) -> dict[Field, str]:
    """A short name for each field that the rules compare.

    The engine tells names apart by their 32-bit FNV-1a hash; no two names of up to two letters have the same.
    """
    fields = sorted({check.field for path in paths for check in path})
    letters = (map("".join, product(ascii_lowercase, repeat=length)) for length in (1, 2))
    names = (name for each in letters for name in each if name != "id")  # which is the message's own
    return dict(zip(fields, names, strict=False))


def definition(paths: Sequence[Checks], names: Mapping[Field, str]) -> str:
    """The ruleset as the engine reads it; its rules have the names of RULE_NAMES, in this order."""
    rules = (
        f'"{rule}":{{"all":[{{"m":{_written(path, names)}}}]}}' for rule, path in zip(RULE_NAMES, paths, strict=False)
    )
    return "{" + ",".join(rules) + "}"


def _written(path: Checks, names: Mapping[Field, str]) -> str:
    parts = []
    for check in path:
        compared = f'{{"{names[check.field]}":{plain(check.operand)}}}'
        parts.append(compared if check.operator == "=" else f'{{"{check.operator}":{compared}}}')
    return parts[0] if len(parts) == 1 else '{"$and":[' + ",".join(parts) + "]}"
