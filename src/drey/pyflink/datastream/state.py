"""Mirror of ``pyflink.datastream.state``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import TYPE_CHECKING, Any, Dict, Generic, List, Tuple, TypeVar

from drey.pyflink.datastream.state_descriptors import (
    AggregatingStateDescriptor,
    ListStateDescriptor,
    MapStateDescriptor,
    ReducingStateDescriptor,
    StateDescriptor,
    ValueStateDescriptor,
)
from drey.pyflink.datastream.state_ttl import StateTtlConfig

if TYPE_CHECKING:
    from drey.pyflink.common.time import Duration, Time
    from drey.pyflink.common.typeinfo import TypeInformation

__all__ = [
    "ValueStateDescriptor",
    "ValueState",
    "ListStateDescriptor",
    "ListState",
    "MapStateDescriptor",
    "MapState",
    "ReducingStateDescriptor",
    "ReducingState",
    "AggregatingStateDescriptor",
    "AggregatingState",
    "ReadOnlyBroadcastState",
    "BroadcastState",
    "StateTtlConfig",
    "OperatorStateStore",
]

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")
IN = TypeVar("IN")
OUT = TypeVar("OUT")


class OperatorStateStore(ABC):
    """Flink's ``OperatorStateStore``."""

    @abstractmethod
    def get_broadcast_state(self, state_descriptor: MapStateDescriptor) -> BroadcastState:
        """get_broadcast_state"""


class State(ABC):
    """Flink's ``State``."""

    @abstractmethod
    def clear(self) -> None:
        """Forget everything of the current key."""


class ValueState(State, Generic[T]):
    """Flink's ``ValueState``."""

    @abstractmethod
    def value(self) -> T:
        """The value, or None."""

    @abstractmethod
    def update(self, value: T) -> None:
        """Replace what is there."""


class AppendingState(State, Generic[IN, OUT]):
    """Flink's ``AppendingState``."""

    @abstractmethod
    def get(self) -> OUT:
        """The value, or the value of a key."""

    @abstractmethod
    def add(self, value: IN) -> None:
        """Add one value."""


class MergingState(AppendingState[IN, OUT]):
    """Flink's ``MergingState``."""


class ReducingState(MergingState[T, T]):
    """Flink's ``ReducingState``."""


class AggregatingState(MergingState[IN, OUT]):
    """Flink's ``AggregatingState``."""


class ListState(MergingState[T, Iterable[T]]):
    """Flink's ``ListState``."""

    @abstractmethod
    def update(self, values: List[T]) -> None:
        """Replace what is there."""

    @abstractmethod
    def add_all(self, values: List[T]) -> None:
        """Add all values."""

    def __iter__(self) -> Iterator[T]:
        return iter(self.get())


class MapState(State, Generic[K, V]):
    """Flink's ``MapState``."""

    @abstractmethod
    def get(self, key: K) -> V:
        """The value, or the value of a key."""

    @abstractmethod
    def put(self, key: K, value: V) -> None:
        """Set the value of a key."""

    @abstractmethod
    def put_all(self, dict_value: Dict[K, V]) -> None:
        """Set the values of keys."""

    @abstractmethod
    def remove(self, key: K) -> None:
        """Forget a key."""

    @abstractmethod
    def contains(self, key: K) -> bool:
        """Whether the key has a value."""

    @abstractmethod
    def items(self) -> Iterable[Tuple[K, V]]:
        """The keys with their values."""

    @abstractmethod
    def keys(self) -> Iterable[K]:
        """The keys."""

    @abstractmethod
    def values(self) -> Iterable[V]:
        """The values."""

    @abstractmethod
    def is_empty(self) -> bool:
        """Whether there is nothing."""

    def __getitem__(self, key: K) -> V:
        return self.get(key)

    def __contains__(self, key: object) -> bool:
        return self.contains(key)  # type: ignore[arg-type]

    def __iter__(self) -> Iterator[K]:
        return iter(self.keys())

    def __setitem__(self, key: K, value: V) -> None:
        self.put(key, value)

    def __delitem__(self, key: K) -> None:
        self.remove(key)


class ReadOnlyBroadcastState(State, Generic[K, V]):
    """Flink's ``ReadOnlyBroadcastState``."""

    @abstractmethod
    def get(self, key: K) -> V:
        """The value, or the value of a key."""

    @abstractmethod
    def contains(self, key: K) -> bool:
        """Whether the key has a value."""

    @abstractmethod
    def items(self) -> Iterable[Tuple[K, V]]:
        """The keys with their values."""

    @abstractmethod
    def keys(self) -> Iterable[K]:
        """The keys."""

    @abstractmethod
    def values(self) -> Iterable[V]:
        """The values."""

    @abstractmethod
    def is_empty(self) -> bool:
        """Whether there is nothing."""

    def __getitem__(self, key: K) -> V:
        return self.get(key)

    def __contains__(self, key: object) -> bool:
        return self.contains(key)  # type: ignore[arg-type]

    def __iter__(self) -> Iterator[K]:
        return iter(self.keys())


class BroadcastState(ReadOnlyBroadcastState[K, V]):
    """Flink's ``BroadcastState``."""

    @abstractmethod
    def put(self, key: K, value: V) -> None:
        """Set the value of a key."""

    @abstractmethod
    def put_all(self, dict_value: Dict[K, V]) -> None:
        """Set the values of keys."""

    @abstractmethod
    def remove(self, key: K) -> None:
        """Forget a key."""

    def __setitem__(self, key: K, value: V) -> None:
        self.put(key, value)

    def __delitem__(self, key: K) -> None:
        self.remove(key)
