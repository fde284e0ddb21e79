"""Something that is closed when the last one who needs it has let it go."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Holders:
    """Counts who needs a thing, from one on. Any thread may call.

    Args:
        close: Closes it.
    """

    def __init__(self, close: Callable[[], None]) -> None:
        self._close = close
        self._count = 1
        self._lock = threading.Lock()

    def hold(self) -> None:
        """One more needs it."""
        with self._lock:
            self._count += 1

    def release(self) -> None:
        """One doesn't any more."""
        with self._lock:
            self._count -= 1
            last = self._count == 0
        if last:
            self._close()
