"""Result types of Python functions from their annotations, an addition to PyFlink.

``int`` is BIGINT, ``float`` DOUBLE, ``str`` STRING, ``bool`` BOOLEAN, ``bytes`` BYTES, ``Decimal``
DECIMAL(38, 18), ``date`` DATE, ``time`` TIME, ``datetime`` TIMESTAMP(6); ``list[...]`` and ``dict[...]`` of
these are ARRAY and MAP.
"""

from __future__ import annotations

import collections.abc
import datetime
import decimal
import functools
import inspect
import types
import typing
from typing import Any

from drey.pyflink.table import atomic_types as a
from drey.pyflink.table.composite_types import ArrayType, MapType

_DATA_TYPES: dict[Any, a.DataType] = {
    bool: a.BooleanType(),
    int: a.BigIntType(),
    float: a.DoubleType(),
    str: a.VarCharType(a.MAX_LENGTH),
    bytes: a.VarBinaryType(a.MAX_LENGTH),
    bytearray: a.VarBinaryType(a.MAX_LENGTH),
    decimal.Decimal: a.DecimalType(38, 18),
    datetime.date: a.DateType(),
    datetime.time: a.TimeType(),
    datetime.datetime: a.TimestampType(6),
}


def result_type_of(function: Any) -> a.DataType | None:
    """The type that the function's annotation of its result names, or None."""
    return _data_type(_return_annotation(function))


def row_types_of(function: Any) -> list[a.DataType] | None:
    """The column types of a table function: what it yields or returns an iterable of, or None."""
    annotation = _return_annotation(function)
    origin = typing.get_origin(annotation)
    arguments = typing.get_args(annotation)
    if not isinstance(origin, type) or not issubclass(origin, collections.abc.Iterable) or not arguments:
        return None
    element = arguments[0]
    parts = typing.get_args(element) if typing.get_origin(element) is tuple else (element,)
    found = [_data_type(part) for part in parts]
    known = [one for one in found if one is not None]
    return known if found and len(known) == len(found) else None


def _return_annotation(function: Any) -> Any:
    while isinstance(function, functools.partial):
        function = function.func
    if not isinstance(function, (types.FunctionType, types.MethodType)):
        function = getattr(function, "eval", None) or inspect.getattr_static(type(function), "__call__", None)
    try:
        return typing.get_type_hints(function).get("return")
    except (TypeError, NameError):
        # No annotations, or ones that name what only a type checker imports: nothing to infer from.
        return None


def _data_type(annotation: Any) -> a.DataType | None:
    origin = typing.get_origin(annotation)
    arguments = typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        others = [one for one in arguments if one is not type(None)]
        return _data_type(others[0]) if len(others) == 1 else None
    if origin is list:
        element = _data_type(arguments[0])
        return None if element is None else ArrayType(element)
    if origin is dict:
        key, value = _data_type(arguments[0]), _data_type(arguments[1])
        return None if key is None or value is None else MapType(key, value)
    return _DATA_TYPES.get(annotation) if isinstance(annotation, type) else None
