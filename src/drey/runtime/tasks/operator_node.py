"""One operator inside a running task: where elements arrive, are counted and go on to the consumers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Protocol

from drey.graph.job_graph import OperatorSpec
from drey.runtime.elements import (
    MAX_WATERMARK,
    ChangelogBatch,
    Element,
    EndOfInput,
    ObjectBatch,
    Watermark,
    WatermarkStatus,
)
from drey.runtime.metrics import OperatorMetrics
from drey.runtime.operators.operator import Operator
from drey.runtime.tasks.failures import naming
from drey.runtime.tasks.watermarks import MIN_WATERMARK, WatermarkValve


class Consumer(Protocol):
    """Takes the elements of one producer: an operator, or the end of an exchange."""

    def receive(self, element: Element, index: int) -> None:
        """Take an element as that of the input ``index``."""


class Emitter:
    """Hands the elements of one producer, a source or an operator, to its consumers, in turn.

    The call returns when everything downstream has taken the element in, so that between two calls nothing
    is in flight: a snapshot taken then needs no alignment.
    """

    def __init__(self, metrics: OperatorMetrics) -> None:
        self.metrics = metrics
        self.consumers: list[tuple[Consumer, int]] = []
        self.watermark = MIN_WATERMARK
        self.idle = False

    def emit(self, element: Element) -> None:
        """Pass an element on. Empty batches and watermarks that don't advance are dropped here."""
        if isinstance(element, ChangelogBatch | ObjectBatch):
            rows = len(element)
            if rows == 0:
                return
            self.metrics.rows_out += rows
            self.metrics.batches_out += 1
        elif isinstance(element, Watermark):
            if element.timestamp <= self.watermark:
                return
            self.watermark = element.timestamp
            self.idle = False  # for the consumers a watermark ends idleness
        elif isinstance(element, WatermarkStatus):
            if element.idle == self.idle:
                return
            self.idle = element.idle
        for consumer, index in self.consumers:
            consumer.receive(element, index)


class OperatorNode:
    """An operator with its inputs' progress. Not thread-safe: the task thread owns it."""

    def __init__(self, spec: OperatorSpec, operator: Operator) -> None:
        self.spec = spec
        self.operator = operator
        self.metrics = operator.context.metrics
        self.output = Emitter(self.metrics)
        self.valve = WatermarkValve(len(spec.inputs))
        self.ticks = type(operator).tick is not Operator.tick

    @property
    def finished(self) -> bool:
        """True once every input has ended."""
        return self.valve.all_ended

    def receive(self, element: Element, index: int) -> None:
        """Take one element of an input and emit all that follows from it."""
        with naming(self.spec.name):
            if isinstance(element, ChangelogBatch | ObjectBatch):
                self.metrics.rows_in += len(element)
                self.metrics.batches_in += 1
                start = perf_counter()
                self._drain(self.operator.process(element, index), start)  # type: ignore[arg-type]
            elif isinstance(element, Watermark):
                self._advance(self.valve.advance(index, element.timestamp))
            elif isinstance(element, WatermarkStatus):
                if self.operator.forwards_watermarks:
                    self._advance(self.valve.set_idle(index, element.idle))
                    self.output.emit(WatermarkStatus(self.valve.idle))
            elif isinstance(element, EndOfInput):
                self._end(index)

    def tick(self, now: float) -> None:
        """Give the operator the time (see :meth:`Operator.tick`)."""
        self._guarded(lambda: self.operator.tick(now))

    def prepare_snapshot(self, checkpoint_id: int) -> None:
        """Let the operator emit what belongs to a checkpoint."""
        self._guarded(lambda: self.operator.prepare_snapshot(checkpoint_id))

    def _guarded(self, call: Callable[[], Iterable[Element]]) -> None:
        with naming(self.spec.name):
            start = perf_counter()
            self._drain(call(), start)

    def _advance(self, timestamp: int | None) -> None:
        if timestamp is None or not (self.operator.forwards_watermarks or timestamp == MAX_WATERMARK):
            return
        watermark = Watermark(timestamp)
        event_time = self.operator.context.evaluation.event_time
        if event_time is not None:
            event_time.watermark = timestamp
        self._drain(self.operator.advance(watermark), perf_counter())
        self.output.emit(watermark)

    def _end(self, index: int) -> None:
        if self.valve.ended[index]:
            return
        self._drain(self.operator.finish(index), perf_counter())
        self._advance(self.valve.end(index))
        if self.valve.all_ended:
            self.output.emit(EndOfInput())

    def _drain(self, outputs: Iterable[Element], start: float) -> None:
        """Emit what the operator yields, counting its own time but not that of its consumers."""
        metrics = self.metrics
        for element in outputs:
            metrics.busy_seconds += perf_counter() - start
            self.output.emit(element)
            start = perf_counter()
        metrics.busy_seconds += perf_counter() - start
