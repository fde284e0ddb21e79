"""Comparing two expressions of any two comparable types, with Flink's rules.

Numbers compare in their wider type, floating-point NaN equals nothing and orders with nothing, text compares
by its bytes without padding, arrays, maps and rows compare by their values.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import polars as pl

from drey.functions.definition import NOT_LITERAL
from drey.functions.row_kernels import map_values
from drey.functions.temporal.zones import instant_of
from drey.types import logical as t
from drey.types.inference import as_decimal, common_numeric
from drey.types.polars_types import MAP_KEY, MAP_VALUE, time_unit

_FLOATS = (t.FloatType, t.DoubleType)
_NESTED = (t.ArrayType, t.MapType, t.MultisetType, t.RowType, t.BitmapType)
_UNIT_ORDER = ("ms", "us", "ns")

_POLARS: dict[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "EQUALS": lambda a, b: a == b,
    "NOT_EQUALS": lambda a, b: a != b,
    "LESS_THAN": lambda a, b: a < b,
    "LESS_THAN_OR_EQUAL": lambda a, b: a <= b,
    "GREATER_THAN": lambda a, b: a > b,
    "GREATER_THAN_OR_EQUAL": lambda a, b: a >= b,
}
_PYTHON: dict[str, Callable[[Any, Any], bool]] = {
    "EQUALS": lambda a, b: a == b,
    "NOT_EQUALS": lambda a, b: a != b,
    "LESS_THAN": lambda a, b: a < b,
    "LESS_THAN_OR_EQUAL": lambda a, b: a <= b,
    "GREATER_THAN": lambda a, b: a > b,
    "GREATER_THAN_OR_EQUAL": lambda a, b: a >= b,
}
OPERATORS = tuple(_POLARS)
_MIRRORED = {
    "EQUALS": "EQUALS",
    "NOT_EQUALS": "NOT_EQUALS",
    "LESS_THAN": "GREATER_THAN",
    "LESS_THAN_OR_EQUAL": "GREATER_THAN_OR_EQUAL",
    "GREATER_THAN": "LESS_THAN",
    "GREATER_THAN_OR_EQUAL": "LESS_THAN_OR_EQUAL",
}


class Operand:
    """One side of a comparison: expression, type and, where constant, value."""

    def __init__(self, expr: pl.Expr, type_: t.LogicalType, literal: Any = NOT_LITERAL) -> None:
        self.expr = expr
        self.type = type_
        self.literal = literal

    @property
    def may_be_nan(self) -> bool:
        constant = isinstance(self.literal, int | float | Decimal)
        return isinstance(self.type, _FLOATS) and not (constant and self.literal == self.literal)


def compare(operator: str, left: Operand, right: Operand, time_zone: str = "UTC") -> pl.Expr:
    """``left operator right``: NULL where a side is NULL.

    Args:
        operator: The operator's constant name, one of ``OPERATORS``.
        left: The left side.
        right: The right side.
        time_zone: The session time zone, for TIMESTAMP against TIMESTAMP_LTZ.
    """
    if isinstance(left.type, t.NullType) or isinstance(right.type, t.NullType):
        return pl.lit(None, dtype=pl.Boolean)
    if isinstance(left.type, t.CharacterType) != isinstance(right.type, t.CharacterType):
        # Text against BOOLEAN: for Flink never equal.
        unequal = left.expr.is_not_null() & right.expr.is_not_null()
        return pl.when(unequal).then(pl.lit(operator == "NOT_EQUALS"))
    if isinstance(left.type, _NESTED):
        return _compare_nested(operator, left, right)
    if isinstance(left.type, t.NumericType):
        return _compare_numbers(operator, left, right)
    if isinstance(left.type, t.AnyTimestampType):
        return _compare_timestamps(operator, left, right, time_zone)
    return _POLARS[operator](left.expr, right.expr)


def _compare_numbers(operator: str, left: Operand, right: Operand) -> pl.Expr:
    types = (left.type, right.type)
    a, b = left.expr, right.expr
    if any(isinstance(type_, _FLOATS) for type_ in types):
        return _compare_floats(operator, left, right)
    if any(isinstance(type_, t.DecimalType) for type_ in types):
        one, two = as_decimal(left.type), as_decimal(right.type)
        if one.scale == two.scale and isinstance(left.type, type(right.type)):
            return _POLARS[operator](a, b)
        scale = max(one.scale, two.scale)
        whole = max(one.precision - one.scale, two.precision - two.scale)
        if whole + scale > t.MAX_DECIMAL_PRECISION:
            return map_values([a, b], _PYTHON[operator], pl.Boolean())
        dtype = pl.Decimal(t.MAX_DECIMAL_PRECISION, scale)
        return _POLARS[operator](a.cast(dtype), b.cast(dtype))
    return _POLARS[operator](a, b)


def _compare_floats(operator: str, left: Operand, right: Operand) -> pl.Expr:
    """Flink finds equality in the common type, where the first of FLOAT and DOUBLE wins, and order in the wider.

    A decimal orders with NaN as Java's ``Double.compare`` does, other numbers never.
    """
    assert isinstance(left.type, t.NumericType)
    assert isinstance(right.type, t.NumericType)
    wide = common_numeric(left.type, right.type)
    if operator not in ("EQUALS", "NOT_EQUALS") and isinstance(right.type, t.DoubleType):
        wide = right.type
    dtype = pl.Float64() if isinstance(wide, t.DoubleType) else pl.Float32()
    a, b = (o.expr if isinstance(o.type, type(wide)) else o.expr.cast(dtype) for o in (left, right))
    result = _POLARS[operator](a, b)
    if isinstance(left.type, t.DecimalType) or isinstance(right.type, t.DecimalType):
        return result
    # For Polars NaN equals itself and is the largest number.
    if operator in ("EQUALS", "GREATER_THAN", "GREATER_THAN_OR_EQUAL") and left.may_be_nan:
        result = result & a.is_not_nan()
    if operator in ("LESS_THAN", "LESS_THAN_OR_EQUAL", "GREATER_THAN_OR_EQUAL") and right.may_be_nan:
        result = result & b.is_not_nan()
    if operator == "LESS_THAN_OR_EQUAL" and left.may_be_nan:
        result = result & a.is_not_nan()
    if operator == "NOT_EQUALS" and left.may_be_nan:
        result = result | a.is_nan()
    return result


def _compare_timestamps(operator: str, left: Operand, right: Operand, time_zone: str) -> pl.Expr:
    assert isinstance(left.type, t.AnyTimestampType)
    assert isinstance(right.type, t.AnyTimestampType)
    units = [time_unit(type_.precision) for type_ in (left.type, right.type)]
    zoned = [isinstance(type_, t.LocalZonedTimestampType) for type_ in (left.type, right.type)]
    a, b = (
        instant_of(operand.expr, time_zone) if any(zoned) and not has_zone else operand.expr
        for operand, has_zone in zip((left, right), zoned, strict=True)
    )
    if units[0] == units[1]:
        return _POLARS[operator](a, b)
    if _UNIT_ORDER.index(units[0]) < _UNIT_ORDER.index(units[1]):
        return _compare_units(operator, a, b, units[0])
    return _compare_units(_MIRRORED[operator], b, a, units[1])


def _compare_units(operator: str, coarse: pl.Expr, fine: pl.Expr, unit: str) -> pl.Expr:
    """Compare in the coarser unit, then by the finer side's rest: the finer unit has not the range for both."""
    down = fine.dt.cast_time_unit(unit)  # type: ignore[arg-type]
    rest = fine.dt.nanosecond() != down.dt.nanosecond()
    match operator:
        case "EQUALS":
            return (coarse == down) & ~rest
        case "NOT_EQUALS":
            return (coarse != down) | rest
        case "LESS_THAN":
            return (coarse < down) | ((coarse == down) & rest)
        case "GREATER_THAN_OR_EQUAL":
            return (coarse > down) | ((coarse == down) & ~rest)
    return _POLARS[operator](coarse, down)


def _compare_nested(operator: str, left: Operand, right: Operand) -> pl.Expr:
    equal = operator == "EQUALS"
    left_type, right_type = left.type, right.type

    def same(a: Any, b: Any) -> bool:
        return (comparable(a, left_type) == comparable(b, right_type)) is equal

    return map_values([left.expr, right.expr], same, pl.Boolean())


def comparable(value: Any, type_: t.LogicalType) -> Any:
    """A nested value as Python values that ``==`` compares as Flink does: maps without order."""
    if value is None:
        return None
    match type_:
        case t.ArrayType(element=element):
            return [comparable(v, element) for v in value]
        case t.MapType(value=inner):
            return {_hashable(e[MAP_KEY]): comparable(e[MAP_VALUE], inner) for e in value}
        case t.MultisetType():
            return {_hashable(e[MAP_KEY]): e[MAP_VALUE] for e in value}
        case t.RowType(fields=fields):
            return [comparable(value[f.name], f.type) for f in fields]
    return value


def _hashable(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_hashable(v) for v in value)
    if isinstance(value, dict):
        return tuple((k, _hashable(v)) for k, v in value.items())
    return value


def distinct(left: Operand, right: Operand, time_zone: str = "UTC") -> pl.Expr:
    """``left IS DISTINCT FROM right``, never NULL."""
    nulls = left.expr.is_null() != right.expr.is_null()
    return nulls | compare("NOT_EQUALS", left, right, time_zone).fill_null(False)
