"""A walk over the tokens of a JSON text: how deep and large it is, where everything stands, what must not be there."""

import json
import re

from advisor.errors import InputError, Problem
from advisor.once import once
from advisor.yamlio._document import Branch, Mark
from advisor.yamlio._limits import MAX_DEPTH, MAX_DIGITS, MAX_NODES, SPLIT, TOO_DEEP, TOO_LONG, TOO_MANY
from advisor.yamlio._source import Source, quoted

# Possessive, so that no text makes it slow; the closing quote may lack, so that it fits broken texts as well.
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{},:]|[^\s\[\]{},:"]++', re.DOTALL)
_WORDS = ("true", "false", "null")
_HALF = re.compile("[\ud800-\udfff]")


def refuse_unbounded(source: Source) -> None:
    """Raise InputError if the text, which need not be JSON, is nested too deeply or holds too many values."""
    text = source.text
    if len(text) <= MAX_NODES and text.count("[") + text.count("{") <= MAX_DEPTH:
        return
    depth = count = 0
    for match in _TOKEN.finditer(text):
        first = text[match.start()]
        count += first not in ",:]}"
        depth += (first in "[{") - (first in "]}")
        if depth > MAX_DEPTH:
            raise InputError([source.problem(match.start(), TOO_DEEP + ".", "Make it flatter.")])
        if count > MAX_NODES:
            raise InputError([source.problem(match.start(), f"from here on, {TOO_MANY}.", SPLIT)])


def opening(text: str, end: int) -> int | None:
    """Where the innermost list or mapping begins that is open at `end`."""
    stack = []
    for match in _TOKEN.finditer(text, 0, end):
        if match[0] in "[{":
            stack.append(match.start())
        elif match[0] in "]}" and stack:
            stack.pop()
    return stack[-1] if stack else None


class Walk:
    """A walk over a text that has the shape of JSON, done once and only if somebody asks."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def marks(self) -> Mark:
        """Where everything stands."""
        return self._done[0]

    def problems(self) -> list[Problem]:
        """Everything in it that a strict reader refuses."""
        return self._done[1]

    @once
    def _done(self) -> tuple[Mark, list[Problem]]:
        problems: list[Problem] = []
        root = Branch(0)  # stands for a list around everything
        stack = [(root, False)]
        key: str | None = None
        for match in _TOKEN.finditer(self._source.text):
            token, index = match[0], match.start()
            branch, is_mapping = stack[-1]
            if token in "]}":
                stack.pop()
            elif token not in ",:":
                if is_mapping and key is None:
                    key = self._key(token, index, branch, problems)
                    continue
                mark: Mark = index
                if token in "[{":
                    mark = Branch(index)
                    stack.append((mark, token == "{"))
                else:
                    problems.extend(self._check(token, index))
                branch.parts[len(branch.parts) if key is None else key] = mark
                key = None
        return root.parts[0], problems

    def _key(self, token: str, index: int, branch: Branch, problems: list[Problem]) -> str:
        problems.extend(self._check(token, index))
        key = str(json.loads(token))
        if key in branch.keys:
            first = self._source.place(branch.keys[key]).line
            message = f"the key {quoted(key)} stands twice, first at line {first}."
            problems.append(self._source.problem(index, message, "Keep one of them."))
        else:
            branch.keys[key] = index
        return key

    def _check(self, token: str, index: int) -> list[Problem]:
        """What is wrong with a scalar."""
        if token.startswith('"'):
            half = ("\\" in token or not token.isascii()) and _HALF.search(json.loads(token))
            message = "half of a character stands in this text." if half else ""
            hint = "Write the character itself."
        elif token in _WORDS:
            return []
        elif token in ("NaN", "Infinity", "-Infinity"):
            message, hint = f"{token} is not a number.", "Write a number, or leave it out."
        elif token.lstrip("-").isdigit():
            message, hint = (TOO_LONG + "." if len(token) > MAX_DIGITS else ""), ""
        else:
            message, hint = ("this number is too large." if abs(float(token)) == float("inf") else ""), ""
        return [self._source.problem(index, message, hint)] if message else []
