"""Mirror of ``pyflink.datastream.checkpoint_storage``."""

from __future__ import annotations

from typing import Any, Optional

from drey.pyflink.not_built import not_built

__all__ = [
    "CheckpointStorage",
    "JobManagerCheckpointStorage",
    "FileSystemCheckpointStorage",
    "CustomCheckpointStorage",
]


class CheckpointStorage:
    """Flink's ``CheckpointStorage``."""


class JobManagerCheckpointStorage(CheckpointStorage):
    """Flink's ``JobManagerCheckpointStorage``."""

    DEFAULT_MAX_STATE_SIZE = 5 * 1024 * 1024

    def __init__(
        self,
        checkpoint_path: Any = None,
        max_state_size: Any = None,
        j_jobmanager_checkpoint_storage: Any = None,
    ) -> None:
        """Make the object; not built yet."""
        raise not_built("JobManagerCheckpointStorage")

    def get_checkpoint_path(self) -> Optional[str]:
        """Flink's ``get_checkpoint_path``; not built yet."""
        raise not_built("JobManagerCheckpointStorage.get_checkpoint_path")

    def get_max_state_size(self) -> int:
        """Flink's ``get_max_state_size``; not built yet."""
        raise not_built("JobManagerCheckpointStorage.get_max_state_size")

    def get_savepoint_path(self) -> Optional[str]:
        """Flink's ``get_savepoint_path``; not built yet."""
        raise not_built("JobManagerCheckpointStorage.get_savepoint_path")


class FileSystemCheckpointStorage(CheckpointStorage):
    """Flink's ``FileSystemCheckpointStorage``."""

    MAX_FILE_STATE_THRESHOLD = 1024 * 1024

    def __init__(
        self,
        checkpoint_path: Any = None,
        file_state_size_threshold: Any = None,
        write_buffer_size: Any = -1,
        j_filesystem_checkpoint_storage: Any = None,
    ) -> None:
        """Make the object; not built yet."""
        raise not_built("FileSystemCheckpointStorage")

    def get_checkpoint_path(self) -> str:
        """Flink's ``get_checkpoint_path``; not built yet."""
        raise not_built("FileSystemCheckpointStorage.get_checkpoint_path")

    def get_savepoint_path(self) -> Optional[str]:
        """Flink's ``get_savepoint_path``; not built yet."""
        raise not_built("FileSystemCheckpointStorage.get_savepoint_path")

    def get_min_file_size_threshold(self) -> int:
        """Flink's ``get_min_file_size_threshold``; not built yet."""
        raise not_built("FileSystemCheckpointStorage.get_min_file_size_threshold")

    def get_write_buffer_size(self) -> int:
        """Flink's ``get_write_buffer_size``; not built yet."""
        raise not_built("FileSystemCheckpointStorage.get_write_buffer_size")


class CustomCheckpointStorage(CheckpointStorage):
    """Flink's ``CustomCheckpointStorage``."""
