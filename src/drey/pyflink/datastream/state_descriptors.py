"""Descriptions of keyed state; the public home is ``pyflink.datastream.state``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from drey.pyflink.common.typeinfo import TypeInformation, Types
from drey.pyflink.datastream.functions import AggregateFunction, ReduceFunction
from drey.pyflink.datastream.state_ttl import StateTtlConfig


class StateDescriptor:
    """Name and type of a piece of state; ``ttl_config`` is how long it lives.

    Args:
        name: The name, unique in the operator.
        type_info: The type of what is stored.
    """

    def __init__(self, name: str, type_info: TypeInformation) -> None:
        self.name = name
        self.type_info = type_info
        self._ttl_config: StateTtlConfig | None = None

    @property
    def ttl_config(self) -> StateTtlConfig | None:
        """How long the state lives; None for good (an addition to PyFlink)."""
        return self._ttl_config

    def get_name(self) -> str:
        """The name."""
        return self.name

    def enable_time_to_live(self, ttl_config: StateTtlConfig) -> None:
        """Let values end."""
        self._ttl_config = ttl_config


class ValueStateDescriptor(StateDescriptor):
    """State of one value."""

    def __init__(self, name: str, value_type_info: TypeInformation) -> None:
        super().__init__(name, value_type_info)


class ListStateDescriptor(StateDescriptor):
    """State of a list."""

    def __init__(self, name: str, elem_type_info: TypeInformation) -> None:
        super().__init__(name, Types.LIST(elem_type_info))


class MapStateDescriptor(StateDescriptor):
    """State of a map."""

    def __init__(self, name: str, key_type_info: TypeInformation, value_type_info: TypeInformation) -> None:
        super().__init__(name, Types.MAP(key_type_info, value_type_info))


class _FunctionAsReduce(ReduceFunction):
    """A plain function of two values as a reduce function."""

    def __init__(self, function: Callable[[Any, Any], Any]) -> None:
        self._function = function

    def reduce(self, value1: Any, value2: Any) -> Any:
        return self._function(value1, value2)


class ReducingStateDescriptor(StateDescriptor):
    """State that makes one value of all that are added.

    Args:
        name: The name.
        reduce_function: A function of two values or a ``ReduceFunction``.
        type_info: The type of the values.

    Raises:
        TypeError: ``reduce_function`` is neither.
    """

    def __init__(self, name: str, reduce_function: Any, type_info: TypeInformation) -> None:
        super().__init__(name, type_info)
        if not isinstance(reduce_function, ReduceFunction):
            if not callable(reduce_function):
                raise TypeError("The input must be a ReduceFunction or a callable function!")
            reduce_function = _FunctionAsReduce(reduce_function)
        self._reduce_function = reduce_function

    def get_reduce_function(self) -> ReduceFunction:
        """The function."""
        function: ReduceFunction = self._reduce_function
        return function


class AggregatingStateDescriptor(StateDescriptor):
    """State that keeps an accumulator.

    Args:
        name: The name.
        agg_function: An ``AggregateFunction``.
        state_type_info: The type of the accumulator.

    Raises:
        TypeError: ``agg_function`` is no ``AggregateFunction``.
    """

    def __init__(self, name: str, agg_function: Any, state_type_info: Any) -> None:
        super().__init__(name, state_type_info)
        if not isinstance(agg_function, AggregateFunction):
            raise TypeError("The input must be a pyflink.datastream.functions.AggregateFunction!")
        self._agg_function = agg_function

    def get_agg_function(self) -> AggregateFunction:
        """The function."""
        return self._agg_function
