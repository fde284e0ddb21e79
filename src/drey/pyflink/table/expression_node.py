"""What every expression has: the tree behind it, and how Python values become parts of it."""

from __future__ import annotations

import datetime
import decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar

from drey.pyflink.util.exceptions import ValidationException
from drey.rex.unresolved import Call, Expr, Lit
from drey.types import logical as t

if TYPE_CHECKING:
    from drey.pyflink.table.expression import Expression

_LITERAL_TYPES = (
    bool,
    int,
    float,
    str,
    bytes,
    decimal.Decimal,
    datetime.date,
    datetime.time,
    datetime.datetime,
)

_MILLIS = {
    "week": 604_800_000,
    "day": 86_400_000,
    "hour": 3_600_000,
    "minute": 60_000,
    "second": 1000,
    "milli": 1,
}
_MONTHS = {"year": 12, "quarter": 3, "month": 1}

DAY_TIME = t.DayTimeIntervalType("SECOND(3)", nullable=False)
YEAR_MONTH = t.YearMonthIntervalType("MONTH", nullable=False)


class QueryOperand:
    """The base of what stands for a query inside an expression, as a Table does in ``in_``."""


class ExpressionNode:
    """The base of :class:`~drey.pyflink.table.expression.Expression`.

    Args:
        expr: The unresolved tree.
    """

    _expression_class: ClassVar[Any]

    def __init__(self, expr: Expr) -> None:
        self._expr = expr

    def _make(self, expr: Expr) -> Expression[Any]:
        made: Expression[Any] = self._expression_class(expr)
        return made

    def _call(self, name: str, *args: Any, options: tuple[str, ...] = ()) -> Expression[Any]:
        """A call with this expression as the first argument."""
        return self._make(call(name, self, *args, options=options))

    def _interval(self, unit: str) -> Expression[Any]:
        """The interval of so many units; only a literal whole number has one."""
        value = self._expr.value if isinstance(self._expr, Lit) else None
        if not isinstance(value, int) or isinstance(value, bool):
            kind = "year-month" if unit in _MONTHS else "day-time"
            raise ValidationException(f"Invalid constant for {kind} interval: {self}")
        if unit in _MONTHS:
            return self._make(Lit(value * _MONTHS[unit], YEAR_MONTH))
        return self._make(Lit(value * _MILLIS[unit], DAY_TIME))


def to_expr(value: Any) -> Expr:
    """The tree of an expression or of a Python value.

    Raises:
        ValidationException: No literal holds the value.
    """
    if isinstance(value, ExpressionNode):
        return value._expr
    if isinstance(value, Expr):
        return value
    if value is None or isinstance(value, _LITERAL_TYPES):
        return Lit(value)
    if isinstance(value, bytearray):
        return Lit(bytes(value))
    if isinstance(value, datetime.timedelta):
        return Lit(value // datetime.timedelta(milliseconds=1), DAY_TIME)
    raise ValidationException(
        f"Cannot derive a data type for value '{value}' of {type(value).__qualname__}. "
        "The data type must be specified explicitly."
    )


def call(name: str, *args: Any, options: tuple[str, ...] = ()) -> Call:
    """A call of a built-in by its constant name."""
    return Call(name, tuple(map(to_expr, args)), options=options)


def given(*values: Any) -> tuple[Any, ...]:
    """The optional arguments that are there."""
    return tuple(value for value in values if value is not None)


def unit_option(unit: Enum | None) -> tuple[str, ...]:
    """The option of a call that a unit of time becomes: its name."""
    return () if unit is None else (unit.name,)
