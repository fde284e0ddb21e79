"""Mirror of ``pyflink.datastream.state``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from enum import Enum
from typing import TYPE_CHECKING, Any, Dict, Generic, Iterable, List, Tuple, TypeVar

from drey.pyflink.not_built import not_built

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
        """Flink's ``get_broadcast_state``"""


class State(ABC):
    """Flink's ``State``."""

    @abstractmethod
    def clear(self) -> None:
        """Flink's ``clear``"""


class ValueState(State, Generic[T]):
    """Flink's ``ValueState``."""

    @abstractmethod
    def value(self) -> T:
        """Flink's ``value``"""

    @abstractmethod
    def update(self, value: T) -> None:
        """Flink's ``update``"""


class AppendingState(State, Generic[IN, OUT]):
    """Flink's ``AppendingState``."""

    @abstractmethod
    def get(self) -> OUT:
        """Flink's ``get``"""

    @abstractmethod
    def add(self, value: IN) -> None:
        """Flink's ``add``"""


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
        """Flink's ``update``"""

    @abstractmethod
    def add_all(self, values: List[T]) -> None:
        """Flink's ``add_all``"""


class MapState(State, Generic[K, V]):
    """Flink's ``MapState``."""

    @abstractmethod
    def get(self, key: K) -> V:
        """Flink's ``get``"""

    @abstractmethod
    def put(self, key: K, value: V) -> None:
        """Flink's ``put``"""

    @abstractmethod
    def put_all(self, dict_value: Dict[K, V]) -> None:
        """Flink's ``put_all``"""

    @abstractmethod
    def remove(self, key: K) -> None:
        """Flink's ``remove``"""

    @abstractmethod
    def contains(self, key: K) -> bool:
        """Flink's ``contains``"""

    @abstractmethod
    def items(self) -> Iterable[Tuple[K, V]]:
        """Flink's ``items``"""

    @abstractmethod
    def keys(self) -> Iterable[K]:
        """Flink's ``keys``"""

    @abstractmethod
    def values(self) -> Iterable[V]:
        """Flink's ``values``"""

    @abstractmethod
    def is_empty(self) -> bool:
        """Flink's ``is_empty``"""


class ReadOnlyBroadcastState(State, Generic[K, V]):
    """Flink's ``ReadOnlyBroadcastState``."""

    @abstractmethod
    def get(self, key: K) -> V:
        """Flink's ``get``"""

    @abstractmethod
    def contains(self, key: K) -> bool:
        """Flink's ``contains``"""

    @abstractmethod
    def items(self) -> Iterable[Tuple[K, V]]:
        """Flink's ``items``"""

    @abstractmethod
    def keys(self) -> Iterable[K]:
        """Flink's ``keys``"""

    @abstractmethod
    def values(self) -> Iterable[V]:
        """Flink's ``values``"""

    @abstractmethod
    def is_empty(self) -> bool:
        """Flink's ``is_empty``"""


class BroadcastState(ReadOnlyBroadcastState[K, V]):
    """Flink's ``BroadcastState``."""

    @abstractmethod
    def put(self, key: K, value: V) -> None:
        """Flink's ``put``"""

    @abstractmethod
    def put_all(self, dict_value: Dict[K, V]) -> None:
        """Flink's ``put_all``"""

    @abstractmethod
    def remove(self, key: K) -> None:
        """Flink's ``remove``"""


class StateDescriptor(ABC):
    """Flink's ``StateDescriptor``."""

    def __init__(self, name: str, type_info: TypeInformation) -> None:
        """Make the object; not built yet."""
        raise not_built("StateDescriptor")

    def get_name(self) -> str:
        """Flink's ``get_name``; not built yet."""
        raise not_built("StateDescriptor.get_name")

    def enable_time_to_live(self, ttl_config: StateTtlConfig) -> Any:
        """Flink's ``enable_time_to_live``; not built yet."""
        raise not_built("StateDescriptor.enable_time_to_live")


class ValueStateDescriptor(StateDescriptor):
    """Flink's ``ValueStateDescriptor``."""

    def __init__(self, name: str, value_type_info: TypeInformation) -> None:
        """Make the object; not built yet."""
        raise not_built("ValueStateDescriptor")


class ListStateDescriptor(StateDescriptor):
    """Flink's ``ListStateDescriptor``."""

    def __init__(self, name: str, elem_type_info: TypeInformation) -> None:
        """Make the object; not built yet."""
        raise not_built("ListStateDescriptor")


class MapStateDescriptor(StateDescriptor):
    """Flink's ``MapStateDescriptor``."""

    def __init__(self, name: str, key_type_info: TypeInformation, value_type_info: TypeInformation) -> None:
        """Make the object; not built yet."""
        raise not_built("MapStateDescriptor")


class ReducingStateDescriptor(StateDescriptor):
    """Flink's ``ReducingStateDescriptor``."""

    def __init__(self, name: str, reduce_function: Any, type_info: TypeInformation) -> None:
        """Make the object; not built yet."""
        raise not_built("ReducingStateDescriptor")

    def get_reduce_function(self) -> Any:
        """Flink's ``get_reduce_function``; not built yet."""
        raise not_built("ReducingStateDescriptor.get_reduce_function")


class AggregatingStateDescriptor(StateDescriptor):
    """Flink's ``AggregatingStateDescriptor``."""

    def __init__(self, name: str, agg_function: Any, state_type_info: Any) -> None:
        """Make the object; not built yet."""
        raise not_built("AggregatingStateDescriptor")

    def get_agg_function(self) -> Any:
        """Flink's ``get_agg_function``; not built yet."""
        raise not_built("AggregatingStateDescriptor.get_agg_function")


class StateTtlConfig:
    """Flink's ``StateTtlConfig``."""

    class UpdateType(Enum):
        """Flink's ``UpdateType``."""

        Disabled = 0
        OnCreateAndWrite = 1
        OnReadAndWrite = 2

    class StateVisibility(Enum):
        """Flink's ``StateVisibility``."""

        ReturnExpiredIfNotCleanedUp = 0
        NeverReturnExpired = 1

    class TtlTimeCharacteristic(Enum):
        """Flink's ``TtlTimeCharacteristic``."""

        ProcessingTime = 0

    class Builder:
        """Flink's ``Builder``."""

        def __init__(self, ttl: Time) -> None:
            """Make the object; not built yet."""
            raise not_built("StateTtlConfig.Builder")

        def set_update_type(self, update_type: StateTtlConfig.UpdateType) -> StateTtlConfig.Builder:
            """Flink's ``set_update_type``; not built yet."""
            raise not_built("StateTtlConfig.Builder.set_update_type")

        def update_ttl_on_create_and_write(self) -> StateTtlConfig.Builder:
            """Flink's ``update_ttl_on_create_and_write``; not built yet."""
            raise not_built("StateTtlConfig.Builder.update_ttl_on_create_and_write")

        def update_ttl_on_read_and_write(self) -> StateTtlConfig.Builder:
            """Flink's ``update_ttl_on_read_and_write``; not built yet."""
            raise not_built("StateTtlConfig.Builder.update_ttl_on_read_and_write")

        def set_state_visibility(
            self, state_visibility: StateTtlConfig.StateVisibility
        ) -> StateTtlConfig.Builder:
            """Flink's ``set_state_visibility``; not built yet."""
            raise not_built("StateTtlConfig.Builder.set_state_visibility")

        def return_expired_if_not_cleaned_up(self) -> StateTtlConfig.Builder:
            """Flink's ``return_expired_if_not_cleaned_up``; not built yet."""
            raise not_built("StateTtlConfig.Builder.return_expired_if_not_cleaned_up")

        def never_return_expired(self) -> StateTtlConfig.Builder:
            """Flink's ``never_return_expired``; not built yet."""
            raise not_built("StateTtlConfig.Builder.never_return_expired")

        def set_ttl_time_characteristic(
            self, ttl_time_characteristic: StateTtlConfig.TtlTimeCharacteristic
        ) -> StateTtlConfig.Builder:
            """Flink's ``set_ttl_time_characteristic``; not built yet."""
            raise not_built("StateTtlConfig.Builder.set_ttl_time_characteristic")

        def use_processing_time(self) -> StateTtlConfig.Builder:
            """Flink's ``use_processing_time``; not built yet."""
            raise not_built("StateTtlConfig.Builder.use_processing_time")

        def cleanup_full_snapshot(self) -> StateTtlConfig.Builder:
            """Flink's ``cleanup_full_snapshot``; not built yet."""
            raise not_built("StateTtlConfig.Builder.cleanup_full_snapshot")

        def cleanup_incrementally(
            self, cleanup_size: int, run_cleanup_for_every_record: Any
        ) -> StateTtlConfig.Builder:
            """Flink's ``cleanup_incrementally``; not built yet."""
            raise not_built("StateTtlConfig.Builder.cleanup_incrementally")

        def cleanup_in_rocksdb_compact_filter(
            self, query_time_after_num_entries: Any, periodic_compaction_time: Any = None
        ) -> StateTtlConfig.Builder:
            """Flink's ``cleanup_in_rocksdb_compact_filter``; not built yet."""
            raise not_built("StateTtlConfig.Builder.cleanup_in_rocksdb_compact_filter")

        def disable_cleanup_in_background(self) -> StateTtlConfig.Builder:
            """Flink's ``disable_cleanup_in_background``; not built yet."""
            raise not_built("StateTtlConfig.Builder.disable_cleanup_in_background")

        def set_ttl(self, ttl: Time) -> StateTtlConfig.Builder:
            """Flink's ``set_ttl``; not built yet."""
            raise not_built("StateTtlConfig.Builder.set_ttl")

        def build(self) -> StateTtlConfig:
            """Flink's ``build``; not built yet."""
            raise not_built("StateTtlConfig.Builder.build")

    class CleanupStrategies:
        """Flink's ``CleanupStrategies``."""

        EMPTY_STRATEGY = EmptyCleanupStrategy()

        class Strategies(Enum):
            """Flink's ``Strategies``."""

            FULL_STATE_SCAN_SNAPSHOT = 0
            INCREMENTAL_CLEANUP = 1
            ROCKSDB_COMPACTION_FILTER = 2

        class CleanupStrategy(ABC):
            """Flink's ``CleanupStrategy``."""

        class EmptyCleanupStrategy(CleanupStrategy):
            """Flink's ``EmptyCleanupStrategy``."""

        class IncrementalCleanupStrategy(CleanupStrategy):
            """Flink's ``IncrementalCleanupStrategy``."""

            def __init__(self, cleanup_size: int, run_cleanup_for_every_record: bool) -> None:
                """Make the object; not built yet."""
                raise not_built("StateTtlConfig.CleanupStrategies.IncrementalCleanupStrategy")

            def get_cleanup_size(self) -> int:
                """Flink's ``get_cleanup_size``; not built yet."""
                raise not_built(
                    "StateTtlConfig.CleanupStrategies.IncrementalCleanupStrategy.get_cleanup_size"
                )

            def run_cleanup_for_every_record(self) -> bool:
                """Flink's ``run_cleanup_for_every_record``; not built yet."""
                raise not_built(
                    "StateTtlConfig.CleanupStrategies.IncrementalCleanupStrategy.run_cleanup_for_every_record"
                )

        class RocksdbCompactFilterCleanupStrategy(CleanupStrategy):
            """Flink's ``RocksdbCompactFilterCleanupStrategy``."""

            def __init__(
                self, query_time_after_num_entries: int, periodic_compaction_time: Any = None
            ) -> None:
                """Make the object; not built yet."""
                raise not_built("StateTtlConfig.CleanupStrategies.RocksdbCompactFilterCleanupStrategy")

            def get_query_time_after_num_entries(self) -> int:
                """Flink's ``get_query_time_after_num_entries``; not built yet."""
                raise not_built(
                    "StateTtlConfig.CleanupStrategies.RocksdbCompactFilterCleanupStrategy.get_query_time_after_num_entries"
                )

            def get_periodic_compaction_time(self) -> Duration:
                """Flink's ``get_periodic_compaction_time``; not built yet."""
                raise not_built(
                    "StateTtlConfig.CleanupStrategies.RocksdbCompactFilterCleanupStrategy.get_periodic_compaction_time"
                )

        def __init__(
            self, strategies: Dict[Strategies, CleanupStrategy], is_cleanup_in_background: bool
        ) -> None:
            """Make the object; not built yet."""
            raise not_built("StateTtlConfig.CleanupStrategies")

        def is_cleanup_in_background(self) -> bool:
            """Flink's ``is_cleanup_in_background``; not built yet."""
            raise not_built("StateTtlConfig.CleanupStrategies.is_cleanup_in_background")

        def in_full_snapshot(self) -> bool:
            """Flink's ``in_full_snapshot``; not built yet."""
            raise not_built("StateTtlConfig.CleanupStrategies.in_full_snapshot")

        def get_incremental_cleanup_strategy(
            self,
        ) -> StateTtlConfig.CleanupStrategies.IncrementalCleanupStrategy:
            """Flink's ``get_incremental_cleanup_strategy``; not built yet."""
            raise not_built("StateTtlConfig.CleanupStrategies.get_incremental_cleanup_strategy")

        def get_rocksdb_compact_filter_cleanup_strategy(
            self,
        ) -> StateTtlConfig.CleanupStrategies.RocksdbCompactFilterCleanupStrategy:
            """Flink's ``get_rocksdb_compact_filter_cleanup_strategy``; not built yet."""
            raise not_built("StateTtlConfig.CleanupStrategies.get_rocksdb_compact_filter_cleanup_strategy")

    def __init__(
        self,
        update_type: UpdateType,
        state_visibility: StateVisibility,
        ttl_time_characteristic: TtlTimeCharacteristic,
        ttl: Time,
        cleanup_strategies: StateTtlConfig.CleanupStrategies,
    ) -> None:
        """Make the object; not built yet."""
        raise not_built("StateTtlConfig")

    @staticmethod
    def new_builder(ttl: Time) -> Any:
        """Flink's ``new_builder``; not built yet."""
        raise not_built("StateTtlConfig.new_builder")

    def get_update_type(self) -> StateTtlConfig.UpdateType:
        """Flink's ``get_update_type``; not built yet."""
        raise not_built("StateTtlConfig.get_update_type")

    def get_state_visibility(self) -> StateTtlConfig.StateVisibility:
        """Flink's ``get_state_visibility``; not built yet."""
        raise not_built("StateTtlConfig.get_state_visibility")

    def get_ttl(self) -> Time:
        """Flink's ``get_ttl``; not built yet."""
        raise not_built("StateTtlConfig.get_ttl")

    def get_ttl_time_characteristic(self) -> StateTtlConfig.TtlTimeCharacteristic:
        """Flink's ``get_ttl_time_characteristic``; not built yet."""
        raise not_built("StateTtlConfig.get_ttl_time_characteristic")

    def is_enabled(self) -> bool:
        """Flink's ``is_enabled``; not built yet."""
        raise not_built("StateTtlConfig.is_enabled")

    def get_cleanup_strategies(self) -> StateTtlConfig.CleanupStrategies:
        """Flink's ``get_cleanup_strategies``; not built yet."""
        raise not_built("StateTtlConfig.get_cleanup_strategies")
