"""The way of collected rows from a running job to the client: one bounded queue for each collect sink."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from types import TracebackType

from drey.runtime.elements import ChangelogBatch
from drey.runtime.interrupts import wait_in_turns

MAX_WAITING_ROWS = 262_144
"""Rows that may wait for the client before the job is held back: two full batches."""


class ResultQueue:
    """Batches between the task thread, which puts, and the client, which takes.

    ``put`` blocks while :data:`MAX_WAITING_ROWS` wait (one batch is always accepted), so a slow client holds
    the job back and memory stays flat. Either side may end it: the job by ``finish``, the client by
    ``close``; both are safe to call twice and from any thread.

    With ``by_checkpoint`` the client gets each row once, also after a restart: what is put is held until a checkpoint
    that was marked behind it is complete, and dropped if the job goes on from an older one. The rows of an interval
    are held however many they are, since only a checkpoint, which is behind them, sets them free. See Flink's
    ``CheckpointedCollectResultBuffer``.

    Args:
        max_rows: How many rows may wait.
        by_checkpoint: True to give rows with the checkpoint that they belong to.
    """

    def __init__(self, max_rows: int = MAX_WAITING_ROWS, by_checkpoint: bool = False) -> None:
        self._max_rows = max_rows
        self._by_checkpoint = by_checkpoint
        self._batches: deque[ChangelogBatch] = deque()
        self._held: deque[ChangelogBatch | int] = deque()
        self._rows = 0
        self._finished = False
        self._error: BaseException | None = None
        self._traceback: TracebackType | None = None
        self._closed = False
        self._refuses = False
        self._changed = threading.Condition()

    def put(self, batch: ChangelogBatch) -> bool:
        """Add a batch; False if nobody will ever take it because the queue was closed."""
        with self._changed:
            while self._batches and self._rows + len(batch) > self._max_rows and not self._refuses:
                self._changed.wait()
            if self._refuses:
                return False
            self._rows += len(batch)
            if self._by_checkpoint:
                self._held.append(batch)
                return True
            self._batches.append(batch)
            self._changed.notify_all()
            return True

    def mark(self, checkpoint_id: int) -> None:
        """What was put so far belongs to a checkpoint; called by the thread that puts."""
        with self._changed:
            if self._by_checkpoint:
                self._held.append(checkpoint_id)

    def checkpoint_completed(self, checkpoint_id: int) -> None:
        """Give the client what belongs to a checkpoint; one that was never marked changes nothing."""
        with self._changed:
            if checkpoint_id not in self._held:
                return
            while (one := self._held.popleft()) != checkpoint_id:
                if isinstance(one, ChangelogBatch):
                    self._batches.append(one)
            self._changed.notify_all()

    def take(self, timeout: float | None = None) -> ChangelogBatch | None:
        """The next batch, or None at the end or if none came within ``timeout`` seconds.

        Raises:
            BaseException: The job failed; what was collected before is handed out first.
        """
        with self._changed:
            wait_in_turns(self._wait, timeout)
            if self._batches:
                batch = self._batches.popleft()
                self._rows -= len(batch)
                self._changed.notify_all()
                return batch
            if self._error is not None:
                raise self._error.with_traceback(self._traceback)
            return None

    def wait_for_first(self, timeout: float | None = None) -> None:
        """Wait until a batch is there, the job puts no more, or ``timeout`` seconds have passed.

        Raises:
            BaseException: The job failed before it gave anything.
        """
        with self._changed:
            wait_in_turns(self._wait, timeout)
            if not self._batches and self._error is not None:
                raise self._error.with_traceback(self._traceback)

    def _wait(self, timeout: float) -> object:
        return self._changed.wait_for(lambda: self._batches or self._finished or self._closed, timeout)

    @property
    def exhausted(self) -> bool:
        """True if :meth:`take` will never give a batch again."""
        with self._changed:
            return not self._batches and (self._finished or self._closed)

    def finish(self, error: BaseException | None = None, complete: bool = True) -> None:
        """The job puts no more; with ``error`` if it failed.

        Unless it is ``complete``, what is held is dropped: a job that goes on from the last checkpoint gives it again.
        """
        with self._changed:
            if complete and error is None:
                self._batches.extend(one for one in self._held if isinstance(one, ChangelogBatch))
            else:
                self._rows -= self._held_rows()
            self._held.clear()
            if not self._finished:
                self._finished, self._error = True, error
                self._traceback = None if error is None else error.__traceback__
            self._changed.notify_all()

    def refuse(self) -> None:
        """The job is failing: a blocked ``put`` returns, and what waits stays for the client."""
        with self._changed:
            self._refuses = True
            self._changed.notify_all()

    def accept(self) -> None:
        """The job goes on after a failure, from its last complete checkpoint: what is held comes again."""
        with self._changed:
            self._rows -= self._held_rows()
            self._held.clear()
            self._refuses = self._closed

    def close(self) -> None:
        """The client takes no more: waiting batches are dropped and a blocked ``put`` returns."""
        with self._changed:
            self._closed = self._refuses = True
            self._batches.clear()
            self._held.clear()
            self._rows = 0
            self._changed.notify_all()

    def _held_rows(self) -> int:
        return sum(len(one) for one in self._held if isinstance(one, ChangelogBatch))

    def __iter__(self) -> Iterator[ChangelogBatch]:
        """All batches until the end."""
        while True:
            batch = self.take()
            if batch is None:
                return
            yield batch
