"""What can be counted of a fleet: outcomes, the rules that fired, and the facts that are missed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import ibis

from advisor.bulk.answers import SEPARATOR
from advisor.bulk.compiled import Compiled
from advisor.bulk.masks import BITS, any_of, column, literal, several
from advisor.bulk.steps import read
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


def counts(table: Any, compiled: Compiled) -> Any:
    """A query for all counts of a judged table: a kind, three names, a number."""
    rows = None
    for area in compiled.areas:
        present = table.filter(table[f"{area.filled.space.subject}:present"])
        keys = [present[f"{area.name}:{what}"].cast("int64") for what in ("lead", "outcome", "certainty")]
        grouped = present.select(lead=keys[0], outcome=keys[1], certainty=keys[2]).group_by(
            ["lead", "outcome", "certainty"]
        )
        found = grouped.agg(number=lambda each: each.count()).mutate(area=ibis.literal(area.name))
        rows = found if rows is None else rows.union(found)
    return rows


def sums(table: Any, compiled: Compiled) -> Any:
    """A query for how often each rule fired, and each fact was missed, in one row."""
    totals: dict[str, Any] = {}
    for area in compiled.areas:
        present = table[f"{area.filled.space.subject}:present"]
        fired = present & (table[f"{area.name}:outcome"] != NOT_NEEDED)
        for number, rule in enumerate(area.decision.area.rules):
            place, offset = divmod(number, BITS)
            word = read(table, area.applying)[place]
            bit = literal(word >> offset & 1) if isinstance(word, int) else (word >> literal(offset)) & literal(1)
            totals[f"rule {area.name}.{rule.id}"] = (fired & (bit == literal(1))).sum()
        unsure = present & (table[f"{area.name}:certainty"] == NOT_PROVED)
        for name, places in _grounds(area).items():
            mask = read(table, area.filled.known[places])
            totals[f"fact {area.name} {name}"] = (unsure & column(any_of([several(mask)]))).sum()
    return table.aggregate(**totals)


def _grounds(area: Judged) -> dict[str, int]:
    return {area.filled.space.facts[place]: place for place in area.decision.grounds.places}


def counted(rows: list[dict[str, Any]], totals: Mapping[str, int | None], compiled: Compiled) -> Summary:
    """What the two queries gave, as a summary."""
    summary = Summary()
    options = {area.name: area.decision.options for area in compiled.areas}
    for row in rows:
        names = [name for place, name in enumerate(options[row["area"]]) if row["lead"] >> place & 1]
        key = (SEPARATOR.join(names), OUTCOMES[row["outcome"]], CERTAINTIES[row["certainty"]])
        summary.verdicts.setdefault(row["area"], Counter())[key] += int(row["number"])
    for name, number in totals.items():
        kind, _, rest = name.partition(" ")
        if kind == "rule":
            summary.rules[rest] += int(number or 0)
        else:
            summary.missed[rest.partition(" ")[2]] += int(number or 0)
    return summary


def count_by_hand(summary: Summary, rows: list[dict[str, Any]], compiled: Compiled) -> None:
    """Count rows in that were answered one by one."""
    for row in rows:
        for area in compiled.areas:
            outcome, certainty = row[f"{area.name}.outcome"], row[f"{area.name}.certainty"]
            if outcome is not None:
                key = (row[f"{area.name}.recommended"] or "", outcome, certainty)
                summary.verdicts.setdefault(area.name, Counter())[key] += 1
                rules = {rule.id for rule in area.decision.area.rules}
                fired = [name for name in row[f"{area.name}.fired"].split(SEPARATOR) if name in rules]
                summary.rules.update(f"{area.name}.{name}" for name in fired)
