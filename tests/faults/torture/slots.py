"""Runs of seeds, several at once."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from tests.faults.torture.attempts import Starter
from tests.faults.torture.run import run_seed
from tests.faults.torture.servers import TortureServers


class Slots:
    """Runs seeds; each thread has its own process that starts attempts.

    Args:
        work: The directory of their directories.
        servers: The servers, running.
        most: How many faults a run has at most; None for all of its plan.
    """

    def __init__(self, work: Path, servers: TortureServers, most: int | None = None) -> None:
        self._work, self._servers, self._most = work, servers, most
        self._own = threading.local()
        self._starters: list[Starter] = []

    def run(self, seed: int) -> dict[str, Any]:
        """Run a seed."""
        starter = getattr(self._own, "starter", None)
        if starter is None:
            starter = self._own.starter = Starter()
            self._starters.append(starter)
        return run_seed(self._work / str(seed), seed, self._servers, starter, self._most)

    def close(self) -> None:
        """End the starters."""
        for one in self._starters:
            one.close()
