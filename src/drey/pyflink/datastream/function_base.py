"""What all function classes of streams extend, and the context that they are opened with.

Users import them from ``pyflink.datastream.functions``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from drey.udf.stream_context import StreamRuntimeContext

if TYPE_CHECKING:
    from drey.pyflink.datastream.state import (
        AggregatingState,
        AggregatingStateDescriptor,
        ListState,
        ListStateDescriptor,
        MapState,
        MapStateDescriptor,
        ReducingState,
        ReducingStateDescriptor,
        ValueState,
        ValueStateDescriptor,
    )
    from drey.pyflink.metrics.metricbase import MetricGroup


class KeyedStateStore(ABC):
    """Gives a function its keyed state; see "Working with State" in Flink's documentation.

    Each method registers a state under its descriptor's name, and is meant for ``open``. What it returns works on
    the key of the value or timer that is being processed. A state is in checkpoints, and a restored one is found by
    its name.

    Every method raises ``RuntimeError`` on a stream without keys, and ``ValidationError`` where the name belongs to
    a state of another kind, here or in the snapshot that is restored.
    """

    @abstractmethod
    def get_state(self, state_descriptor: ValueStateDescriptor) -> ValueState:
        """State of one value for each key.

        Args:
            state_descriptor: Its name, type and time to live.

        Returns:
            A state whose ``value`` is None for a key that has none.
        """

    @abstractmethod
    def get_list_state(self, state_descriptor: ListStateDescriptor) -> ListState:
        """State of a list for each key.

        Args:
            state_descriptor: Its name, the type of the elements and the time to live of each of them.

        Returns:
            A state whose ``get`` gives the elements in the order in which they were added.
        """

    @abstractmethod
    def get_map_state(self, state_descriptor: MapStateDescriptor) -> MapState:
        """State of a map for each key.

        Args:
            state_descriptor: Its name, the types of map keys and values, and the time to live of each entry.

        Returns:
            A state that is read and changed like a ``dict``.
        """

    @abstractmethod
    def get_reducing_state(self, state_descriptor: ReducingStateDescriptor) -> ReducingState:
        """State of one value for each key, made of all that were added by a ``ReduceFunction``.

        Args:
            state_descriptor: Its name, the function, the type of the value and its time to live.

        Returns:
            A state whose ``get`` is None for a key that nothing was added to.
        """

    @abstractmethod
    def get_aggregating_state(self, state_descriptor: AggregatingStateDescriptor) -> AggregatingState:
        """State of one accumulator for each key, to which an ``AggregateFunction`` adds values.

        Args:
            state_descriptor: Its name, the function, the type of the accumulator and its time to live.

        Returns:
            A state whose ``get`` is the function's result, or None for a key that nothing was added to.
        """


class RuntimeContext(KeyedStateStore):
    """What a function learns in ``open`` about where it runs; it also gives keyed state and metrics."""

    @abstractmethod
    def get_task_name(self) -> str:
        """The name of the operator that the function runs in, as ``name()`` set it."""

    @abstractmethod
    def get_number_of_parallel_subtasks(self) -> int:
        """The operator's parallelism: how many copies of the function run."""

    @abstractmethod
    def get_max_number_of_parallel_subtasks(self) -> int:
        """The number of key groups, the greatest parallelism with which the job's state can be restored."""

    @abstractmethod
    def get_index_of_this_subtask(self) -> int:
        """The number of this copy of the function, from 0 to the parallelism minus 1."""

    @abstractmethod
    def get_attempt_number(self) -> int:
        """How often the subtask has been restarted: 0 the first time."""

    @abstractmethod
    def get_task_name_with_subtasks(self) -> str:
        """The operator's name with the copy's number from 1, the parallelism and the attempt: ``Map (1/4)#0``."""

    @abstractmethod
    def get_job_parameter(self, key: str, default_value: str) -> Any:
        """A parameter that ``env.get_config().set_global_job_parameters`` gave the job.

        Args:
            key: The parameter's key.
            default_value: The answer if there is none.

        Returns:
            The value as text.
        """

    @abstractmethod
    def get_metrics_group(self) -> MetricGroup:
        """Where the function registers counters, gauges, meters and distributions.

        They appear among the operator's metrics under the names of their groups and their own, joined by dots.
        """


RuntimeContext.register(StreamRuntimeContext)


class Function(ABC):  # noqa: B024 - the methods that count are the subclasses'
    """The base of all functions that are objects; a plain callable will do for most of them.

    A function is pickled when the job starts, and each subtask has a copy of its own: what can't be pickled, such
    as a connection, is made in ``open``. What is raised in a function fails the job, with the value and the key
    named.
    """

    def open(self, runtime_context: RuntimeContext) -> Any:
        """Called once in each subtask before the first value, and again after a restart.

        Does nothing unless it is overridden.

        Args:
            runtime_context: Gives keyed state, metrics and the subtask's number.
        """

    def close(self) -> Any:
        """Called once in each subtask behind the last value, and when the job fails or is cancelled.

        Does nothing unless it is overridden.
        """
