"""Mirror of ``pyflink.datastream.checkpoint_config``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.common.time import Duration
    from drey.pyflink.datastream.checkpointing_mode import CheckpointingMode
    from drey.pyflink.datastream.externalized_checkpoint_retention import ExternalizedCheckpointRetention

__all__ = ["CheckpointConfig"]


class CheckpointConfig:
    """Flink's ``CheckpointConfig``."""

    def is_checkpointing_enabled(self) -> bool:
        """Flink's ``is_checkpointing_enabled``; not built yet."""
        raise not_built("CheckpointConfig.is_checkpointing_enabled")

    def get_checkpointing_mode(self) -> CheckpointingMode:
        """Flink's ``get_checkpointing_mode``; not built yet."""
        raise not_built("CheckpointConfig.get_checkpointing_mode")

    def set_checkpointing_mode(self, checkpointing_mode: CheckpointingMode) -> CheckpointConfig:
        """Flink's ``set_checkpointing_mode``; not built yet."""
        raise not_built("CheckpointConfig.set_checkpointing_mode")

    def get_checkpoint_interval(self) -> int:
        """Flink's ``get_checkpoint_interval``; not built yet."""
        raise not_built("CheckpointConfig.get_checkpoint_interval")

    def set_checkpoint_interval(self, checkpoint_interval: int) -> CheckpointConfig:
        """Flink's ``set_checkpoint_interval``; not built yet."""
        raise not_built("CheckpointConfig.set_checkpoint_interval")

    def get_checkpoint_timeout(self) -> int:
        """Flink's ``get_checkpoint_timeout``; not built yet."""
        raise not_built("CheckpointConfig.get_checkpoint_timeout")

    def set_checkpoint_timeout(self, checkpoint_timeout: int) -> CheckpointConfig:
        """Flink's ``set_checkpoint_timeout``; not built yet."""
        raise not_built("CheckpointConfig.set_checkpoint_timeout")

    def get_min_pause_between_checkpoints(self) -> int:
        """Flink's ``get_min_pause_between_checkpoints``; not built yet."""
        raise not_built("CheckpointConfig.get_min_pause_between_checkpoints")

    def set_min_pause_between_checkpoints(self, min_pause_between_checkpoints: int) -> CheckpointConfig:
        """Flink's ``set_min_pause_between_checkpoints``; not built yet."""
        raise not_built("CheckpointConfig.set_min_pause_between_checkpoints")

    def get_max_concurrent_checkpoints(self) -> int:
        """Flink's ``get_max_concurrent_checkpoints``; not built yet."""
        raise not_built("CheckpointConfig.get_max_concurrent_checkpoints")

    def set_max_concurrent_checkpoints(self, max_concurrent_checkpoints: int) -> CheckpointConfig:
        """Flink's ``set_max_concurrent_checkpoints``; not built yet."""
        raise not_built("CheckpointConfig.set_max_concurrent_checkpoints")

    def is_fail_on_checkpointing_errors(self) -> bool:
        """Flink's ``is_fail_on_checkpointing_errors``; not built yet."""
        raise not_built("CheckpointConfig.is_fail_on_checkpointing_errors")

    def set_fail_on_checkpointing_errors(self, fail_on_checkpointing_errors: bool) -> CheckpointConfig:
        """Flink's ``set_fail_on_checkpointing_errors``; not built yet."""
        raise not_built("CheckpointConfig.set_fail_on_checkpointing_errors")

    def get_tolerable_checkpoint_failure_number(self) -> int:
        """Flink's ``get_tolerable_checkpoint_failure_number``; not built yet."""
        raise not_built("CheckpointConfig.get_tolerable_checkpoint_failure_number")

    def set_tolerable_checkpoint_failure_number(
        self, tolerable_checkpoint_failure_number: int
    ) -> CheckpointConfig:
        """Flink's ``set_tolerable_checkpoint_failure_number``; not built yet."""
        raise not_built("CheckpointConfig.set_tolerable_checkpoint_failure_number")

    def set_externalized_checkpoint_retention(
        self, retention_mode: ExternalizedCheckpointRetention
    ) -> CheckpointConfig:
        """Flink's ``set_externalized_checkpoint_retention``; not built yet."""
        raise not_built("CheckpointConfig.set_externalized_checkpoint_retention")

    def is_externalized_checkpoints_enabled(self) -> bool:
        """Flink's ``is_externalized_checkpoints_enabled``; not built yet."""
        raise not_built("CheckpointConfig.is_externalized_checkpoints_enabled")

    def get_externalized_checkpoint_retention(self) -> Optional[ExternalizedCheckpointRetention]:
        """Flink's ``get_externalized_checkpoint_retention``; not built yet."""
        raise not_built("CheckpointConfig.get_externalized_checkpoint_retention")

    def is_unaligned_checkpoints_enabled(self) -> bool:
        """Flink's ``is_unaligned_checkpoints_enabled``; not built yet."""
        raise not_built("CheckpointConfig.is_unaligned_checkpoints_enabled")

    def enable_unaligned_checkpoints(self, enabled: bool = True) -> CheckpointConfig:
        """Flink's ``enable_unaligned_checkpoints``; not built yet."""
        raise not_built("CheckpointConfig.enable_unaligned_checkpoints")

    def disable_unaligned_checkpoints(self) -> CheckpointConfig:
        """Flink's ``disable_unaligned_checkpoints``; not built yet."""
        raise not_built("CheckpointConfig.disable_unaligned_checkpoints")

    def set_aligned_checkpoint_timeout(self, alignment_timeout: Duration) -> CheckpointConfig:
        """Flink's ``set_aligned_checkpoint_timeout``; not built yet."""
        raise not_built("CheckpointConfig.set_aligned_checkpoint_timeout")

    def get_aligned_checkpoint_timeout(self) -> Duration:
        """Flink's ``get_aligned_checkpoint_timeout``; not built yet."""
        raise not_built("CheckpointConfig.get_aligned_checkpoint_timeout")

    def set_alignment_timeout(self, alignment_timeout: Duration) -> CheckpointConfig:
        """Flink's ``set_alignment_timeout``; not built yet."""
        raise not_built("CheckpointConfig.set_alignment_timeout")

    def get_alignment_timeout(self) -> Duration:
        """Flink's ``get_alignment_timeout``; not built yet."""
        raise not_built("CheckpointConfig.get_alignment_timeout")

    def set_force_unaligned_checkpoints(self, force_unaligned_checkpoints: bool = True) -> CheckpointConfig:
        """Flink's ``set_force_unaligned_checkpoints``; not built yet."""
        raise not_built("CheckpointConfig.set_force_unaligned_checkpoints")

    def is_force_unaligned_checkpoints(self) -> bool:
        """Flink's ``is_force_unaligned_checkpoints``; not built yet."""
        raise not_built("CheckpointConfig.is_force_unaligned_checkpoints")
