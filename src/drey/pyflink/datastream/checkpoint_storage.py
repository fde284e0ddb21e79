"""Mirror of ``pyflink.datastream.checkpoint_storage``: where checkpoints are kept.

``options`` of a storage gives the configuration keys that choose it, which is what the engine reads.
"""

from __future__ import annotations

from drey.errors import UnsupportedError

__all__ = [
    "CheckpointStorage",
    "JobManagerCheckpointStorage",
    "FileSystemCheckpointStorage",
    "CustomCheckpointStorage",
]


class CheckpointStorage:
    """The base."""

    def options(self) -> dict[str, str]:
        """The configuration that means this storage (an addition to PyFlink)."""
        raise NotImplementedError


class JobManagerCheckpointStorage(CheckpointStorage):
    """Checkpoints in the job manager's memory.

    Args:
        checkpoint_path: Where their metadata goes, if anywhere.
        max_state_size: The most bytes that one piece of state may have.
    """

    DEFAULT_MAX_STATE_SIZE = 5 * 1024 * 1024

    def __init__(self, checkpoint_path: str | None = None, max_state_size: int | None = None) -> None:
        self._path = checkpoint_path
        self._max_state_size = self.DEFAULT_MAX_STATE_SIZE if max_state_size is None else max_state_size

    def get_checkpoint_path(self) -> str | None:
        """Where metadata goes."""
        return self._path

    def get_max_state_size(self) -> int:
        """The most bytes of one piece of state."""
        return self._max_state_size

    def get_savepoint_path(self) -> str | None:
        """None: a storage says nothing of savepoints."""
        return None

    def options(self) -> dict[str, str]:
        path = {} if self._path is None else {"execution.checkpointing.dir": self._path}
        return {"execution.checkpointing.storage": "jobmanager", **path}

    def __str__(self) -> str:
        return f"JobManagerCheckpointStorage (checkpoints to {self._path}, max {self._max_state_size} bytes)"


class FileSystemCheckpointStorage(CheckpointStorage):
    """Checkpoints in files.

    Args:
        checkpoint_path: The directory.
        file_state_size_threshold: State of fewer bytes goes into the metadata file; None for 20 KiB.
        write_buffer_size: Bytes of the write buffer, -1 for 4096.
    """

    MAX_FILE_STATE_THRESHOLD = 1024 * 1024

    def __init__(
        self,
        checkpoint_path: str | None = None,
        file_state_size_threshold: int | None = None,
        write_buffer_size: int = -1,
    ) -> None:
        if checkpoint_path is None:
            raise ValueError("checkpoint_path must not be None")
        self._path = checkpoint_path
        self._threshold = 20 * 1024 if file_state_size_threshold is None else file_state_size_threshold
        if not 0 <= self._threshold <= self.MAX_FILE_STATE_THRESHOLD:
            raise ValueError(f"file_state_size_threshold must be 0 to {self.MAX_FILE_STATE_THRESHOLD}")
        self._write_buffer_size = 4096 if write_buffer_size < 0 else write_buffer_size

    def get_checkpoint_path(self) -> str:
        """The directory."""
        return self._path

    def get_savepoint_path(self) -> str | None:
        """None: a storage says nothing of savepoints."""
        return None

    def get_min_file_size_threshold(self) -> int:
        """The bytes from which on state gets a file of its own."""
        return self._threshold

    def get_write_buffer_size(self) -> int:
        """The bytes of the write buffer."""
        return max(self._write_buffer_size, self._threshold)

    def options(self) -> dict[str, str]:
        return {"execution.checkpointing.storage": "filesystem", "execution.checkpointing.dir": self._path}

    def __str__(self) -> str:
        return f"FileSystemCheckpointStorage (checkpoints to {self._path})"


class CustomCheckpointStorage(CheckpointStorage):
    """A storage written in Java, which the embedded engine can't load."""

    def __init__(self, storage: object) -> None:
        raise UnsupportedError(
            "a checkpoint storage written in Java needs a JVM", hint="run the program with --engine flink"
        )
