"""The time by which state lives and timers fire: processing time."""

from __future__ import annotations

import time
from collections.abc import Callable

Clock = Callable[[], int]
"""Gives the time in ms since the epoch."""


def system_clock() -> int:
    """The machine's time, in ms since the epoch."""
    return time.time_ns() // 1_000_000
