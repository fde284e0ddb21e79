"""What a built-in function is: names, type inference and kernel, side by side.

A family of functions is one module with a tuple of definitions; :mod:`drey.functions.registry` lists the
families. ``infer`` runs in the planner, ``kernel`` in the runtime (it builds a Polars expression once per
operator, not once per batch).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from drey.errors import EvaluationError, ValidationError
from drey.records import record
from drey.types.logical import LogicalType

NOT_LITERAL: Any = object()
"""Marks an argument that is not a constant in ``CallTypes.literals``."""


@dataclass
class CallTypes:
    """The argument types of a call while its result type is inferred.

    ``infer`` may call :meth:`coerce` to ask for an implicit cast of an argument; the binder inserts it.

    Args:
        name: The function's name as the user wrote it, for messages.
        types: The argument types.
        literals: The argument values where they are constants, else ``NOT_LITERAL``.
        options: Keywords of special syntax.
    """

    name: str
    types: list[LogicalType]
    literals: Sequence[Any] = ()
    options: tuple[str, ...] = ()
    coerced: dict[int, LogicalType] = field(default_factory=dict)
    lenient: set[int] = field(default_factory=set)

    def coerce(self, index: int, type_: LogicalType, *, safe: bool = False) -> None:
        """Ask for argument ``index`` to be cast to ``type_`` (its own nullability is kept).

        With ``safe`` a value that can't be cast is NULL instead of an error.
        """
        wanted = type_.with_nullable(self.types[index].nullable)
        if wanted != self.types[index]:
            self.coerced[index] = wanted
            self.types[index] = wanted
            if safe:
                self.lenient.add(index)

    @property
    def any_nullable(self) -> bool:
        return any(type_.nullable for type_ in self.types)

    def nullable_if_args(self, type_: LogicalType) -> LogicalType:
        """``type_``, nullable exactly if an argument is."""
        return type_.with_nullable(self.any_nullable)

    def invalid(self, expected: str = "") -> ValidationError:
        """The error for arguments that the function doesn't take."""
        found = ", ".join(str(type_) for type_ in self.types)
        return ValidationError(
            f"invalid arguments for function '{self.name}'",
            detail=f"found ({found})",
            hint=f"supported: {self.name}({expected})" if expected else None,
        )


@dataclass(eq=False)
class EventTime:
    """Where event time stands for one operator; its task moves it.

    Args:
        watermark: The last watermark, in ms since the epoch; None before the first.
    """

    watermark: int | None = None


@record
class EvaluationContext:
    """What a kernel may know about the job: plain values fixed when the job starts.

    Args:
        time_zone: The session time zone's IANA name, for TIMESTAMP_LTZ.
        now: The start of the query, aware, in UTC. In streaming mode the clock is read per batch instead.
        streaming: True if current-time functions are evaluated per batch.
        event_time: The operator's event time, the one thing that moves; None where there is none.
    """

    time_zone: str = "UTC"
    now: dt.datetime | None = None
    streaming: bool = True
    event_time: EventTime | None = None


@dataclass
class KernelCall:
    """One call to compile into a Polars expression.

    Args:
        args: The compiled arguments.
        types: The argument types, after coercion.
        result: The result type; the kernel's expression must have exactly its Polars data type.
        literals: The argument values where they are constants, else ``NOT_LITERAL``.
        options: Keywords of special syntax.
        context: The job's facts.
        guard: A BOOLEAN expression of the rows that the call is really evaluated for (inside a CASE branch
            or behind AND), or None for all rows. :meth:`fail_where` respects it.
        callees: For each argument the constant name of the function that it calls, ``""`` if it calls none.
            JSON_OBJECT embeds what another JSON function made and quotes other texts.
    """

    args: list[pl.Expr]
    types: tuple[LogicalType, ...]
    result: LogicalType
    literals: Sequence[Any] = ()
    options: tuple[str, ...] = ()
    context: EvaluationContext = field(default_factory=EvaluationContext)
    guard: pl.Expr | None = None
    callees: tuple[str, ...] = ()

    def literal(self, index: int) -> Any:
        """The constant value of an argument, or ``NOT_LITERAL``."""
        return self.literals[index] if index < len(self.literals) else NOT_LITERAL

    def fail_where(self, value: pl.Expr, bad: pl.Expr, message: str) -> pl.Expr:
        """``value``, failing the job with ``EvaluationError(message)`` if ``bad`` is true in a guarded row.

        ``message`` may contain ``{0}``, ``{1}`` for the argument values of the first bad row.
        """
        return checked(value, bad, message, self.args, self.guard)


def checked(
    value: pl.Expr,
    bad: pl.Expr,
    message: str | Callable[..., str],
    args: Sequence[pl.Expr],
    guard: pl.Expr | None,
) -> pl.Expr:
    """See :meth:`KernelCall.fail_where`."""
    condition = bad if guard is None else bad & guard

    def check(columns: Sequence[pl.Series]) -> pl.Series:
        result, flags, *values = columns
        if flags.any():
            row = flags.arg_max() or 0
            shown = [column[row if len(column) > 1 else 0] for column in values]
            if callable(message):
                raise EvaluationError(message(*shown))
            raise EvaluationError(message.format(*shown) if "{" in message else message)
        return result

    return pl.map_batches([value, condition.fill_null(False), *args], check, is_elementwise=True)


Infer = Callable[[CallTypes], LogicalType]
Kernel = Callable[[KernelCall], pl.Expr]


@record
class ScalarFunction:
    """A built-in scalar function.

    Args:
        name: The constant of Flink's ``BuiltInFunctionDefinitions``, for example ``UPPER`` or ``PLUS``.
        infer: Checks the arguments and derives the result type.
        kernel: Compiles a call.
        sql_names: The names by which SQL calls it like a function; empty for operators.
        deterministic: False if equal arguments may give different results (RAND, UUID).
        dynamic: True if the value is fixed within a query but not between queries (CURRENT_DATE).
        foldable: False if a constant call must stay a call (JSON_OBJECT looks at what its arguments call).
    """

    name: str
    infer: Infer
    kernel: Kernel
    sql_names: tuple[str, ...] = ()
    deterministic: bool = True
    dynamic: bool = False
    foldable: bool = True
