"""How much may wait on the way between two subtasks."""

from __future__ import annotations

from drey.records import record

WAITING_STEPS = 5
"""For how many steps of a receiver rows may wait at each end of its channels together: half a second, that is."""

FIRST_WAITING_ROWS = 1_024
"""Rows that may wait at a sender before its receiver has said anything."""

UNLIMITED = 1 << 62
"""Rows that may wait for a receiver that is fast."""


@record
class ExchangeLimits:
    """Bounds of one channel, that is of one pair of an upstream and a downstream subtask.

    At most ``queue_bytes`` plus the share of one input batch waits at the sender, and at most ``window`` bytes
    plus one frame, an eighth of it, at the receiver. For a receiver that is slow, fewer rows do.

    Args:
        queue_rows: Rows that wait at the sender before its gate counts as full.
        queue_bytes: Bytes that wait at the sender before its gate counts as full.
        window: Bytes that the receiver grants a channel; what the task hasn't taken yet counts.
        batch_rows: Neighbouring batches of a channel are merged up to this number of rows.
        connect_seconds: How long a peer may take to start listening.
    """

    queue_rows: int = 262_144
    queue_bytes: int = 8 << 20
    window: int = 8 << 20
    batch_rows: int = 131_072
    connect_seconds: float = 30.0
