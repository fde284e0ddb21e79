"""Maps, filters and flat maps, one after another, in one loop.

Computes: each value goes through the functions in their order, before the next value does; then results become
values of the output's type. The loop runs inside the interpreter's own iterators, so that between two calls of
users' functions there is no bytecode. State: none. Timestamps: a result has that of the value it came from.
Watermarks: pass through.

Params: ``{"steps": [{"op": "map" | "filter" | "flat-map", "function": key}], "type": output type}``.

Example:
    ``map(lambda x: x + 1)`` and ``filter(lambda x: x > 2)``: ``[1, 2, 3]`` becomes ``[3, 4]``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from operator import length_hint
from typing import Any

from drey.runtime.elements import ObjectBatch
from drey.runtime.operators.operator import Emitted, OperatorContext
from drey.runtime.operators.stream.object_operator import ObjectOperator
from drey.runtime.operators.stream.output_type import OutputType
from drey.udf.failures import UserCodeError
from drey.udf.stream_failures import chain_failure


class StreamChainOperator(ObjectOperator):
    """See the module."""

    def __init__(self, context: OperatorContext) -> None:
        super().__init__(context)
        steps = context.spec.params["steps"]
        self._steps = [(step["op"], self.load(step["function"])) for step in steps]
        self._loaded = [function for _, function in self._steps]
        self._targets = [(op, function.target) for op, function in self._steps]
        self._one_to_one = all(op == "map" for op, _ in self._steps)
        self._output = OutputType(context.spec.params["type"], self._steps[-1][1].name)

    def process_objects(self, batch: ObjectBatch, input_index: int) -> Iterable[Emitted]:
        if batch.timestamps is None or self._one_to_one:
            values, timestamps = self._run(batch.values), batch.timestamps
        else:
            values, timestamps = self._run_with_timestamps(batch.values, batch.timestamps)
        if self._gauges:
            self.update_gauges()
        yield ObjectBatch(self._output.convert(values), timestamps)

    def _pipeline(self, source: Iterator[Any]) -> Iterator[Any]:
        for op, target in self._targets:
            if op == "map":
                source = map(target, source)
            elif op == "filter":
                source = filter(target, source)
            else:
                source = chain.from_iterable(map(target, source))
        return source

    def _run(self, values: list[Any]) -> list[Any]:
        source = iter(values)
        try:
            results = list(self._pipeline(source))
            if length_hint(source):  # a function raised StopIteration, which ends every iterator in silence
                raise RuntimeError("a function raised StopIteration")
        except Exception as error:
            raise self._failure(error, values, len(values) - length_hint(source) - 1) from None
        return results

    def _run_with_timestamps(self, values: list[Any], timestamps: list[int]) -> tuple[list[Any], list[int]]:
        source = iter(values)
        results: list[Any] = []
        left: list[int] = []  # of each result, how many values come after the one that it was made of
        try:
            for result in self._pipeline(source):
                results.append(result)
                left.append(length_hint(source))
            if length_hint(source):
                raise RuntimeError("a function raised StopIteration")
        except Exception as error:
            raise self._failure(error, values, len(values) - length_hint(source) - 1) from None
        last = len(values) - 1
        return results, [timestamps[last - after] for after in left]

    def _failure(self, error: Exception, values: list[Any], index: int) -> UserCodeError:
        return chain_failure(error, self._loaded, values[max(index, 0)])
