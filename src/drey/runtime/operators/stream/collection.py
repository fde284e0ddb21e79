"""Gives the values of a Python list: the second half of ``from_collection``.

Computes: for each number of the input, the value at that position of the resource, a pickled list. The source before
it counts, and is what a checkpoint remembers. State: none. Timestamps: none. Watermarks: pass through.

Params: ``{"resource": key, "type": output type}``; the input has one BIGINT column of consecutive numbers from 0.

Example:
    ``["a", "b", "c"]``: the rows 1 and 2 become ``["b", "c"]``.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from typing import Any

from drey.runtime.elements import ChangelogBatch, ObjectBatch
from drey.runtime.operators.operator import Emitted, Operator
from drey.runtime.operators.stream.output_type import OutputType


class StreamCollectionOperator(Operator):
    """See the module."""

    def open(self) -> None:
        params = self.context.spec.params
        values: list[Any] = pickle.loads(self.context.resources[params["resource"]])
        self._values = OutputType(params["type"], self.context.spec.name).convert(values)

    def process(self, batch: ChangelogBatch, input_index: int = 0) -> Iterable[Emitted]:
        numbers = batch.data.to_series(0)
        yield ObjectBatch(self._values[numbers[0] : numbers[-1] + 1])
