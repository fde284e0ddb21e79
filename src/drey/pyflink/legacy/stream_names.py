"""Classes of the DataStream API that are gone."""

from __future__ import annotations

from enum import Enum

from drey.pyflink.datastream.externalized_checkpoint_retention import ExternalizedCheckpointRetention
from drey.pyflink.datastream.state_backend import StateBackend

ExternalizedCheckpointCleanup = ExternalizedCheckpointRetention
"""The name until 1.20 of ``ExternalizedCheckpointRetention``."""


class TimeCharacteristic(Enum):
    """What time a program went by, until 1.20; the watermark strategy decides today."""

    ProcessingTime = 0
    IngestionTime = 1
    EventTime = 2


class MemoryStateBackend(StateBackend):
    """State and checkpoints in memory.

    Args:
        checkpoint_path: Where metadata goes.
    """

    def __init__(self, checkpoint_path: str | None = None, *_: object) -> None:
        self._path = checkpoint_path

    def options(self) -> dict[str, str]:
        path = {} if self._path is None else {"execution.checkpointing.dir": self._path}
        return {
            "state.backend.type": "hashmap",
            "execution.checkpointing.storage": "jobmanager",
            **path,
        }


class FsStateBackend(StateBackend):
    """State in memory, checkpoints in files.

    Args:
        checkpoint_directory_uri: The directory.
    """

    def __init__(self, checkpoint_directory_uri: str, *_: object) -> None:
        self._path = checkpoint_directory_uri

    def options(self) -> dict[str, str]:
        return {
            "state.backend.type": "hashmap",
            "execution.checkpointing.storage": "filesystem",
            "execution.checkpointing.dir": self._path,
        }


class RocksDBStateBackend(StateBackend):
    """State in RocksDB, checkpoints in files.

    Args:
        checkpoint_data_uri: The directory.
        enable_incremental_checkpointing: Write only what changed.
    """

    def __init__(
        self, checkpoint_data_uri: str, enable_incremental_checkpointing: bool | None = None, *_: object
    ) -> None:
        self._path = checkpoint_data_uri
        self._incremental = enable_incremental_checkpointing

    def options(self) -> dict[str, str]:
        options = {
            "state.backend.type": "rocksdb",
            "execution.checkpointing.storage": "filesystem",
            "execution.checkpointing.dir": self._path,
        }
        if self._incremental is not None:
            options["execution.checkpointing.incremental"] = str(self._incremental).lower()
        return options
