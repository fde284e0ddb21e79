"""How a task spends its time: busy, back-pressured, idle. See "Monitoring Back Pressure" in Flink's documentation."""

from __future__ import annotations

from time import monotonic


class TaskTimes:
    """Adds up seconds. The task's thread calls the methods, a few times for each batch; anyone may read.

    A task is *busy* while it pushes rows through its operators and *back-pressured* while an output has no room, whether
    or not there is input. It is *idle* for the rest of the time, which nobody needs to measure.
    """

    def __init__(self) -> None:
        self.opened: float | None = None
        self.busy = 0.0
        self._blocked = 0.0
        self._blocked_since: float | None = None

    @property
    def backpressured(self) -> float:
        """Seconds, those of a wait that goes on included."""
        since = self._blocked_since
        return self._blocked if since is None else self._blocked + monotonic() - since

    def open(self) -> None:
        """The task begins to run."""
        self.opened = monotonic()

    def block(self) -> None:
        """An output has no room."""
        if self._blocked_since is None:
            self._blocked_since = monotonic()

    def begin(self) -> float:
        """All outputs have room; the time of now, for :meth:`worked`."""
        now = monotonic()
        if self._blocked_since is not None:
            self._blocked += now - self._blocked_since
            self._blocked_since = None
        return now

    def worked(self, start: float) -> None:
        """The task has been working since ``start``."""
        self.busy += monotonic() - start
