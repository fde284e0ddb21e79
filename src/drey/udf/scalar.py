"""Calls of row functions, one after another over a batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from typing import Any

import polars as pl

from drey.errors import UnsupportedError, UserFunctionError
from drey.records import record
from drey.rex.nodes import RexInputRef, RexLiteral, RexNode, RexUdf
from drey.types.logical import LogicalType
from drey.types.python_values import BadValueError, from_python, literal_to_python, to_python
from drey.udf.failures import place_of, shown, user_code_failure
from drey.udf.function import UserFunction


class PythonColumns:
    """The columns of one batch as lists of Python values, converted when first asked for.

    Args:
        series: The columns.
        types: Their logical types.
        time_zone: The session time zone.
    """

    def __init__(self, series: Sequence[pl.Series], types: Sequence[LogicalType], time_zone: str) -> None:
        self.series = series
        self.types = types
        self.time_zone = time_zone
        self.height = len(series[0]) if series else 0
        self._lists: dict[int, list[Any]] = {}

    def values(self, index: int) -> list[Any]:
        """The values of a column."""
        found = self._lists.get(index)
        if found is None:
            found = to_python(self.series[index], self.types[index], self.time_zone)
            self._lists[index] = found
        return found


@record
class _Column:
    index: int


@record
class _Constant:
    value: Any


@record
class _Call:
    function: UserFunction
    target: Callable[..., Any]
    arguments: tuple[_Argument, ...]


_Argument = _Column | _Constant | _Call


class ScalarCall:
    """A call of a row function, perhaps over calls of others: ``f(g(x), 1)``.

    Args:
        call: Its expression; input references are positions in the columns that :meth:`evaluate` is given.
        functions: The functions by key, opened.
        time_zone: The session time zone.

    Raises:
        UnsupportedError: An operand is neither a column, a constant nor a call of a row function.
    """

    def __init__(self, call: RexUdf, functions: Mapping[str, UserFunction], time_zone: str) -> None:
        self._time_zone = time_zone
        self._type = call.type
        self._root = _plan_call(call, functions, time_zone)

    def evaluate(self, columns: PythonColumns, height: int) -> pl.Series:
        """The results for each of ``height`` rows.

        Raises:
            UserCodeError: A function raised; the carried exception has a note with the row's arguments.
            UserFunctionError: A result doesn't fit the function's result type.
        """
        arguments = [_evaluate(a, columns, height) for a in self._root.arguments]
        values = _map(self._root, arguments, height)
        try:
            series = from_python(values, self._type, self._time_zone, result=True)
        except BadValueError as error:
            raise self._misfit(arguments, error.index, error.value, error.detail) from None
        if not self._type.nullable and series.null_count():
            raise self._misfit(arguments, series.is_null().arg_max() or 0, None, None)
        return series

    def _misfit(
        self, arguments: Sequence[list[Any] | _Constant], index: int, value: Any, reason: str | None
    ) -> UserFunctionError:
        function, row = self._root.function, _row(arguments, index)
        return UserFunctionError(
            f"the Python function '{function.name}' must return {self._type}, "
            f"but returned {shown(value)} ({type(value).__name__})",
            detail=f"{place_of(function.function)}, called with ({', '.join(map(shown, row))})"
            + (f": {reason}" if reason else ""),
        )


def _plan_call(call: RexUdf, functions: Mapping[str, UserFunction], time_zone: str) -> _Call:
    function = functions[call.function]
    if function.func_type != "general":
        raise UnsupportedError(f"the pandas function '{call.name}' can't be an argument of a row function")
    arguments = tuple(_plan(operand, functions, time_zone) for operand in call.operands)
    return _Call(function, function.target, arguments)


def _plan(node: RexNode, functions: Mapping[str, UserFunction], time_zone: str) -> _Argument:
    match node:
        case RexInputRef():
            return _Column(node.index)
        case RexLiteral():
            return _Constant(literal_to_python(node.value, node.type, time_zone))
        case RexUdf():
            return _plan_call(node, functions, time_zone)
    raise UnsupportedError(f"'{node}' can't be an argument of a Python function here")


def _evaluate(argument: _Argument, columns: PythonColumns, height: int) -> list[Any] | _Constant:
    if isinstance(argument, _Constant):
        return argument
    if isinstance(argument, _Column):
        return columns.values(argument.index)
    return _map(argument, [_evaluate(a, columns, height) for a in argument.arguments], height)


def _map(call: _Call, arguments: Sequence[list[Any] | _Constant], height: int) -> list[Any]:
    """The function's results. ``extend`` over ``map`` runs no bytecode between two calls, and what it has
    appended when a call raises tells the row."""
    results: list[Any] = []
    iterables: list[Iterable[Any]] = [
        repeat(a.value, height) if isinstance(a, _Constant) else a for a in arguments
    ]
    target = call.target
    try:
        if iterables:
            results.extend(map(target, *iterables))
        else:
            for _ in range(height):
                results.append(target())
        if len(results) < height:
            # StopIteration from the function ended ``map`` in silence: let it be seen.
            target(*_row(arguments, len(results)))
            raise StopIteration
    except Exception as error:
        row = _row(arguments, len(results))
        raise user_code_failure(error, call.function.name, call.function.function, row) from None
    return results


def _row(arguments: Sequence[list[Any] | _Constant], index: int) -> list[Any]:
    return [a.value if isinstance(a, _Constant) else a[index] for a in arguments]
