"""The classes that user functions extend; :mod:`drey.pyflink.table.udf` is their public home."""

from __future__ import annotations

import abc
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from drey.pyflink.metrics.metricbase import MetricGroup
    from drey.pyflink.table.types import DataType

T = TypeVar("T")
ACC = TypeVar("ACC")


class FunctionContext:
    """What a function learns about where it runs, given to ``open``.

    Args:
        base_metric_group: Where the function registers metrics; None where metrics are off.
        job_parameters: The job's global parameters.
        task_name: The name of the task.
        task_name_with_subtasks: The name with ``(index/number)`` behind it.
        number_of_parallel_subtasks: The parallelism.
        max_number_of_parallel_subtasks: The number of key groups.
        index_of_this_subtask: From 0.
        attempt_number: From 0.
    """

    def __init__(
        self,
        base_metric_group: MetricGroup | None,
        job_parameters: Mapping[str, str],
        task_name: str | None = None,
        task_name_with_subtasks: str | None = None,
        number_of_parallel_subtasks: int | None = None,
        max_number_of_parallel_subtasks: int | None = None,
        index_of_this_subtask: int | None = None,
        attempt_number: int | None = None,
    ) -> None:
        self._base_metric_group = base_metric_group
        self._job_parameters = job_parameters
        self._task_name = task_name
        self._task_name_with_subtasks = task_name_with_subtasks
        self._number_of_parallel_subtasks = number_of_parallel_subtasks
        self._max_number_of_parallel_subtasks = max_number_of_parallel_subtasks
        self._index_of_this_subtask = index_of_this_subtask
        self._attempt_number = attempt_number

    def get_metric_group(self) -> MetricGroup:
        """Where to register metrics.

        Raises:
            RuntimeError: Metrics are off.
        """
        if self._base_metric_group is None:
            raise RuntimeError(
                "Metric has not been enabled. You can enable metric with the "
                "'python.metric.enabled' configuration."
            )
        return self._base_metric_group

    def get_job_parameter(self, key: str, default_value: str) -> str:
        """A global parameter of the job."""
        return self._job_parameters.get(key, default_value)

    def get_task_name(self) -> str | None:
        """The name of the task."""
        return self._task_name

    def get_task_name_with_subtasks(self) -> str | None:
        """The name of the task with ``(3/6)`` behind it, counted from 1."""
        return self._task_name_with_subtasks

    def get_number_of_parallel_subtasks(self) -> int | None:
        """The parallelism."""
        return self._number_of_parallel_subtasks

    def get_max_number_of_parallel_subtasks(self) -> int | None:
        """The number of key groups."""
        return self._max_number_of_parallel_subtasks

    def get_index_of_this_subtask(self) -> int | None:
        """The subtask's number, from 0."""
        return self._index_of_this_subtask

    def get_attempt_number(self) -> int | None:
        """How often the task was restarted."""
        return self._attempt_number


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
