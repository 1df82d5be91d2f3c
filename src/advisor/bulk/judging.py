"""Parts of a fleet judged: rows to states, states to verdicts, and one by one what is left."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy
import pyarrow

from advisor.advise import Advisor
from advisor.bulk import by_hand
from advisor.bulk.answers import PARTS, Answers
from advisor.bulk.compiled import AGED, Subject, compiled
from advisor.bulk.counting import Summary, count_by_hand, counted
from advisor.bulk.duck import Duck, save
from advisor.bulk.masks import Mask, signed
from advisor.bulk.refusals import undamaged
from advisor.bulk.settling import Settler
from advisor.bulk.sources import Source
from advisor.bulk.states import distinct, mask_words
from advisor.bulk.understood import Understood
from advisor.bulk.verdicts import CONFLICT, OUTCOMES, Judged
from advisor.bulk.work import Work
from advisor.errors import InputError
from advisor.printable import printable_json

_EXAMPLES = 3  # rows that are wrong that a summary holds


@dataclass(frozen=True)
class Part:
    """Some rows of a file, counted from 1."""

    source: Source
    file: str
    first: int
    last: int

    @property
    def rows(self) -> int:
        """How many there are."""
        return self.last - self.first + 1


@dataclass
class JudgedPart:
    """A part that is judged: its rows as they are to be written, those that are rejected, and what can be counted."""

    output: Any
    rejected: list[dict[str, Any]]
    summary: Summary
    by_hand: int  # rows that were answered one by one


@dataclass
class States:
    """The different states of one subject in a part, judged."""

    subject: Subject
    rows: Any  # for each row the number of its state; null where it says nothing of the subject, or cannot be read
    is_odd: Any
    answers: list[Answers]
    known: dict[int, Mask]


class Fleet:
    """The queries that judge a fleet, and what is learned while it is judged."""

    def __init__(self, understood: Understood, advisor: Advisor) -> None:
        self.understood = understood
        self.advisor = advisor
        self.areas = [advisor.rulebook.areas[name] for name in understood.areas]
        self.compiled = compiled(advisor, self.areas, understood.schema, understood.columns, understood.texts)
        self._settlers = {
            area.name: Settler(area.decision, understood.limit)
            for subject in self.compiled.subjects
            for area in subject.areas
        }

    def finish(self, engine: Duck, part: Part, work: Work, name: str) -> None:
        """Judge a part, and keep what comes of it."""
        with undamaged(part.source.path):
            judged = self.judged(engine, part)
        work.make(f"{name}.parquet", lambda path: save(judged.output, path))
        rejected = [{"file": part.source.path, **each} for each in judged.rejected]
        judged.summary.examples = rejected[:_EXAMPLES]
        lines = "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in rejected)
        work.write(f"{name}.rejects.jsonl", printable_json(lines))
        work.write(f"{name}.json", json.dumps(judged.summary.written()))

    def judged(self, engine: Duck, part: Part) -> JudgedPart:
        """Judge a part."""
        engine.part(part.file, part.first, part.last, self.understood.types)
        read = engine.arrow(self.compiled.sql).combine_chunks()
        subjects = self.compiled.subjects
        present = [_present(engine, subject, read) for subject in subjects]
        alone = read[AGED].to_numpy() | ~numpy.logical_or.reduce(present)
        states = [self._states(engine, *each, read, alone) for each in zip(subjects, present, strict=True)]
        for each in states:
            alone = alone | numpy.append(each.is_odd, False)[each.rows.fill_null(-1).to_numpy()]
        answered, cases, rejected = self._by_hand(engine, read["row"].filter(pyarrow.array(alone)))
        output = self._output(part, read, alone, states, answered)
        summary = self._summary(part, states, alone, answered, cases, len(rejected))
        return JudgedPart(output, rejected, summary, len(answered))

    def _states(self, engine: Duck, subject: Subject, present: Any, read: Any, alone: Any) -> States:
        """The states of a subject: judged by columns, and what these leave in doubt is settled."""
        unused = alone | ~present
        words = [read[word].to_numpy() for word in subject.packing.silence] or [numpy.zeros(len(unused), numpy.int64)]
        rows, different = distinct([pyarrow.array(word, mask=unused) for word in words])
        names = ["state", *subject.packing.silence]
        columns = [numpy.arange(len(different[0])), *different[: len(names) - 1]]
        found = engine.judge(subject.sql, pyarrow.table(columns, names))
        arrays = {name: found[name].to_numpy() for name in found.column_names}
        arrays = {name: each if each.dtype == bool else each.astype(numpy.int64) for name, each in arrays.items()}
        arrays |= {"state": columns[0], **subject.packing.arrays(different)}
        answers = [self._settled(area, arrays) for area in subject.areas]
        return States(
            subject,
            rows,
            arrays["odd"],
            answers,
            {place: mask_words(ref, arrays) for place, ref in subject.filled.known.items()},
        )

    def _settled(self, area: Judged, arrays: Mapping[str, Any]) -> Answers:
        """The verdicts of an area, corrected where they are others than they seem."""
        verdicts = area.verdicts(arrays)
        lead, outcome = verdicts["lead"], verdicts["outcome"]
        options = area.decision.options
        doubtful = numpy.flatnonzero(~(verdicts["shown"] | arrays["odd"]))
        if doubtful.size:
            base, known = (
                {
                    place: [
                        word if isinstance(word, int) else arrays[word][doubtful].view(numpy.uint64) for word in ref
                    ]
                    for place, ref in refs.items()
                }
                for refs in (area.filled.base, area.filled.known)
            )
            conflicts = outcome[doubtful] == CONFLICT
            for number, verdict in self._settlers[area.name].corrections(base, known, lead[doubtful], conflicts):
                lead[doubtful[number]] = sum(1 << options.index(each) for each in verdict.recommended)
                outcome[doubtful[number]] = OUTCOMES.index(verdict.outcome)
        assumed = mask_words(area.filled.assumed, arrays)
        return Answers(area, lead, outcome, verdicts["certainty"], tuple(verdicts["applying"]), assumed)

    def _output(self, part: Part, read: Any, alone: Any, states: Sequence[States], answered: list[Any]) -> Any:
        """The rows in their order, with those that were answered one by one."""
        columns = {"file": _repeated(part.source.path, len(read)), "row": read["row"]}
        columns |= {name: read[name] for name in self.compiled.carried}
        found = {
            name: texts.take(each.rows)
            for each in states
            for answers in each.answers
            for name, texts in answers.in_words(self.advisor.rulebook).items()
        }
        columns |= {f"{area.id}.{name}": found[f"{area.id}.{name}"] for area in self.areas for name in PARTS}
        output = pyarrow.table(columns).filter(pyarrow.array(~alone))
        if answered:
            others = [{"file": part.source.path, **each} for each in answered]
            output = pyarrow.concat_tables([output, pyarrow.Table.from_pylist(others, output.schema)])
            output = output.unify_dictionaries().sort_by("row")
        return output

    def _summary(
        self,
        part: Part,
        states: Sequence[States],
        alone: Any,
        answered: list[Any],
        cases: list[dict[str, Any]],
        rejected: int,
    ) -> Summary:
        summary = Summary()
        if self.understood.is_counted:
            for each in states:
                rows = each.rows.filter(pyarrow.array(~alone)).drop_null().to_numpy()
                weights = numpy.bincount(rows, minlength=len(each.is_odd))
                summary.add(counted(each.answers, weights, each.known))
            summary.verdicts = {area.id: summary.verdicts[area.id] for area in self.areas}
            unknown = [by_hand.unknown(case, self.advisor) for case in cases]
            areas = [area for subject in self.compiled.subjects for area in subject.areas]
            count_by_hand(summary, answered, unknown, areas)
        summary.rows = part.rows
        summary.rejected = rejected
        summary.answered = summary.rows - rejected
        return summary

    def _by_hand(
        self, engine: Duck, rows: Any
    ) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
        """The rows that are answered one by one, their cases, and the rows that are rejected, each with its reason."""
        facts = self.advisor.rulebook.facts
        answered: list[dict[str, Any]] = []
        cases: list[dict[str, Any]] = []
        rejected: list[dict[str, Any]] = []
        if not len(rows):
            return answered, cases, rejected
        for row in engine.rows(rows, self.understood.schema, self.advisor.rulebook.subjects).to_pylist():
            try:
                case = by_hand.case_of(row, self.understood.columns, facts, self.understood.json_columns)
                values = by_hand.answered(case, self.advisor, self.areas)
            except InputError as error:
                rejected.append({"row": row["row"], "reason": by_hand.reason(error)})
            else:
                columns = self.understood.columns.carried
                kept = {name: by_hand.carried(row[name], name in self.understood.json_columns) for name in columns}
                cases.append(case)
                answered.append({"row": row["row"], **kept, **values})
        return answered, cases, rejected


def _present(engine: Duck, subject: Subject, read: Any) -> Any:
    """Whether each row says anything of a subject: if no mask shows it, its cells are looked at."""
    shown = [read[word].to_numpy() != signed(silence) for word, silence in subject.packing.silence.items()]
    known = numpy.logical_or.reduce(shown) if shown else numpy.zeros(len(read), bool)
    return known if known.all() else known | engine.arrow(subject.present)["present"].to_numpy()


def _repeated(text: str, times: int) -> Any:
    zeros = pyarrow.array(numpy.zeros(times, numpy.int32))
    return pyarrow.DictionaryArray.from_arrays(zeros, pyarrow.array([text]))
