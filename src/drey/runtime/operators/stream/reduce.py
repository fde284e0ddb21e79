"""The running reduction of each key.

Computes: for each value the reduction of all values of its key so far; a key's first value goes on as it is. In
batch mode one value for each key, when the input ends. State: one value for
each key, never freed. Timestamps: those of the values. Watermarks: pass through.

Params: ``{"function": key, "type": output type}``.

Example:
    ``lambda a, b: a + b`` by parity: ``[1, 2, 3, 4, 5]`` becomes ``[1, 2, 4, 6, 9]``.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from drey.runtime.elements import ObjectBatch
from drey.runtime.operators.operator import Emitted, OperatorContext
from drey.runtime.operators.stream.object_operator import ObjectOperator
from drey.runtime.operators.stream.output_type import OutputType
from drey.runtime.state.objects.reducing_state import ObjectReducingState
from drey.runtime.state.objects.store import ObjectStateStore
from drey.runtime.state.snapshot import StateReader, StateWriter
from drey.udf.failures import shown
from drey.udf.stream_failures import function_failure

STATE = "reduce"

_IMMUTABLE = frozenset({int, float, str, bytes, bool, tuple, frozenset, type(None)})


class StreamReduceOperator(ObjectOperator):
    """See the module."""

    def __init__(self, context: OperatorContext) -> None:
        super().__init__(context)
        params = context.spec.params
        self._function = self.load(params["function"])
        self._reduce = self._function.target
        self._output = OutputType(params["type"], self._function.name)
        self._final_only = not context.evaluation.streaming
        self._store = ObjectStateStore.of_subtask(
            context.max_parallelism, context.subtask, context.parallelism, context.state
        )
        self._state = ObjectReducingState(self._store.current, self._reduce, self._store.new_map())

    def open(self) -> None:
        self._state = self._store.own_state(STATE, self._state)
        self.open_functions(self._store)

    def process_objects(self, batch: ObjectBatch, input_index: int) -> Iterable[Emitted]:
        assert batch.keys is not None, "a keyed stream has keys"
        out: list[Any] = []
        append, reduce, values = out.append, self._reduce, self._state.by_key
        key = value = before = None
        try:
            for key, value in zip(batch.keys, batch.values, strict=True):
                if key in values:
                    before = values[key]
                    result = reduce(before, value)
                    values[key] = result
                    if (result is before or result is value) and type(result) not in _IMMUTABLE:
                        # The next call may change its first argument, which must not reach what is given on.
                        result = copy.deepcopy(result)
                    append(result)
                else:
                    values[key] = value
                    append(value if type(value) in _IMMUTABLE else copy.deepcopy(value))
        except Exception as error:
            failure = function_failure(error, self._function, before, value)
            error.add_note(f"for the key {shown(key)}")
            raise failure from None
        self.context.metrics.state_rows = len(values)
        if self._gauges:
            self.update_gauges()
        if not self._final_only:
            yield ObjectBatch(self._output.convert(out), batch.timestamps)

    def finish(self, input_index: int = 0) -> Iterable[Emitted]:
        if self._final_only and len(self._state):
            yield ObjectBatch(self._output.convert(list(self._state.by_key.values())))

    def snapshot(self, writer: StateWriter) -> None:
        self._store.snapshot(writer)

    def restore(self, reader: StateReader) -> None:
        self._store.restore(reader)
