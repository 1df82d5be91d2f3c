"""What can be counted of a fleet: outcomes, the rules that fired, and the facts that are missed."""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

import numpy
import pyarrow

from advisor.bulk.answers import SEPARATOR, Answers
from advisor.bulk.masks import BITS, Mask
from advisor.bulk.states import distinct
from advisor.bulk.verdicts import CERTAINTIES, NOT_NEEDED, NOT_PROVED, OUTCOMES, Judged

Verdicts = dict[str, Counter[tuple[str, str, str]]]  # by area: how often which options, outcome and certainty


@dataclass
class Summary:
    """A fleet, or a part of it, in figures."""

    rows: int = 0
    answered: int = 0
    rejected: int = 0
    verdicts: Verdicts = field(default_factory=dict)
    rules: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)  # facts not known in rows whose verdict is not proved
    examples: list[dict[str, Any]] = field(default_factory=list)  # the first rows that are wrong, of the first part

    def add(self, other: "Summary") -> None:
        """Count another part in."""
        self.rows += other.rows
        self.answered += other.answered
        self.rejected += other.rejected
        for area, counted in other.verdicts.items():
            self.verdicts.setdefault(area, Counter()).update(counted)
        self.rules.update(other.rules)
        self.missed.update(other.missed)
        self.examples = self.examples or other.examples

    def written(self) -> dict[str, Any]:
        """As plain JSON types."""
        return {
            "rows": self.rows,
            "answered": self.answered,
            "rejected": self.rejected,
            "verdicts": {area: [[*key, n] for key, n in counted.items()] for area, counted in self.verdicts.items()},
            "rules": dict(self.rules),
            "missed": dict(self.missed),
            "examples": self.examples,
        }

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "Summary":
        """From plain JSON types."""
        verdicts = {
            area: Counter({(key[0], key[1], key[2]): n for *key, n in rows}) for area, rows in data["verdicts"].items()
        }
        return cls(
            data["rows"],
            data["answered"],
            data["rejected"],
            verdicts,
            Counter(data["rules"]),
            Counter(data["missed"]),
            data["examples"],
        )


def counted(answers: Sequence[Answers], weights: Any, known: Mapping[int, Mask]) -> Summary:
    """Count the states of one subject, each as often as rows have it; `known` are the masks of its facts."""
    summary = Summary()
    for each in answers:
        _count_verdicts(summary.verdicts.setdefault(each.area.name, Counter()), each, weights)
        fired = numpy.where(each.outcome == NOT_NEEDED, 0, weights)
        for number, rule in enumerate(each.area.decision.area.rules):
            summary.rules[f"{each.area.name}.{rule.id}"] += _sum(fired, _has(each.applying, number))
        unsure = numpy.where(each.certainty == NOT_PROVED, weights, 0)
        for place in each.area.decision.grounds.places:
            summary.missed[each.area.filled.space.facts[place]] += _sum(unsure, _several(known[place]))
    return summary


def _count_verdicts(verdicts: Counter[tuple[str, str, str]], answers: Answers, weights: Any) -> None:
    columns = (answers.lead, answers.outcome, answers.certainty)
    index, different = distinct([pyarrow.array(column) for column in columns])
    numbers = numpy.bincount(index.to_numpy(), weights, len(different[0])).astype(int).tolist()
    for lead, outcome, certainty, number in zip(*(each.tolist() for each in different), numbers, strict=True):
        names = [name for place, name in enumerate(answers.area.decision.options) if lead >> place & 1]
        if number:
            verdicts[SEPARATOR.join(names), OUTCOMES[outcome], CERTAINTIES[certainty]] += number


def _sum(weights: Any, which: Any) -> int:
    return int((weights * which).sum())


def _has(words: Mask, place: int) -> Any:
    return words[place // BITS] >> place % BITS & 1


def _several(mask: Mask) -> Any:
    """Whether more than one cell is possible."""
    words = [numpy.uint64(word) if isinstance(word, int) else word.view(numpy.uint64) for word in mask]
    more = [(word & (word - numpy.uint64(1))) != 0 for word in words]
    return numpy.logical_or.reduce([*more, sum((word != 0).astype(int) for word in words) > 1])


def count_by_hand(
    summary: Summary, rows: Sequence[Mapping[str, Any]], unknown: Sequence[Set[str]], areas: Sequence[Judged]
) -> None:
    """Count rows in that were answered one by one; `unknown` has the facts that each leaves open."""
    for row, open_facts in zip(rows, unknown, strict=True):
        for area in areas:
            outcome, certainty = row[f"{area.name}.outcome"], row[f"{area.name}.certainty"]
            if outcome is not None:
                key = (row[f"{area.name}.recommended"] or "", outcome, certainty)
                summary.verdicts.setdefault(area.name, Counter())[key] += 1
                rules = {rule.id for rule in area.decision.area.rules}
                fired = [name for name in row[f"{area.name}.fired"].split(SEPARATOR) if name in rules]
                summary.rules.update(f"{area.name}.{name}" for name in fired)
            if certainty == CERTAINTIES[NOT_PROVED]:
                grounds = {area.decision.space.facts[place] for place in area.decision.grounds.places}
                summary.missed.update(grounds & open_facts)
