"""Defines event time: watermarks from an expression over the rows.

Computes: the rows as they are, then a watermark at the greatest value of ``expression`` so far: behind a batch that has
raised it by more than ``pipeline.auto-watermark-interval``, otherwise when that time has passed since the last one.
NULL values of the expression are passed over; a NULL rowtime fails the job, as in Flink's
``WatermarkAssignerOperator``. State: none, watermarks start again after a restore. Changelog: every row keeps its
kind. Watermarks in: only the last, at the end of the input, goes on. With ``table.exec.source.idle-timeout``
the output is idle when no row has come for that long.

Params: ``{"rowtime": name, "expression": rex}``; the expression is a timestamp.

Example:
    ``WATERMARK FOR ts AS ts - INTERVAL '1' SECOND``: a batch with the times 5 s and 3 s goes on, followed by the
    watermark 4000.
"""

from __future__ import annotations

from collections.abc import Iterable
from time import monotonic
from typing import ClassVar

from drey.errors import EvaluationError
from drey.functions.compiler import RexCompiler
from drey.rex.serde import rex_from_json
from drey.runtime.configuration import AUTO_WATERMARK_INTERVAL, SOURCE_IDLE_TIMEOUT, seconds
from drey.runtime.elements import ChangelogBatch, WatermarkStatus
from drey.runtime.operators.operator import Emitted, Operator, OperatorContext
from drey.runtime.tasks.watermarks import PeriodicWatermark


class WatermarkAssignerOperator(Operator):
    """See the module."""

    forwards_watermarks: ClassVar[bool] = False

    def __init__(self, context: OperatorContext) -> None:
        super().__init__(context)
        params = context.spec.params
        compiler = RexCompiler(context.inputs[0].names, context.evaluation)
        expression = compiler.compile(rex_from_json(params["expression"]))
        self._rowtime: str = params["rowtime"]
        self._greatest = expression.max().dt.epoch("ms")
        interval = seconds(AUTO_WATERMARK_INTERVAL, context.options)
        self._mark = PeriodicWatermark(interval)
        self._progress = round(interval * 1000)
        self._idle_after = seconds(SOURCE_IDLE_TIMEOUT, context.options)
        self._last_row: float | None = None
        self._idle = False

    def process(self, batch: ChangelogBatch, input_index: int = 0) -> Iterable[Emitted]:
        if batch.data[self._rowtime].null_count():
            raise EvaluationError(
                f"the rowtime column '{self._rowtime}' is NULL in a row", hint="filter such rows out before"
            )
        self._last_row = None
        if self._idle:
            self._idle = False
            yield WatermarkStatus(False)
        yield batch
        greatest = batch.data.select(self._greatest).item()
        now = monotonic()
        self._mark.rows_came(now)
        if greatest is not None:
            self._mark.reach(greatest)
            yield from self._mark.due_after_progress(now, self._progress)

    def tick(self, now: float) -> Iterable[Emitted]:
        if self._idle:
            return
        yield from self._mark.due(now)
        if self._idle_after:
            if self._last_row is None:
                self._last_row = now
            elif now - self._last_row >= self._idle_after:
                self._idle = True
                yield from self._mark.before_idleness(now)
                yield WatermarkStatus(True)
