"""The receiving end of one channel."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Protocol

from drey.runtime.elements import CheckpointBarrier, EndOfInput
from drey.runtime.exchange.batches import operations_of
from drey.runtime.exchange.errors import ExchangeError
from drey.runtime.exchange.limits import UNLIMITED
from drey.runtime.exchange.queues import Waiting, append, cut_rows, merged_head, overtake
from drey.runtime.exchange.wire import Travelling

Release = Callable[[int, int], None]
"""Is told the rows and the cost of what has been taken."""


class Wakeable(Protocol):
    """What an input channel tells its gate."""

    def woken(self, channel: int) -> None:
        """Something waits in a channel."""

    def failed(self, channel: int) -> None:
        """A channel failed."""


class InputChannel:
    """The queue of one channel at its receiver. It exists as soon as either end knows of it.

    One thread puts, the task thread takes; both hold the channel's lock for a moment only.

    Args:
        upstream: The upstream subtask's index, which is the channel's number in its gate.
    """

    def __init__(self, upstream: int) -> None:
        self.upstream = upstream
        self.lock = threading.Lock()
        self.queue: deque[Waiting] = deque()
        self.queued_rows = 0
        self.queued_bytes = 0
        self.waiting_rows = UNLIMITED
        """How many rows may wait at each end."""
        self.ended = False
        self.failure: ExchangeError | None = None
        self._release: Release | None = None
        self._open: Callable[[], None] | None = None
        self._gate: Wakeable | None = None

    def bind(self, release: Release, opened: Callable[[], None]) -> None:
        """Give the channel its sender, which is told when there is a gate and when something has been taken."""
        with self.lock:
            self._release, self._open = release, opened
            attached = self._gate is not None
        if attached:
            opened()

    def attach(self, gate: Wakeable) -> None:
        """Give the channel its gate, which gets at once what has arrived before."""
        with self.lock:
            self._gate = gate
            waiting = bool(self.queue) or self.failure is not None
            opened = self._open
        if waiting:
            gate.woken(self.upstream)
        if opened is not None:
            opened()

    def put(self, element: Travelling, rows: int, cost: int) -> None:
        """Append an element that costs so many bytes until it is taken."""
        with self.lock:
            append(self.queue, (element, rows, cost))
            self._arrived(element, rows, cost)

    def put_ahead(self, barrier: CheckpointBarrier) -> list[Travelling]:
        """Put a barrier in front of everything; what it has overtaken.

        A barrier of the same checkpoint that waits already moves to the front instead.
        """
        with self.lock:
            overtaken = overtake(self.queue, barrier)
            self._arrived(barrier, 0, 0)
        return overtaken

    def _arrived(self, element: Travelling, rows: int, cost: int) -> None:
        self.queued_rows += rows
        self.queued_bytes += cost
        if type(element) is EndOfInput:
            self.ended = True
        if self._gate is not None:
            self._gate.woken(self.upstream)

    def fail(self, error: ExchangeError) -> None:
        """The sender is lost; an error only if the channel hasn't ended."""
        with self.lock:
            if self.ended or self.failure is not None:
                return
            self.failure = error
            if self._gate is not None:
                self._gate.failed(self.upstream)

    def take(self, max_rows: int) -> Travelling | None:
        """The first element; of batches as many rows as are allowed, of one that is larger or of neighbours."""
        with self.lock:
            if not self.queue:
                return None
            element, rows, cost = self.queue.popleft()
            if operations_of(element) is None:
                return element
            head = cut_rows(self.queue, (element, rows, cost), max_rows)
            element, rows, cost = merged_head(self.queue, head, max_rows)
            self.queued_rows -= rows
            self.queued_bytes -= cost
            release = self._release
        if release is not None:
            release(rows, cost)
        return element
