"""The base of operators that take Python objects, and what they share with their users' functions."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from drey.errors import JobError
from drey.runtime.configuration import GLOBAL_JOB_PARAMETERS, parse_map
from drey.runtime.elements import Batch, ObjectBatch
from drey.runtime.operators.operator import Emitted, Operator, OperatorContext
from drey.udf.context import MetricGroup
from drey.udf.stream import StreamFunction, load
from drey.udf.stream_context import KeyedStates, StreamRuntimeContext


class ObjectOperator(Operator):
    """Takes batches of Python objects; :meth:`process_objects` does the work.

    It opens and closes the functions that :meth:`load` was asked for.
    """

    calls_functions: ClassVar[bool] = True

    def __init__(self, context: OperatorContext) -> None:
        super().__init__(context)
        self._functions: list[StreamFunction] = []
        self._opened: list[StreamFunction] = []
        self._gauges: dict[str, Callable[[], int]] = {}

    def process(self, batch: Batch, input_index: int = 0) -> Iterable[Emitted]:
        if not isinstance(batch, ObjectBatch):
            raise JobError(f"operator '{self.context.spec.name}' takes Python objects, and was given columns")
        return self.process_objects(batch, input_index)

    @abstractmethod
    def process_objects(self, batch: ObjectBatch, input_index: int) -> Iterable[Emitted]:
        """Handle one batch of an input. Batches are never empty."""

    def load(self, key: str) -> StreamFunction:
        """A function of the job graph, to be opened by :meth:`open_functions`. For the constructor."""
        function = load(self.context.functions[key])
        self._functions.append(function)
        return function

    def open(self) -> None:
        self.open_functions(None)

    def open_functions(self, states: KeyedStates | None) -> None:
        """Begin the life of the loaded functions; with ``states`` they see keyed state."""
        runtime_context = self._runtime_context()
        runtime_context.states = states
        for function in self._functions:
            self._opened.append(function)
            function.open(runtime_context)

    def close(self) -> None:
        opened, self._opened = self._opened, []
        for function in opened:
            function.close()

    def update_gauges(self) -> None:
        """Ask the functions' gauges; after each batch."""
        for name, gauge in self._gauges.items():
            self.context.metrics.extra[name] = gauge()

    def _runtime_context(self) -> StreamRuntimeContext:
        context = self.context
        return StreamRuntimeContext(
            MetricGroup(context.metrics.extra, self._gauges),
            parse_map(GLOBAL_JOB_PARAMETERS.get(context.options) or ""),
            context.spec.name,
            context.task_name_with_subtasks,
            context.parallelism,
            context.max_parallelism,
            context.subtask,
            context.attempt,
        )


def repeated(timestamp: int, values: Sequence[object]) -> list[int]:
    """The timestamp for each value."""
    return [timestamp] * len(values)
