"""Mirror of ``pyflink.datastream.state_backend``."""

from __future__ import annotations

from enum import Enum
from typing import Any, List, Optional

from drey.pyflink.not_built import not_built

__all__ = [
    "StateBackend",
    "HashMapStateBackend",
    "EmbeddedRocksDBStateBackend",
    "CustomStateBackend",
    "PredefinedOptions",
]


class StateBackend:
    """Flink's ``StateBackend``."""


class HashMapStateBackend(StateBackend):
    """Flink's ``HashMapStateBackend``."""

    def __init__(self, j_hashmap_state_backend: Any = None) -> None:
        """Make the object; not built yet."""
        raise not_built("HashMapStateBackend")


class EmbeddedRocksDBStateBackend(StateBackend):
    """Flink's ``EmbeddedRocksDBStateBackend``."""

    def __init__(
        self, enable_incremental_checkpointing: Any = None, j_embedded_rocks_db_state_backend: Any = None
    ) -> None:
        """Make the object; not built yet."""
        raise not_built("EmbeddedRocksDBStateBackend")

    def set_db_storage_paths(self, *paths: str) -> Any:
        """Flink's ``set_db_storage_paths``; not built yet."""
        raise not_built("EmbeddedRocksDBStateBackend.set_db_storage_paths")

    def get_db_storage_paths(self) -> List[str]:
        """Flink's ``get_db_storage_paths``; not built yet."""
        raise not_built("EmbeddedRocksDBStateBackend.get_db_storage_paths")

    def is_incremental_checkpoints_enabled(self) -> bool:
        """Flink's ``is_incremental_checkpoints_enabled``; not built yet."""
        raise not_built("EmbeddedRocksDBStateBackend.is_incremental_checkpoints_enabled")

    def set_predefined_options(self, options: PredefinedOptions) -> Any:
        """Flink's ``set_predefined_options``; not built yet."""
        raise not_built("EmbeddedRocksDBStateBackend.set_predefined_options")

    def get_predefined_options(self) -> PredefinedOptions:
        """Flink's ``get_predefined_options``; not built yet."""
        raise not_built("EmbeddedRocksDBStateBackend.get_predefined_options")

    def set_options(self, options_factory_class_name: str) -> Any:
        """Flink's ``set_options``; not built yet."""
        raise not_built("EmbeddedRocksDBStateBackend.set_options")

    def get_options(self) -> Optional[str]:
        """Flink's ``get_options``; not built yet."""
        raise not_built("EmbeddedRocksDBStateBackend.get_options")

    def get_number_of_transfer_threads(self) -> int:
        """Flink's ``get_number_of_transfer_threads``; not built yet."""
        raise not_built("EmbeddedRocksDBStateBackend.get_number_of_transfer_threads")

    def set_number_of_transfer_threads(self, number_of_transfering_threads: int) -> Any:
        """Flink's ``set_number_of_transfer_threads``; not built yet."""
        raise not_built("EmbeddedRocksDBStateBackend.set_number_of_transfer_threads")


class PredefinedOptions(Enum):
    """Flink's ``PredefinedOptions``."""

    DEFAULT = 0
    SPINNING_DISK_OPTIMIZED = 1
    SPINNING_DISK_OPTIMIZED_HIGH_MEM = 2
    FLASH_SSD_OPTIMIZED = 3


class CustomStateBackend(StateBackend):
    """Flink's ``CustomStateBackend``."""
