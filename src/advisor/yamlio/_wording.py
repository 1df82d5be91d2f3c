"""The errors of YAML's parsers, which speak of tokens, in the words of the people who write the files."""

import yaml

from advisor.errors import Problem
from advisor.yamlio._source import Source, quoted

# What a parser was at, and how people call that.
_CONTEXTS = {
    "flow mapping": "mapping",
    "flow sequence": "list",
    "block mapping": "mapping",
    "block collection": "list",
    "block sequence": "list",
}
# Part of what a parser says, what that means, and what to do about it; the first that fits counts. The two parsers, in
# C and in Python, say most of it alike. "{opening}" is the mapping or list being read, "{line}" its line.
_MEANINGS = (
    ("a directive", "a line that begins with '%' cannot stand here.", "Put text that begins with '%' in quotes."),
    ("',' or '}'", "expected ',' or '}}'.", "{Opening} is not closed."),
    ("',' or ']'", "expected ',' or ']'.", "{Opening} is not closed."),
    ("'-' indicator", "expected '-' and another item of {opening}.", "Is the indentation right?"),
    ("sequence entries are not allowed", "a list cannot begin here.", "Begin it on a line of its own."),
    ("mapping keys are not allowed", "a '?' cannot stand here.", "Put text that begins with '?' in quotes."),
    ("could not find expected ':'", "expected ':' after the name that begins in line {line}.", ""),
    ("expected ':'", "expected ':' after the name that begins in line {line}.", ""),
    ("document indicator", "the text that begins in line {line} is not closed by a quote.", "Close it before '---'."),
    ("document separator", "the text that begins in line {line} is not closed by a quote.", "Close it before '---'."),
    ("unknown escape", "a backslash in double quotes cannot stand before this.", "Write \\\\ or use single quotes."),
    ("escape code", "this escape is no character.", "Write the character itself."),
    ("hexdecimal", "expected hexadecimal digits after the backslash.", "Write \\\\ for a backslash."),
    ("hexadecimal", "expected hexadecimal digits after the backslash.", "Write \\\\ for a backslash."),
    ("alphabetic or numeric", "expected a name after '&' or '*'.", "Put text that begins with '&' or '*' in quotes."),
    ("tab character", "a tab cannot indent.", "Use spaces."),
    ("violates indentation", "a tab cannot indent.", "Use spaces."),
    (
        "document start",
        "this follows the end of the document.",
        "Put a space after each ':', and '---' between documents.",
    ),
    ("node content", "expected a value, not {found}.", "Put it in quotes if it is text."),
    ("tag handle", "this tag is not known here.", "Leave it out; put text that begins with '!' in quotes."),
    ("incompatible YAML", "this version of YAML is not known here.", "Leave the line out."),
    ("a tag", "expected a tag.", "Put text that begins with '!' in quotes."),
    ("block scalar", "expected nothing more in this line.", "Put text that begins with '|' or '>' in quotes."),
)


def syntax_problem(source: Source, error: yaml.MarkedYAMLError) -> Problem:
    """What a parser's error means, at the place where it is best mended."""
    said, context = error.problem or "", error.context or ""
    mark = error.problem_mark or error.context_mark
    index = mark.index if mark else 0
    opened = error.context_mark.index if error.context_mark else index
    if "end of stream" in said:
        return source.problem(opened, "this quote is never closed.", "Put another one at the end of the text.")
    if "cannot start any token" in said:
        return _odd_beginning(source, index)
    if "mapping values are not allowed" in said:
        return _odd_colon(source, index)
    if "expected key" in said or "expected <block end>" in said:
        return _odd_entry(source, index, _opening(source, context, opened))
    if "node content" in said and index >= len(source.text):
        return source.problem(index, "expected a value, but there is nothing more.", "Is a '[' or '{' not closed?")
    opening = _opening(source, context, opened)
    words = {"opening": opening, "Opening": opening.capitalize(), "line": source.place(opened).line}
    words["found"] = quoted(source.text[index : index + 1])
    for part, message, hint in _MEANINGS:
        if part in said or part in context:
            return source.problem(index, message.format(**words), hint.format(**words))
    return source.problem(index, f"this is not YAML: {quoted(said)}.")


def _opening(source: Source, context: str, index: int) -> str:
    name = next((name for part, name in _CONTEXTS.items() if part in context), "part")
    return f"the {name} that begins in line {source.place(index).line}"


def _odd_beginning(source: Source, index: int) -> Problem:
    found = source.text[index : index + 1]
    if found == "\t":
        return source.problem(index, "a tab cannot indent.", "Use spaces.")
    return source.problem(index, f"text cannot begin with {quoted(found)}.", "Put it in quotes.")


def _odd_colon(source: Source, index: int) -> Problem:
    if ": " in _line_before(source, index):
        return source.problem(index, "a second ':' cannot stand in this line.", "Put text that holds ': ' in quotes.")
    hint = "Is this line indented too far, or does the line above lack its ':'?"
    return source.problem(index, "a ':' cannot stand here.", hint)


def _odd_entry(source: Source, index: int, opening: str) -> Problem:
    if _line_before(source, index).strip():
        hint = "Put the whole text in quotes; inside single quotes, write '' for '."
        return source.problem(index, "expected nothing more after the value.", hint)
    return source.problem(index, f"expected another name with ':' in {opening}.", "Is the indentation right?")


def _line_before(source: Source, index: int) -> str:
    return source.text[index + 1 - source.place(index).column : index]
