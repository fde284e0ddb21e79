"""Types of Python values, and checks of values against types, as ``from_elements`` does both."""

from __future__ import annotations

import array
import datetime
import decimal
from collections.abc import Callable, Iterable
from functools import reduce
from typing import Any

from drey.pyflink.common.types import Row
from drey.pyflink.table import atomic_types as a
from drey.pyflink.table.atomic_types import DataType
from drey.pyflink.table.composite_types import (
    ArrayType,
    MapType,
    MultisetType,
    RowField,
    RowType,
    UserDefinedType,
)

_TYPE_OF: dict[type, Callable[[], DataType]] = {
    bool: a.BooleanType,
    int: a.BigIntType,
    float: a.DoubleType,
    str: lambda: a.VarCharType(a.MAX_LENGTH),
    bytearray: lambda: a.VarBinaryType(a.MAX_LENGTH),
    bytes: lambda: a.VarBinaryType(a.MAX_LENGTH),
    decimal.Decimal: lambda: a.DecimalType(38, 18),
    datetime.date: a.DateType,
    datetime.datetime: a.LocalZonedTimestampType,
    datetime.time: a.TimeType,
}

_ARRAY_CODES: dict[str, Callable[[], DataType]] = {
    "f": a.FloatType,
    "d": a.DoubleType,
    "b": a.TinyIntType,
    "h": a.SmallIntType,
    "i": a.IntType,
    "l": a.BigIntType,
    "q": a.BigIntType,
    "B": a.SmallIntType,
    "H": a.IntType,
    "I": a.BigIntType,
}


def _infer_type(obj: Any) -> DataType:
    """The type of a value.

    Raises:
        TypeError: No type holds it.
    """
    if obj is None:
        return a.NullType()
    if hasattr(obj, "__UDT__"):
        user_defined: DataType = obj.__UDT__
        return user_defined
    made = _TYPE_OF.get(type(obj))
    if made is not None:
        return made()
    if isinstance(obj, dict):
        for key, value in obj.items():
            if key is not None and value is not None:
                return MapType(_infer_type(key).not_null(), _infer_type(value))
        return MapType(a.NullType(), a.NullType())
    if isinstance(obj, list):
        first = next((one for one in obj if one is not None), None)
        return ArrayType(_infer_type(first))
    if isinstance(obj, array.array):
        if obj.typecode not in _ARRAY_CODES:
            raise TypeError(f"not supported type: array({obj.typecode})")
        return ArrayType(_ARRAY_CODES[obj.typecode]().not_null())
    try:
        return _infer_schema(obj)
    except TypeError:
        raise TypeError(f"not supported type: {type(obj)}") from None


def _infer_schema(row: Any, names: list[str] | None = None) -> RowType:
    """The row type of a dict, row, tuple, list or object; positions without a name are ``_1``, ``_2`` ..."""
    if isinstance(row, dict):
        items = sorted(row.items())
    elif isinstance(row, (Row, tuple, list)):
        fields = getattr(row, "_fields", None) if not isinstance(row, Row) else row.__dict__.get("_fields")
        if fields is None:
            given = names or []
            fields = [*given, *(f"_{i}" for i in range(len(given) + 1, len(row) + 1))]
        items = list(zip(fields, row, strict=False))
    elif hasattr(row, "__dict__"):
        items = sorted(row.__dict__.items())
    else:
        raise TypeError(f"Can not infer schema for type: {type(row)}")
    return RowType([RowField(name, _infer_type(value)) for name, value in items])


def _has_nulltype(type_: DataType) -> bool:
    if isinstance(type_, RowType):
        return any(_has_nulltype(field.data_type) for field in type_)
    if isinstance(type_, (ArrayType, MultisetType)):
        return _has_nulltype(type_.element_type)
    if isinstance(type_, MapType):
        return _has_nulltype(type_.key_type) or _has_nulltype(type_.value_type)
    return isinstance(type_, a.NullType)


def _merge_type(left: DataType | None, right: DataType | None, where: str = "") -> DataType:
    """The type that holds the values of both; NULL gives way to anything."""
    if left is None or isinstance(left, a.NullType):
        return right if right is not None else a.NullType()
    if right is None or isinstance(right, a.NullType):
        return left
    if type(left) is not type(right):
        prefix = f"{where}: " if where else ""
        raise TypeError(f"{prefix}Can not merge type {type(left)} and {type(right)}")
    inside = f" in {where}" if where else ""
    if isinstance(left, RowType) and isinstance(right, RowType):
        others = {field.name: field.data_type for field in right}
        fields = [
            RowField(f.name, _merge_type(f.data_type, others.pop(f.name, None), f"field {f.name}{inside}"))
            for f in left
        ]
        return RowType([*fields, *(RowField(name, type_) for name, type_ in others.items())])
    if isinstance(left, (ArrayType, MultisetType)) and isinstance(right, (ArrayType, MultisetType)):
        return type(left)(_merge_type(left.element_type, right.element_type, f"element{inside}"))
    if isinstance(left, MapType) and isinstance(right, MapType):
        key = _merge_type(left.key_type, right.key_type, f"key of map{inside}")
        return MapType(key, _merge_type(left.value_type, right.value_type, f"value of map{inside}"))
    return left


def _infer_schema_from_data(elements: Any, names: list[str] | None = None) -> RowType:
    """The row type that holds all elements.

    Raises:
        ValueError: There are no elements, or a column is nothing but None.
    """
    if not elements:
        raise ValueError("can not infer schema from empty data set")
    schemas: Iterable[DataType] = (_infer_schema(row, names) for row in elements)
    schema = reduce(_merge_type, schemas)
    if _has_nulltype(schema):
        raise ValueError("Some column types cannot be determined after inferring")
    assert isinstance(schema, RowType)
    return schema


_ACCEPTED: dict[type, tuple[type, ...]] = {
    a.BooleanType: (bool,),
    a.TinyIntType: (int,),
    a.SmallIntType: (int,),
    a.IntType: (int,),
    a.BigIntType: (int,),
    a.FloatType: (float,),
    a.DoubleType: (float,),
    a.DecimalType: (decimal.Decimal,),
    a.CharType: (str,),
    a.VarCharType: (str,),
    a.BinaryType: (bytearray, bytes),
    a.VarBinaryType: (bytearray, bytes),
    a.DateType: (datetime.date, datetime.datetime),
    a.TimeType: (datetime.time,),
    a.TimestampType: (datetime.datetime,),
    a.DayTimeIntervalType: (datetime.timedelta,),
    a.LocalZonedTimestampType: (datetime.datetime,),
    a.ZonedTimestampType: (datetime.datetime,),
    ArrayType: (list, tuple, array.array),
    MultisetType: (list, tuple, array.array),
    MapType: (dict,),
}

_INT_BITS: dict[type[DataType], int] = {a.TinyIntType: 8, a.SmallIntType: 16, a.IntType: 32}


def _create_type_verifier(data_type: DataType, name: str | None = None) -> Callable[[Any], None]:
    """A function that checks one value against the type.

    Returns:
        The check. It raises TypeError where the Python type doesn't fit, and ValueError for None where
        null isn't allowed, for numbers out of range and for texts of a wrong length.
    """
    prefix = f"{name}: " if name else ""
    check = _value_check(data_type, name, prefix)

    def verify(obj: Any) -> None:
        if obj is None:
            if not data_type._nullable:
                raise ValueError(f"{prefix}This field is not nullable, but got None")
        else:
            check(obj)

    return verify


def _value_check(data_type: DataType, name: str | None, prefix: str) -> Callable[[Any], None]:
    inside = f" in {name}" if name else ""
    if isinstance(data_type, RowType):
        checks = [(f.name, _create_type_verifier(f.data_type, f"field {f.name}{inside}")) for f in data_type]
        return lambda obj: _check_row(obj, checks, prefix)
    if isinstance(data_type, UserDefinedType):
        stored = _create_type_verifier(data_type.sql_type(), name)
        return lambda obj: stored(data_type.serialize(obj))
    accepted = _ACCEPTED.get(type(data_type))
    if accepted is None:
        raise TypeError(f"{prefix}unknown datatype: {data_type}")
    parts: list[tuple[Callable[[Any], Any], Callable[[Any], None]]] = []
    if isinstance(data_type, (ArrayType, MultisetType)):
        parts.append((list, _create_type_verifier(data_type.element_type, f"element in array {name}")))
    if isinstance(data_type, MapType):
        parts.append((lambda d: d.keys(), _create_type_verifier(data_type.key_type, f"key of map {name}")))
        parts.append(
            (lambda d: d.values(), _create_type_verifier(data_type.value_type, f"value of map {name}"))
        )

    def check(obj: Any) -> None:
        if type(obj) not in accepted:
            raise TypeError(f"{prefix}{data_type} can not accept object {obj!r} in type {type(obj)}")
        _check_range(data_type, obj, prefix)
        for values, verify in parts:
            for one in values(obj):
                verify(one)

    return check


def _check_range(data_type: DataType, obj: Any, prefix: str) -> None:
    kind = type(data_type).__name__
    bits = _INT_BITS.get(type(data_type))
    if bits is not None and not -(1 << bits - 1) <= obj < 1 << bits - 1:
        raise ValueError(f"{prefix}object of {kind} out of range, got: {obj}")
    if isinstance(data_type, (a.CharType, a.BinaryType)) and len(obj) != data_type.length:
        raise ValueError(f"{prefix}length of object ({obj}) of {kind} is not: {data_type.length}")
    if isinstance(data_type, (a.VarCharType, a.VarBinaryType)) and len(obj) > data_type.length:
        raise ValueError(f"{prefix}length of object ({obj}) of {kind} exceeds: {data_type.length}")


def _check_row(obj: Any, checks: list[tuple[str, Callable[[Any], None]]], prefix: str) -> None:
    if isinstance(obj, Row) and obj._from_dict:
        values = [obj[name] for name, _ in checks]
    elif isinstance(obj, dict):
        values = [obj.get(name) for name, _ in checks]
    elif isinstance(obj, (Row, tuple, list)):
        if len(obj) != len(checks):
            raise ValueError(
                f"{prefix}Length of object ({len(obj)}) does not match with length of fields ({len(checks)})"
            )
        values = list(obj)
    elif hasattr(obj, "__dict__"):
        values = [obj.__dict__.get(name) for name, _ in checks]
    else:
        raise TypeError(f"{prefix}RowType can not accept object {obj!r} in type {type(obj)}")
    for value, (_, verify) in zip(values, checks, strict=True):
        verify(value)
