"""Mirror of ``pyflink.table.udf``."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, Callable, Generic, Iterable, List, TypeVar, Union

from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.metrics.metricbase import MetricGroup
    from drey.pyflink.table.types import DataType

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

T = TypeVar("T")
ACC = TypeVar("ACC")


class FunctionContext:
    """Flink's ``FunctionContext``."""

    def __init__(
        self,
        base_metric_group: Any,
        job_parameters: Any,
        task_name: Any = None,
        task_name_with_subtasks: Any = None,
        number_of_parallel_subtasks: Any = None,
        max_number_of_parallel_subtasks: Any = None,
        index_of_this_subtask: Any = None,
        attempt_number: Any = None,
    ) -> None:
        """Make the object; not built yet."""
        raise not_built("FunctionContext")

    def get_metric_group(self) -> MetricGroup:
        """Flink's ``get_metric_group``; not built yet."""
        raise not_built("FunctionContext.get_metric_group")

    def get_job_parameter(self, key: str, default_value: str) -> str:
        """Flink's ``get_job_parameter``; not built yet."""
        raise not_built("FunctionContext.get_job_parameter")

    def get_task_name(self) -> str:
        """Flink's ``get_task_name``; not built yet."""
        raise not_built("FunctionContext.get_task_name")

    def get_task_name_with_subtasks(self) -> str:
        """Flink's ``get_task_name_with_subtasks``; not built yet."""
        raise not_built("FunctionContext.get_task_name_with_subtasks")

    def get_number_of_parallel_subtasks(self) -> int:
        """Flink's ``get_number_of_parallel_subtasks``; not built yet."""
        raise not_built("FunctionContext.get_number_of_parallel_subtasks")

    def get_max_number_of_parallel_subtasks(self) -> int:
        """Flink's ``get_max_number_of_parallel_subtasks``; not built yet."""
        raise not_built("FunctionContext.get_max_number_of_parallel_subtasks")

    def get_index_of_this_subtask(self) -> int:
        """Flink's ``get_index_of_this_subtask``; not built yet."""
        raise not_built("FunctionContext.get_index_of_this_subtask")

    def get_attempt_number(self) -> int:
        """Flink's ``get_attempt_number``; not built yet."""
        raise not_built("FunctionContext.get_attempt_number")


class UserDefinedFunction(abc.ABC):
    """Flink's ``UserDefinedFunction``."""

    def open(self, function_context: FunctionContext) -> Any:
        """Flink's ``open``; not built yet."""
        raise not_built("UserDefinedFunction.open")

    def close(self) -> Any:
        """Flink's ``close``; not built yet."""
        raise not_built("UserDefinedFunction.close")

    def is_deterministic(self) -> bool:
        """Flink's ``is_deterministic``; not built yet."""
        raise not_built("UserDefinedFunction.is_deterministic")


class ScalarFunction(UserDefinedFunction):
    """Flink's ``ScalarFunction``."""

    @abstractmethod
    def eval(self, *args: Any) -> Any:
        """Flink's ``eval``"""


class AsyncScalarFunction(UserDefinedFunction):
    """Flink's ``AsyncScalarFunction``."""

    @abstractmethod
    async def eval(self, *args: Any) -> Any:
        """Flink's ``eval``"""


class TableFunction(UserDefinedFunction):
    """Flink's ``TableFunction``."""

    @abstractmethod
    def eval(self, *args: Any) -> Any:
        """Flink's ``eval``"""


class ImperativeAggregateFunction(UserDefinedFunction, Generic[T, ACC]):
    """Flink's ``ImperativeAggregateFunction``."""

    @abstractmethod
    def create_accumulator(self) -> ACC:
        """Flink's ``create_accumulator``"""

    @abstractmethod
    def accumulate(self, accumulator: ACC, *args: Any) -> Any:
        """Flink's ``accumulate``"""

    def retract(self, accumulator: ACC, *args: Any) -> Any:
        """Flink's ``retract``; not built yet."""
        raise not_built("ImperativeAggregateFunction.retract")

    def merge(self, accumulator: ACC, accumulators: Any) -> Any:
        """Flink's ``merge``; not built yet."""
        raise not_built("ImperativeAggregateFunction.merge")

    def get_result_type(self) -> Union[DataType, str]:
        """Flink's ``get_result_type``; not built yet."""
        raise not_built("ImperativeAggregateFunction.get_result_type")

    def get_accumulator_type(self) -> Union[DataType, str]:
        """Flink's ``get_accumulator_type``; not built yet."""
        raise not_built("ImperativeAggregateFunction.get_accumulator_type")


class AggregateFunction(ImperativeAggregateFunction):
    """Flink's ``AggregateFunction``."""

    @abstractmethod
    def get_value(self, accumulator: ACC) -> T:
        """Flink's ``get_value``"""


class TableAggregateFunction(ImperativeAggregateFunction):
    """Flink's ``TableAggregateFunction``."""

    @abstractmethod
    def emit_value(self, accumulator: ACC) -> Iterable[T]:
        """Flink's ``emit_value``"""


def udf(
    f: Union[Callable[..., Any], ScalarFunction, AsyncScalarFunction, type[Any]] | None = None,
    input_types: Union[List[DataType], DataType, str, List[str]] | None = None,
    result_type: Union[DataType, str] | None = None,
    deterministic: bool | None = None,
    name: str | None = None,
    func_type: str = "general",
) -> Union[UserDefinedScalarFunctionWrapper, UserDefinedAsyncScalarFunctionWrapper, Callable[..., Any]]:
    """Flink's ``udf``; not built yet."""
    raise not_built("udf")


def udtf(
    f: Union[Callable[..., Any], TableFunction, type[Any]] | None = None,
    input_types: Union[List[DataType], DataType, str, List[str]] | None = None,
    result_types: Union[List[DataType], DataType, str, List[str]] | None = None,
    deterministic: bool | None = None,
    name: str | None = None,
) -> Union[UserDefinedTableFunctionWrapper, Callable[..., Any]]:
    """Flink's ``udtf``; not built yet."""
    raise not_built("udtf")


def udaf(
    f: Union[Callable[..., Any], AggregateFunction, type[Any]] | None = None,
    input_types: Union[List[DataType], DataType, str, List[str]] | None = None,
    result_type: Union[DataType, str] | None = None,
    accumulator_type: Union[DataType, str] | None = None,
    deterministic: bool | None = None,
    name: str | None = None,
    func_type: str = "general",
) -> Union[UserDefinedAggregateFunctionWrapper, Callable[..., Any]]:
    """Flink's ``udaf``; not built yet."""
    raise not_built("udaf")


def udtaf(
    f: Union[Callable[..., Any], TableAggregateFunction, type[Any]] | None = None,
    input_types: Union[List[DataType], DataType, str, List[str]] | None = None,
    result_type: Union[DataType, str] | None = None,
    accumulator_type: Union[DataType, str] | None = None,
    deterministic: bool | None = None,
    name: str | None = None,
    func_type: str = "general",
) -> Union[UserDefinedAggregateFunctionWrapper, Callable[..., Any]]:
    """Flink's ``udtaf``; not built yet."""
    raise not_built("udtaf")
