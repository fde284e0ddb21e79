"""No restart: the first failure is the last."""

from __future__ import annotations

from drey.runtime.scheduling.restart.strategy import RestartStrategy


class NoRestart(RestartStrategy):
    """The default of a job without checkpoints."""

    def on_failure(self, now: float) -> float | None:
        return None
