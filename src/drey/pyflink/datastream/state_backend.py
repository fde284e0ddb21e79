"""Mirror of ``pyflink.datastream.state_backend``: where state is kept.

``options`` of a backend gives the configuration keys that choose it, which is what the engine reads. The classes that
were here until 1.20 are found, too.
"""

from __future__ import annotations

from enum import Enum

from drey.errors import UnsupportedError
from drey.pyflink.lazy_exports import lazy_exports

__all__ = [
    "StateBackend",
    "HashMapStateBackend",
    "EmbeddedRocksDBStateBackend",
    "CustomStateBackend",
    "PredefinedOptions",
]

__getattr__, __dir__ = lazy_exports(
    __name__, {"legacy.stream_names": "FsStateBackend MemoryStateBackend RocksDBStateBackend"}
)


class StateBackend:
    """The base."""

    def options(self) -> dict[str, str]:
        """The configuration that means this backend (an addition to PyFlink)."""
        raise NotImplementedError


class HashMapStateBackend(StateBackend):
    """State in memory."""

    def __init__(self) -> None:
        pass

    def options(self) -> dict[str, str]:
        return {"state.backend.type": "hashmap"}

    def __str__(self) -> str:
        return "HashMapStateBackend"


class PredefinedOptions(Enum):
    """Sets of RocksDB options by hardware."""

    DEFAULT = 0
    SPINNING_DISK_OPTIMIZED = 1
    SPINNING_DISK_OPTIMIZED_HIGH_MEM = 2
    FLASH_SSD_OPTIMIZED = 3


class EmbeddedRocksDBStateBackend(StateBackend):
    """State in RocksDB, for more than fits in memory.

    Args:
        enable_incremental_checkpointing: Write only what changed; None takes the configuration's.
    """

    def __init__(self, enable_incremental_checkpointing: bool | None = None) -> None:
        self._incremental = enable_incremental_checkpointing
        self._paths: list[str] = []
        self._predefined = PredefinedOptions.DEFAULT
        self._factory: str | None = None
        self._threads = 4

    def set_db_storage_paths(self, *paths: str) -> None:
        """Keep RocksDB's files in these directories."""
        self._paths = list(paths)

    def get_db_storage_paths(self) -> list[str]:
        """The directories of RocksDB's files."""
        return list(self._paths)

    def is_incremental_checkpoints_enabled(self) -> bool:
        """Whether only what changed is written."""
        return bool(self._incremental)

    def set_predefined_options(self, options: PredefinedOptions) -> None:
        """Choose a set of options."""
        self._predefined = options

    def get_predefined_options(self) -> PredefinedOptions:
        """The set of options."""
        return self._predefined

    def set_options(self, options_factory_class_name: str) -> None:
        """A Java class that makes options, which only the flink engine can load."""
        self._factory = options_factory_class_name

    def get_options(self) -> str | None:
        """The Java class that makes options, or None."""
        return self._factory

    def get_number_of_transfer_threads(self) -> int:
        """How many threads copy files of snapshots."""
        return self._threads

    def set_number_of_transfer_threads(self, number_of_transfering_threads: int) -> None:
        """Set how many threads copy files of snapshots."""
        self._threads = number_of_transfering_threads

    def options(self) -> dict[str, str]:
        result = {
            "state.backend.type": "rocksdb",
            "state.backend.rocksdb.predefined-options": self._predefined.name,
            "state.backend.rocksdb.checkpoint.transfer.thread.num": str(self._threads),
        }
        if self._incremental is not None:
            result["execution.checkpointing.incremental"] = str(self._incremental).lower()
        if self._paths:
            result["state.backend.rocksdb.localdir"] = ",".join(self._paths)
        if self._factory is not None:
            result["state.backend.rocksdb.options-factory"] = self._factory
        return result

    def __str__(self) -> str:
        return f"EmbeddedRocksDBStateBackend{{enableIncrementalCheckpointing={self._incremental}}}"


class CustomStateBackend(StateBackend):
    """A backend written in Java, which the embedded engine can't load."""

    def __init__(self, factory: object) -> None:
        raise UnsupportedError(
            "a state backend written in Java needs a JVM", hint="run the program with --engine flink"
        )
