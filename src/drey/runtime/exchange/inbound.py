"""The connection of one peer: it sends elements, this worker returns credit."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass

from drey.runtime.exchange.batches import row_count
from drey.runtime.exchange.errors import ExchangeError, lost_peer
from drey.runtime.exchange.input_channel import InputChannel
from drey.runtime.exchange.limits import FIRST_WAITING_ROWS, UNLIMITED
from drey.runtime.exchange.wire import (
    CREDIT,
    GOODBYE,
    HEADER,
    NO_CHANNEL,
    OPEN,
    ROWS,
    WAITING,
    ChannelId,
    decode,
    header,
    read_header,
)

FindChannel = Callable[[ChannelId], InputChannel]


@dataclass
class _Grants:
    """What the sender of a channel may send.

    Args:
        owed: Bytes that have been taken and are not granted anew yet.
        taken: Rows that have been taken.
        allowed: Rows that may be sent in all, as the sender was told.
        waiting: Rows that may wait at the sender, as it was told.
    """

    owed: int = 0
    taken: int = 0
    allowed: int = 0
    waiting: int = FIRST_WAITING_ROWS

    def of(self, channel: InputChannel, channel_id: ChannelId) -> bytes:
        """The frames that say how many rows may wait, if enough has changed."""
        waiting = channel.waiting_rows
        allowed = min(self.taken + waiting, UNLIMITED)
        frames = b""
        if not self.waiting * 3 < waiting * 4 < self.waiting * 5:
            self.waiting = waiting
            frames += header(WAITING, channel_id, waiting)
        if allowed < self.allowed or allowed - self.allowed >= (waiting + 3) // 4:
            self.allowed = allowed
            frames += header(ROWS, channel_id, allowed)
        return frames


class InboundConnection:
    """Reads the elements of one peer into the queues of their channels.

    :meth:`run` is the body of the reader thread. A frame is received in one system call, which takes the
    interpreter lock back once, however large the frame is.

    Args:
        peer: The sender's worker index.
        connection: The socket, after the handshake.
        find: Gives the channel of an id.
        window: Bytes that a channel is granted.
        changed: Called when an element has arrived.
    """

    def __init__(
        self,
        peer: int,
        connection: socket.socket,
        find: FindChannel,
        window: int,
        changed: Callable[[], None],
    ) -> None:
        self.peer = peer
        self._socket = connection
        self._find = find
        self._window = window
        self._changed = changed
        self._channels: dict[ChannelId, InputChannel] = {}
        self._closing = False
        self._lock = threading.Lock()
        self._grants: dict[ChannelId, _Grants] = {}
        self._unsent = bytearray()
        self._flushing = False

    def run(self) -> None:
        """Read until the peer closes; if it goes away while a channel goes on, that is an error of the channel."""
        try:
            reason = self._receive_all()
        except OSError as error:
            reason = str(error)
        except Exception as error:
            failure = ExchangeError(f"can't read what worker {self.peer + 1} sent: {error}")
            failure.__cause__ = error
            self._fail(failure)
            return
        if reason is not None and not self._closing:
            self._fail(lost_peer(self.peer, reason))

    def close(self) -> None:
        """Tell the peer that nothing is read any more, and end the reader thread; doesn't wait."""
        self._closing = True
        self._send(header(GOODBYE, NO_CHANNEL, 0))
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def _receive_all(self) -> str | None:
        channels = self._channels
        while True:
            data = self._socket.recv(HEADER.size, socket.MSG_WAITALL)
            if len(data) < HEADER.size:
                return "it closed the connection"
            tag, channel_id, length = read_header(data)
            if tag == GOODBYE:
                return None
            if tag == OPEN:
                self._open(channel_id)
                continue
            payload = self._socket.recv(length, socket.MSG_WAITALL) if length else b""
            if len(payload) < length:
                return "it closed the connection in the middle of a batch"
            element = decode(tag, payload)
            rows = row_count(element)
            channels[channel_id].put(element, rows or 0, 0 if rows is None else length)
            self._changed()

    def _open(self, channel_id: ChannelId) -> None:
        channel = self._channels[channel_id] = self._find(channel_id)
        grants = self._grants[channel_id] = _Grants()
        channel.bind(
            lambda rows, cost: self._taken(channel, channel_id, rows, cost),
            lambda: self._send(header(CREDIT, channel_id, self._window) + grants.of(channel, channel_id)),
        )

    def _taken(self, channel: InputChannel, channel_id: ChannelId, rows: int, cost: int) -> None:
        # Returned by quarters of the window: the sender can't stop before as much has been used up.
        grants = self._grants[channel_id]
        frames = b""
        grants.taken += rows
        grants.owed += cost
        if grants.owed * 4 >= self._window:
            frames += header(CREDIT, channel_id, grants.owed)
            grants.owed = 0
        frames += grants.of(channel, channel_id)
        if frames:
            self._send(frames)

    def _send(self, frame: bytes) -> None:
        """Send a frame without waiting; what the socket doesn't take now, a thread sends later."""
        with self._lock:
            self._unsent += frame
            if self._flushing:
                return
            try:
                sent = self._socket.send(self._unsent, socket.MSG_DONTWAIT)
            except BlockingIOError:
                sent = 0
            except OSError:
                self._unsent.clear()  # the reader finds out what happened
                return
            del self._unsent[:sent]
            if not self._unsent:
                return
            self._flushing = True
        threading.Thread(target=self._flush, name=f"drey-return-{self.peer}", daemon=True).start()

    def _flush(self) -> None:
        while True:
            with self._lock:
                waiting = bytes(self._unsent)
                self._unsent.clear()
                if not waiting:
                    self._flushing = False
                    return
            try:
                self._socket.sendall(waiting)
            except OSError:
                return

    def _fail(self, error: ExchangeError) -> None:
        for channel in self._channels.values():
            if not channel.ended:
                channel.fail(error)
