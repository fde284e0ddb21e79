"""Counters of a running job. Plain integers, written by the task thread, read by anyone."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class OperatorMetrics:
    """Counters of one operator; rows and batches are totals since the job started."""

    rows_in: int = 0
    rows_out: int = 0
    batches_in: int = 0
    batches_out: int = 0
    busy_seconds: float = 0.0
    state_rows: int = 0
    state_bytes: int = 0
    dropped_rows: int = 0
    late_rows: int = 0
    extra: dict[str, float] = field(default_factory=dict)
