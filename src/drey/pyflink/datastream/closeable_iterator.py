"""Values that can be left early; the public home is ``pyflink.datastream.data_stream``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any


class CloseableIterator:
    """Values that can be left early.

    Args:
        values: The values.
        on_close: Called once when the values are left or at their end.
    """

    def __init__(self, values: Iterator[Any], on_close: Callable[[], None] = lambda: None) -> None:
        self._values = values
        self._on_close = on_close
        self._closed = False

    def __iter__(self) -> CloseableIterator:
        return self

    def __next__(self) -> Any:
        return self.next()

    def __enter__(self) -> CloseableIterator:
        return self

    def __exit__(self, exc_type: Any, exc_val: Any, exc_tb: Any) -> None:
        self.close()

    def next(self) -> Any:
        """The next value; StopIteration at the end."""
        return next(self._values)

    def close(self) -> None:
        """Take no more values."""
        if not self._closed:
            self._closed = True
            self._on_close()
