"""Columns as the Python values that a user's function is given.

None for NULL, ``Decimal``, ``datetime`` values (TIMESTAMP_LTZ aware, in the session time zone), ``bytes``, lists for
ARRAY, dicts for MAP, named :class:`~drey.types.row.Row` objects for ROW; as the coders of PyFlink make them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from drey.errors import UnsupportedError
from drey.types import logical as t
from drey.types.polars_types import MAP_KEY, MAP_VALUE
from drey.types.row import Row

Convert = Callable[[Any], Any]

_UNSUPPORTED = (t.IntervalType, t.MultisetType, t.VariantType)


def python_values(series: pl.Series, type_: t.LogicalType, time_zone: str) -> list[Any]:
    """The values of a column.

    Args:
        series: The column, of the type's Polars data type.
        type_: Its logical type.
        time_zone: The session time zone.

    Raises:
        UnsupportedError: Functions can't take this type.
    """
    if isinstance(type_, t.LocalZonedTimestampType):
        return series.dt.convert_time_zone(time_zone).to_list()
    if isinstance(type_, t.RowType):
        return _rows(series, type_, time_zone)
    convert = value_converter(type_, time_zone)
    values = series.to_list()
    if convert is None:
        return values
    return [None if value is None else convert(value) for value in values]


def _rows(series: pl.Series, type_: t.RowType, time_zone: str) -> list[Any]:
    """Rows from a struct column, field by field, so that each field is converted in one step."""
    fields = series.struct
    columns = [python_values(fields.field(f.name), f.type, time_zone) for f in type_.fields]
    make = Row(*type_.names)
    rows: list[Any] = [make(*values) for values in zip(*columns, strict=True)]
    if series.null_count():
        return [None if null else row for row, null in zip(rows, series.is_null().to_list(), strict=True)]
    return rows


def value_converter(type_: t.LogicalType, time_zone: str) -> Convert | None:
    """How one value as Polars gives it (never None) becomes the function's; None if it is that already.

    Raises:
        UnsupportedError: Functions can't take this type.
    """
    match type_:
        case t.LocalZonedTimestampType():
            zone = ZoneInfo(time_zone)
            return lambda value: value.astimezone(zone)
        case t.ArrayType(element=element):
            inner = value_converter(element, time_zone)
            if inner is None:
                return None
            return lambda values: [None if value is None else inner(value) for value in values]
        case t.MapType(key=key, value=value):
            return _map_converter(value_converter(key, time_zone), value_converter(value, time_zone))
        case t.RowType(fields=fields):
            make = Row(*type_.names)
            inners = [(f.name, value_converter(f.type, time_zone)) for f in fields]

            def convert(value: Any) -> Row:
                pairs = [(value[name], inner) for name, inner in inners]
                return make(*(v if v is None or inner is None else inner(v) for v, inner in pairs))

            return convert
    if isinstance(type_, _UNSUPPORTED):
        raise UnsupportedError(f"Python functions can't take or return values of type {type_.summary()}")
    return None


def _map_converter(key: Convert | None, value: Convert | None) -> Convert:
    if key is None and value is None:
        return lambda entries: {e[MAP_KEY]: e[MAP_VALUE] for e in entries}

    def convert(entries: Any) -> dict[Any, Any]:
        keys = [e[MAP_KEY] if key is None else key(e[MAP_KEY]) for e in entries]
        values = [e[MAP_VALUE] for e in entries]
        if value is not None:
            values = [None if v is None else value(v) for v in values]
        return dict(zip(keys, values, strict=True))

    return convert


def constant(value: Any, type_: t.LogicalType, time_zone: str) -> Any:
    """A literal's value as the function is given it."""
    if value is None or not isinstance(type_, t.LocalZonedTimestampType):
        return value
    return value.astimezone(ZoneInfo(time_zone))
