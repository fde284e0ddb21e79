"""What doubles of a job's life do with the jobs that sessions submit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from drey.runtime.elements import ChangelogBatch
from drey.runtime.jobs.client import JobHandle
from drey.session import session
from tests.waiting import eventually


@contextmanager
def submitting(submit: Callable[..., Any]) -> Iterator[None]:
    """Within it, sessions submit jobs by a function of the tests."""
    before = session.submit
    session.submit = submit
    try:
        yield
    finally:
        session.submit = before


def holds_before_the_end(handle: JobHandle, condition: Callable[[], bool], pause: float = 0.005) -> bool:
    """Wait for a condition; False if the job has ended before."""
    held = False

    def look() -> bool:
        nonlocal held
        held = condition()
        return held or handle.status().terminal

    eventually(look, lambda: f"it never happened: {handle.metrics()}", pause=pause)
    return held


def waiting_rows(handle: JobHandle) -> list[ChangelogBatch]:
    """What a client would have got by now."""
    try:
        queue = handle.results()
    except Exception:  # a job without results
        return []
    batches = []
    while (batch := queue.take(0)) is not None:
        batches.append(batch)
    return batches
