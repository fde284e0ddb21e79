"""Finds the partition of each value, for ``partition_custom``.

Computes: the values as they are, each with what the partitioner gives for its key; the exchange ``custom`` behind
the operator sends it there. State: none. Timestamps: kept. Watermarks: pass through.

Params: ``{"partitioner": key, "selector": key}``; the number of partitions is that of the subtasks behind it.

Example:
    ``partition_custom(lambda key, n: key % n, lambda x: x)`` for 2 partitions: ``[1, 2]`` goes on with ``[1, 0]``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from drey.runtime.elements import ObjectBatch
from drey.runtime.operators.operator import Emitted, OperatorContext
from drey.runtime.operators.stream.object_operator import ObjectOperator
from drey.udf.stream_failures import function_failure


class StreamPartitionOperator(ObjectOperator):
    """See the module."""

    def __init__(self, context: OperatorContext) -> None:
        super().__init__(context)
        params = context.spec.params
        self._partitioner = self.load(params["partitioner"])
        self._selector = self.load(params["selector"])
        self._partitions = context.channels

    def process_objects(self, batch: ObjectBatch, input_index: int) -> Iterable[Emitted]:
        partition, select, number = self._partitioner.target, self._selector.target, self._partitions
        partitions: list[int] = []
        function, value = self._selector, None
        try:
            for value in batch.values:
                function = self._selector
                key = select(value)
                function = self._partitioner
                one = partition(key, number)
                if not 0 <= one < number:
                    raise ValueError(f"partition {one} of {number} doesn't exist")
                partitions.append(one)
        except Exception as error:
            arguments: tuple[Any, ...] = (value,) if function is self._selector else (key, number)
            raise function_failure(error, function, *arguments) from None
        yield ObjectBatch(batch.values, batch.timestamps, partitions)
