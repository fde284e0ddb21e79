"""The values of several streams as one.

Computes: every value of every input, in the order of arrival. State: none. Timestamps: kept. Watermarks: the
minimum over the inputs, by the task.

Params: none.

Example:
    The streams ``[1]`` and ``[2]`` become ``[1, 2]`` or ``[2, 1]``.
"""

from __future__ import annotations

from collections.abc import Iterable

from drey.runtime.elements import ObjectBatch
from drey.runtime.operators.operator import Emitted
from drey.runtime.operators.stream.object_operator import ObjectOperator


class StreamUnionOperator(ObjectOperator):
    """See the module."""

    def process_objects(self, batch: ObjectBatch, input_index: int) -> Iterable[Emitted]:
        yield ObjectBatch(batch.values, batch.timestamps)
