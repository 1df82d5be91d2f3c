"""A long computation over columns, in steps: what one step names, the next ones read without working it out again."""

from collections.abc import Generator
from contextlib import suppress
from typing import Any, TypeAlias

import ibis
import ibis.expr.operations as ops
import sqlglot.expressions as sge
from ibis.backends.sql.compilers import DuckDBCompiler

from advisor.bulk.masks import Mask, Truth

Ref: TypeAlias = tuple[int | str, ...]  # a mask whose words are numbers or the names of columns
TruthRef: TypeAlias = bool | str
New: TypeAlias = dict[str, Any]
Maker: TypeAlias = Generator[New, Any, None]  # gives new columns, and is sent the table that has them


class Steps:
    """Grows a table of these columns; `sql` is the whole in one query.

    A step names only what is new. Ibis would list every column in every step and look each up in those before, which
    takes ten times as long as all the rest; so the projections are put together here, and `*` stands for the old ones.
    """

    def __init__(self, source: str, schema: Any) -> None:
        self._source = source
        self._made: list[tuple[str, Any, bool]] = []
        self.table: Any = ibis.table(schema, name=source)

    def take(self, new: New) -> Any:
        """The table with these columns too."""
        if new:
            self._next(new, {**self.table.schema()}, goes_on=True)
        return self.table

    def keep(self, columns: New) -> Any:
        """A table of these columns alone."""
        self._next(columns, {}, goes_on=False)
        return self.table

    def follow(self, maker: Maker) -> None:
        """Take each step of a maker."""
        new = next(maker)
        with suppress(StopIteration):
            while True:
                new = maker.send(self.take(new))

    def sql(self) -> str:
        """The query that works it all out, one subquery a step; DuckDB is not to keep any of them as a whole."""
        compiler = DuckDBCompiler()
        query = sge.Select(expressions=[sge.Star()]).from_(sge.to_identifier(self._made[-1][0], quoted=True))
        for name, expression, goes_on in self._made:
            step = compiler.to_sqlglot(expression)
            if goes_on:
                step.expressions.insert(0, sge.Star())
            query = query.with_(sge.to_identifier(name, quoted=True), as_=step, materialized=False, copy=False)
        return str(query.sql(dialect=compiler.dialect, copy=False))

    def _next(self, new: New, old: dict[str, Any], goes_on: bool) -> None:
        name = f"{self._source}_{len(self._made) + 1}"
        values = {each: expression.op() for each, expression in new.items()}
        self._made.append((name, ops.Project(self.table.op(), values).to_expr(), goes_on))
        types = old | {each: expression.type() for each, expression in new.items()}
        self.table = ibis.table(types, name=name)


def kept(new: New, name: str, mask: Mask) -> Ref:
    """Put a mask among the new columns; how to read it from the table that has them."""
    ref: list[int | str] = []
    for place, word in enumerate(mask):
        if isinstance(word, int):
            ref.append(word)
        else:
            new[f"{name}/{place}"] = word
            ref.append(f"{name}/{place}")
    return tuple(ref)


def kept_truth(new: New, name: str, truth: Truth) -> TruthRef:
    """Put a truth among the new columns."""
    if isinstance(truth, bool):
        return truth
    new[name] = truth
    return name


def read(table: Any, ref: Ref) -> Mask:
    """A mask as columns of the table."""
    return tuple(word if isinstance(word, int) else table[word] for word in ref)


def read_truth(table: Any, ref: TruthRef) -> Truth:
    """A truth as a column of the table."""
    return ref if isinstance(ref, bool) else table[ref]
