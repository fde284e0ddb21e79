"""The queue of collected rows, without a job."""

from __future__ import annotations

import polars as pl
import pytest

from drey.runtime.elements import ChangelogBatch
from drey.runtime.results import ResultQueue


def batch(*values: int) -> ChangelogBatch:
    return ChangelogBatch(pl.DataFrame({"a": values}))


def taken(queue: ResultQueue) -> list[int]:
    """What the client gets now."""
    found: list[int] = []
    while (one := queue.take(0)) is not None:
        found += one.data["a"].to_list()
    return found


def test_rows_are_held_until_their_checkpoint_is_complete() -> None:
    queue = ResultQueue(by_checkpoint=True)
    queue.put(batch(1, 2))
    queue.mark(1)
    queue.put(batch(3))
    queue.mark(2)
    queue.put(batch(4))
    assert taken(queue) == []
    queue.checkpoint_completed(1)
    assert taken(queue) == [1, 2]
    queue.checkpoint_completed(2)
    assert taken(queue) == [3]
    queue.finish()
    assert taken(queue) == [4]
    assert queue.exhausted


def test_a_checkpoint_stands_for_those_before_it_that_were_given_up() -> None:
    queue = ResultQueue(by_checkpoint=True)
    queue.put(batch(1))
    queue.mark(1)
    queue.put(batch(2))
    queue.mark(2)
    queue.checkpoint_completed(2)
    queue.checkpoint_completed(1)
    assert taken(queue) == [1, 2]


def test_a_restart_drops_what_is_held_and_keeps_what_is_free() -> None:
    queue = ResultQueue(by_checkpoint=True)
    queue.put(batch(1))
    queue.mark(1)
    queue.put(batch(2))
    queue.mark(2)
    queue.checkpoint_completed(1)
    queue.refuse()
    assert not queue.put(batch(3))
    queue.accept()
    queue.checkpoint_completed(2)  # of the time before the restart
    queue.put(batch(2))
    queue.finish()
    assert taken(queue) == [1, 2]


@pytest.mark.parametrize("error", [None, ValueError("broken")])
def test_a_job_that_does_not_finish_drops_what_is_held(error: Exception | None) -> None:
    queue = ResultQueue(by_checkpoint=True)
    queue.put(batch(1))
    queue.mark(1)
    queue.checkpoint_completed(1)
    queue.put(batch(2))
    queue.finish(error, complete=False)
    assert queue.take() is not None
    if error is None:
        assert queue.take() is None
    else:
        with pytest.raises(ValueError, match="broken"):
            queue.take()


def test_held_rows_never_hold_the_job_back() -> None:
    queue = ResultQueue(max_rows=2, by_checkpoint=True)
    for value in range(10):
        assert queue.put(batch(value))  # would wait for ever
    queue.mark(1)
    queue.checkpoint_completed(1)
    assert taken(queue) == list(range(10))


def test_without_checkpoints_rows_are_there_at_once() -> None:
    queue = ResultQueue()
    queue.put(batch(1))
    queue.mark(1)
    assert taken(queue) == [1]
    queue.checkpoint_completed(1)
    queue.put(batch(2))
    queue.finish(complete=False)
    assert taken(queue) == [2]
