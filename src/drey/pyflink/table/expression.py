"""Mirror of ``pyflink.table.expression``: expressions over columns, built by operators and methods.

An expression wraps a tree of :mod:`drey.rex.unresolved`; nothing is checked before the table that it is
used on knows its columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from drey.pyflink.table.expression_methods.aggregate import AggregateMethods
from drey.pyflink.table.expression_methods.arithmetic import ArithmeticMethods
from drey.pyflink.table.expression_methods.collection import CollectionMethods
from drey.pyflink.table.expression_methods.hash import HashMethods
from drey.pyflink.table.expression_methods.interval import IntervalMethods
from drey.pyflink.table.expression_methods.json import JsonMethods
from drey.pyflink.table.expression_methods.logic import LogicMethods
from drey.pyflink.table.expression_methods.string import StringMethods
from drey.pyflink.table.expression_methods.temporal import TemporalMethods
from drey.pyflink.table.expression_node import ExpressionNode, QueryOperand, call, to_expr
from drey.pyflink.table.expression_text import expression_text
from drey.pyflink.table.expression_units import (
    JsonExistsOnError,
    JsonOnNull,
    JsonQueryOnEmptyOrError,
    JsonQueryWrapper,
    JsonType,
    JsonValueOnEmptyOrError,
    TimeIntervalUnit,
    TimePointUnit,
)
from drey.pyflink.table.type_conversion import to_logical
from drey.pyflink.util.exceptions import ValidationException
from drey.rex.unresolved import Alias, Call, Cast, Expr, FieldAccess, Lit, Over, Ref, SortKey, Subquery

if TYPE_CHECKING:
    from drey.pyflink.table.types import DataType

__all__ = [
    "Expression",
    "TimeIntervalUnit",
    "TimePointUnit",
    "JsonType",
    "JsonExistsOnError",
    "JsonValueOnEmptyOrError",
    "JsonQueryWrapper",
    "JsonQueryOnEmptyOrError",
]

T = TypeVar("T")


class Expression(
    LogicMethods,
    ArithmeticMethods,
    StringMethods,
    TemporalMethods,
    IntervalMethods,
    CollectionMethods,
    JsonMethods,
    HashMethods,
    AggregateMethods,
    Generic[T],
):
    """An expression: ``(col("a") + 1).alias("b")``.

    Made by :mod:`pyflink.table.expressions`; the constructor takes a tree of the engine and isn't for
    programs. Comparison operators build expressions, so expressions have no truth and no hash.
    """

    def __abs__(self) -> Expression[Any]:
        return self._call("ABS")

    def __eq__(self, other: object) -> Expression[bool]:  # type: ignore[override]
        return self._call("EQUALS", other)

    def __ne__(self, other: object) -> Expression[bool]:  # type: ignore[override]
        return self._call("NOT_EQUALS", other)

    def __lt__(self, other: Any) -> Expression[bool]:
        return self._call("LESS_THAN", other)

    def __gt__(self, other: Any) -> Expression[bool]:
        return self._call("GREATER_THAN", other)

    def __le__(self, other: Any) -> Expression[bool]:
        return self._call("LESS_THAN_OR_EQUAL", other)

    def __ge__(self, other: Any) -> Expression[bool]:
        return self._call("GREATER_THAN_OR_EQUAL", other)

    def __and__(self, other: Any) -> Expression[bool]:
        return self._call("AND", other)

    def __or__(self, other: Any) -> Expression[bool]:
        return self._call("OR", other)

    def __invert__(self) -> Expression[bool]:
        return self._call("IS_NOT_TRUE")

    def __rand__(self, other: Any) -> Expression[bool]:
        return self._call("AND", other)

    def __ror__(self, other: Any) -> Expression[bool]:
        return self._call("OR", other)

    def __add__(self, other: Any) -> Expression[Any]:
        return self._call("PLUS", other)

    def __sub__(self, other: Any) -> Expression[Any]:
        return self._call("MINUS", other)

    def __mul__(self, other: Any) -> Expression[Any]:
        return self._call("TIMES", other)

    def __truediv__(self, other: Any) -> Expression[Any]:
        return self._call("DIVIDE", other)

    def __mod__(self, other: Any) -> Expression[Any]:
        return self._call("MOD", other)

    def __pow__(self, other: Any) -> Expression[Any]:
        return self._call("POWER", other)

    def __neg__(self) -> Expression[Any]:
        return self._call("MINUS_PREFIX")

    def __radd__(self, other: Any) -> Expression[Any]:
        return self._make(call("PLUS", other, self))

    def __rsub__(self, other: Any) -> Expression[Any]:
        return self._make(call("MINUS", other, self))

    def __rmul__(self, other: Any) -> Expression[Any]:
        return self._call("TIMES", other)

    def __rtruediv__(self, other: Any) -> Expression[Any]:
        return self._make(call("DIVIDE", other, self))

    def __rmod__(self, other: Any) -> Expression[Any]:
        return self._make(call("MOD", other, self))

    def __rpow__(self, other: Any) -> Expression[Any]:
        return self._make(call("POWER", other, self))

    def __str__(self) -> str:
        return expression_text(self._expr)

    def __repr__(self) -> str:
        return f"<Expression {self}>"

    def __getattr__(self, name: str) -> Expression[Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        return self.get(name)

    def __getitem__(self, index: Any) -> Expression[Any]:
        return self.at(index)

    def alias(self, name: str, *extra_names: str) -> Expression[Any]:
        """Name the result; ``extra_names`` name further columns of a table function."""
        return self._make(Alias(self._expr, name, extra_names))

    def as_argument(self, name: str) -> Expression[Any]:
        """Pass the value as the argument of this name in :func:`~pyflink.table.expressions.call`."""
        return self._make(call("ASSIGNMENT", Lit(name), self))

    def cast(self, data_type: DataType) -> Expression[Any]:
        """SQL's ``CAST(self AS type)``; fails on a value that doesn't fit."""
        return self._make(Cast(self._expr, to_logical(data_type)))

    def try_cast(self, data_type: DataType) -> Expression[Any]:
        """SQL's ``TRY_CAST(self AS type)``; NULL for a value that doesn't fit."""
        return self._make(Cast(self._expr, to_logical(data_type), safe=True))

    @property
    def asc(self) -> Expression[Any]:
        """A key for ``order_by``: from the smallest value on; NULL comes last."""
        return self._make(SortKey(self._expr))

    @property
    def desc(self) -> Expression[Any]:
        """A key for ``order_by``: from the largest value on; NULL comes first."""
        return self._make(SortKey(self._expr, ascending=False))

    def in_(self, first_element_or_table: Any, *remaining_elements: Any) -> Expression[bool]:
        """Whether the value is among the elements, or in the one column of a table."""
        if isinstance(first_element_or_table, QueryOperand):
            if remaining_elements:
                raise ValidationException("in_ takes one table or a list of elements")
            return self._make(Subquery("IN", first_element_or_table, (self._expr,)))
        return self._call("IN", first_element_or_table, *remaining_elements)

    def over(self, alias: Any) -> Expression[Any]:
        """Compute the aggregate over the window of this alias, which ``over_window`` defined."""
        if not isinstance(self._expr, Call):
            raise ValidationException(f"over needs an aggregate, not {self}")
        target = to_expr(alias)
        name = target.parts[-1] if isinstance(target, Ref) else getattr(target, "value", None)
        if not isinstance(name, str):
            raise ValidationException(f"over needs the alias of a window, not {alias}")
        return self._make(Over(self._expr, window_name=name))

    def get(self, name_or_index: str | int) -> Expression[Any]:
        """A field of a row, by its name or by its position from 0: ``col("r").get("name")``."""
        if isinstance(name_or_index, str):
            return self._make(FieldAccess(self._expr, name_or_index))
        return self._call("GET", name_or_index)

    def at(self, index: Any) -> Expression[Any]:
        """SQL's ``self[index]``: an element by position from 1, or a value by key."""
        return self._call("AT", index)


ExpressionNode._expression_class = Expression
