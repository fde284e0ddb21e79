"""Mirror of ``pyflink.common.completable_future``, on Python's own futures."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import Any

from drey.runtime.interrupts import wait_in_turns

__all__ = ["CompletableFuture"]


class CompletableFuture:
    """The result of something that runs elsewhere.

    Args:
        future: The future that is completed by whoever does the work.
        convert: Applied to the result before it is returned.
    """

    def __init__(self, future: Future[Any], convert: Callable[[Any], Any] | None = None) -> None:
        self._future = future
        self._convert = convert

    def cancel(self) -> bool:
        """Cancel if it isn't complete; True if that worked."""
        return self._future.cancel()

    def cancelled(self) -> bool:
        """True if it was cancelled."""
        return self._future.cancelled()

    def done(self) -> bool:
        """True if it is complete, failed or cancelled."""
        return self._future.done()

    def result(self) -> Any:
        """Wait for the result; raises what the work raised."""
        wait_in_turns(lambda seconds: wait([self._future], seconds).done)
        value = self._future.result()
        return value if self._convert is None else self._convert(value)

    def exception(self) -> BaseException | None:
        """What the work raised, or None; doesn't wait."""
        return self._future.exception() if self._future.done() else None

    def __str__(self) -> str:
        state = "completed" if self._future.done() else "not completed"
        return f"CompletableFuture[{state}]"
