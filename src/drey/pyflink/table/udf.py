"""Mirror of ``pyflink.table.udf``: user functions in Python."""

from __future__ import annotations

import functools
import inspect
from typing import Any

from drey.pyflink.legacy.function_arguments import accepts_udf_type
from drey.pyflink.table.function_classes import (
    ACC,
    AggregateFunction,
    AsyncScalarFunction,
    FunctionContext,
    ImperativeAggregateFunction,
    ScalarFunction,
    T,
    TableAggregateFunction,
    TableFunction,
    UserDefinedFunction,
)
from drey.pyflink.table.function_wrappers import (
    UserDefinedAggregateFunctionWrapper,
    UserDefinedAsyncScalarFunctionWrapper,
    UserDefinedFunctionWrapper,
    UserDefinedScalarFunctionWrapper,
    UserDefinedTableFunctionWrapper,
)
from drey.udf.required_pandas import require_pandas

__all__ = [
    "FunctionContext",
    "AggregateFunction",
    "ScalarFunction",
    "TableFunction",
    "TableAggregateFunction",
    "AsyncScalarFunction",
    "udf",
    "udtf",
    "udaf",
    "udtaf",
]


@accepts_udf_type
def udf(
    f: Any = None,
    input_types: Any = None,
    result_type: Any = None,
    deterministic: bool | None = None,
    name: str | None = None,
    func_type: str = "general",
) -> Any:
    """Make a scalar function; without ``f`` it is a decorator.

    Args:
        f: A function, lambda, coroutine function, callable object or instance of
            :class:`ScalarFunction` or :class:`AsyncScalarFunction`.
        input_types: Types of the arguments, as data types or texts; optional.
        result_type: Type of the result, as a data type or a text such as ``"ROW<a INT>"``. Drey takes it
            from the annotation of the result if it is left out.
        deterministic: Whether equal arguments give equal results; by default they do.
        name: The name in plans.
        func_type: ``"general"`` for one row at a time, ``"pandas"`` for ``pandas.Series``.

    Raises:
        ValueError: ``func_type`` is unknown, or a coroutine is to take Series.
        TypeError: A type is missing or isn't one.
        DependencyError: A pandas function needs pandas and pyarrow, which are not installed.
    """
    _check_func_type(func_type, "general", "pandas")
    if f is None:
        return functools.partial(
            udf, input_types=input_types, result_type=result_type, deterministic=deterministic, name=name,
            func_type=func_type,
        )  # fmt: skip
    if isinstance(f, AsyncScalarFunction) or inspect.iscoroutinefunction(f):
        if func_type == "pandas":
            raise ValueError(
                "Async scalar functions do not support pandas func_type. "
                "Please use func_type='general' (default) for async functions."
            )
        return UserDefinedAsyncScalarFunctionWrapper(
            f, input_types, result_type, func_type, deterministic, name
        )
    wrapper = UserDefinedScalarFunctionWrapper(f, input_types, result_type, func_type, deterministic, name)
    if func_type == "pandas":
        # Here and not with the first batch, which would wait for the import.
        require_pandas(f"the pandas function '{wrapper.name}'")
    return wrapper


def udtf(
    f: Any = None,
    input_types: Any = None,
    result_types: Any = None,
    deterministic: bool | None = None,
    name: str | None = None,
) -> Any:
    """Make a table function; without ``f`` it is a decorator.

    Args:
        f: A function that returns or yields rows, or an instance of :class:`TableFunction`.
        input_types: Types of the arguments; optional.
        result_types: Types of the columns: a list, one type, or a text such as ``"ROW<a INT, b STRING>"``.
        deterministic: Whether equal arguments give equal rows.
        name: The name in plans.
    """
    if f is None:
        return functools.partial(
            udtf, input_types=input_types, result_types=result_types, deterministic=deterministic, name=name
        )
    return UserDefinedTableFunctionWrapper(f, input_types, result_types, deterministic, name)


@accepts_udf_type
def udaf(
    f: Any = None,
    input_types: Any = None,
    result_type: Any = None,
    accumulator_type: Any = None,
    deterministic: bool | None = None,
    name: str | None = None,
    func_type: str = "general",
) -> Any:
    """Make an aggregate function; without ``f`` it is a decorator.

    Args:
        f: An instance of :class:`AggregateFunction`, or with ``func_type="pandas"`` a function from Series
            to one value.
        input_types: Types of the arguments; optional.
        result_type: Type of the result; by default what ``get_result_type`` says.
        accumulator_type: Type of accumulators; by default what ``get_accumulator_type`` says.
        deterministic: Whether equal groups give equal results.
        name: The name in plans.
        func_type: ``"general"`` or ``"pandas"``.
    """
    _check_func_type(func_type, "general", "pandas")
    if f is None:
        return functools.partial(
            udaf, input_types=input_types, result_type=result_type, accumulator_type=accumulator_type,
            deterministic=deterministic, name=name, func_type=func_type,
        )  # fmt: skip
    return UserDefinedAggregateFunctionWrapper(
        f, input_types, result_type, accumulator_type, func_type, deterministic, name
    )


def udtaf(
    f: Any = None,
    input_types: Any = None,
    result_type: Any = None,
    accumulator_type: Any = None,
    deterministic: bool | None = None,
    name: str | None = None,
    func_type: str = "general",
) -> Any:
    """Make a table aggregate function; the arguments are those of :func:`udaf`, rows only one at a time."""
    _check_func_type(func_type, "general")
    if f is None:
        return functools.partial(
            udtaf, input_types=input_types, result_type=result_type, accumulator_type=accumulator_type,
            deterministic=deterministic, name=name, func_type=func_type,
        )  # fmt: skip
    return UserDefinedAggregateFunctionWrapper(
        f, input_types, result_type, accumulator_type, func_type, deterministic, name, True
    )


def _check_func_type(func_type: str, *known: str) -> None:
    if func_type not in known:
        raise ValueError(f"The func_type must be one of '{', '.join(known)}', got {func_type}.")
