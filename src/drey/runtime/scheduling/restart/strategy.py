"""The contract of restart strategies."""

from __future__ import annotations

from abc import ABC, abstractmethod


class RestartStrategy(ABC):
    """Decides whether a job restarts after a failure, and when. Times in seconds; no clock of its own.

    The job's life asks once for each failure, with a time that never goes back. See "Task Failure Recovery" in
    Flink's documentation.
    """

    @abstractmethod
    def on_failure(self, now: float) -> float | None:
        """How long to wait until the restart; None if the job fails for good."""
