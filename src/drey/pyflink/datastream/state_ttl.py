"""How long keyed state lives; the public home is ``pyflink.datastream.state``."""

from __future__ import annotations

from abc import ABC
from enum import Enum
from typing import ClassVar

from drey.pyflink.common.time import Duration, Time


class _UpdateType(Enum):
    """What renews the life of a value."""

    Disabled = 0
    OnCreateAndWrite = 1
    OnReadAndWrite = 2


class _StateVisibility(Enum):
    """Whether a value past its life may still be seen until it is cleaned up."""

    ReturnExpiredIfNotCleanedUp = 0
    NeverReturnExpired = 1


class _TtlTimeCharacteristic(Enum):
    """The clock."""

    ProcessingTime = 0


class _CleanupStrategies:
    """When values past their life are removed.

    Args:
        strategies: The ways.
        is_cleanup_in_background: Whether the backend also removes them by itself.
    """

    class Strategies(Enum):
        """The ways to clean up."""

        FULL_STATE_SCAN_SNAPSHOT = 0
        INCREMENTAL_CLEANUP = 1
        ROCKSDB_COMPACTION_FILTER = 2

    class CleanupStrategy(ABC):  # noqa: B024 - a mark, as in PyFlink
        """The base of the ways' options."""

    class EmptyCleanupStrategy(CleanupStrategy):
        """No options."""

    class IncrementalCleanupStrategy(CleanupStrategy):
        """Look at some values on every access.

        Args:
            cleanup_size: How many.
            run_cleanup_for_every_record: Also on every record.
        """

        def __init__(self, cleanup_size: int, run_cleanup_for_every_record: bool) -> None:
            self._cleanup_size = cleanup_size
            self._every_record = run_cleanup_for_every_record

        def get_cleanup_size(self) -> int:
            """How many values are looked at."""
            return self._cleanup_size

        def run_cleanup_for_every_record(self) -> bool:
            """Whether every record looks at some."""
            return self._every_record

    class RocksdbCompactFilterCleanupStrategy(CleanupStrategy):
        """Remove values when RocksDB compacts.

        Args:
            query_time_after_num_entries: Ask the clock after so many entries.
            periodic_compaction_time: Compact files at least so often.
        """

        def __init__(
            self, query_time_after_num_entries: int, periodic_compaction_time: Duration | None = None
        ) -> None:
            self._entries = query_time_after_num_entries
            self._period = periodic_compaction_time

        def get_query_time_after_num_entries(self) -> int:
            """The entries between looks at the clock."""
            return self._entries

        def get_periodic_compaction_time(self) -> Duration | None:
            """The period of compactions."""
            return self._period

    EMPTY_STRATEGY: ClassVar[CleanupStrategy] = EmptyCleanupStrategy()

    def __init__(self, strategies: dict[Strategies, CleanupStrategy], is_cleanup_in_background: bool) -> None:
        self._strategies = strategies
        self._in_background = is_cleanup_in_background

    def is_cleanup_in_background(self) -> bool:
        """Whether the backend also removes values by itself."""
        return self._in_background

    def in_full_snapshot(self) -> bool:
        """Whether full snapshots leave such values out."""
        return self.Strategies.FULL_STATE_SCAN_SNAPSHOT in self._strategies

    def get_incremental_cleanup_strategy(self) -> CleanupStrategy | None:
        """The options of the incremental way; in the background by default 5 values, not every record."""
        default = self.IncrementalCleanupStrategy(5, False) if self._in_background else None
        return self._strategies.get(self.Strategies.INCREMENTAL_CLEANUP, default)

    def get_rocksdb_compact_filter_cleanup_strategy(self) -> CleanupStrategy | None:
        """The options of RocksDB's way; in the background by default 1000 entries."""
        default = self.RocksdbCompactFilterCleanupStrategy(1000) if self._in_background else None
        return self._strategies.get(self.Strategies.ROCKSDB_COMPACTION_FILTER, default)


class StateTtlConfig:
    """How long values live and what is seen of them after; made by :meth:`new_builder`."""

    UpdateType = _UpdateType
    StateVisibility = _StateVisibility
    TtlTimeCharacteristic = _TtlTimeCharacteristic
    CleanupStrategies = _CleanupStrategies

    def __init__(
        self,
        update_type: _UpdateType,
        state_visibility: _StateVisibility,
        ttl_time_characteristic: _TtlTimeCharacteristic,
        ttl: Time,
        cleanup_strategies: _CleanupStrategies,
    ) -> None:
        self._update_type = update_type
        self._state_visibility = state_visibility
        self._ttl_time_characteristic = ttl_time_characteristic
        self._ttl = ttl
        self._cleanup_strategies = cleanup_strategies

    @staticmethod
    def new_builder(ttl: Time) -> StateTtlConfig.Builder:
        """A builder with the length of life."""
        return StateTtlConfig.Builder(ttl)

    def get_update_type(self) -> _UpdateType:
        """What renews the life of a value."""
        return self._update_type

    def get_state_visibility(self) -> _StateVisibility:
        """What is seen after it."""
        return self._state_visibility

    def get_ttl(self) -> Time:
        """The length of life."""
        return self._ttl

    def get_ttl_time_characteristic(self) -> _TtlTimeCharacteristic:
        """The clock."""
        return self._ttl_time_characteristic

    def is_enabled(self) -> bool:
        """Whether values end at all."""
        return self._update_type is not _UpdateType.Disabled

    def get_cleanup_strategies(self) -> _CleanupStrategies:
        """When values are removed."""
        return self._cleanup_strategies

    def __repr__(self) -> str:
        return f"StateTtlConfig<{self._update_type}, {self._state_visibility}, ttl={self._ttl}>"

    class Builder:
        """Collects the parts; every method returns the builder."""

        def __init__(self, ttl: Time) -> None:
            self._ttl = ttl
            self._update_type = _UpdateType.OnCreateAndWrite
            self._visibility = _StateVisibility.NeverReturnExpired
            self._clock = _TtlTimeCharacteristic.ProcessingTime
            self._in_background = True
            self._strategies: dict[_CleanupStrategies.Strategies, _CleanupStrategies.CleanupStrategy] = {}

        def set_update_type(self, update_type: _UpdateType) -> StateTtlConfig.Builder:
            """Set what renews the life of a value."""
            self._update_type = update_type
            return self

        def update_ttl_on_create_and_write(self) -> StateTtlConfig.Builder:
            """Writing renews."""
            return self.set_update_type(_UpdateType.OnCreateAndWrite)

        def update_ttl_on_read_and_write(self) -> StateTtlConfig.Builder:
            """Reading and writing renew."""
            return self.set_update_type(_UpdateType.OnReadAndWrite)

        def set_state_visibility(self, state_visibility: _StateVisibility) -> StateTtlConfig.Builder:
            """Set what is seen after the end."""
            self._visibility = state_visibility
            return self

        def return_expired_if_not_cleaned_up(self) -> StateTtlConfig.Builder:
            """See values until they are removed."""
            return self.set_state_visibility(_StateVisibility.ReturnExpiredIfNotCleanedUp)

        def never_return_expired(self) -> StateTtlConfig.Builder:
            """See nothing after the end."""
            return self.set_state_visibility(_StateVisibility.NeverReturnExpired)

        def set_ttl_time_characteristic(
            self, ttl_time_characteristic: _TtlTimeCharacteristic
        ) -> StateTtlConfig.Builder:
            """Set the clock."""
            self._clock = ttl_time_characteristic
            return self

        def use_processing_time(self) -> StateTtlConfig.Builder:
            """Go by the wall clock."""
            return self.set_ttl_time_characteristic(_TtlTimeCharacteristic.ProcessingTime)

        def cleanup_full_snapshot(self) -> StateTtlConfig.Builder:
            """Leave ended values out of full snapshots."""
            ways = _CleanupStrategies
            self._strategies[ways.Strategies.FULL_STATE_SCAN_SNAPSHOT] = ways.EMPTY_STRATEGY
            return self

        def cleanup_incrementally(
            self, cleanup_size: int, run_cleanup_for_every_record: bool
        ) -> StateTtlConfig.Builder:
            """Look at some values on every access."""
            ways = _CleanupStrategies
            options = ways.IncrementalCleanupStrategy(cleanup_size, run_cleanup_for_every_record)
            self._strategies[ways.Strategies.INCREMENTAL_CLEANUP] = options
            return self

        def cleanup_in_rocksdb_compact_filter(
            self, query_time_after_num_entries: int, periodic_compaction_time: Duration | None = None
        ) -> StateTtlConfig.Builder:
            """Remove values when RocksDB compacts."""
            ways = _CleanupStrategies
            options = ways.RocksdbCompactFilterCleanupStrategy(
                query_time_after_num_entries, periodic_compaction_time or Duration.of_days(30)
            )
            self._strategies[ways.Strategies.ROCKSDB_COMPACTION_FILTER] = options
            return self

        def disable_cleanup_in_background(self) -> StateTtlConfig.Builder:
            """Remove values only in the ways that were chosen."""
            self._in_background = False
            return self

        def set_ttl(self, ttl: Time) -> StateTtlConfig.Builder:
            """Set the length of life."""
            self._ttl = ttl
            return self

        def build(self) -> StateTtlConfig:
            """The configuration."""
            cleanup = _CleanupStrategies(self._strategies, self._in_background)
            return StateTtlConfig(self._update_type, self._visibility, self._clock, self._ttl, cleanup)
