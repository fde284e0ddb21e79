"""How long state of queries lives: operators forget by it, and plans show what is emitted because of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from drey.options import ConfigOption

STATE_TTL = ConfigOption[timedelta](
    "table.exec.state.ttl",
    timedelta,
    timedelta(0),
    description="how long state of SQL operators lives after its last change; for ever if 0",
)


def state_ttl(options: Mapping[str, str]) -> int | None:
    """What a job's options say, in ms; None if state lives for ever."""
    return STATE_TTL.require(options) // timedelta(milliseconds=1) or None
