"""What user functions print in a worker process reaches the user line by line, with the task's name in front."""

from __future__ import annotations

import io
import logging
import sys
import threading
from typing import Any, TextIO


class NamedLines(io.TextIOBase):
    """A text stream that puts a name before each line and writes whole lines at once.

    Args:
        stream: Where the lines go.
        name: The name.
    """

    def __init__(self, stream: TextIO, name: str) -> None:
        self.plain = stream
        self._prefix = f"{name}> "
        self._rest = ""
        self._lock = threading.Lock()

    def write(self, text: str) -> int:
        with self._lock:
            *lines, self._rest = (self._rest + text).split("\n")
            if lines:
                self.plain.write("".join(f"{self._prefix}{line}\n" for line in lines))
                self.plain.flush()
        return len(text)

    def flush(self) -> None:
        with self._lock:
            if self._rest:
                self.plain.write(f"{self._prefix}{self._rest}\n")
                self._rest = ""
            self.plain.flush()

    def writable(self) -> bool:
        return True

    def __getattr__(self, name: str) -> Any:
        return getattr(self.plain, name)


def name_lines(name: str) -> None:
    """Put a name before each line that this process prints or logs."""
    sys.stdout = NamedLines(sys.__stdout__ or sys.stdout, name)
    sys.stderr = NamedLines(sys.__stderr__ or sys.stderr, name)
    logging.basicConfig(stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")


def plain(stream: TextIO) -> TextIO:
    """The stream without names before its lines, for connectors that name them themselves."""
    return stream.plain if isinstance(stream, NamedLines) else stream
