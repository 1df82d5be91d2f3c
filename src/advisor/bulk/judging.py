"""A fleet made ready, and its parts judged: the columns first, then what they leave in doubt, then what is left."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import ibis
import numpy
import pyarrow

from advisor.advise import Advisor
from advisor.bulk import by_hand
from advisor.bulk.answers import answers
from advisor.bulk.columns import Columns, understood
from advisor.bulk.compiled import Compiled, compiled
from advisor.bulk.counting import Summary, count_by_hand, counted, counts, sums
from advisor.bulk.duck import Duck
from advisor.bulk.inputs import Texts, flat, meaning, unread_texts
from advisor.bulk.settling import Settler, State
from advisor.bulk.sources import Source
from advisor.bulk.steps import Ref
from advisor.bulk.verdicts import CONFLICT, OUTCOMES, Judged
from advisor.conditions import spaces
from advisor.errors import InputError
from advisor.model.rulebook import Area


@dataclass(frozen=True)
class Part:
    """Some rows of a file, counted from 1."""

    source: Source
    file: str
    first: int
    last: int


@dataclass
class JudgedPart:
    """A part that is judged: its rows as they are to be written, those that are rejected, and what can be counted."""

    output: Any
    rejected: list[dict[str, Any]]
    summary: Summary
    by_hand: int  # rows that were answered one by one


@dataclass
class Fleet:
    """What is known of a fleet before its rows are judged: its columns, and the query that judges them."""

    advisor: Advisor
    areas: Sequence[Area]
    engine: Duck
    schema: Any
    columns: Columns
    json_columns: frozenset[str]
    compiled: Compiled
    is_counted: bool = True
    settlers: dict[str, Settler] = field(default_factory=dict)

    def judged(self, part: Part) -> JudgedPart:
        """Judge a part."""
        engine = self.engine
        engine.part(part.file, part.first, part.last, self.schema)
        table = engine.judge(self.compiled.steps)
        corrected = self._corrected(table, self._corrections(table))
        answered, rejected = self._by_hand(table)
        readable = corrected.filter(~corrected["by hand"])
        output = readable.select(**answers(readable, self.compiled, self.advisor.rulebook))
        if answered:
            data = pyarrow.Table.from_pylist(answered, schema=output.schema().to_pyarrow())
            output = output.union(engine.table("fleet_by_hand", data).select(*output.columns))
        output = output.select(file=ibis.literal(part.source.path), **{name: output[name] for name in output.columns})
        output = output.order_by("row")  # a join does not keep the order
        return JudgedPart(output, rejected, self._summary(readable, part, answered, rejected), len(answered))

    def _summary(self, table: Any, part: Part, answered: list[dict[str, Any]], rejected: list[Any]) -> Summary:
        summary = Summary()
        if self.is_counted:
            rows = self.engine.arrow(counts(table, self.compiled)).to_pylist()
            (totals,) = self.engine.arrow(sums(table, self.compiled)).to_pylist()
            summary = counted(rows, totals, self.compiled)
            count_by_hand(summary, answered, self.compiled)
        summary.rows = part.last - part.first + 1
        summary.rejected = len(rejected)
        summary.answered = summary.rows - summary.rejected
        return summary

    def _corrections(self, table: Any) -> dict[int, dict[str, int]]:
        """For each row with a verdict that is another than it seems, the columns to change."""
        found: dict[int, dict[str, int]] = {}
        for area in self.compiled.areas:
            settler = self.settlers.setdefault(area.name, Settler(area.decision, self.advisor.adviser(area.name).limit))
            for row, verdict in _settled(self.engine, table, area, settler):
                place = {option: 1 << number for number, option in enumerate(area.decision.options)}
                found.setdefault(row, {}).update(
                    {
                        f"{area.name}:lead": sum(place[option] for option in verdict.recommended),
                        f"{area.name}:outcome": OUTCOMES.index(verdict.outcome),
                    }
                )
        return found

    def _corrected(self, table: Any, corrections: Mapping[int, Mapping[str, int]]) -> Any:
        """The table with the columns changed that the corrections name."""
        names = [f"{area.name}:{what}" for area in self.compiled.areas for what in ("lead", "outcome")]
        data = {"corrected row": pyarrow.array(list(corrections), pyarrow.int64())}
        for name in names:
            data[f"{name} corrected"] = pyarrow.array(
                [each.get(name) for each in corrections.values()], pyarrow.int64()
            )
        changes = self.engine.table("fleet_corrections", pyarrow.table(data))
        joined = table.left_join(changes, table["row"] == changes["corrected row"])
        kinds = table.schema()
        return joined.mutate(
            **{name: ibis.coalesce(joined[f"{name} corrected"], joined[name]).cast(kinds[name]) for name in names}
        )

    def _by_hand(self, table: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """The rows that are answered one by one, and those that are rejected, each with its reason."""
        rows = table.filter(table["by hand"]).select("row")
        source = self.engine.source(self.schema)
        found = self.engine.arrow(
            source.semi_join(rows, "row").select(**flat(source.semi_join(rows, "row"))).order_by("row")
        )
        facts = self.advisor.rulebook.facts
        answered, rejected = [], []
        for row in found.to_pylist():
            try:
                case = by_hand.case_of(row, self.columns, facts, self.json_columns)
                values = by_hand.answered(case, self.advisor, self.areas)
            except InputError as error:
                rejected.append({"row": row["row"], "reason": by_hand.reason(error)})
            else:
                answered.append({"row": row["row"], **{name: row[name] for name in self.columns.carried}, **values})
        return answered, rejected


def prepared(
    advisor: Advisor,
    areas: Sequence[Area] | None,
    engine: Duck,
    files: Sequence[str],
    where: str,
    is_counted: bool = True,
) -> Fleet:
    """Read what the columns of the files mean, and compile the rulebook for them. Raises InputError."""
    schema = engine.schema(files)
    rulebook = advisor.rulebook
    every = ibis.table(schema, name="fleet_all")
    columns_by_name = flat(every)
    columns = understood(dict.fromkeys(columns_by_name, ""), rulebook, where)
    known = every.select(**columns_by_name)
    is_json = frozenset(name for name in columns_by_name if columns_by_name[name].type().is_json())
    subjects = columns.subjects
    wanted = [area for area in areas or rulebook.areas.values() if area.subject in subjects]
    texts = _texts(engine, known, columns, advisor, is_json)
    with_row = ibis.schema({"row": "int64", **schema})
    made = compiled(advisor, wanted, with_row, columns, texts)
    return Fleet(advisor, wanted, engine, with_row, columns, is_json, made, is_counted)


def row_of(engine: Duck, file: str, row: int, advisor: Advisor, where: str) -> dict[str, Any]:
    """A row as a case. Raises InputError for columns or a row that no case can say."""
    schema = engine.schema([file])
    engine.part(file, row, row, schema)
    table = engine.source(ibis.schema({"row": "int64", **schema}))
    values = flat(table)
    columns = understood({name: "" for name in values if name != "row"}, advisor.rulebook, where)
    is_json = frozenset(name for name in values if values[name].type().is_json())
    (found,) = engine.arrow(table.select(**values)).to_pylist()
    return by_hand.case_of(found, columns, advisor.rulebook.facts, is_json)


def _texts(engine: Duck, table: Any, columns: Columns, advisor: Advisor, is_json: frozenset[str]) -> Texts:
    queries = unread_texts(table, columns, advisor.rulebook.facts)
    texts = {name: engine.texts(query) for name, query in queries.items()}
    return meaning(texts, columns, spaces(advisor.rulebook), set(is_json))


def _settled(engine: Duck, table: Any, area: Judged, settler: Settler) -> Iterator[tuple[int, Any]]:
    """The rows of an area whose verdict is another than it seems."""
    filled = area.filled
    doubtful = table.filter(~table[f"{area.name}:shown"] & ~table["by hand"] & table[f"{filled.space.subject}:present"])
    names = dict.fromkeys(
        word for refs in (filled.base, filled.known) for ref in refs.values() for word in ref if isinstance(word, str)
    )
    wanted = ["row", f"{area.name}:lead", f"{area.name}:outcome", *names]
    found = engine.arrow(doubtful.select(*wanted))
    if not found.num_rows:
        return
    arrays = {name: found[name].to_numpy() for name in wanted}
    words = {name: arrays[name].astype(numpy.int64).view(numpy.uint64) for name in names}
    conflicts = arrays[f"{area.name}:outcome"] == CONFLICT
    for place, verdict in settler.corrections(
        _state(filled.base, words), _state(filled.known, words), arrays[f"{area.name}:lead"], conflicts
    ):
        yield int(arrays["row"][place]), verdict


def _state(refs: Mapping[int, Ref], words: Mapping[str, Any]) -> State:
    return {place: [word if isinstance(word, int) else words[word] for word in ref] for place, ref in refs.items()}
