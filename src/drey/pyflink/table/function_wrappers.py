"""Wrapped user functions: what ``udf`` and its kin return, and what the engine reads about a function.

A wrapper describes its function by neutral properties: ``name``, ``kind`` (``scalar``, ``async_scalar``,
``table``, ``aggregate`` or ``table_aggregate``), ``func_type`` (``general`` or ``pandas``),
``input_types`` and ``result_type`` as logical types, ``deterministic``, and ``function``, the callable
or :class:`~drey.pyflink.table.function_classes.UserDefinedFunction` itself.
"""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from copy import copy
from typing import TYPE_CHECKING, Any, ClassVar, Self

from drey.pyflink.table.annotation_types import result_type_of, row_types_of
from drey.pyflink.table.expression import Expression
from drey.pyflink.table.function_call import function_call
from drey.pyflink.table.function_classes import UserDefinedFunction
from drey.pyflink.table.type_conversion import to_logical
from drey.pyflink.table.types import DataType, MapType, RowType
from drey.types import logical as t

if TYPE_CHECKING:
    TypeSpec = DataType | str


class UserDefinedFunctionWrapper:
    """The base: a function, its types and its name.

    Args:
        func: A function, a callable object or an instance of a function class.
        input_types: The types of the arguments, or None to take them as they come.
        func_type: ``general`` for one row at a time, ``pandas`` for Series.
        deterministic: Whether equal arguments give equal results; None asks the function.
        name: The name in plans; None takes the function's.

    Raises:
        TypeError: ``func`` can't be called, or an input type is none.
        ValueError: ``deterministic`` contradicts the function.
    """

    kind: ClassVar[str] = ""

    def __init__(
        self,
        func: Any,
        input_types: Any,
        func_type: str,
        deterministic: bool | None = None,
        name: str | None = None,
    ) -> None:
        if inspect.isclass(func) or not (isinstance(func, UserDefinedFunction) or callable(func)):
            raise TypeError(
                f"Invalid function: not a function or callable (__call__ is not defined): {type(func)}"
            )
        own = func.is_deterministic() if isinstance(func, UserDefinedFunction) else None
        if deterministic is not None and own is not None and deterministic != own:
            raise ValueError(f"Inconsistent deterministic: {deterministic} and {own}")
        self._func = func
        self._input_types = None if input_types is None else _type_list("input_type", input_types)
        self._name = name or getattr(func, "__name__", None) or type(func).__name__
        self._deterministic = deterministic if deterministic is not None else own is not False
        self._func_type = func_type
        self._takes_row_as_input = False
        self._alias_names: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name in plans."""
        return self._name

    @property
    def func_type(self) -> str:
        """``general`` or ``pandas``."""
        return self._func_type

    @property
    def function(self) -> Any:
        """The callable or function object that the user gave."""
        return self._func

    @property
    def deterministic(self) -> bool:
        """Whether equal arguments give equal results."""
        return self._deterministic

    @property
    def takes_row(self) -> bool:
        """Whether the function gets the whole row as its one argument."""
        return self._takes_row_as_input

    @property
    def alias_names(self) -> tuple[str, ...]:
        """The names that ``alias`` gave the result's columns."""
        return self._alias_names

    @property
    def input_types(self) -> tuple[t.LogicalType, ...] | None:
        """The declared types of the arguments, or None."""
        return None if self._input_types is None else tuple(map(to_logical, self._input_types))

    @property
    def result_type(self) -> t.LogicalType | None:
        """The type of a result."""
        raise NotImplementedError

    @property
    def accumulator_type(self) -> t.LogicalType | None:
        """The type of accumulators of an aggregate, or None."""
        return None

    def __call__(self, *args: Any) -> Expression[Any]:
        """The call with these expressions and values."""
        return Expression(function_call(self, args))

    def alias(self, *alias_names: str) -> Self:
        """The same function with names for the columns of its result."""
        result = copy(self)
        result._alias_names = alias_names
        return result

    def _set_takes_row_as_input(self) -> Self:
        result = copy(self)
        result._takes_row_as_input = True
        return result

    def __repr__(self) -> str:
        return f"<{self.kind} function {self._name}>"


class UserDefinedScalarFunctionWrapper(UserDefinedFunctionWrapper):
    """A scalar function; ``result_type`` may come from the annotation of the result."""

    kind = "scalar"

    def __init__(
        self,
        func: Any,
        input_types: Any,
        result_type: Any,
        func_type: str,
        deterministic: bool | None,
        name: str | None,
    ) -> None:
        super().__init__(func, input_types, func_type, deterministic, name)
        self._result_type = _checked_result(result_type if result_type is not None else result_type_of(func))

    @property
    def result_type(self) -> t.LogicalType:
        """The type of a result."""
        return to_logical(self._result_type)


class UserDefinedAsyncScalarFunctionWrapper(UserDefinedScalarFunctionWrapper):
    """A scalar function that is a coroutine."""

    kind = "async_scalar"


class UserDefinedTableFunctionWrapper(UserDefinedFunctionWrapper):
    """A table function; its result type is a row, also of one column."""

    kind = "table"

    def __init__(
        self,
        func: Any,
        input_types: Any,
        result_types: Any,
        deterministic: bool | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(func, input_types, "general", deterministic, name)
        if result_types is None:
            result_types = row_types_of(func)
        if result_types is None:
            raise TypeError("Invalid result_type: result_type should be DataType or str but is None")
        self._result_types: str | list[TypeSpec] = (
            result_types if isinstance(result_types, str) else _type_list("result_type", result_types)
        )

    @property
    def result_type(self) -> t.RowType:
        """The row of the columns; without names of their own they are ``f0``, ``f1`` ..."""
        if isinstance(self._result_types, str):
            whole = to_logical(self._result_types)
            return whole if isinstance(whole, t.RowType) else t.RowType.of(("f0", whole))
        pairs = ((f"f{i}", to_logical(one)) for i, one in enumerate(self._result_types))
        return t.RowType.of(*pairs)


class UserDefinedAggregateFunctionWrapper(UserDefinedFunctionWrapper):
    """An aggregate or table aggregate function."""

    kind = "aggregate"

    def __init__(
        self,
        func: Any,
        input_types: Any,
        result_type: Any,
        accumulator_type: Any,
        func_type: str,
        deterministic: bool | None,
        name: str | None,
        is_table_aggregate: bool = False,
    ) -> None:
        super().__init__(func, input_types, func_type, deterministic, name)
        if is_table_aggregate:
            self.kind = "table_aggregate"  # type: ignore[misc]
        is_instance = isinstance(func, UserDefinedFunction)
        if func_type == "general" and not is_instance:
            raise TypeError(f"a general aggregate must be an AggregateFunction object, not {type(func)}")
        if accumulator_type is None and func_type == "general":
            accumulator_type = func.get_accumulator_type()
        if result_type is None:
            result_type = func.get_result_type() if is_instance else result_type_of(func)
        self._result_type = _checked_result(result_type)
        if func_type == "pandas" and isinstance(result_type, MapType):
            raise TypeError(
                f"Invalid returnType: Pandas UDAF doesn't support DataType type {result_type} currently"
            )
        if accumulator_type is not None and not isinstance(accumulator_type, (DataType, str)):
            raise TypeError(
                "Invalid accumulator_type: accumulator_type should be DataType or str but is "
                f"{accumulator_type}"
            )
        self._accumulator_type = accumulator_type
        self._is_table_aggregate = is_table_aggregate

    @property
    def result_type(self) -> t.LogicalType:
        """The type of a result; a table aggregate's is a row, also of one column."""
        result = to_logical(self._result_type)
        if self._is_table_aggregate and not isinstance(result, t.RowType):
            return t.RowType.of(("f0", result))
        return result

    @property
    def accumulator_type(self) -> t.LogicalType | None:
        """The type of accumulators, None for a pandas aggregate."""
        return None if self._accumulator_type is None else to_logical(self._accumulator_type)


def _checked_result(result_type: Any) -> TypeSpec:
    if not isinstance(result_type, (DataType, str)):
        raise TypeError(f"Invalid returnType: returnType should be DataType or str but is {result_type}")
    return result_type


def _type_list(what: str, types: Any) -> list[TypeSpec]:
    """One type, a row of types or a sequence of them, as a list.

    Raises:
        TypeError: Something in it is no type.
    """
    if isinstance(types, RowType):
        return list(types.field_types())
    result = [types] if isinstance(types, (DataType, str)) else list(types)
    for one in result:
        if not isinstance(one, (DataType, str)):
            raise TypeError(f"Invalid {what}: {what} should be DataType or str but contains {one}")
    return result
