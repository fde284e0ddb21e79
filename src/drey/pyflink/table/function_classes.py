"""The classes that user functions extend; :mod:`drey.pyflink.table.udf` is their public home."""

from __future__ import annotations

import abc
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from drey.udf.context import FunctionContext

if TYPE_CHECKING:
    from drey.pyflink.table.types import DataType

T = TypeVar("T")
ACC = TypeVar("ACC")


class UserDefinedFunction(abc.ABC):  # noqa: B024 - eval is the subclasses'
    """The base of all user functions.

    The engine calls ``open`` once before the first value and ``close`` once after the last, on the
    thread or process that runs the function.
    """

    def open(self, function_context: FunctionContext) -> None:
        """Prepare; called once."""

    def close(self) -> None:
        """Clean up; called once."""

    def is_deterministic(self) -> bool:
        """Whether equal arguments always give equal results."""
        return True


class ScalarFunction(UserDefinedFunction):
    """A function from values to one value."""

    @abc.abstractmethod
    def eval(self, *args: Any) -> Any:
        """The result for one row's arguments."""


class AsyncScalarFunction(UserDefinedFunction):
    """A coroutine from values to one value; many may be under way at once."""

    @abc.abstractmethod
    async def eval(self, *args: Any) -> Any:
        """The result for one row's arguments."""


class TableFunction(UserDefinedFunction):
    """A function from values to rows."""

    @abc.abstractmethod
    def eval(self, *args: Any) -> Any:
        """The rows for one row's arguments: an iterable, a generator, or None for no rows."""


class ImperativeAggregateFunction(UserDefinedFunction, Generic[T, ACC]):
    """The base of aggregates that keep an accumulator per group."""

    @abc.abstractmethod
    def create_accumulator(self) -> ACC:
        """The accumulator of an empty group."""

    @abc.abstractmethod
    def accumulate(self, accumulator: ACC, *args: Any) -> None:
        """Add one row's arguments to the accumulator."""

    def retract(self, accumulator: ACC, *args: Any) -> None:
        """Take one row's arguments, added before, out of the accumulator."""
        raise RuntimeError("Method retract is not implemented")

    def merge(self, accumulator: ACC, accumulators: Iterable[ACC]) -> None:
        """Add other accumulators to this one; needed for session windows and two-phase aggregation."""
        raise RuntimeError("Method merge is not implemented")

    def get_result_type(self) -> DataType | str:
        """The type of results."""
        raise RuntimeError("Method get_result_type is not implemented")

    def get_accumulator_type(self) -> DataType | str:
        """The type of accumulators."""
        raise RuntimeError("Method get_accumulator_type is not implemented")


class AggregateFunction(ImperativeAggregateFunction[T, ACC]):
    """An aggregate with one result per group."""

    @abc.abstractmethod
    def get_value(self, accumulator: ACC) -> T:
        """The result; called whenever one is due."""


class TableAggregateFunction(ImperativeAggregateFunction[T, ACC]):
    """An aggregate with any number of rows per group."""

    @abc.abstractmethod
    def emit_value(self, accumulator: ACC) -> Iterable[T]:
        """The rows; called whenever they are due."""
