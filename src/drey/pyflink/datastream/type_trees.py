"""Types of the API as the JSON values that travel in job graphs, and as the columns that they are in tables."""

from __future__ import annotations

from collections.abc import Callable

from drey.errors import UnsupportedError
from drey.pyflink.common.typeinfo import (
    BasicArrayTypeInfo,
    BasicTypeInfo,
    DateTypeInfo,
    ExternalTypeInfo,
    ListTypeInfo,
    LocalTimeTypeInfo,
    MapTypeInfo,
    ObjectArrayTypeInfo,
    PickledBytesTypeInfo,
    PrimitiveArrayTypeInfo,
    RowTypeInfo,
    TimestampTypeInfo,
    TimeTypeInfo,
    TupleTypeInfo,
    TypeInformation,
    Types,
)
from drey.types import logical as t
from drey.types.stream_types import ANY, StreamType

_ARRAYS = {
    PrimitiveArrayTypeInfo: "PRIMITIVE_ARRAY",
    BasicArrayTypeInfo: "BASIC_ARRAY",
    ObjectArrayTypeInfo: "OBJECT_ARRAY",
    ListTypeInfo: "LIST",
}
_TIMES = {DateTypeInfo: "SQL_DATE", TimeTypeInfo: "SQL_TIME", TimestampTypeInfo: "SQL_TIMESTAMP"}


def row_type_info(row_type: t.RowType) -> ExternalTypeInfo:
    """The type of a table's rows on a stream."""
    return ExternalTypeInfo(_info_of(row_type))


def _info_of(type_: t.LogicalType) -> TypeInformation:
    match type_:
        case t.RowType():
            return RowTypeInfo([_info_of(one) for one in type_.types], list(type_.names))
        case t.ArrayType():
            return BasicArrayTypeInfo(_info_of(type_.element))
        case t.MapType():
            return MapTypeInfo(_info_of(type_.key), _info_of(type_.value))
        case t.MultisetType():
            return MapTypeInfo(_info_of(type_.element), Types.INT())
        case t.CharacterType():
            return Types.STRING()
        case t.BytesType():
            return PrimitiveArrayTypeInfo(Types.BYTE())
        case t.DecimalType():
            return Types.BIG_DEC()
        case t.TimestampType():
            return Types.SQL_TIMESTAMP()
        case t.LocalZonedTimestampType():
            return Types.INSTANT()
        case t.DayTimeIntervalType() | t.YearMonthIntervalType():
            return Types.LONG()
    return _BASIC[type(type_)]() if type(type_) in _BASIC else Types.PICKLED_BYTE_ARRAY()


_BASIC: dict[type[t.LogicalType], Callable[[], TypeInformation]] = {
    t.BooleanType: Types.BOOLEAN,
    t.TinyIntType: Types.BYTE,
    t.SmallIntType: Types.SHORT,
    t.IntType: Types.INT,
    t.BigIntType: Types.LONG,
    t.FloatType: Types.FLOAT,
    t.DoubleType: Types.DOUBLE,
    t.DateType: Types.SQL_DATE,
    t.TimeType: Types.SQL_TIME,
}


def type_tree(type_: TypeInformation) -> StreamType:
    """The JSON value of a type (see :mod:`drey.types.stream_types`).

    Raises:
        UnsupportedError: Streams can't have the type.
    """
    match type_:
        case PickledBytesTypeInfo():
            return ANY
        case ExternalTypeInfo():
            return type_tree(type_._type_info)
        case BasicTypeInfo():
            return {"kind": type_._basic_type.name}
        case RowTypeInfo():
            return {
                "kind": "ROW",
                "names": type_.get_field_names(),
                "fields": [type_tree(one) for one in type_.get_field_types()],
            }
        case TupleTypeInfo():
            return {"kind": "TUPLE", "fields": [type_tree(one) for one in type_.get_field_types()]}
        case MapTypeInfo():
            return {
                "kind": "MAP",
                "key": type_tree(type_._key_type_info),
                "value": type_tree(type_._value_type_info),
            }
        case LocalTimeTypeInfo():
            return {"kind": type_._time_type.name}
    for cls, kind in _ARRAYS.items():
        if isinstance(type_, cls):
            return {"kind": kind, "element": type_tree(type_._element_type)}
    for known, kind in _TIMES.items():
        if isinstance(type_, known):
            return {"kind": kind}
    raise UnsupportedError(f"streams of the type {type_} are not built yet")
