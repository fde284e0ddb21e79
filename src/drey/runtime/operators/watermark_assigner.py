"""Defines event time: watermarks from an expression over the rows.

Computes: the rows as they are, then a watermark at the greatest value of ``expression`` so far, once a batch.
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
from typing import ClassVar

from drey.errors import EvaluationError
from drey.functions.compiler import RexCompiler
from drey.rex.serde import rex_from_json
from drey.runtime.configuration import SOURCE_IDLE_TIMEOUT, seconds
from drey.runtime.elements import ChangelogBatch, Watermark, WatermarkStatus
from drey.runtime.operators.operator import Emitted, Operator, OperatorContext
from drey.runtime.tasks.watermarks import MIN_WATERMARK


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
        self._current = MIN_WATERMARK
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
        if greatest is not None and greatest > self._current:
            self._current = greatest
            yield Watermark(greatest)

    def tick(self, now: float) -> Iterable[Emitted]:
        if self._idle_after and not self._idle:
            if self._last_row is None:
                self._last_row = now
            elif now - self._last_row >= self._idle_after:
                self._idle = True
                yield WatermarkStatus(True)
