"""Data types from and to Arrow's; pyarrow is imported when a function here is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drey.pyflink.table import atomic_types as a
from drey.pyflink.table.composite_types import ArrayType, MapType, RowField, RowType
from drey.udf.required_pandas import require_pandas

if TYPE_CHECKING:
    from drey.pyflink.table.atomic_types import DataType


def _pyarrow() -> Any:
    require_pandas("a conversion of Arrow types")
    import pyarrow

    return pyarrow


def create_arrow_schema(field_names: list[str], field_types: list[DataType]) -> Any:
    """The ``pyarrow.Schema`` of fields."""
    pa = _pyarrow()
    pairs = zip(field_names, field_types, strict=True)
    return pa.schema([pa.field(name, to_arrow_type(type_), type_._nullable) for name, type_ in pairs])


_UNIT_PRECISION = {"s": 0, "ms": 3, "us": 6, "ns": 9}


def from_arrow_type(arrow_type: Any, nullable: bool = True) -> DataType:
    """The data type of a ``pyarrow.DataType``.

    Raises:
        TypeError: There is none, or a row lies inside a row.
    """
    types = _pyarrow().types
    simple = {
        "bool": a.BooleanType, "int8": a.TinyIntType, "int16": a.SmallIntType, "int32": a.IntType,
        "int64": a.BigIntType, "float": a.FloatType, "double": a.DoubleType, "date32[day]": a.DateType,
    }  # fmt: skip
    made = simple.get(str(arrow_type))
    if made is not None:
        return made(nullable)
    if types.is_null(arrow_type):
        return a.NullType()
    if types.is_decimal(arrow_type):
        return a.DecimalType(arrow_type.precision, arrow_type.scale, nullable)
    if types.is_string(arrow_type) or types.is_large_string(arrow_type):
        return a.VarCharType(a.MAX_LENGTH, nullable)
    if types.is_fixed_size_binary(arrow_type):
        return a.BinaryType(arrow_type.byte_width, nullable)
    if types.is_binary(arrow_type) or types.is_large_binary(arrow_type):
        return a.VarBinaryType(a.MAX_LENGTH, nullable)
    if types.is_time(arrow_type):
        return a.TimeType(_UNIT_PRECISION[arrow_type.unit], nullable)
    if types.is_timestamp(arrow_type):
        return a.TimestampType(_UNIT_PRECISION[arrow_type.unit], nullable)
    if types.is_map(arrow_type):
        return MapType(from_arrow_type(arrow_type.key_type), from_arrow_type(arrow_type.item_type), nullable)
    if types.is_list(arrow_type) or types.is_large_list(arrow_type):
        return ArrayType(from_arrow_type(arrow_type.value_type), nullable)
    if types.is_struct(arrow_type):
        if any(types.is_struct(field.type) for field in arrow_type):
            raise TypeError(f"Nested RowType is not supported in conversion from Arrow: {arrow_type}")
        return RowType([RowField(f.name, from_arrow_type(f.type, f.nullable)) for f in arrow_type])
    raise TypeError(f"Unsupported data type to convert to Arrow type: {arrow_type}")


def to_arrow_type(data_type: DataType) -> Any:
    """The ``pyarrow.DataType`` of a data type.

    Raises:
        ValueError: There is none.
    """
    pa = _pyarrow()
    simple: dict[type, Any] = {
        a.TinyIntType: pa.int8, a.SmallIntType: pa.int16, a.IntType: pa.int32, a.BigIntType: pa.int64,
        a.BooleanType: pa.bool_, a.FloatType: pa.float32, a.DoubleType: pa.float64, a.CharType: pa.utf8,
        a.VarCharType: pa.utf8, a.VarBinaryType: pa.binary, a.DateType: pa.date32, a.NullType: pa.null,
    }  # fmt: skip
    made = simple.get(type(data_type))
    if made is not None:
        return made()
    match data_type:
        case a.BinaryType():
            return pa.binary(data_type.length)
        case a.DecimalType():
            return pa.decimal128(data_type.precision, data_type.scale)
        case a.TimeType():
            unit = _unit(data_type.precision)
            return pa.time32(unit) if unit in ("s", "ms") else pa.time64(unit)
        case a.TimestampType() | a.LocalZonedTimestampType():
            return pa.timestamp(_unit(data_type.precision))
        case MapType():
            return pa.map_(to_arrow_type(data_type.key_type), to_arrow_type(data_type.value_type))
        case ArrayType():
            return pa.list_(to_arrow_type(data_type.element_type))
        case RowType():
            fields = ((f.name, f.data_type) for f in data_type)
            return pa.struct([pa.field(name, to_arrow_type(t), t._nullable) for name, t in fields])
    raise ValueError(f"field_type {data_type} is not supported.")


def _unit(precision: int) -> str:
    """The coarsest Arrow unit that holds so many digits of a second."""
    return ("s", "ms", "us", "ns")[(precision + 2) // 3]
