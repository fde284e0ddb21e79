"""Mirror of ``pyflink.datastream.checkpointing_mode``."""

from __future__ import annotations

from enum import Enum

__all__ = ["CheckpointingMode"]


class CheckpointingMode(Enum):
    """Flink's ``CheckpointingMode``."""

    EXACTLY_ONCE = 0
    AT_LEAST_ONCE = 1
