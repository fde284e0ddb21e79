"""Classes of the DataStream API that are gone."""

from __future__ import annotations

from enum import Enum

from drey.errors import ValidationError
from drey.pyflink.datastream.externalized_checkpoint_retention import ExternalizedCheckpointRetention
from drey.pyflink.datastream.state_backend import EmbeddedRocksDBStateBackend, StateBackend

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


class RocksDBStateBackend(EmbeddedRocksDBStateBackend):
    """State in RocksDB, checkpoints in files.

    Args:
        checkpoint_data_uri: The directory.
        enable_incremental_checkpointing: Write only what changed.
        checkpoint_stream_backend: Says where checkpoints go, if no directory does.
    """

    def __init__(
        self,
        checkpoint_data_uri: str | None = None,
        enable_incremental_checkpointing: bool | None = None,
        checkpoint_stream_backend: StateBackend | None = None,
        *_: object,
    ) -> None:
        if checkpoint_data_uri is None and checkpoint_stream_backend is None:
            raise ValidationError("RocksDBStateBackend needs a checkpoint_data_uri")
        super().__init__(enable_incremental_checkpointing)
        self._checkpoints = (
            FsStateBackend(checkpoint_data_uri) if checkpoint_data_uri else checkpoint_stream_backend
        )

    def get_checkpoint_backend(self) -> StateBackend | None:
        """What says where checkpoints go."""
        return self._checkpoints

    def options(self) -> dict[str, str]:
        assert self._checkpoints is not None
        return {**self._checkpoints.options(), **super().options()}
