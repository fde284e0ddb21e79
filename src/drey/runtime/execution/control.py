"""The channel of control between a job and a worker process: pickled records over a socket pair, in order.

The worker inherits its end, so nobody else can ever speak on it; that is why it may be pickled.
"""

from __future__ import annotations

import contextlib
import pickle
import socket
import struct
import threading
from typing import Any

from drey.udf.pickling import dumps

_LENGTH = struct.Struct("<Q")


class ControlClosedError(Exception):
    """The process at the other end is gone."""


class ControlChannel:
    """One end. Any thread may :meth:`send`; one thread receives."""

    def __init__(self, end: socket.socket) -> None:
        self._socket = end
        self._sending = threading.Lock()
        self._file = end.makefile("rb")

    def send(self, value: Any) -> None:
        """Send a record.

        Raises:
            ControlClosedError: Nobody is there any more.
        """
        data = dumps(value)
        try:
            with self._sending:
                self._socket.sendall(_LENGTH.pack(len(data)) + data)
        except OSError as error:
            raise ControlClosedError from error

    def receive(self) -> Any:
        """Wait for the next record.

        Raises:
            ControlClosedError: Nobody is there any more.
        """
        return pickle.loads(self._read(_LENGTH.unpack(self._read(_LENGTH.size))[0]))

    def close(self) -> None:
        """Close this end; the other one notices. Nobody may be receiving here any more."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._file.close()
        self._socket.close()

    def _read(self, size: int) -> bytes:
        try:
            data = self._file.read(size)
        except OSError as error:
            raise ControlClosedError from error
        if len(data) < size:
            raise ControlClosedError
        return data
