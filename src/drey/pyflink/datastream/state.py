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
from drey.runtime.state.objects.list_state import ObjectListState
from drey.runtime.state.objects.map_state import ObjectMapState
from drey.runtime.state.objects.reducing_state import ObjectAggregatingState, ObjectReducingState
from drey.runtime.state.objects.ttl import (
    TtlAggregatingState,
    TtlListState,
    TtlMapState,
    TtlReducingState,
    TtlValueState,
)
from drey.runtime.state.objects.value_state import ObjectValueState

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
    """Where an operator's broadcast state comes from; connected broadcast streams are not built yet."""

    @abstractmethod
    def get_broadcast_state(self, state_descriptor: MapStateDescriptor) -> BroadcastState:
        """The broadcast state of a descriptor; not built yet: nothing in the engine offers it."""


class State(ABC):
    """What all kinds of state have in common: it belongs to the key whose value or timer is being worked on."""

    @abstractmethod
    def clear(self) -> None:
        """Forget everything of the current key; other keys keep what they have."""


class ValueState(State, Generic[T]):
    """One value for each key, from ``RuntimeContext.get_state`` with a ``ValueStateDescriptor``.

    Values are kept as they are, not copied: don't change one after ``update`` without another ``update``.
    """

    @abstractmethod
    def value(self) -> T:
        """The value of the current key, or None; when a value that has expired is seen, ``StateTtlConfig`` says."""

    @abstractmethod
    def update(self, value: T) -> None:
        """Replace the value of the current key; None forgets it, as :meth:`clear` does."""


class AppendingState(State, Generic[IN, OUT]):
    """State that values are added to: lists, reductions and aggregates."""

    @abstractmethod
    def get(self) -> OUT:
        """What has been added for the current key: a list's elements, or the one reduced or aggregated value.

        Without any, a list is empty and the others give None.
        """

    @abstractmethod
    def add(self, value: IN) -> None:
        """Add one value for the current key; None forgets all in a reducing or aggregating state."""


class MergingState(AppendingState[IN, OUT]):
    """The base class of lists, reductions and aggregates; it adds nothing to ``AppendingState``."""


class ReducingState(MergingState[T, T]):
    """One value for each key, made of all that were added by the descriptor's ``ReduceFunction``."""


class AggregatingState(MergingState[IN, OUT]):
    """An accumulator for each key, kept by an ``AggregateFunction``; ``get`` gives the function's result."""


class ListState(MergingState[T, Iterable[T]]):
    """A list for each key, in the order in which elements were added.

    Example::

        self.seen = context.get_list_state(ListStateDescriptor("seen", Types.LONG()))   # in open()
        self.seen.add(value)                                                            # in process_element()
        total = sum(self.seen)
    """

    @abstractmethod
    def update(self, values: List[T]) -> None:
        """Replace all elements of the current key; an empty list forgets them."""

    @abstractmethod
    def add_all(self, values: List[T]) -> None:
        """Add the values behind those that the current key has, in their order."""

    def __iter__(self) -> Iterator[T]:
        return iter(self.get())


class MapState(State, Generic[K, V]):
    """A map for each key of the stream; also ``state[k]``, ``state[k] = v``, ``del state[k]``, ``k in state``.

    Going through it gives its keys. It may be changed meanwhile: what is gone through is a copy of that moment.
    """

    @abstractmethod
    def get(self, key: K) -> V:
        """The value of a key of the map; None, not a ``KeyError``, if there is none."""

    @abstractmethod
    def put(self, key: K, value: V) -> None:
        """Set the value of a key of the map; an older one is replaced."""

    @abstractmethod
    def put_all(self, dict_value: Dict[K, V]) -> None:
        """Set the values of all keys of a dict; other keys of the map keep theirs."""

    @abstractmethod
    def remove(self, key: K) -> None:
        """Forget a key of the map; one that isn't there is no error."""

    @abstractmethod
    def contains(self, key: K) -> bool:
        """Whether the map has the key; with a time to live it counts as :meth:`get` sees it."""

    @abstractmethod
    def items(self) -> Iterable[Tuple[K, V]]:
        """The keys of the map with their values, as pairs, as of now."""

    @abstractmethod
    def keys(self) -> Iterable[K]:
        """The keys of the map of the current key, as of now."""

    @abstractmethod
    def values(self) -> Iterable[V]:
        """The values of the map of the current key, as of now."""

    @abstractmethod
    def is_empty(self) -> bool:
        """Whether the map of the current key has no entries."""

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
    """Flink's map that all subtasks share, as one side may read it; not built yet, kept for annotations."""

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
    """Flink's map that all subtasks share, as one side may change it; not built yet, kept for annotations."""

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


# The engine's own states don't extend these classes, which are above it, but they are of them.
ValueState.register(ObjectValueState)
ValueState.register(TtlValueState)
ListState.register(TtlListState)
MapState.register(TtlMapState)
ReducingState.register(TtlReducingState)
AggregatingState.register(TtlAggregatingState)
ListState.register(ObjectListState)
MapState.register(ObjectMapState)
ReducingState.register(ObjectReducingState)
AggregatingState.register(ObjectAggregatingState)
