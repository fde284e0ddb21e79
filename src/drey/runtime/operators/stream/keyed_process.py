"""A process function on a keyed stream: state and timers for each key.

Computes: what ``process_element`` gives for each value and ``on_timer`` for each timer that is due; values for side
outputs go there. State: what the function asks for, as one table for each state, and the timers; freed by the
function's ``clear`` and when a timer fires. Timestamps: a result has that of the value it came from, or the time of
the event-time timer; results of processing-time timers have none. Watermarks: timers up to a watermark fire before
it passes on. Timers of the wall clock fire at the operator's ticks, about every 100 ms; those that are not due when
the input ends never fire, as in Flink.

Params: ``{"function": key, "op": "process" | "map" | "filter" | "flat-map", "type": output type, "sides": {tag:
type}}``; a map, filter or flat map is here because its function may use keyed state.

Example:
    A function that counts with a ``ValueState`` and yields ``(key, count)``: the keys ``[a, b, a]`` give
    ``(a, 1), (b, 1), (a, 2)``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from drey.runtime.elements import ObjectBatch, Watermark
from drey.runtime.operators.operator import Emitted, OperatorContext
from drey.runtime.operators.stream.contexts import KeyedProcessContext
from drey.runtime.operators.stream.object_operator import ObjectOperator
from drey.runtime.operators.stream.side_outputs import ProcessOutputs
from drey.runtime.state.objects.store import ObjectStateStore
from drey.runtime.state.objects.timers import TimerQueue
from drey.runtime.state.snapshot import StateReader, StateWriter
from drey.udf.failures import UserCodeError, shown, user_code_failure
from drey.udf.stream import TimeDomain
from drey.udf.stream_failures import function_failure


class StreamKeyedProcessOperator(ObjectOperator):
    """See the module."""

    def __init__(self, context: OperatorContext) -> None:
        super().__init__(context)
        params = context.spec.params
        self._function = self.load(params["function"])
        self._outputs = ProcessOutputs(params["type"], params["sides"], self._function.name)
        self._store = ObjectStateStore.of_subtask(
            context.max_parallelism, context.subtask, context.parallelism, context.state
        )
        self._timers = self._store.timers
        self._process = _as_process(params["op"], self._function.target)
        self._on_timer: Callable[[int, Any], Any] | None = (
            getattr(self._function.function, "on_timer", None) if params["op"] == "process" else None
        )

    def open(self) -> None:
        self.open_functions(self._store)

    def process_objects(self, batch: ObjectBatch, input_index: int) -> Iterable[Emitted]:
        assert batch.keys is not None, "a keyed stream has keys"
        out: list[Any] = []
        stamps: list[int] | None = None
        current, process, extend = self._store.current, self._process, out.extend
        ctx = KeyedProcessContext(current, self._timers)
        value: Any = None
        try:
            if batch.timestamps is None:
                for current.key, value in zip(batch.keys, batch.values, strict=True):
                    results = process(value, ctx)
                    if results is not None:
                        extend(results)
            else:
                ends: list[int] = []
                mark = ends.append
                for current.key, value, ctx.stamp in zip(
                    batch.keys, batch.values, batch.timestamps, strict=True
                ):
                    results = process(value, ctx)
                    if results is not None:
                        extend(results)
                    mark(len(out))
                stamps = _stamps_of_results(batch.timestamps, ends)
        except Exception as error:
            raise self._with_key(function_failure(error, self._function, value)) from None
        self.context.metrics.state_rows = self._store.keys
        if self._gauges:
            self.update_gauges()
        return self._outputs.batches(out, stamps)

    def _with_key(self, failure: UserCodeError) -> UserCodeError:
        failure.error.add_note(f"for the key {shown(self._store.current.key)}")
        return failure

    def advance(self, watermark: Watermark) -> Iterable[Emitted]:
        self._timers.watermark = watermark.timestamp
        return self._fire(self._timers.event, watermark.timestamp, TimeDomain.EVENT_TIME)

    def tick(self, now: float) -> Iterable[Emitted]:
        timers = self._timers
        self._store.purge()
        return self._fire(timers.processing, timers.current_processing_time(), TimeDomain.PROCESSING_TIME)

    def _fire(self, queue: TimerQueue, until: int, domain: TimeDomain) -> Iterable[Emitted]:
        if self._on_timer is None or not queue.waiting(until):
            return ()
        out: list[Any] = []
        stamps: list[int] = []
        current, on_timer = self._store.current, self._on_timer
        ctx = KeyedProcessContext(current, self._timers)
        ctx.domain = domain
        timestamp = 0
        try:
            for timestamp, key in queue.due(until):
                current.key = key
                ctx.stamp = timestamp
                results = on_timer(timestamp, ctx)
                if results is not None:
                    out.extend(results)
                    stamps.extend([timestamp] * (len(out) - len(stamps)))
        except Exception as error:
            name = f"{self._function.name}.on_timer"
            failure = user_code_failure(error, name, on_timer, (timestamp,))
            raise self._with_key(failure) from None
        return self._outputs.batches(out, stamps if domain is TimeDomain.EVENT_TIME else None)

    def snapshot(self, writer: StateWriter) -> None:
        self._store.snapshot(writer)

    def restore(self, reader: StateReader) -> None:
        self._store.restore(reader)


def _stamps_of_results(timestamps: list[int], ends: list[int]) -> list[int]:
    """The timestamp of each result: that of its value.

    Args:
        timestamps: One for each value.
        ends: How many results there were after each value.
    """
    if ends == list(range(1, len(ends) + 1)):
        return timestamps
    stamps: list[int] = np.repeat(np.asarray(timestamps, np.int64), np.diff(ends, prepend=0)).tolist()
    return stamps


def _as_process(op: str, target: Callable[..., Any]) -> Callable[[Any, Any], Any]:
    """A function of a value and a context that gives the results."""
    match op:
        case "map":
            return lambda value, ctx: (target(value),)
        case "filter":
            return lambda value, ctx: (value,) if target(value) else None
        case "flat-map":
            return lambda value, ctx: target(value)
    return target
