"""Counters of a running job. Plain integers, written by the task thread, read by anyone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class OperatorMetrics:
    """Counters of one operator; rows and batches are totals since the job started.

    ``state_bytes`` is the size in memory of the state tables of the last snapshot.
    """

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

    @classmethod
    def total(cls, parts: Sequence[OperatorMetrics]) -> OperatorMetrics:
        """The sum over subtasks, as a copy."""
        total = cls()
        for part in parts:
            for name, value in vars(part).items():
                if name != "extra":
                    setattr(total, name, getattr(total, name) + value)
            for name, value in dict(part.extra).items():
                total.extra[name] = total.extra.get(name, 0) + value
        return total


@dataclass
class CheckpointMetrics:
    """Counters of a job's checkpoints and savepoints; durations in seconds, sizes in bytes.

    ``last_size`` is what the last one has written, ``last_full_size`` also counts the files of earlier ones that it
    builds on. ``last_pause`` is how long the data path stood still when the last one began.
    """

    count: int = 0
    failed: int = 0
    last_id: int = 0
    last_duration: float = 0.0
    last_size: int = 0
    last_full_size: int = 0
    last_pause: float = 0.0
    last_path: str | None = None
    last_failure: str | None = None

    def completed(self, checkpoint_id: int, duration: float, size: int) -> None:
        """Count one that is complete."""
        self.count += 1
        self.last_id = checkpoint_id
        self.last_duration = duration
        self.last_size = size
