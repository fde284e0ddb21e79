"""Waiting so that no interrupt is missed."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator

import pytest

from drey.runtime.interrupts import wait_in_turns
from tests.waiting import PATIENCE


@pytest.fixture
def pythons_handler() -> Iterator[None]:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_an_interrupt_that_does_not_wake_the_thread_ends_the_wait(pythons_handler: None) -> None:
    # A signal for another thread leaves the main thread asleep, as one does that comes just before it falls asleep.
    other = threading.Timer(0.3, lambda: signal.pthread_kill(threading.get_ident(), signal.SIGINT))
    other.start()
    with pytest.raises(KeyboardInterrupt):
        wait_in_turns(threading.Event().wait, PATIENCE)
    other.join()


def test_it_waits_until_it_has_come_or_the_time_is_up() -> None:
    turns: list[float] = []

    def wait(seconds: float) -> bool:
        turns.append(seconds)
        return len(turns) == 3

    assert wait_in_turns(wait)
    assert len(turns) == 3
    assert all(0 < turn < 1 for turn in turns)
    assert not wait_in_turns(threading.Event().wait, 0)
    assert not wait_in_turns(threading.Event().wait, 0.5)
    done = threading.Event()
    done.set()
    assert wait_in_turns(done.wait, 0)
