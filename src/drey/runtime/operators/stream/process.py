"""A process function on a stream without keys.

Computes: what ``process_element`` gives for each value, in order; values for side outputs go there. State: none.
Timestamps: a result has that of the value it came from. Watermarks: pass through.

Params: ``{"function": key, "type": output type, "sides": {tag: type}}``.

Example:
    ``def process_element(self, value, ctx): yield value; yield value``: ``[1, 2]`` becomes ``[1, 1, 2, 2]``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from drey.runtime.elements import ObjectBatch, Watermark
from drey.runtime.operators.operator import Emitted, OperatorContext
from drey.runtime.operators.stream.contexts import ProcessContext
from drey.runtime.operators.stream.object_operator import ObjectOperator
from drey.runtime.operators.stream.side_outputs import ProcessOutputs
from drey.runtime.state.objects.timers import UnkeyedTimerService
from drey.udf.stream_failures import function_failure


class StreamProcessOperator(ObjectOperator):
    """See the module."""

    def __init__(self, context: OperatorContext) -> None:
        super().__init__(context)
        params = context.spec.params
        self._function = self.load(params["function"])
        self._outputs = ProcessOutputs(params["type"], params["sides"], self._function.name)
        self._service = UnkeyedTimerService()
        self._process = self._function.target

    def process_objects(self, batch: ObjectBatch, input_index: int) -> Iterable[Emitted]:
        out: list[Any] = []
        stamps: list[int] | None = None
        extend, process, ctx = out.extend, self._process, ProcessContext(self._service)
        value: Any = None
        try:
            if batch.timestamps is None:
                for value in batch.values:
                    results = process(value, ctx)
                    if results is not None:
                        extend(results)
            else:
                stamps = []
                for value, ctx.stamp in zip(batch.values, batch.timestamps, strict=True):
                    results = process(value, ctx)
                    if results is not None:
                        extend(results)
                        stamps.extend([ctx.stamp] * (len(out) - len(stamps)))
        except Exception as error:
            raise function_failure(error, self._function, value) from None
        if self._gauges:
            self.update_gauges()
        return self._outputs.batches(out, stamps)

    def advance(self, watermark: Watermark) -> Iterable[Emitted]:
        self._service.watermark = watermark.timestamp
        return ()
