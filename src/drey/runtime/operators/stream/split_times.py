"""The event time of a source whose splits become a stream of Python objects."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from drey.connectors.api import Fetched
from drey.runtime.elements import ChangelogBatch
from drey.runtime.operators.operator import OperatorContext
from drey.runtime.operators.split_event_time import SplitEventTime
from drey.runtime.operators.stream.row_values import RowValues
from drey.types import logical as t
from drey.udf.stream import load
from drey.udf.stream_failures import function_failure


class ObjectSplitEventTime(SplitEventTime):
    """Event time from the timestamps that rows have, or from a program's assigner, which sees the values.

    A split's watermark is the greatest timestamp so far minus the allowed disorder minus 1 ms.

    Args:
        context: The source's context, with the param ``event_time``: ``{"column": name, "shape": "value" | "row",
            "delay_ms": number}``, and ``assigner`` and ``decode`` where there are such functions.
    """

    def __init__(self, context: OperatorContext) -> None:
        super().__init__(context)
        params = context.spec.params
        settings = params["event_time"]
        self._column: str = settings["column"]
        self._delay: int = settings["delay_ms"] + 1
        self._names = list(context.spec.output.names)
        columns = tuple(one for one in context.spec.output.fields if one.name != self._column)
        self._values = RowValues(settings["shape"], t.RowType(columns), context.evaluation.time_zone)
        self._assigner = load(context.functions[params["assigner"]]) if "assigner" in params else None
        self._decode = load(context.functions[params["decode"]]).target if "decode" in params else None

    def look(self, item: Fetched) -> tuple[Fetched, int | None]:
        frame = item.data
        if frame.columns != self._names:
            frame = frame.rename(dict(zip(frame.columns, self._names, strict=True)))
        if self._assigner is not None:
            frame = frame.with_columns(self._assigned(frame))
            item = replace(item, data=frame)
        greatest = frame[self._column].dt.epoch("ms").max()
        return item, greatest - self._delay if isinstance(greatest, int) else None

    def _assigned(self, frame: pl.DataFrame) -> pl.Series:
        """The column of timestamps with those of the assigner; a value that is passed over keeps its own."""
        assert self._assigner is not None
        known = frame[self._column]
        values, stamps = self._values.of(ChangelogBatch(frame)), known.dt.epoch("ms").to_list()
        if self._decode is not None:
            values = [None if value is None else self._decode(value) for value in values]
        assign, index = self._assigner.target, 0
        try:
            for index, value in enumerate(values):
                if value is None:
                    continue
                stamp = assign(value, stamps[index])
                if type(stamp) is not int:
                    raise TypeError("the timestamp of a value must be an int, in milliseconds")
                stamps[index] = stamp
        except Exception as error:
            raise function_failure(error, self._assigner, values[index]) from None
        return pl.Series(self._column, stamps, dtype=pl.Int64).cast(known.dtype)
