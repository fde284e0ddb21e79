"""PyFlink's data types from and to the engine's logical types."""

from __future__ import annotations

from collections.abc import Callable

from drey.errors import SqlSyntaxError, UnsupportedError
from drey.pyflink.table import atomic_types as a
from drey.pyflink.table import composite_types as c
from drey.pyflink.table.atomic_types import DataType
from drey.types import logical as t
from drey.types.type_parser import parse_type

_SIMPLE: dict[type[DataType], type[t.LogicalType]] = {
    a.BooleanType: t.BooleanType,
    a.TinyIntType: t.TinyIntType,
    a.SmallIntType: t.SmallIntType,
    a.IntType: t.IntType,
    a.BigIntType: t.BigIntType,
    a.FloatType: t.FloatType,
    a.DoubleType: t.DoubleType,
    a.DateType: t.DateType,
    a.VariantType: t.VariantType,
    a.BitmapType: t.BitmapType,
}
_SIMPLE_BACK = {logical: data for data, logical in _SIMPLE.items()}

_LENGTH: dict[type[DataType], Callable[[int], t.LogicalType]] = {
    a.CharType: t.CharType,
    a.VarCharType: t.VarCharType,
    a.BinaryType: t.BinaryType,
    a.VarBinaryType: t.VarBinaryType,
}
_PRECISION: dict[type[DataType], Callable[[int], t.LogicalType]] = {
    a.TimeType: t.TimeType,
    a.TimestampType: t.TimestampType,
    a.LocalZonedTimestampType: t.LocalZonedTimestampType,
}


def to_logical(data_type: DataType | str) -> t.LogicalType:
    """The logical type of a data type or of a type's SQL text.

    A user-defined type becomes the type that it is stored as, a view in an accumulator the collection.

    Raises:
        SqlSyntaxError: The text is not a type.
        UnsupportedError: The engine has no such type.
    """
    if isinstance(data_type, str):
        return parse_type(data_type)
    return _bare_logical(data_type).with_nullable(data_type._nullable)


def _bare_logical(data_type: DataType) -> t.LogicalType:
    simple = _SIMPLE.get(type(data_type))
    if simple is not None:
        return simple()
    match data_type:
        case a.LengthType():
            return _LENGTH[type(data_type)](data_type.length)
        case a.DecimalType():
            return t.DecimalType(data_type.precision, data_type.scale)
        case a.PrecisionType() if type(data_type) in _PRECISION:
            return _PRECISION[type(data_type)](data_type.precision)
        case a.YearMonthIntervalType():
            return t.YearMonthIntervalType(_month_resolution(data_type))
        case a.DayTimeIntervalType():
            return t.DayTimeIntervalType(_day_resolution(data_type))
        case a.NullType():
            return t.NullType()
        case c.ArrayType():
            return t.ArrayType(to_logical(data_type.element_type))
        case c.ListViewType():
            return t.ArrayType(to_logical(data_type._element_type))
        case c.MultisetType():
            return t.MultisetType(to_logical(data_type.element_type))
        case c.MapType():
            return t.MapType(to_logical(data_type.key_type), to_logical(data_type.value_type))
        case c.MapViewType():
            return t.MapType(to_logical(data_type._key_type), to_logical(data_type._value_type))
        case c.RowType():
            return t.RowType(tuple(_logical_field(field) for field in data_type))
        case c.RawType():
            return t.RawType()
        case c.UserDefinedType():
            return to_logical(data_type.sql_type())
    raise UnsupportedError(f"the type {data_type!r} is not built yet")


def _logical_field(field: c.RowField) -> t.Field:
    description = None if field.description == "..." else field.description
    return t.Field(field.name, to_logical(field.data_type), description)


def _month_resolution(data_type: a.YearMonthIntervalType) -> str:
    names = {1: f"YEAR({data_type.precision})", 2: "MONTH", 3: f"YEAR({data_type.precision}) TO MONTH"}
    return names[data_type.resolution]


def _day_resolution(data_type: a.DayTimeIntervalType) -> str:
    digits = {"DAY": data_type.day_precision, "SECOND": data_type.fractional_precision}
    units = data_type.resolution.name.split("_TO_")
    return " TO ".join(f"{unit}({digits[unit]})" if unit in digits else unit for unit in units)


def from_logical(logical: t.LogicalType) -> DataType:
    """The data type of a logical type.

    Raises:
        UnsupportedError: There is no such data type.
    """
    data_type = _bare_data_type(logical)
    return data_type if logical.nullable else data_type.not_null()


def _bare_data_type(logical: t.LogicalType) -> DataType:
    simple = _SIMPLE_BACK.get(type(logical))
    if simple is not None:
        return simple()
    match logical:
        case t.CharType():
            return a.CharType(logical.length)
        case t.VarCharType():
            return a.VarCharType(logical.length)
        case t.BinaryType():
            return a.BinaryType(logical.length)
        case t.VarBinaryType():
            return a.VarBinaryType(logical.length)
        case t.DecimalType():
            return a.DecimalType(logical.precision, logical.scale)
        case t.TimeType():
            return a.TimeType(logical.precision)
        case t.TimestampType():
            return a.TimestampType(logical.precision)
        case t.LocalZonedTimestampType():
            return a.LocalZonedTimestampType(logical.precision)
        case t.YearMonthIntervalType() | t.DayTimeIntervalType():
            return _interval(logical)
        case t.NullType():
            return a.NullType()
        case t.ArrayType():
            return c.ArrayType(from_logical(logical.element))
        case t.MultisetType():
            return c.MultisetType(from_logical(logical.element))
        case t.MapType():
            return c.MapType(from_logical(logical.key), from_logical(logical.value))
        case t.RowType():
            fields = [c.RowField(f.name, from_logical(f.type), f.description) for f in logical.fields]
            return c.RowType(fields)
        case t.RawType():
            return c.RawType()
    raise UnsupportedError(f"PyFlink has no data type for {logical}")


def _interval(logical: t.IntervalType) -> DataType:
    """The interval type of a resolution such as ``DAY(3) TO SECOND(6)``."""
    digits: dict[str, int] = {}
    units: list[str] = []
    for part in logical.resolution.split(" TO "):
        unit, _, precision = part.partition("(")
        units.append(unit)
        if precision:
            digits[unit] = int(precision.rstrip(")"))
    name = "_TO_".join(units)
    if isinstance(logical, t.YearMonthIntervalType):
        resolution = getattr(a.YearMonthIntervalType.YearMonthResolution, name, None)
        if resolution is None:
            raise SqlSyntaxError(f"'{logical.resolution}' is not an interval of months")
        return a.YearMonthIntervalType(resolution, digits.get("YEAR", 2))
    span = a.DayTimeIntervalType.DayTimeResolution[name]
    return a.DayTimeIntervalType(span, digits.get("DAY", 2), digits.get("SECOND", 6))
