"""The sending end of an edge: a task's output, spread over the downstream subtasks."""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import partial

from drey.runtime.elements import CheckpointBarrier, EndOfInput
from drey.runtime.exchange.batches import operations_of, row_count
from drey.runtime.exchange.errors import ExchangeError
from drey.runtime.exchange.input_channel import InputChannel
from drey.runtime.exchange.limits import ExchangeLimits
from drey.runtime.exchange.partitioners import Partitioner
from drey.runtime.exchange.wire import Travelling

Changed = Callable[[bool], None]
"""Is told whether a channel is full whenever that changes."""


class OutputChannel(ABC):
    """The sending end of one channel; the task thread puts, and never waits.

    Args:
        limits: When the channel counts as full.
    """

    def __init__(self, limits: ExchangeLimits) -> None:
        self.limits = limits
        self.changed: Changed = lambda full: None

    @property
    @abstractmethod
    def queued_rows(self) -> int:
        """Rows that wait."""

    @property
    @abstractmethod
    def queued_bytes(self) -> int:
        """Bytes that wait."""

    @property
    @abstractmethod
    def failure(self) -> ExchangeError | None:
        """Why nothing can be sent any more."""

    @property
    @abstractmethod
    def waiting_rows(self) -> int:
        """How many rows may wait, as the receiver says."""

    @property
    def most_rows(self) -> int:
        """How many rows may wait."""
        return min(self.limits.queue_rows, self.waiting_rows)

    @property
    def full(self) -> bool:
        """True if nothing should be put before something has left."""
        return self.queued_rows >= self.most_rows or self.queued_bytes >= self.limits.queue_bytes

    @abstractmethod
    def put(self, element: Travelling, rows: int, size: int) -> None:
        """Append an element."""

    @abstractmethod
    def put_ahead(self, barrier: CheckpointBarrier) -> list[Travelling]:
        """Put a barrier in front of what waits; what it has overtaken, in order."""


class LocalChannel(OutputChannel):
    """A channel to a subtask of the same process: its queue is the receiver's, and nothing is copied."""

    def __init__(self, target: InputChannel, limits: ExchangeLimits) -> None:
        super().__init__(limits)
        self._target = target
        self._was_full = False
        target.bind(self._taken, lambda: None)

    @property
    def queued_rows(self) -> int:
        return self._target.queued_rows

    @property
    def queued_bytes(self) -> int:
        return self._target.queued_bytes

    @property
    def waiting_rows(self) -> int:
        return self._target.waiting_rows

    @property
    def failure(self) -> ExchangeError | None:
        return None

    def put(self, element: Travelling, rows: int, size: int) -> None:
        self._target.put(element, rows, size)
        if rows:
            self._update()

    def put_ahead(self, barrier: CheckpointBarrier) -> list[Travelling]:
        return self._target.put_ahead(barrier)

    def _taken(self, rows: int, cost: int) -> None:
        self._update()

    def _update(self) -> None:
        # Both ends belong to the one task thread of the process, so nothing changes in between.
        if self.full != self._was_full:
            self._was_full = not self._was_full
            self.changed(self._was_full)


class OutputGate:
    """Spreads a task's output over the downstream subtasks.

    The task thread calls everything; the properties may be read by any thread. Nothing blocks: the task asks
    :attr:`available` before it takes input, so that the gate holds at most its limit and the output of one input.

    Args:
        name: The gate's name in errors.
        channels: The channels by downstream subtask.
        partitioner: What distributes the rows over as many channels.
    """

    def __init__(self, name: str, channels: Sequence[OutputChannel], partitioner: Partitioner) -> None:
        if partitioner.channels != len(channels):
            raise ValueError(f"a partitioner for {partitioner.channels} channels got {len(channels)}")
        self.name = name
        self._channels = channels
        self._given = [0] * len(channels)
        self._partitioner = partitioner
        self._connected = list(partitioner.connected)
        self._lock = threading.Lock()
        self._full: set[int] = set()
        self._full_since = 0.0
        self._full_seconds = 0.0
        for index, channel in enumerate(channels):
            channel.changed = partial(self._channel_changed, index)
            if index not in partitioner.connected:
                channel.put(EndOfInput(), 0, 0)

    @property
    def available(self) -> bool:
        """False while any channel is full."""
        return not self._full

    @property
    def channels(self) -> int:
        """The number of downstream subtasks."""
        return len(self._channels)

    @property
    def queued_bytes(self) -> int:
        """Bytes that wait in all channels."""
        return sum(channel.queued_bytes for channel in self._channels)

    @property
    def queued_rows(self) -> int:
        """Rows that wait in all channels."""
        return sum(channel.queued_rows for channel in self._channels)

    @property
    def back_pressured_seconds(self) -> float:
        """For how long the gate has not been available, in total."""
        with self._lock:
            running = time.monotonic() - self._full_since if self._full else 0.0
            return self._full_seconds + running

    @property
    def failed(self) -> bool:
        """True if :meth:`check` would raise."""
        return any(channel.failure is not None for channel in self._channels)

    def check(self) -> None:
        """Raise why something that was emitted can't be sent; a task without more output would not learn it.

        Raises:
            ExchangeError: A downstream worker is lost, or an element can't travel.
        """
        for index in range(len(self._channels)):
            self._check(index)

    def emit(self, element: Travelling) -> None:
        """Send a batch's rows to the channels that the partitioner chooses, anything else to all.

        Raises:
            ExchangeError: A downstream worker is lost.
        """
        operations, height = operations_of(element), row_count(element)
        if operations is None or height is None:
            for index in self._connected:
                self._put(index, element, 0, 0)
            return
        size = operations.size(element)
        for index, part in self._partitioner.split(element):
            rows = len(part)
            self._put(index, part, rows, size * rows // height)

    def crowding(self) -> float:
        """How many times the rows that may wait in a channel it was given since the last call: above 1 too many."""
        channels = zip(self._given, self._channels, strict=True)
        crowding = max((rows / channel.most_rows for rows, channel in channels), default=0.0)
        self._given = [0] * len(self._channels)
        return crowding

    def emit_ahead(self, barrier: CheckpointBarrier) -> dict[int, list[Travelling]]:
        """Put a barrier in front of all that is queued in every channel.

        A barrier of the same checkpoint that waits in the queue already moves to the front instead.

        Returns:
            The overtaken elements by channel, in their order: the channels' state. They are sent all the same.
        """
        overtaken = {}
        for index in self._connected:
            self._check(index)
            overtaken[index] = self._channels[index].put_ahead(barrier)
        return overtaken

    def _put(self, index: int, element: Travelling, rows: int, size: int) -> None:
        self._check(index)
        self._given[index] += rows
        self._channels[index].put(element, rows, size)

    def _check(self, index: int) -> None:
        failure = self._channels[index].failure
        if failure is not None:
            raise failure

    def _channel_changed(self, index: int, full: bool) -> None:
        with self._lock:
            was_full = bool(self._full)
            if full:
                self._full.add(index)
            else:
                self._full.discard(index)
            if bool(self._full) == was_full:
                return
            now = time.monotonic()
            if was_full:
                self._full_seconds += now - self._full_since
            else:
                self._full_since = now
