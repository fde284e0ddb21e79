"""Writes into a table.

Computes: nothing; rows go to the connector's writer, under the table's column names, after the constraints of its
columns have been enforced. State: the writer's value and the committables that no completed checkpoint has
committed yet; each is freed by its commit. Changelog in: what the connector accepts. Watermarks:
handed to the writer, for partition commits.

Params: ``{"table": TableSpec, "upsert_materialize": bool}``; with the second, rows of an upsert sink are kept by
primary key (see :mod:`drey.runtime.operators.upsert_materializer`), as state that their deletion frees,
or ``table.exec.state.ttl``.

Example:
    ``INSERT INTO t SELECT a FROM s``: a batch is written; the barrier of checkpoint 3 prepares its commit, the
    completion of checkpoint 3 commits it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from drey.connectors.api import Committer, SinkWriter, TableSpec, WriterContext
from drey.connectors.registry import table_factory
from drey.errors import ValidationError
from drey.runtime.configuration import CHECKPOINTING_AFTER_FINISH
from drey.runtime.elements import ChangelogBatch, Watermark
from drey.runtime.faults import reach
from drey.runtime.operators.operator import Emitted, Operator, OperatorContext
from drey.runtime.operators.sink_constraints import ConstraintEnforcer
from drey.runtime.operators.upsert_materializer import UpsertMaterializer
from drey.runtime.state.snapshot import StateReader, StateWriter

Json = Any


class SinkOperator(Operator):
    """See the module."""

    def __init__(self, context: OperatorContext) -> None:
        super().__init__(context)
        params = context.spec.params
        table = TableSpec.from_json(params["table"])
        self._names = list(table.row_type.names)
        columns = len(context.inputs[0].names)
        if columns != len(self._names):
            raise ValidationError(
                f"the query gives {columns} columns, table {table.path} takes {len(self._names)}"
            )
        self._materializer: UpsertMaterializer | None = None
        if params.get("upsert_materialize"):
            self._materializer = UpsertMaterializer(
                table.row_type,
                table.primary_key,
                table.upsert_keys,
                context.state,
                context.max_parallelism,
                context.state_ttl,
                context.clock,
            )
        self._enforcer = ConstraintEnforcer(table.row_type, context.options)
        self._sink = table_factory(table.connector).create_sink(table)
        self._writer: SinkWriter
        self._committer: Committer | None = None
        self._restored: tuple[list[Json], int] | None = None
        self._prepared: dict[int, list[Json]] = {}
        self._checkpoint_id = 0

    def open(self) -> None:
        where = WriterContext(
            checkpointed=self.context.checkpointing,
            subtask=self.context.subtask,
            parallelism=self.context.parallelism,
            job_id=self.context.job_id,
            uid=self.context.spec.uid,
            # Without a last checkpoint every process ends for itself.
            commits_together=self.context.checkpointing
            and CHECKPOINTING_AFTER_FINISH.require(self.context.options),
        )
        self._writer = self._sink.create_writer()
        self._writer.open(where)
        self._committer = self._sink.create_committer()
        if self._committer is not None:
            self._committer.open(where)
        if self._restored is not None:
            # What the snapshot holds is durable, so it is made visible before anything follows it.
            self._commit_until(self._restored[1])
            self._writer.restore(*self._restored)

    def process(self, batch: ChangelogBatch, input_index: int = 0) -> Iterable[Emitted]:
        rows, kinds = batch.rows, None if batch.insert_only else batch.kinds
        if rows.columns != self._names:
            rows = rows.clone()
            rows.columns = self._names
        kept, kinds = self._enforcer.apply(rows, kinds)
        self.context.metrics.dropped_rows += rows.height - kept.height
        if self._materializer is not None and kept.height:
            kept, kinds = self._materializer.apply(
                kept, ChangelogBatch(kept).kinds if kinds is None else kinds
            )
            self.context.metrics.state_rows = self._materializer.count
        if kept.height:
            self._writer.write(kept, kinds)
        return ()

    def advance(self, watermark: Watermark) -> Iterable[Emitted]:
        self._writer.watermark(watermark.timestamp)
        return ()

    def tick(self, now: float) -> Iterable[Emitted]:
        self._writer.tick(now)
        return ()

    def finish(self, input_index: int = 0) -> Iterable[Emitted]:
        self._writer.flush(True)
        return ()

    def prepare_snapshot(self, checkpoint_id: int) -> Iterable[Emitted]:
        self._checkpoint_id = checkpoint_id
        committables = self._writer.prepare_commit(checkpoint_id)
        if committables:
            self._prepared[checkpoint_id] = committables
        reach("pre-commit")
        return ()

    def snapshot(self, writer: StateWriter) -> None:
        writer.value("checkpoint_id", self._checkpoint_id)
        writer.value("writer", self._writer.snapshot())
        if self._materializer is not None:
            self._materializer.snapshot(writer)
        writer.value("committables", [[number, list(c)] for number, c in self._prepared.items()])

    def restore(self, reader: StateReader) -> None:
        for prepared in reader.values("committables"):
            for number, committables in prepared:
                self._prepared.setdefault(number, []).extend(committables)
        if self._materializer is not None:
            self._materializer.restore(reader)
        writers = reader.values("writer")
        if writers:
            self._restored = (writers, max(reader.values("checkpoint_id")))

    def checkpoint_completed(self, checkpoint_id: int) -> None:
        self._commit_until(checkpoint_id)

    def _commit_until(self, checkpoint_id: int) -> None:
        due = [number for number in sorted(self._prepared) if number <= checkpoint_id]
        committables = [one for number in due for one in self._prepared[number]]
        if committables and self._committer is not None:
            reach("before-commit")
            self._committer.commit(committables)
            reach("committed")
        for number in due:
            del self._prepared[number]

    def close(self) -> None:
        try:
            if hasattr(self, "_writer"):
                self._writer.close()
        finally:
            if self._committer is not None:
                self._committer.close()
