"""Which explicit casts exist, after Flink's CAST matrix ("Casting" in the documentation of data types)."""

from __future__ import annotations

from drey.types import logical as t

_TEMPORAL = (t.DateType, t.TimeType, t.AnyTimestampType)


def supports_cast(source: t.LogicalType, target: t.LogicalType) -> bool:
    """True if ``CAST(source AS target)`` is a valid expression."""
    if isinstance(source, t.NullType) or source.same_ignoring_null(target):
        return True
    match source, target:
        case _, t.CharacterType():
            return not isinstance(source, t.RawType | t.VariantType)
        case t.CharacterType(), _:
            return isinstance(target, (t.NumericType, t.BooleanType, t.BytesType, *_TEMPORAL))
        case t.NumericType(), t.NumericType() | t.BooleanType():
            return True
        case t.IntegerNumericType(), t.IntervalType():
            return True
        case t.BooleanType(), t.NumericType():
            return True
        case t.BytesType(), t.BytesType():
            return True
        case t.BitmapType(), t.VarBinaryType():
            return target.same_ignoring_null(t.bytes_type())
        case t.DateType(), t.AnyTimestampType():
            return True
        case t.TimeType(), t.TimeType() | t.AnyTimestampType():
            return True
        case t.AnyTimestampType(), _:
            return isinstance(target, _TEMPORAL)
        case t.IntervalType(), t.IntervalType():
            return isinstance(source, t.YearMonthIntervalType) is isinstance(target, t.YearMonthIntervalType)
        case (t.ArrayType(), t.ArrayType()) | (t.MultisetType(), t.MultisetType()):
            assert isinstance(source, t.ArrayType | t.MultisetType)
            assert isinstance(target, t.ArrayType | t.MultisetType)
            return supports_cast(source.element, target.element)
        case t.MapType(), t.MapType():
            return supports_cast(source.key, target.key) and supports_cast(source.value, target.value)
        case t.RowType(), t.RowType():
            return len(source.fields) == len(target.fields) and all(
                supports_cast(a, b) for a, b in zip(source.types, target.types, strict=True)
            )
    return False
