"""Mirror of ``pyflink.datastream.time_domain``."""

from __future__ import annotations

from enum import Enum


class TimeDomain(Enum):
    """Flink's ``TimeDomain``."""

    EVENT_TIME = 0
    PROCESSING_TIME = 1
