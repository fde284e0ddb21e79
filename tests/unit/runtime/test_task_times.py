"""How a task's time is divided."""

from __future__ import annotations

import time

from drey.runtime.tasks.times import TaskTimes


def test_waiting_for_room_counts_while_it_lasts_and_only_once() -> None:
    times = TaskTimes()
    times.open()
    assert times.opened is not None
    assert (times.busy, times.backpressured) == (0.0, 0.0)
    times.block()
    time.sleep(0.02)
    times.block()  # still no room
    waiting = times.backpressured
    assert waiting >= 0.02
    start = times.begin()
    waited = times.backpressured
    assert waited >= waiting
    time.sleep(0.02)
    assert times.backpressured == waited
    times.worked(start)
    assert times.busy >= 0.02
    assert times.busy + times.backpressured <= time.monotonic() - times.opened
