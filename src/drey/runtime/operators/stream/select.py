"""Lets one output of a process function through.

Computes: the batches of the main output, or those of one side output, without the tag. State: none. Timestamps:
kept. Watermarks: pass through.

Params: ``{"tag": name | None}``.

Example:
    With ``{"tag": "late"}``, a batch of the main output is dropped, and one of ``late`` goes on.
"""

from __future__ import annotations

from collections.abc import Iterable

from drey.runtime.elements import ObjectBatch
from drey.runtime.operators.operator import Emitted
from drey.runtime.operators.stream.object_operator import ObjectOperator


class StreamSelectOperator(ObjectOperator):
    """See the module."""

    def process_objects(self, batch: ObjectBatch, input_index: int) -> Iterable[Emitted]:
        if batch.tag == self.context.spec.params["tag"]:
            yield ObjectBatch(batch.values, batch.timestamps)
