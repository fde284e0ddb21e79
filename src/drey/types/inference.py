"""Types that arise from other types: common types, decimal results, literals.

The rules are those of Flink's planner for SQL: Calcite's least restrictive type with Flink's settings
(character types of different lengths become VARCHAR, decimals keep 38 digits). Sources: "Data Types" and
"Casting" in Flink's Table API documentation, and the results of Flink 2.3.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from drey.errors import ValidationError
from drey.types import logical as t

_INTEGERS: tuple[type[t.IntegerNumericType], ...] = (t.TinyIntType, t.SmallIntType, t.IntType, t.BigIntType)
_DEFAULT_DIVISION_SCALE = 6


def common_type(types: Sequence[t.LogicalType]) -> t.LogicalType | None:
    """The least restrictive type that all ``types`` can be cast to implicitly, or None.

    It is nullable if one of the types is, and the NULL literal's type fits every other.
    """
    nullable = any(type_.nullable or isinstance(type_, t.NullType) for type_ in types)
    result: t.LogicalType | None = None
    for type_ in types:
        if isinstance(type_, t.NullType):
            continue
        result = type_ if result is None else _common_pair(result, type_)
        if result is None:
            return None
    if result is None:
        return t.NullType() if types else None
    return result.with_nullable(nullable)


def _common_pair(left: t.LogicalType, right: t.LogicalType) -> t.LogicalType | None:
    if left.same_ignoring_null(right):
        return left
    match left, right:
        case t.CharacterType(), t.CharacterType():
            length = max(left.length, right.length)
            same = (
                isinstance(left, t.CharType) and isinstance(right, t.CharType) and left.length == right.length
            )
            return t.CharType(length) if same else t.VarCharType(length)
        case t.BytesType(), t.BytesType():
            length = max(left.length, right.length)
            same = isinstance(left, t.BinaryType) and isinstance(right, t.BinaryType)
            same = same and left.length == right.length
            return t.BinaryType(length) if same else t.VarBinaryType(length)
        case t.NumericType(), t.NumericType():
            return common_numeric(left, right)
        case t.TimeType(), t.TimeType():
            return t.TimeType(max(left.precision, right.precision))
        case t.AnyTimestampType(), t.AnyTimestampType():
            kind = t.TimestampType if isinstance(left, t.TimestampType) else t.LocalZonedTimestampType
            return kind(max(left.precision, right.precision))
        case t.YearMonthIntervalType(), t.YearMonthIntervalType():
            return t.YearMonthIntervalType()
        case t.DayTimeIntervalType(), t.DayTimeIntervalType():
            return t.DayTimeIntervalType()
        case t.ArrayType(), t.ArrayType():
            element = common_type((left.element, right.element))
            return None if element is None else t.ArrayType(element)
        case t.MultisetType(), t.MultisetType():
            element = common_type((left.element, right.element))
            return None if element is None else t.MultisetType(element)
        case t.MapType(), t.MapType():
            key = common_type((left.key, right.key))
            value = common_type((left.value, right.value))
            return None if key is None or value is None else t.MapType(key, value)
        case t.RowType(), t.RowType():
            return _common_row(left, right)
    return None


def _common_row(left: t.RowType, right: t.RowType) -> t.RowType | None:
    if len(left.fields) != len(right.fields):
        return None
    fields = []
    for one, two in zip(left.fields, right.fields, strict=True):
        type_ = common_type((one.type, two.type))
        if type_ is None:
            return None
        fields.append(t.Field(one.name, type_))
    if isinstance(left, t.StructuredType) or isinstance(right, t.StructuredType):
        return _common_object(left, right, tuple(fields))
    return t.RowType(tuple(fields))


def _common_object(left: t.RowType, right: t.RowType, fields: tuple[t.Field, ...]) -> t.RowType | None:
    """The structured type that both are, with these fields; None if they are of two classes."""
    if not isinstance(left, t.StructuredType) or not isinstance(right, t.StructuredType):
        return None
    if (left.class_name, left.names) != (right.class_name, right.names):
        return None
    return t.StructuredType(fields, left.class_name)


def common_numeric(left: t.NumericType, right: t.NumericType) -> t.NumericType:
    """The common type of two numbers; of FLOAT and DOUBLE the first wins, as in Calcite."""
    left_approximate = isinstance(left, t.FloatType | t.DoubleType)
    right_approximate = isinstance(right, t.FloatType | t.DoubleType)
    if left_approximate and right_approximate:
        return left
    if left_approximate or right_approximate:
        exact, approximate = (right, left) if left_approximate else (left, right)
        return t.DoubleType() if isinstance(exact, t.DecimalType) else approximate
    if isinstance(left, t.IntegerNumericType) and isinstance(right, t.IntegerNumericType):
        return left if left.bits >= right.bits else right
    one, two = as_decimal(left), as_decimal(right)
    scale = max(one.scale, two.scale)
    whole = max(one.precision - one.scale, two.precision - two.scale)
    if whole + scale > t.MAX_DECIMAL_PRECISION:
        return t.DecimalType(t.MAX_DECIMAL_PRECISION, max(0, t.MAX_DECIMAL_PRECISION - whole))
    return t.DecimalType(whole + scale, scale)


def merged_type(types: Sequence[t.LogicalType]) -> t.LogicalType | None:
    """The common type that Flink's own functions use (COALESCE, GREATEST ...), or None.

    Unlike :func:`common_type`, of FLOAT and DOUBLE it is DOUBLE in either order, and of DATE and TIMESTAMP it is DATE.
    """
    typed = [type_ for type_ in types if not isinstance(type_, t.NullType)]
    if any(isinstance(type_, t.DateType) for type_ in typed) and all(
        isinstance(type_, t.DateType | t.TimestampType) for type_ in typed
    ):
        return t.DateType(nullable=any(type_.nullable for type_ in types))
    result = common_type(types)
    if isinstance(result, t.FloatType) and any(isinstance(type_, t.DoubleType) for type_ in types):
        return t.DoubleType(nullable=result.nullable)
    return result


def as_decimal(type_: t.LogicalType) -> t.DecimalType:
    """The decimal type that holds every value of an exact number's type."""
    if isinstance(type_, t.DecimalType):
        return type_
    assert isinstance(type_, t.IntegerNumericType), type_
    return t.DecimalType(type_.digits, 0)


def decimal_sum_type(left: t.DecimalType, right: t.DecimalType) -> t.DecimalType:
    """The type of a decimal sum or difference."""
    scale = max(left.scale, right.scale)
    return _adjusted(max(left.precision - left.scale, right.precision - right.scale) + scale + 1, scale)


def decimal_product_type(left: t.DecimalType, right: t.DecimalType) -> t.DecimalType:
    """The type of a decimal product; Flink counts one digit more than the SQL standard needs."""
    return _adjusted(left.precision + right.precision + 1, left.scale + right.scale)


def decimal_quotient_type(left: t.DecimalType, right: t.DecimalType) -> t.DecimalType:
    """The type of a decimal quotient."""
    scale = max(_DEFAULT_DIVISION_SCALE, left.scale + right.precision + 1)
    return _adjusted(left.precision - left.scale + right.scale + scale, scale)


def decimal_remainder_type(left: t.DecimalType, right: t.DecimalType) -> t.DecimalType:
    """The type of a decimal remainder."""
    scale = max(left.scale, right.scale)
    return _adjusted(min(left.precision - left.scale, right.precision - right.scale) + scale, scale)


def _adjusted(precision: int, scale: int) -> t.DecimalType:
    """Cut to 38 digits: digits before the point are kept first, but at least 6 after it where there were."""
    if precision <= t.MAX_DECIMAL_PRECISION:
        return t.DecimalType(precision, scale)
    whole = precision - scale
    kept = max(t.MAX_DECIMAL_PRECISION - whole, min(scale, _DEFAULT_DIVISION_SCALE))
    return t.DecimalType(t.MAX_DECIMAL_PRECISION, kept)


def literal_type(value: Any) -> t.LogicalType:
    """The type that Flink gives a constant: NOT NULL except for None.

    Integers are INT where they fit, else BIGINT; a ``Decimal`` keeps its digits (``1.50`` is DECIMAL(3, 2));
    text is CHAR of its length; fractions of a second give a temporal type's precision.

    Raises:
        ValidationError: No SQL type holds the value.
    """
    match value:
        case None:
            return t.NullType()
        case bool():
            return t.BooleanType(nullable=False)
        case int():
            return _integer_literal_type(value)
        case float():
            return t.DoubleType(nullable=False)
        case Decimal():
            return decimal_literal_type(value).not_null()
        case str():
            return t.CharType(len(value), nullable=False)
        case bytes():
            return t.BinaryType(len(value), nullable=False)
        case dt.datetime(tzinfo=None):
            return t.TimestampType(_fraction_digits(value.microsecond), nullable=False)
        case dt.datetime():
            return t.LocalZonedTimestampType(_fraction_digits(value.microsecond), nullable=False)
        case dt.date():
            return t.DateType(nullable=False)
        case dt.time():
            return t.TimeType(_fraction_digits(value.microsecond), nullable=False)
        case dt.timedelta():
            return t.DayTimeIntervalType(nullable=False)
    raise ValidationError(f"a value of type {type(value).__name__} can't be a literal")


def _integer_literal_type(value: int) -> t.LogicalType:
    for type_ in (t.IntType(nullable=False), t.BigIntType(nullable=False)):
        if type_.minimum <= value <= type_.maximum:
            return type_
    raise ValidationError(f"numeric literal '{value}' out of range")


def decimal_literal_type(value: Decimal) -> t.DecimalType:
    """DECIMAL(p, s) with as many digits as the text of the value has; ``0.10`` counts three, as in Flink.

    Raises:
        ValidationError: More than 38 digits, or not finite.
    """
    _, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise ValidationError(f"numeric literal '{value}' out of range")
    scale = max(0, -exponent)
    precision = max(len(digits) + max(0, exponent), min(scale + 1, t.MAX_DECIMAL_PRECISION), scale)
    if precision > t.MAX_DECIMAL_PRECISION:
        raise ValidationError(f"numeric literal '{value}' out of range")
    return t.DecimalType(precision, scale)


def _fraction_digits(microsecond: int) -> int:
    return len(f"{microsecond:06d}".rstrip("0"))
