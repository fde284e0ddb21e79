"""Mirror of ``pyflink.datastream.checkpoint_config``: when and how to checkpoint, kept in a configuration."""

from __future__ import annotations

import datetime

from drey.pyflink.common.configuration import Configuration
from drey.pyflink.common.duration_text import duration_text, parse_duration_text
from drey.pyflink.common.time import Duration
from drey.pyflink.datastream.checkpointing_mode import CheckpointingMode
from drey.pyflink.datastream.externalized_checkpoint_retention import ExternalizedCheckpointRetention
from drey.pyflink.legacy.checkpoint_config import LegacyCheckpointConfig

__all__ = ["CheckpointConfig"]

_PREFIX = "execution.checkpointing."
_MAX_INT = 2147483647


class CheckpointConfig(LegacyCheckpointConfig):
    """Options of checkpoints under Flink's keys.

    Args:
        configuration: Where the options are kept.
    """

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration

    def is_checkpointing_enabled(self) -> bool:
        """Whether there is an interval."""
        return self.get_checkpoint_interval() > 0

    def get_checkpointing_mode(self) -> CheckpointingMode:
        """Exactly once or at least once."""
        return CheckpointingMode[self._configuration.get_string(_PREFIX + "mode", "EXACTLY_ONCE").upper()]

    def set_checkpointing_mode(self, checkpointing_mode: CheckpointingMode) -> CheckpointConfig:
        """Set exactly once or at least once."""
        self._configuration.set_string(_PREFIX + "mode", checkpointing_mode.name)
        return self

    def get_checkpoint_interval(self) -> int:
        """The milliseconds between checkpoints, -1 for none."""
        return self._millis("interval", -1)

    def set_checkpoint_interval(self, checkpoint_interval: int) -> CheckpointConfig:
        """Set the milliseconds between checkpoints."""
        return self._set_millis("interval", checkpoint_interval)

    def get_checkpoint_timeout(self) -> int:
        """The milliseconds after which a checkpoint is given up."""
        return self._millis("timeout", 600_000)

    def set_checkpoint_timeout(self, checkpoint_timeout: int) -> CheckpointConfig:
        """Set the milliseconds after which a checkpoint is given up."""
        return self._set_millis("timeout", checkpoint_timeout)

    def get_min_pause_between_checkpoints(self) -> int:
        """The milliseconds from the end of one to the start of the next."""
        return self._millis("min-pause", 0)

    def set_min_pause_between_checkpoints(self, min_pause_between_checkpoints: int) -> CheckpointConfig:
        """Set the milliseconds from the end of one to the start of the next."""
        return self._set_millis("min-pause", min_pause_between_checkpoints)

    def get_max_concurrent_checkpoints(self) -> int:
        """How many checkpoints may be under way."""
        return self._configuration.get_integer(_PREFIX + "max-concurrent-checkpoints", 1)

    def set_max_concurrent_checkpoints(self, max_concurrent_checkpoints: int) -> CheckpointConfig:
        """Set how many checkpoints may be under way."""
        self._configuration.set_integer(_PREFIX + "max-concurrent-checkpoints", max_concurrent_checkpoints)
        return self

    def is_fail_on_checkpointing_errors(self) -> bool:
        """Whether the first failed checkpoint fails the job."""
        return self.get_tolerable_checkpoint_failure_number() == 0

    def set_fail_on_checkpointing_errors(self, fail_on_checkpointing_errors: bool) -> CheckpointConfig:
        """Let the first failed checkpoint fail the job, or none ever."""
        return self.set_tolerable_checkpoint_failure_number(0 if fail_on_checkpointing_errors else _MAX_INT)

    def get_tolerable_checkpoint_failure_number(self) -> int:
        """How many checkpoints may fail in a row."""
        return self._configuration.get_integer(_PREFIX + "tolerable-failed-checkpoints", 0)

    def set_tolerable_checkpoint_failure_number(
        self, tolerable_checkpoint_failure_number: int
    ) -> CheckpointConfig:
        """Set how many checkpoints may fail in a row."""
        self._configuration.set_integer(
            _PREFIX + "tolerable-failed-checkpoints", tolerable_checkpoint_failure_number
        )
        return self

    def set_externalized_checkpoint_retention(
        self, retention_mode: ExternalizedCheckpointRetention
    ) -> CheckpointConfig:
        """Set what becomes of checkpoints when the job ends."""
        self._configuration.set_string(_PREFIX + "externalized-checkpoint-retention", retention_mode.name)
        return self

    def is_externalized_checkpoints_enabled(self) -> bool:
        """Whether checkpoints may outlive the job."""
        return self.get_externalized_checkpoint_retention() not in (
            None,
            ExternalizedCheckpointRetention.NO_EXTERNALIZED_CHECKPOINTS,
        )

    def get_externalized_checkpoint_retention(self) -> ExternalizedCheckpointRetention | None:
        """What becomes of checkpoints when the job ends."""
        name = self._configuration.get_string(
            _PREFIX + "externalized-checkpoint-retention", "NO_EXTERNALIZED_CHECKPOINTS"
        )
        return ExternalizedCheckpointRetention[name.upper()]

    def is_unaligned_checkpoints_enabled(self) -> bool:
        """Whether barriers overtake records, which needs exactly once."""
        wanted = self._configuration.get_boolean(_PREFIX + "unaligned.enabled", False)
        return wanted and self.get_checkpointing_mode() is CheckpointingMode.EXACTLY_ONCE

    def enable_unaligned_checkpoints(self, enabled: bool = True) -> CheckpointConfig:
        """Let barriers overtake records."""
        self._configuration.set_boolean(_PREFIX + "unaligned.enabled", enabled)
        return self

    def disable_unaligned_checkpoints(self) -> CheckpointConfig:
        """Let barriers keep their place."""
        return self.enable_unaligned_checkpoints(False)

    def set_aligned_checkpoint_timeout(self, alignment_timeout: Duration) -> CheckpointConfig:
        """Align for so long before barriers overtake."""
        return self._set_millis("aligned-checkpoint-timeout", alignment_timeout.to_millis())

    def get_aligned_checkpoint_timeout(self) -> Duration:
        """How long to align before barriers overtake."""
        return Duration.of_millis(self._millis("aligned-checkpoint-timeout", 0))

    def set_alignment_timeout(self, alignment_timeout: Duration) -> CheckpointConfig:
        """The old name of ``set_aligned_checkpoint_timeout``."""
        return self.set_aligned_checkpoint_timeout(alignment_timeout)

    def get_alignment_timeout(self) -> Duration:
        """The old name of ``get_aligned_checkpoint_timeout``."""
        return self.get_aligned_checkpoint_timeout()

    def set_force_unaligned_checkpoints(self, force_unaligned_checkpoints: bool = True) -> CheckpointConfig:
        """Let barriers overtake even where an iteration makes that unsafe."""
        self._configuration.set_boolean(_PREFIX + "unaligned.forced", force_unaligned_checkpoints)
        return self

    def is_force_unaligned_checkpoints(self) -> bool:
        """Whether barriers overtake even then."""
        return self._configuration.get_boolean(_PREFIX + "unaligned.forced", False)

    def _set_millis(self, key: str, millis: int) -> CheckpointConfig:
        text = duration_text(datetime.timedelta(milliseconds=millis))
        self._configuration.set_string(_PREFIX + key, text)
        return self

    def _millis(self, key: str, default: int) -> int:
        text = self._configuration.get_string(_PREFIX + key, None)
        return default if text is None else parse_duration_text(text) // datetime.timedelta(milliseconds=1)
