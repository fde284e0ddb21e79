"""Finds the key of each value.

Computes: the values as they are, each with what the key selector gives for it; the exchange behind the operator
distributes by that. State: none. Timestamps: kept. Watermarks: pass through.

Params: ``{"function": key, "type": key type}``.

Example:
    ``key_by(lambda x: x[0])``: ``[("a", 1)]`` goes on with the keys ``["a"]``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from drey.errors import UserFunctionError
from drey.runtime.elements import ObjectBatch
from drey.runtime.operators.operator import Emitted, OperatorContext
from drey.runtime.operators.stream.object_operator import ObjectOperator
from drey.runtime.operators.stream.output_type import OutputType
from drey.udf.failures import shown
from drey.udf.stream_failures import function_failure


class StreamKeyByOperator(ObjectOperator):
    """See the module."""

    def __init__(self, context: OperatorContext) -> None:
        super().__init__(context)
        self._function = self.load(context.spec.params["function"])
        self._type = OutputType(context.spec.params["type"], self._function.name)

    def process_objects(self, batch: ObjectBatch, input_index: int) -> Iterable[Emitted]:
        keys: list[Any] = []
        try:
            keys.extend(map(self._function.target, batch.values))
            if len(keys) < len(batch):
                raise RuntimeError("the key selector raised StopIteration")
        except Exception as error:
            raise function_failure(error, self._function, batch.values[len(keys)]) from None
        keys = self._type.convert(keys)
        if type(keys[0]) is float:
            keys = [math.nan if key != key else key for key in keys]  # one object, which Python finds again
        try:
            hash(keys[0])
        except TypeError:
            raise UserFunctionError(
                f"the key {shown(keys[0])} has no hash",
                detail=f"the key selector gave a {type(keys[0]).__name__} for {shown(batch.values[0])}",
                hint="give a number, a string, a tuple or a Row",
            ) from None
        yield ObjectBatch(batch.values, batch.timestamps, keys)
