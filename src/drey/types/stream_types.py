"""The types of values on streams of Python objects, as JSON values that travel in a job graph.

A type is ``{"kind": K}`` with the name of PyFlink's ``Types.K``; ``ROW`` has ``names`` and ``fields``, ``TUPLE``
``fields``, ``LIST`` and the arrays ``element``, ``MAP`` ``key`` and ``value``. ``PICKLED_BYTE_ARRAY`` is any object.
Flink passes values through coders where an operator chain ends; what that does to a value and the program can see
is done by :func:`converter`.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from drey.types import logical as t
from drey.types.row import Row

StreamType = Mapping[str, Any]
Convert = Callable[[Any], Any]

ANY: StreamType = {"kind": "PICKLED_BYTE_ARRAY"}
ARRAYS = ("PRIMITIVE_ARRAY", "BASIC_ARRAY", "OBJECT_ARRAY")

_SINGLE = struct.Struct("f")


def converter(type_: StreamType) -> Convert | None:
    """What makes a value one of the type; None if every value is passed on as it is.

    Rows become ``Row`` with the type's names, tuples ``tuple``, doubles and floats ``float``; None stays None.
    """
    match type_["kind"]:
        case "ROW":
            return _row(list(type_["names"]), [converter(one) for one in type_["fields"]])
        case "TUPLE":
            return _tuple([converter(one) for one in type_["fields"]])
        case "DOUBLE":
            return lambda value: None if value is None else float(value)
        case "FLOAT":
            return lambda value: None if value is None else _SINGLE.unpack(_SINGLE.pack(value))[0]
        case "PRIMITIVE_ARRAY" if _is_bytes(type_):
            return None
        case "LIST" | "PRIMITIVE_ARRAY" | "BASIC_ARRAY" | "OBJECT_ARRAY":
            return _list(converter(type_["element"]))
        case "MAP":
            return _map(converter(type_["key"]), converter(type_["value"]))
    return None


def logical_type(type_: StreamType) -> t.LogicalType:
    """The SQL type of a column with values of the type, as Flink's ``TypeInfoDataTypeConverter`` maps them."""
    match type_["kind"]:
        case "ROW":
            pairs = zip(type_["names"], type_["fields"], strict=True)
            return t.RowType.of(*((name, logical_type(one)) for name, one in pairs))
        case "TUPLE":
            return t.RowType.of(*((f"f{i}", logical_type(one)) for i, one in enumerate(type_["fields"])))
        case "PRIMITIVE_ARRAY" if _is_bytes(type_):
            return t.VarBinaryType(t.MAX_LENGTH)
        case "LIST" | "PRIMITIVE_ARRAY" | "BASIC_ARRAY" | "OBJECT_ARRAY":
            return t.ArrayType(logical_type(type_["element"]))
        case "MAP":
            return t.MapType(logical_type(type_["key"]), logical_type(type_["value"]))
    return _LOGICAL.get(type_["kind"], t.RawType())


def _is_bytes(type_: StreamType) -> bool:
    """True for arrays of BYTE, whose values are ``bytes`` and not lists."""
    return bool(type_["element"]["kind"] == "BYTE")


_LOGICAL: Mapping[str, t.LogicalType] = {
    "STRING": t.string_type(),
    "BYTE": t.TinyIntType(),
    "BOOLEAN": t.BooleanType(),
    "SHORT": t.SmallIntType(),
    "INT": t.IntType(),
    "LONG": t.BigIntType(),
    "FLOAT": t.FloatType(),
    "DOUBLE": t.DoubleType(),
    "CHAR": t.CharType(1),
    "BIG_DEC": t.DecimalType(38, 18),
    "INSTANT": t.LocalZonedTimestampType(9),
    "SQL_DATE": t.DateType(),
    "SQL_TIME": t.TimeType(0),
    "SQL_TIMESTAMP": t.TimestampType(9),
    "LOCAL_DATE": t.DateType(),
    "LOCAL_TIME": t.TimeType(9),
    "LOCAL_DATE_TIME": t.TimestampType(9),
}


def _apply(convert: Convert | None, value: Any) -> Any:
    return value if convert is None or value is None else convert(value)


def _row(names: list[str], converts: list[Convert | None]) -> Convert:
    width = len(names)
    plain = not any(converts)

    def convert(value: Any) -> Any:
        values: Sequence[Any]
        if value is None:
            return None
        if isinstance(value, Row):
            values, kind = value.get_fields_by_names(names), value.get_row_kind()
        elif isinstance(value, tuple | list):
            values, kind = value, None
        elif isinstance(value, dict):
            values, kind = [value.get(name) for name in names], None
        else:
            raise TypeError(f"expected a Row or tuple of {width} values, found {type(value).__name__}")
        if len(values) != width:
            raise ValueError(f"expected {width} values, found {len(values)}")
        row = Row()
        row._values = list(values) if plain else list(map(_apply, converts, values))
        row._fields = names
        if kind is not None:
            row._row_kind = kind
        return row

    return convert


def _tuple(converts: list[Convert | None]) -> Convert:
    width = len(converts)
    plain = not any(converts)

    def convert(value: Any) -> Any:
        if value is None:
            return None
        if not isinstance(value, tuple | list | Row):
            raise TypeError(f"expected a tuple of {width} values, found {type(value).__name__}")
        if len(value) != width:
            raise ValueError(f"expected {width} values, found {len(value)}")
        if plain:
            return value if type(value) is tuple else tuple(value)
        return tuple(map(_apply, converts, value))

    return convert


def _list(element: Convert | None) -> Convert:
    def convert(value: Any) -> Any:
        if value is None:
            return None
        return list(value) if element is None else [_apply(element, one) for one in value]

    return convert


def _map(key: Convert | None, value: Convert | None) -> Convert | None:
    if key is None and value is None:
        return None
    return lambda mapping: (
        None if mapping is None else {_apply(key, k): _apply(value, v) for k, v in mapping.items()}
    )
