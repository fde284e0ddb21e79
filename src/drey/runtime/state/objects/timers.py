"""Timers of keys: one queue for event time, one for processing time."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from typing import Any

import polars as pl

from drey.runtime.clock import system_clock
from drey.runtime.state.objects.columns import object_frame, objects_of
from drey.runtime.state.objects.current import CurrentKey
from drey.runtime.tasks.watermarks import MIN_WATERMARK

EVENT_TIME, PROCESSING_TIME = "event", "processing"

_FEW = 64
"""So many times that nothing waits for may always stay in a heap."""


class TimerQueue:
    """The timers of one clock: for each time the keys that wait for it, and a heap of the times.

    A timer is registered once however often it is asked for, as in Flink. Timers fire in the order of their times;
    those of one time in the order in which they were registered. A time that nothing waits for any more stays in the
    heap until it comes, or until such times are more than the others.
    """

    __slots__ = ("_firing", "_heap", "_keys")

    def __init__(self) -> None:
        self._keys: dict[int, dict[Any, None]] = {}
        self._heap: list[int] = []
        self._firing: int | None = None

    def __len__(self) -> int:
        return sum(map(len, self._keys.values()))

    def add(self, timestamp: int, key: Any) -> None:
        """Register a timer."""
        keys = self._keys.get(timestamp)
        if keys is None:
            self._keys[timestamp] = {key: None}
            heapq.heappush(self._heap, timestamp)
        else:
            keys[key] = None

    def remove(self, timestamp: int, key: Any) -> None:
        """Forget a timer, if there is one."""
        keys = self._keys.get(timestamp)
        if keys is None:
            return
        keys.pop(key, None)
        if not keys and timestamp != self._firing:
            del self._keys[timestamp]
            if len(self._heap) > 2 * len(self._keys) + _FEW:
                self._heap[:] = self._keys  # in place, as :meth:`due` may be at work on it
                heapq.heapify(self._heap)

    def waiting(self, until: int) -> bool:
        """True if a timer up to this time may be there."""
        return bool(self._heap) and self._heap[0] <= until

    def due(self, now: int) -> Iterator[tuple[int, Any]]:
        """Take the timers up to ``now``, also those that are registered while they fire."""
        heap = self._heap
        try:
            while heap and heap[0] <= now:
                timestamp = self._firing = heap[0]
                keys = self._keys.get(timestamp, {})
                for key in list(keys):
                    if key in keys:  # else an earlier timer has deleted it
                        del keys[key]
                        yield timestamp, key
                        if heap[0] < timestamp:
                            break  # the timer has registered one that is before the rest of these
                if not keys and heap[0] == timestamp:
                    heapq.heappop(heap)
                    self._keys.pop(timestamp, None)
        finally:
            self._firing = None

    def entries(self) -> Iterator[tuple[int, Any]]:
        """All timers."""
        return ((timestamp, key) for timestamp, keys in self._keys.items() for key in keys)


class _Times:
    """What any timer service tells: the time of now. All times are in ms since the epoch."""

    __slots__ = ("watermark",)

    def __init__(self) -> None:
        self.watermark = MIN_WATERMARK

    def current_processing_time(self) -> int:
        """The wall clock."""
        return system_clock()

    def current_watermark(self) -> int:
        """The event time; a very negative number before the first watermark."""
        return self.watermark


class ObjectTimerService(_Times):
    """PyFlink's ``TimerService`` for the current key."""

    __slots__ = ("_current", "event", "processing")

    def __init__(self, current: CurrentKey) -> None:
        super().__init__()
        self._current = current
        self.event = TimerQueue()
        self.processing = TimerQueue()

    def register_processing_time_timer(self, timestamp: int) -> None:
        """Call ``on_timer`` when the wall clock reaches the time."""
        self.processing.add(timestamp, self._current.key)

    def register_event_time_timer(self, timestamp: int) -> None:
        """Call ``on_timer`` when the watermark reaches the time."""
        self.event.add(timestamp, self._current.key)

    def delete_processing_time_timer(self, timestamp: int) -> None:
        """Forget a timer of the wall clock."""
        self.processing.remove(timestamp, self._current.key)

    def delete_event_time_timer(self, timestamp: int) -> None:
        """Forget a timer of the watermark."""
        self.event.remove(timestamp, self._current.key)

    def snapshot(self) -> pl.DataFrame:
        """All timers: ``domain``, ``timestamp``, ``key`` and ``namespace``, which is null: there are no windows."""
        queues = ((EVENT_TIME, self.event), (PROCESSING_TIME, self.processing))
        rows = [(domain, *entry) for domain, queue in queues for entry in queue.entries()]
        keys = object_frame(key=[key for _, _, key in rows])
        return pl.DataFrame(
            [
                pl.Series("domain", [domain for domain, _, _ in rows], dtype=pl.String),
                pl.Series("timestamp", [timestamp for _, timestamp, _ in rows], dtype=pl.Int64),
                *keys.get_columns(),
                pl.Series("namespace", [None] * len(rows), dtype=pl.String),
            ]
        )

    def restore(self, frame: pl.DataFrame) -> None:
        """Add the timers of a snapshot."""
        queues = {EVENT_TIME: self.event, PROCESSING_TIME: self.processing}
        for domain, timestamp, key in zip(
            frame["domain"], frame["timestamp"], objects_of(frame, "key"), strict=True
        ):
            queues[domain].add(timestamp, key)


class UnkeyedTimerService(_Times):
    """What a function on a stream without keys has of timers: the time."""

    __slots__ = ()

    def register_processing_time_timer(self, timestamp: int) -> None:
        """Refused.

        Raises:
            Exception: Always; a class of its own would be none of PyFlink's.
        """
        raise Exception("Register timers is only supported on a keyed stream.")

    register_event_time_timer = register_processing_time_timer

    def delete_processing_time_timer(self, timestamp: int) -> None:
        """Refused, too.

        Raises:
            Exception: Always.
        """
        raise Exception("Deleting timers is only supported on a keyed streams.")

    delete_event_time_timer = delete_processing_time_timer
