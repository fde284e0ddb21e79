"""Writes values to the standard output, one a line, as Flink's ``print`` does.

Computes: nothing. Above parallelism 1 a line begins with the subtask's number, ``1> ``, and with an identifier with
that, ``name:1> ``; at parallelism 1 with ``name> ``. State: none, so values may be written again after a failure.
Watermarks: ignored.

Params: ``{"type": input type, "identifier": text | None}``.

Example:
    ``[(1, "a")]`` of type ``TUPLE`` is written as ``(1,a)``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from drey.runtime.elements import ObjectBatch
from drey.runtime.operators.operator import Emitted, OperatorContext
from drey.runtime.operators.stream.object_operator import ObjectOperator
from drey.types.stream_text import line_of


class StreamPrintOperator(ObjectOperator):
    """See the module."""

    def __init__(self, context: OperatorContext) -> None:
        super().__init__(context)
        params = context.spec.params
        self._text = line_of(params["type"])
        parts = [params["identifier"]] if params["identifier"] else []
        if context.parallelism > 1:
            parts.append(str(context.subtask + 1))
        self._prefix = f"{':'.join(parts)}> " if parts else ""

    def process_objects(self, batch: ObjectBatch, input_index: int) -> Iterable[Emitted]:
        prefix, text = self._prefix, self._text
        sys.stdout.write("".join([f"{prefix}{text(value)}\n" for value in batch.values]))
        return ()

    def finish(self, input_index: int = 0) -> Iterable[Emitted]:
        sys.stdout.flush()
        return ()
