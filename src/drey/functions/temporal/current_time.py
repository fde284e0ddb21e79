"""The current time. A bounded job reads the clock once, when it starts; a streaming job once per batch.

CURRENT_WATERMARK is the time of the events instead: what the operator's input has reached.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import polars as pl

from drey.errors import UnsupportedError, ValidationError
from drey.functions.definition import CallTypes, EvaluationContext, Infer, Kernel, KernelCall, ScalarFunction
from drey.functions.inference import explicit
from drey.functions.parameters import takes
from drey.functions.temporal.zones import zone
from drey.types import logical as t
from drey.types.polars_types import polars_type

Reading = Callable[[dt.datetime, dt.tzinfo], object]


def _instant(now: dt.datetime, session: dt.tzinfo) -> dt.datetime:
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def _local_timestamp(now: dt.datetime, session: dt.tzinfo) -> dt.datetime:
    return _instant(now, session).astimezone(session).replace(tzinfo=None)


def _local_date(now: dt.datetime, session: dt.tzinfo) -> dt.date:
    return now.astimezone(session).date()


def _local_time(now: dt.datetime, session: dt.tzinfo) -> dt.time:
    return now.astimezone(session).time().replace(microsecond=0)


def _kernel(reading: Reading, *, per_batch: bool | None = None) -> Kernel:
    """``per_batch`` is None if it depends on the execution mode."""

    def kernel(call: KernelCall) -> pl.Expr:
        dtype = polars_type(call.result)
        session = zone(call.context.time_zone)
        each = _reads_each_batch(call.context) if per_batch is None else per_batch
        if not each:
            now = call.context.now or dt.datetime.now(dt.UTC)
            return pl.lit(reading(now, session), dtype=dtype)

        def read(column: pl.Series) -> pl.Series:
            value = reading(dt.datetime.now(dt.UTC), session)
            return pl.Series(column.name, [value], dtype=dtype).new_from_index(0, len(column))

        return pl.lit(0).map_batches(read, return_dtype=dtype, is_elementwise=True)

    return kernel


def _reads_each_batch(context: EvaluationContext) -> bool:
    return context.streaming or context.now is None


def _unbuilt(name: str, why: str) -> Kernel:
    def kernel(call: KernelCall) -> pl.Expr:
        raise UnsupportedError(f"{name} {why}")

    return kernel


def _infer_current_watermark(call: CallTypes) -> t.LogicalType:
    (given,) = call.types if len(call.types) == 1 else (None,)
    if not isinstance(given, t.AnyTimestampType):
        raise call.invalid("<TIMESTAMP *ROWTIME*>")
    if given.attribute is not t.TimeAttribute.ROWTIME:
        raise ValidationError(
            "the argument of CURRENT_WATERMARK() must be a rowtime attribute", detail=f"found {given}"
        )
    return given.with_attribute(t.TimeAttribute.NONE).with_nullable(True)


def _current_watermark(call: KernelCall) -> pl.Expr:
    """The operator's watermark when the batch comes; NULL before the first."""
    dtype = polars_type(call.result)
    event_time = call.context.event_time
    if event_time is None:
        return pl.lit(None, dtype=dtype)

    def read(column: pl.Series) -> pl.Series:
        value = pl.Series(column.name, [event_time.watermark], dtype=pl.Int64)
        zone = "UTC" if isinstance(call.result, t.LocalZonedTimestampType) else None
        return value.cast(pl.Datetime("ms", zone)).cast(dtype).new_from_index(0, len(column))

    return pl.lit(0).map_batches(read, return_dtype=dtype, is_elementwise=True)


def _no_arguments(type_: t.LogicalType) -> Infer:
    return takes(result=explicit(type_))


_DATE = _no_arguments(t.DateType(nullable=False))
_TIME = _no_arguments(t.TimeType(0, nullable=False))
_TIMESTAMP = _no_arguments(t.TimestampType(3, nullable=False))
_INSTANT = _no_arguments(t.LocalZonedTimestampType(3, nullable=False))
_PROCTIME = _no_arguments(t.LocalZonedTimestampType(3, nullable=False, attribute=t.TimeAttribute.PROCTIME))
_SOURCE_WATERMARK = _no_arguments(t.LocalZonedTimestampType(3))


def _clock(name: str, infer: Infer, reading: Reading) -> ScalarFunction:
    sql_names = (name.replace("LOCAL_", "LOCAL"),)
    return ScalarFunction(name, infer, _kernel(reading), sql_names, deterministic=False, dynamic=True)


FUNCTIONS: tuple[ScalarFunction, ...] = (
    _clock("CURRENT_DATE", _DATE, _local_date),
    _clock("CURRENT_TIME", _TIME, _local_time),
    _clock("LOCAL_TIME", _TIME, _local_time),
    _clock("CURRENT_TIMESTAMP", _INSTANT, _instant),
    _clock("NOW", _INSTANT, _instant),
    _clock("LOCAL_TIMESTAMP", _TIMESTAMP, _local_timestamp),
    ScalarFunction(
        "CURRENT_ROW_TIMESTAMP",
        _INSTANT,
        _kernel(_instant, per_batch=True),
        ("CURRENT_ROW_TIMESTAMP",),
        deterministic=False,
    ),
    ScalarFunction(
        "PROCTIME", _PROCTIME, _kernel(_instant, per_batch=True), ("PROCTIME",), deterministic=False
    ),
    ScalarFunction(
        "CURRENT_WATERMARK",
        _infer_current_watermark,
        _current_watermark,
        ("CURRENT_WATERMARK",),
        deterministic=False,
    ),
    ScalarFunction(
        "SOURCE_WATERMARK",
        _SOURCE_WATERMARK,
        _unbuilt("SOURCE_WATERMARK()", "can only be used as a single expression in a WATERMARK FOR clause"),
        ("SOURCE_WATERMARK",),
        deterministic=False,
    ),
)
