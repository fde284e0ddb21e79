"""Requests and answers between a process that runs jobs and a command: one line of JSON each, then the end.

A request is ``{"version": 1, "do": ..., ...}``. An answer is ``{"result": ...}`` or ``{"error": {"message": ...,
"detail": ..., "hint": ...}}``. Nothing is unpickled, so nothing in a line can do more than a request says.
"""

from __future__ import annotations

import json
import os
import socket
import struct
from typing import Any

from drey.runtime.control.directory import JobControlError

Json = Any

VERSION = 1
_MAX_REQUEST = 1 << 16
_CREDENTIALS = struct.Struct("3i")


def send(connection: socket.socket, value: Json) -> None:
    """Send one line."""
    connection.sendall(json.dumps(value, default=float).encode() + b"\n")


def receive(connection: socket.socket, limit: int | None = None) -> Json:
    """Read one line.

    Args:
        connection: Where from.
        limit: The most bytes that it may have.

    Raises:
        JobControlError: The other end closed the connection before the end of the line, or it is too long.
        ValueError: It isn't JSON.
    """
    data = b""
    while not data.endswith(b"\n"):
        part = connection.recv(1 << 16)
        if not part:
            raise JobControlError("the process of the job has ended without an answer")
        data += part
        if limit is not None and len(data) > limit:
            raise JobControlError("the request is too long")
    return json.loads(data)


def receive_request(connection: socket.socket) -> Json:
    """Read a request of a process of the same user.

    Raises:
        JobControlError: It is somebody else's, or of another version.
        ValueError: It isn't JSON.
    """
    if peer(connection)[1] != os.getuid():
        raise JobControlError("only the user whose job it is may ask")
    request = receive(connection, _MAX_REQUEST)
    if not isinstance(request, dict) or request.get("version") != VERSION:
        raise JobControlError(
            "the request is of another version", hint="use the same version for both processes"
        )
    return request


def peer(connection: socket.socket) -> tuple[int, int]:
    """The process id and the user id at the other end."""
    data = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    pid, user, _ = _CREDENTIALS.unpack(data)
    return pid, user
