"""Methods of ``CheckpointConfig`` that are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drey.pyflink.legacy.deprecation import warn_legacy

if TYPE_CHECKING:
    from drey.pyflink.common.configuration import Configuration


class LegacyCheckpointConfig:
    """Methods that ``CheckpointConfig`` had until 1.20."""

    _configuration: Configuration

    def set_externalized_checkpoint_retention(self, retention_mode: Any) -> Any:
        """Set what becomes of checkpoints when the job ends."""
        raise NotImplementedError

    def get_externalized_checkpoint_retention(self) -> Any:
        """What becomes of checkpoints when the job ends."""
        raise NotImplementedError

    def enable_externalized_checkpoints(self, cleanup_mode: Any) -> Any:
        """Set what becomes of checkpoints when the job ends."""
        warn_legacy(
            "CheckpointConfig.enable_externalized_checkpoints(mode)",
            "config.set_externalized_checkpoint_retention(mode)",
        )
        return self.set_externalized_checkpoint_retention(cleanup_mode)

    def set_externalized_checkpoint_cleanup(self, cleanup_mode: Any) -> Any:
        """Set what becomes of checkpoints when the job ends."""
        warn_legacy(
            "CheckpointConfig.set_externalized_checkpoint_cleanup(mode)",
            "config.set_externalized_checkpoint_retention(mode)",
        )
        return self.set_externalized_checkpoint_retention(cleanup_mode)

    def get_externalized_checkpoint_cleanup(self) -> Any:
        """What becomes of checkpoints when the job ends."""
        warn_legacy(
            "CheckpointConfig.get_externalized_checkpoint_cleanup()",
            "config.get_externalized_checkpoint_retention()",
        )
        return self.get_externalized_checkpoint_retention()

    def set_checkpoint_storage_dir(self, checkpoint_path: str) -> Any:
        """Keep checkpoints below this directory."""
        warn_legacy(
            "CheckpointConfig.set_checkpoint_storage_dir(path)",
            "configuration.set_string('execution.checkpointing.dir', path)",
        )
        self._configuration.set_string("execution.checkpointing.storage", "filesystem")
        self._configuration.set_string("execution.checkpointing.dir", checkpoint_path)
        return self

    def set_checkpoint_storage(self, storage: Any) -> Any:
        """Keep checkpoints where ``storage`` says."""
        warn_legacy(
            "CheckpointConfig.set_checkpoint_storage(storage)",
            "configuration.set_string('execution.checkpointing.storage', ...)",
        )
        for key, value in storage.options().items():
            self._configuration.set_string(key, value)
        return self
