"""Mirror of ``pyflink.datastream.execution_mode``."""

from __future__ import annotations

from enum import Enum

__all__ = ["RuntimeExecutionMode"]


class RuntimeExecutionMode(Enum):
    """Flink's ``RuntimeExecutionMode``."""

    STREAMING = 0
    BATCH = 1
    AUTOMATIC = 2
