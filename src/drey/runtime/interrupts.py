"""Ctrl-C and SIGTERM in the thread that waits for a job."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from types import FrameType, TracebackType

_TURN_SECONDS = 0.2


def wait_in_turns(wait: Callable[[float], object], timeout: float | None = None) -> bool:
    """Wait for an event or a condition, so that no interrupt is missed.

    Python handles a signal between two of its instructions. One that comes after the last of them and before the thread
    sleeps doesn't wake it, so a wait without end could miss Ctrl-C for good.

    Args:
        wait: Waits for so many seconds at most; true when it has come.
        timeout: Seconds in all; None for ever.

    Returns:
        True if it has come.
    """
    end = None if timeout is None else time.monotonic() + timeout
    while True:
        left = _TURN_SECONDS if end is None else min(_TURN_SECONDS, max(0.0, end - time.monotonic()))
        if wait(left):
            return True
        if end is not None and time.monotonic() >= end:
            return False


def let_python_handle_interrupts() -> None:
    """Put Python's handler of SIGINT back in place.

    Polars 2 puts its own before it when it is imported, and keeps an interrupt to itself if Polars has worked in
    another thread, as it does in every job: Ctrl-C would have no effect.
    """
    if threading.current_thread() is threading.main_thread():
        handler = signal.getsignal(signal.SIGINT)
        if handler is not None:
            signal.signal(signal.SIGINT, handler)


class _SigtermAsExit:
    """Makes SIGTERM raise ``SystemExit(143)`` in the main thread, where nobody else handles it."""

    def __enter__(self) -> None:
        self._owner = os.getpid()
        self._before = signal.signal(signal.SIGTERM, self._raise)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        signal.signal(signal.SIGTERM, self._before)

    def _raise(self, number: int, frame: FrameType | None) -> None:
        if os.getpid() != self._owner:  # a process that the program has forked ends as it always does
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.raise_signal(number)
        raise SystemExit(128 + number)


def raising_on_sigterm() -> AbstractContextManager[None]:
    """Lets SIGTERM raise ``SystemExit(143)``, in the main thread of a program that doesn't handle it itself."""
    main = threading.current_thread() is threading.main_thread()
    if main and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        return _SigtermAsExit()
    return nullcontext()
