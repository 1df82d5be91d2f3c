"""The picture of a decision, in Mermaid: from what is so of a workload to the options it speaks for or rules out."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from advisor.model.rulebook import STRENGTHS, Edition, Rule
from advisor.printable import printable
from advisor.render.area_docs.whole_area import WholeArea, is_in
from advisor.render.words import joined

_WEIGHTY = STRENGTHS[:2]
_SPECIAL = re.compile(r"[^\w ,.:()'/+=?-]")


class _Arrow(NamedTuple):
    """An effect on some options, drawn as an arrow of Mermaid."""

    line: str
    options: tuple[str, ...]


def diagram(whole: WholeArea, edition: Edition) -> Iterator[str]:
    """The lines of a flowchart of one edition: thick arrows favour (what is decisive or strong), dotted ones rule out.

    Rules that do the same to the same options share a box.
    """
    groups: dict[_Arrow, list[str]] = {}
    for rule in whole.rules:
        if is_in(rule.edition, edition):
            for arrow in _arrows(rule, whole, edition):
                groups.setdefault(arrow, []).append(rule.title)
    if whole.area.default is not None and whole.area.default.option:
        groups[_Arrow("-->", (whole.area.default.option,))] = ["Nothing speaks for any option"]
    nodes = {options: f"o{number}" for number, options in enumerate(dict.fromkeys(arrow.options for arrow in groups))}
    yield "flowchart LR"
    for number, (arrow, titles) in enumerate(groups.items()):
        box = "<br>".join(_label(title) for title in titles)
        yield f'  r{number}["{box}"] {arrow.line} {nodes[arrow.options]}'
    for options, node in nodes.items():
        yield f'  {node}(["{_label(_named(options, whole.families))}"])'


def _arrows(rule: Rule, whole: WholeArea, edition: Edition) -> Iterator[_Arrow]:
    """The weighty effects of a rule, those alike together."""

    def of_edition(names: Collection[str]) -> tuple[str, ...]:
        return tuple(name for name, option in whole.options.items() if name in names and is_in(option.edition, edition))

    effects = [("-. rules out .-x", of_edition(rule.rules_out)), ("-- leaves only -->", of_edition(rule.requires))]
    for strength in _WEIGHTY:
        favoured = of_edition([name for name, weight in rule.favours.items() if weight == strength])
        effects.append((f"== {strength} ==>", favoured))
    yield from (_Arrow(line, options) for line, options in effects if options)


def _named(options: Collection[str], families: Mapping[str, tuple[str, ...]]) -> str:
    """Options in a row, with the name of the family that they are."""
    family = next((name for name, members in families.items() if len(members) > 1 and set(members) == set(options)), "")
    return f"{family}: {joined(options)}" if family else joined(options)


def _label(text: str) -> str:
    """A text as Mermaid shows it, with every special character as its number."""
    return _SPECIAL.sub(lambda match: f"#{ord(match[0])};", printable(text))
