"""Defines event time on a stream of Python objects.

Computes: the values as they are, with the timestamps that the assigner extracts, or those that they have; then a
watermark at the greatest timestamp so far minus the allowed disorder minus 1 ms, at most once in
``pipeline.auto-watermark-interval``, and the first one not before that has passed. State: none, watermarks start again
after a restore. Watermarks in: only the last, at the end of the input, goes on. With ``idle_ms`` the output is idle
when no value has come for that long.

Params: ``{"assigner": key | None, "watermarks": bool, "delay_ms": number, "idle_ms": number | None}``.

Example:
    ``for_bounded_out_of_orderness(Duration.of_millis(5))``: a batch with the times 20 and 30 goes on, followed by the
    watermark 24 if the interval is over.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import repeat
from time import monotonic
from typing import ClassVar

from drey.runtime.configuration import AUTO_WATERMARK_INTERVAL, seconds
from drey.runtime.elements import ObjectBatch, WatermarkStatus
from drey.runtime.operators.operator import Emitted, OperatorContext
from drey.runtime.operators.stream.object_operator import ObjectOperator
from drey.runtime.tasks.watermarks import MIN_WATERMARK, PeriodicWatermark
from drey.udf.stream_failures import function_failure


class StreamWatermarksOperator(ObjectOperator):
    """See the module."""

    forwards_watermarks: ClassVar[bool] = False

    def __init__(self, context: OperatorContext) -> None:
        super().__init__(context)
        params = context.spec.params
        self._assigner = None if params["assigner"] is None else self.load(params["assigner"])
        self._emits: bool = params["watermarks"]
        self._delay: int = params["delay_ms"] + 1
        self._idle_after: float | None = None if params["idle_ms"] is None else params["idle_ms"] / 1000
        self._mark = PeriodicWatermark(seconds(AUTO_WATERMARK_INTERVAL, context.options))
        self._last_value: float | None = None
        self._idle = False

    def process_objects(self, batch: ObjectBatch, input_index: int) -> Iterable[Emitted]:
        self._last_value = None
        if self._idle:
            self._idle = False
            yield WatermarkStatus(False)
        timestamps = self._timestamps(batch)
        yield ObjectBatch(batch.values, timestamps)
        if timestamps is not None and self._emits:
            now = monotonic()
            self._mark.rows_came(now)
            self._mark.reach(max(timestamps) - self._delay)
            yield from self._mark.due(now)

    def _timestamps(self, batch: ObjectBatch) -> list[int] | None:
        if self._assigner is None:
            return batch.timestamps
        known = repeat(MIN_WATERMARK, len(batch)) if batch.timestamps is None else batch.timestamps
        timestamps: list[int] = []
        try:
            timestamps.extend(map(self._assigner.target, batch.values, known))
            if not set(map(type, timestamps)) <= {int}:
                raise TypeError("the timestamp of a value must be an int, in milliseconds")
            if len(timestamps) < len(batch):
                raise RuntimeError("the timestamp assigner raised StopIteration")
        except Exception as error:
            index = min(len(timestamps), len(batch) - 1)
            raise function_failure(error, self._assigner, batch.values[index]) from None
        return timestamps

    def tick(self, now: float) -> Iterable[Emitted]:
        if self._idle:
            return
        yield from self._mark.due(now)
        if self._idle_after is not None:
            if self._last_value is None:
                self._last_value = now
            elif now - self._last_value >= self._idle_after:
                self._idle = True
                yield from self._mark.before_idleness(now)
                yield WatermarkStatus(True)
