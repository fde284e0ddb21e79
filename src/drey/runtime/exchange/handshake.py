"""How two workers of a job make sure of each other: both prove that they know the job's token.

Neither sends the token itself. The listener sends a nonce; the caller answers with its worker index, a nonce of its
own and an HMAC over all of it; the listener answers with an HMAC too, or hangs up.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import socket
import struct

from drey.runtime.exchange.errors import ExchangeError

_MAGIC = b"drey-exchange-1\n"
_NONCE = 16
_WORKER = struct.Struct("<I")
_DIGEST = hashlib.sha256().digest_size

HANDSHAKE_SECONDS = 10.0
"""How long a handshake may take."""


def call(connection: socket.socket, worker: int, peer: int, token: bytes) -> None:
    """Prove to ``peer`` that the caller is worker ``worker`` of the same job, and have it prove the same.

    Raises:
        ExchangeError: The peer has another token.
        OSError: The peer is gone.
    """
    connection.settimeout(HANDSHAKE_SECONDS)
    greeting = _receive(connection, len(_MAGIC) + _NONCE)
    theirs, ours = greeting[len(_MAGIC) :], os.urandom(_NONCE)
    ends = _WORKER.pack(worker) + _WORKER.pack(peer)
    connection.sendall(_MAGIC + _WORKER.pack(worker) + ours + _proof(token, b"call", ends, theirs, ours))
    try:
        answer = _receive(connection, _DIGEST)
    except (EOFError, ConnectionError):
        answer = b""
    if not hmac.compare_digest(answer, _proof(token, b"answer", ends, theirs, ours)):
        raise ExchangeError(
            f"worker {peer + 1} refused the connection of worker {worker + 1}",
            detail="the two have different tokens",
            hint="the workers of one job get their token from the job's coordinator; is another job using the directory?",
        )
    connection.settimeout(None)


def answer(connection: socket.socket, worker: int, token: bytes) -> int:
    """Let a caller prove that it belongs to the job; the caller's worker index.

    Raises:
        ExchangeError: The caller doesn't know the token.
        OSError, EOFError: The caller is gone or says nothing.
    """
    connection.settimeout(HANDSHAKE_SECONDS)
    ours = os.urandom(_NONCE)
    connection.sendall(_MAGIC + ours)
    reply = _receive(connection, len(_MAGIC) + _WORKER.size + _NONCE + _DIGEST)
    at = len(_MAGIC)
    magic, caller = reply[:at], reply[at : at + _WORKER.size]
    theirs, proof = reply[at + _WORKER.size : -_DIGEST], reply[-_DIGEST:]
    ends = caller + _WORKER.pack(worker)
    if magic != _MAGIC or not hmac.compare_digest(proof, _proof(token, b"call", ends, ours, theirs)):
        raise ExchangeError(
            f"refused a connection to worker {worker + 1}: the caller doesn't know the job's token"
        )
    connection.sendall(_proof(token, b"answer", ends, ours, theirs))
    connection.settimeout(None)
    return int(_WORKER.unpack(caller)[0])


def _proof(token: bytes, role: bytes, ends: bytes, listener: bytes, caller: bytes) -> bytes:
    return hmac.digest(token, role + ends + listener + caller, "sha256")


def _receive(connection: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        piece = connection.recv(count - len(data))
        if not piece:
            raise EOFError("the peer hung up")
        data += piece
    return data
