"""Joins a stream with an external table by key, as the table is at that moment.

Computes: for each row the table's rows whose key equals the row's, where ``condition`` holds too; without one, a LEFT
join gives the row with NULLs. The distinct keys of a batch are asked for at once; a key with a NULL finds
nothing. State: none; the table is asked again after a restore. Changelog: every row keeps its kind. Watermarks: pass
through.

Params: ``{"table": TableSpec, "keys": [[column, rex over the input]], "join_type": "INNER" | "LEFT", "condition": rex
over the output | null}``; the output has the input's columns, then the table's.

Example:
    ``s LEFT JOIN t FOR SYSTEM_TIME AS OF s.p ON s.k = t.id`` with ``t`` = (1, 'a'): the rows ``k=1``, ``k=2``
    become ``k=1, id=1, name='a'`` and ``k=2, id=NULL, name=NULL``.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from drey.connectors.api import LookupReader, TableSpec
from drey.connectors.registry import table_factory
from drey.functions.compiler import RexCompiler
from drey.rex.serde import rex_from_json
from drey.runtime.elements import ROW_KIND, ChangelogBatch
from drey.runtime.operators.operator import Emitted, Operator, OperatorContext

_ROW = "$row"


class LookupJoinOperator(Operator):
    """See the module."""

    def __init__(self, context: OperatorContext) -> None:
        super().__init__(context)
        params = context.spec.params
        self._table = TableSpec.from_json(params["table"])
        compiler = RexCompiler(context.inputs[0].names, context.evaluation)
        self._keys = tuple(column for column, _ in params["keys"])
        self._key_names = [f"$key {column}" for column in self._keys]
        self._key_columns = [
            compiler.compile(rex_from_json(value)).alias(name)
            for (_, value), name in zip(params["keys"], self._key_names, strict=True)
        ]
        self._left = params["join_type"] == "LEFT"
        names = context.spec.output.names
        self._found_names = names[len(context.inputs[0].names) :]
        condition = params["condition"]
        self._condition = None
        if condition is not None:
            self._condition = RexCompiler(names, context.evaluation).compile(rex_from_json(condition))
        self._reader: LookupReader | None = None

    def open(self) -> None:
        self._reader = table_factory(self._table.connector).create_lookup(self._table, self._keys)
        self._reader.open()

    def process(self, batch: ChangelogBatch, input_index: int = 0) -> Iterable[Emitted]:
        rows = batch.data.with_columns(self._key_columns).with_row_index(_ROW)
        found = self._found(rows)
        matched = rows.join(found, on=self._key_names, how="inner", maintain_order="left_right")
        if self._condition is not None:
            matched = matched.filter(self._condition)
        if self._left:
            rest = rows.join(matched, on=_ROW, how="anti", maintain_order="left")
            missing = [pl.lit(None, dtype=matched.schema[name]).alias(name) for name in self._found_names]
            matched = pl.concat([matched, rest.with_columns(missing).select(matched.columns)]).sort(
                _ROW, maintain_order=True
            )
        if matched.height:
            kinds = [] if batch.insert_only else [ROW_KIND]
            yield ChangelogBatch(matched.select([*self.context.spec.output.names, *kinds]))

    def _found(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The table's rows under the names of the output, with their keys beside them."""
        assert self._reader is not None, "opened before it gets batches"
        keys = rows.select(
            pl.col(name).alias(column) for name, column in zip(self._key_names, self._keys, strict=True)
        )
        keys = keys.drop_nulls().unique(maintain_order=True)
        found = self._reader.lookup(keys)
        renamed = dict(zip(self._table.produced.names, self._found_names, strict=True))
        return found.select(
            *(pl.col(column).alias(renamed[column]) for column in found.columns),
            *(pl.col(column).alias(name) for name, column in zip(self._key_names, self._keys, strict=True)),
        )

    def close(self) -> None:
        if self._reader is not None:
            self._reader.close()
