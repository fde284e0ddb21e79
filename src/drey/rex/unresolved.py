"""Expressions before names and types are known: what SQL text and the Table API both build.

The binder's resolver turns them into :mod:`drey.rex.nodes`. Operators use the constant names of
Flink's ``BuiltInFunctionDefinitions`` (``EQUALS``, ``PLUS``, ``AND`` ...); functions that a user calls
by name keep the name as written.
"""

from __future__ import annotations

from dataclasses import field
from typing import Any

from drey.errors import SourcePosition
from drey.records import record
from drey.types.logical import LogicalType


@record
class Expr:
    """The base of unresolved expressions; ``position`` is where it stands in SQL text, if it does."""

    position: SourcePosition | None = field(default=None, compare=False, kw_only=True, repr=False)


@record
class Ref(Expr):
    """A column, perhaps qualified by table names and followed by fields: ``a``, ``t.a``, ``t.a.f``."""

    parts: tuple[str, ...]


@record
class Lit(Expr):
    """A Python value; ``type`` None lets the resolver derive the type as Flink does for literals.

    Values: None, bool, int, float, Decimal, str, bytes, datetime.date/time/datetime; an interval is an
    int of milliseconds or months with its interval type.
    """

    value: Any
    type: LogicalType | None = None


@record
class Call(Expr):
    """A call of an operator or function.

    Args:
        name: Constant name of an operator, or the function's name as the user wrote it, catalog and
            database joined by dots.
        args: The arguments.
        distinct: ``f(DISTINCT x)``.
        filter: ``f(x) FILTER (WHERE filter)``.
        options: Keywords of special syntax, for example ``("BOTH",)`` of TRIM, ``("DAY",)`` of EXTRACT.
        function: The function object itself if the Table API calls one inline.
        arg_names: Names of named arguments, aligned with ``args``; empty if positional.
    """

    name: str
    args: tuple[Expr, ...] = ()
    distinct: bool = False
    filter: Expr | None = None
    options: tuple[str, ...] = ()
    function: Any = None
    arg_names: tuple[str, ...] = ()


@record
class Cast(Expr):
    """``CAST(operand AS type)``, or TRY_CAST where ``safe``."""

    operand: Expr
    type: LogicalType
    safe: bool = False


@record
class Alias(Expr):
    """``operand AS name``; further names only for calls of table functions."""

    operand: Expr
    name: str
    more_names: tuple[str, ...] = ()


@record
class Star(Expr):
    """``*`` or ``t.*``."""

    qualifier: tuple[str, ...] = ()


@record
class FieldAccess(Expr):
    """``operand.field`` of a row expression that is not a plain reference."""

    operand: Expr
    field_name: str


@record
class SortKey(Expr):
    """One key of ORDER BY; ``nulls_first`` None takes Flink's default (NULL is the smallest value)."""

    operand: Expr
    ascending: bool = True
    nulls_first: bool | None = None


@record
class Over(Expr):
    """``call OVER (PARTITION BY .. ORDER BY .. frame)``; ``frame`` bounds are (kind, amount) pairs."""

    call: Call
    partition_by: tuple[Expr, ...] = ()
    order_by: tuple[SortKey, ...] = ()
    frame: tuple[str, tuple[str, Expr | None], tuple[str, Expr | None]] | None = None
    window_name: str | None = None


@record
class Subquery(Expr):
    """A query inside an expression: ``kind`` is SCALAR, EXISTS, IN, ALL or SOME.

    ``query`` is the syntax of the query (opaque here); ``operands`` the left side of IN.
    """

    kind: str
    query: Any
    operands: tuple[Expr, ...] = ()
    operator: str | None = None
