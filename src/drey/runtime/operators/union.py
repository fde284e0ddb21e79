"""UNION ALL: the rows of all inputs under the names of the output.

Computes: every row of every input, in the order of arrival. State: none. Changelog: every row keeps its kind.
Watermarks: the minimum over the inputs, by the task.

Example:
    ``SELECT a FROM t UNION ALL SELECT b FROM u``: ``a=[1]`` and ``b=[1]`` become ``a=[1]`` twice.
"""

from __future__ import annotations

from collections.abc import Iterable

from drey.runtime.elements import ChangelogBatch
from drey.runtime.operators.operator import Emitted, Operator


class UnionOperator(Operator):
    """See the module."""

    def open(self) -> None:
        output = self.context.spec.output
        self._renamed = [row_type.names != output.names for row_type in self.context.inputs]

    def process(self, batch: ChangelogBatch, input_index: int = 0) -> Iterable[Emitted]:
        frame = batch.data
        if self._renamed[input_index]:
            frame = frame.clone()
            names = self.context.spec.output.names
            frame.columns = [*names, *frame.columns[len(names) :]]
        yield ChangelogBatch(frame)
