"""The receiving end of an edge: what several upstream subtasks send to one input of a task."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence

from drey.runtime.elements import CheckpointBarrier, EndOfInput
from drey.runtime.exchange.input_channel import InputChannel
from drey.runtime.exchange.limits import UNLIMITED, WAITING_STEPS
from drey.runtime.exchange.wire import Travelling


class InputGate:
    """What the channels of one input hold, for the task thread to take in a fair order.

    All methods but :meth:`woken` belong to the task thread; none of them blocks.

    Args:
        name: The gate's name in errors.
        channels: The channels by upstream subtask.
        batch_rows: The most rows of a batch that it gives.
        first_rows: The rows of the task's first step, if its speed is to decide how many may wait.
    """

    def __init__(
        self, name: str, channels: Sequence[InputChannel], batch_rows: int, first_rows: int | None = None
    ) -> None:
        self.name = name
        self._channels = channels
        self._batch_rows = batch_rows
        self._lock = threading.Lock()
        self._ready: deque[int] = deque()
        self._in_ready: set[int] = set()
        self._blocked: set[int] = set()
        self._ended = 0
        self._step_rows = 0
        if first_rows is not None:
            self._expect(first_rows)
        for channel in channels:
            channel.attach(self)

    @property
    def channels(self) -> int:
        """The number of upstream subtasks."""
        return len(self._channels)

    @property
    def ready(self) -> bool:
        """True if :meth:`poll` would give something or raise; any thread may ask."""
        return bool(self._ready)

    @property
    def ended(self) -> bool:
        """True once the end of every channel has been polled."""
        return self._ended == len(self._channels)

    @property
    def queued_bytes(self) -> int:
        """Bytes that wait in all channels; any thread may ask."""
        return sum(channel.queued_bytes for channel in self._channels)

    @property
    def queued_rows(self) -> int:
        """Rows that wait in all channels; any thread may ask."""
        return sum(channel.queued_rows for channel in self._channels)

    def poll(self, max_rows: int | None = None) -> tuple[int, Travelling] | None:
        """The next element and its channel, or None if nothing waits in a channel that isn't blocked.

        A batch has at most ``max_rows`` rows: neighbours are merged up to that, and of a larger one the rest stays. As
        that is what one step of the task takes, no more than some times as many rows wait from now on.

        Raises:
            ExchangeError: An upstream worker is lost.
        """
        if max_rows is not None:
            self._expect(max_rows)
        most = self._batch_rows if max_rows is None else min(max_rows, self._batch_rows)
        while True:
            with self._lock:
                if not self._ready:
                    return None
                index = self._ready.popleft()
                self._in_ready.discard(index)
            channel = self._channels[index]
            if channel.failure is not None:
                self.woken(index)
                raise channel.failure
            element = channel.take(most)
            if element is None:
                continue
            if channel.queue:
                self.woken(index)
            if type(element) is EndOfInput:
                self._ended += 1
            return index, element

    def _expect(self, rows: int) -> None:
        """The task takes so many rows in a step."""
        if rows == self._step_rows:
            return
        self._step_rows = rows
        share = max(1, WAITING_STEPS * rows // len(self._channels))
        for channel in self._channels:
            channel.waiting_rows = UNLIMITED if rows >= self._batch_rows else share

    def block(self, channel: int) -> None:
        """Take nothing from a channel, whose barrier has come, until :meth:`unblock_all`."""
        with self._lock:
            self._blocked.add(channel)
            if channel in self._in_ready:
                self._in_ready.discard(channel)
                self._ready.remove(channel)

    def unblock_all(self) -> None:
        """Take from all channels again."""
        with self._lock:
            blocked, self._blocked = self._blocked, set()
        for channel in sorted(blocked):
            if self._channels[channel].queue:
                self.woken(channel)

    def queued(self, channel: int) -> list[Travelling]:
        """What waits unread in a channel, up to its first barrier if one is there: state of an unaligned checkpoint."""
        found: list[Travelling] = []
        with self._channels[channel].lock:
            for element, _, _ in self._channels[channel].queue:
                if isinstance(element, CheckpointBarrier):
                    break
                found.append(element)
        return found

    def barriers(self) -> list[tuple[int, CheckpointBarrier]]:
        """The first barrier of each channel that has one, with data in front of it or not."""
        found = []
        for channel in self._channels:
            with channel.lock:
                barriers = (one for one, _, _ in channel.queue if isinstance(one, CheckpointBarrier))
                first = next(barriers, None)
            if first is not None:
                found.append((channel.upstream, first))
        return found

    def take_barrier(self, channel: int) -> CheckpointBarrier | None:
        """Take a channel's first barrier out of the queue, past the data in front of it."""
        queue = self._channels[channel].queue
        with self._channels[channel].lock:
            for position, (element, _, _) in enumerate(queue):
                if isinstance(element, CheckpointBarrier):
                    del queue[position]
                    return element
        return None

    def woken(self, channel: int) -> None:
        """Something waits in a channel, or it failed; any thread may say so."""
        with self._lock:
            if channel not in self._in_ready and channel not in self._blocked:
                self._in_ready.add(channel)
                self._ready.append(channel)

    def failed(self, channel: int) -> None:
        """A channel failed, so that :meth:`poll` raises even if the channel was blocked."""
        with self._lock:
            self._blocked.discard(channel)
        self.woken(channel)
