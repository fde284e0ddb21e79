"""How long state of queries lives: operators forget by it, and plans show what is emitted because of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from drey.options import ConfigOption

STATE_TTL = ConfigOption[timedelta](
    "table.exec.state.ttl",
    timedelta,
    timedelta(0),
    description="how long state of SQL operators lives after its last change; for ever if 0",
)


OWN_STATE_TTL = "state_ttl"
"""The parameter of an operator with a time to live of its own, in ms; 0 if its state lives for ever."""


def state_ttl(options: Mapping[str, str]) -> int | None:
    """What a job's options say, in ms; None if state lives for ever."""
    return STATE_TTL.require(options) // timedelta(milliseconds=1) or None


def operator_state_ttl(params: Mapping[str, Any], options: Mapping[str, str]) -> int | None:
    """How long the state of one operator lives, in ms; None if for ever.

    Args:
        params: Those of the operator; what they say goes before the options.
        options: The job's.
    """
    own = params.get(OWN_STATE_TTL)
    return state_ttl(options) if own is None else int(own) or None
