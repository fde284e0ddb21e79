"""The connection to one peer: this worker sends elements, the peer returns credit."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

from drey.records import record
from drey.runtime.elements import CheckpointBarrier, EndOfInput
from drey.runtime.exchange.batches import operations_of
from drey.runtime.exchange.errors import ExchangeError, PeerLostError, lost_peer
from drey.runtime.exchange.handshake import call
from drey.runtime.exchange.limits import FIRST_WAITING_ROWS, ExchangeLimits
from drey.runtime.exchange.output_gate import OutputChannel
from drey.runtime.exchange.queues import Waiting, append, cut_head, cut_rows, merged_head, overtake
from drey.runtime.exchange.wire import (
    CREDIT,
    GOODBYE,
    HEADER,
    NO_CHANNEL,
    OPEN,
    ROWS,
    WAITING,
    ChannelId,
    Travelling,
    encode,
    header,
    read_header,
)

CONNECT_PAUSE = 0.01
"""Seconds between two attempts to reach a peer that isn't listening yet."""

PIECES = 8
"""How many frames a window is meant to hold."""

SEND_BUFFER = 4 << 20
"""Bytes of the socket's buffer to ask for; Linux grants what ``net.core.wmem_max`` allows."""


class RemoteChannel(OutputChannel):
    """The queue of one channel in front of its connection, whose lock guards it."""

    def __init__(self, channel: ChannelId, connection: OutboundConnection, limits: ExchangeLimits) -> None:
        super().__init__(limits)
        self.id = channel
        self.queue: deque[Waiting] = deque()
        self.credit = 0
        self.sent_rows = 0
        self.allowed_rows = 0
        self.told_rows = FIRST_WAITING_ROWS
        self.scheduled = False
        self.end_sent = False
        self.rows = 0
        self.size = 0
        self.was_full = False
        self._connection = connection

    @property
    def queued_rows(self) -> int:
        return self.rows

    @property
    def queued_bytes(self) -> int:
        return self.size

    @property
    def waiting_rows(self) -> int:
        return self.told_rows

    @property
    def failure(self) -> ExchangeError | None:
        return self._connection.failure

    @property
    def sendable(self) -> bool:
        """True if the head of the queue may be sent: data only with credit."""
        granted = self.credit > 0 and self.allowed_rows > self.sent_rows
        return bool(self.queue) and (granted or operations_of(self.queue[0][0]) is None)

    def put(self, element: Travelling, rows: int, size: int) -> None:
        self._connection.put(self, element, rows, size)

    def put_ahead(self, barrier: CheckpointBarrier) -> list[Travelling]:
        return self._connection.put_ahead(self, barrier)


@record
class Peer:
    """Both ends of a connection.

    Args:
        worker: This worker's index.
        peer: The other's.
        path: The socket that the other listens on.
        token: The job's secret.
    """

    worker: int
    peer: int
    path: Path
    token: bytes


class OutboundConnection:
    """Sends the elements of all channels to one peer, each channel in its order, in turn between channels.

    A writer thread connects, encodes and sends; a reader thread takes credit. Only the reader says that the peer is
    lost: if the peer closed in good order, its GOODBYE waits there even after a failed write.

    Args:
        ends: Both ends.
        limits: The bounds of channels.
        changed: Called, with no lock held, when a channel has room again, or when :attr:`failure` is set.
    """

    def __init__(
        self,
        ends: Peer,
        limits: ExchangeLimits,
        changed: Callable[[], None],
    ) -> None:
        self.failure: ExchangeError | None = None
        self._ends = ends
        self._limits = limits
        self._piece = limits.window // PIECES
        self._changed = changed
        self._condition = threading.Condition()
        self._channels: dict[ChannelId, RemoteChannel] = {}
        self._announcements: deque[ChannelId] = deque()
        self._sendable: deque[RemoteChannel] = deque()
        self._sending = False
        self._closing = False
        self._peer_closed = False
        self._socket: socket.socket | None = None
        self._reader: threading.Thread | None = None
        self._writer = threading.Thread(target=self._write, name=f"drey-send-{ends.peer}", daemon=True)
        self._writer.start()

    def channel(self, channel_id: ChannelId) -> RemoteChannel:
        """Make a channel and announce it to the peer."""
        channel = RemoteChannel(channel_id, self, self._limits)
        with self._condition:
            self._channels[channel_id] = channel
            self._announcements.append(channel_id)
            self._condition.notify_all()
        return channel

    def put(self, channel: RemoteChannel, element: Travelling, rows: int, size: int) -> None:
        """Append to a channel's queue; nothing if the peer closed in good order, because nobody will read it."""
        with self._condition:
            if self._peer_closed or self._closing:
                return
            append(channel.queue, (element, rows, size))
            channel.rows += rows
            channel.size += size
            self._schedule(channel)
            _update(channel)

    def put_ahead(self, channel: RemoteChannel, barrier: CheckpointBarrier) -> list[Travelling]:
        """Put a barrier in front of a channel's queue; what it has overtaken."""
        with self._condition:
            if self._peer_closed or self._closing:
                return []
            overtaken = overtake(channel.queue, barrier)
            self._schedule(channel)
            return overtaken

    def wait_sent(self, deadline: float) -> bool:
        """Wait until nothing is queued or being sent; False at the deadline, a time of the monotonic clock."""
        with self._condition:
            return self._condition.wait_for(self._all_sent, max(0.0, deadline - time.monotonic()))

    def _all_sent(self) -> bool:
        if self.failure is not None or self._peer_closed:
            return True
        return not self._sending and not any(channel.queue for channel in self._channels.values())

    def close(self) -> None:
        """Stop after the frame that is being sent, tell the peer, and end both threads; drops what is queued."""
        with self._condition:
            self._closing = True
            self._condition.notify_all()
        self._writer.join(1.0)
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
        self._writer.join(1.0)
        if self._reader is not None:
            self._reader.join(1.0)
        if self._socket is not None:
            self._socket.close()

    def _schedule(self, channel: RemoteChannel) -> None:
        if not channel.scheduled and channel.sendable:
            channel.scheduled = True
            self._sendable.append(channel)
            self._condition.notify_all()

    def _write(self) -> None:
        try:
            connection = self._connect()
        except ExchangeError as error:
            self._fail(error)
            return
        except (FileNotFoundError, ConnectionRefusedError) as error:
            self._fail(self._unreachable(error))
            return
        except (OSError, EOFError) as error:
            self._fail(lost_peer(self._ends.peer, str(error)))
            return
        if connection is None:
            return
        self._socket = connection
        self._reader = threading.Thread(
            target=self._read, args=(connection,), name=f"drey-credit-{self._ends.peer}", daemon=True
        )
        self._reader.start()
        try:
            while self._send_next(connection):
                pass
            connection.sendall(header(GOODBYE, NO_CHANNEL, 0))
            connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # the reader finds out whether the peer closed in good order
        except Exception as error:
            failure = ExchangeError(f"can't send to worker {self._ends.peer + 1}: {error}")
            failure.__cause__ = error
            self._fail(failure)
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def _connect(self) -> socket.socket | None:
        deadline = time.monotonic() + self._limits.connect_seconds
        while True:
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                connection.connect(str(self._ends.path))
                break
            except (FileNotFoundError, ConnectionRefusedError):
                connection.close()
                if time.monotonic() >= deadline:
                    raise
            with self._condition:
                if self._condition.wait_for(lambda: self._closing, CONNECT_PAUSE):
                    return None
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        try:
            call(connection, self._ends.worker, self._ends.peer, self._ends.token)
        except BaseException:
            connection.close()
            raise
        return connection

    def _unreachable(self, error: Exception) -> ExchangeError:
        failure = PeerLostError(
            f"can't reach worker {self._ends.peer + 1}",
            detail=f"{self._ends.path}: {error}, tried for {self._limits.connect_seconds:g} seconds",
            hint="the worker process has not started or is gone; its own log says why",
        )
        failure.__cause__ = error
        return failure

    def _send_next(self, connection: socket.socket) -> bool:
        """Send one announcement or one element; False when closing."""
        with self._condition:
            self._sending = False
            self._condition.notify_all()
            self._condition.wait_for(lambda: self._closing or self._announcements or self._sendable)
            if self._closing:
                return False
            if self._announcements:
                announced = self._announcements.popleft()
                channel = None
            else:
                channel = self._sendable.popleft()
                channel.scheduled = False
                taken = self._take(channel)
                if taken is None:
                    return True
                element, freed = taken
            self._sending = True
        if channel is None:
            connection.sendall(header(OPEN, announced, 0))
            return True
        if freed:
            self._changed()
        tag, parts = encode(element)
        length = sum(len(part) for part in parts)
        _send(connection, [header(tag, channel.id, length), *parts])
        with self._condition:
            if operations_of(element) is not None:
                channel.credit -= length
            elif type(element) is EndOfInput:
                channel.end_sent = True
            self._schedule(channel)
        return True

    def _take(self, channel: RemoteChannel) -> tuple[Travelling, bool] | None:
        if not channel.sendable:
            return None
        head = channel.queue.popleft()
        if operations_of(head[0]) is None:
            return head[0], False
        # Pieces of a window, so that encoding, sending and decoding overlap; the receiver merges what waits.
        head = cut_head(channel.queue, head, self._piece)
        most = min(self._limits.batch_rows, channel.allowed_rows - channel.sent_rows)
        head = cut_rows(channel.queue, head, most)
        element, rows, size = merged_head(channel.queue, head, most, self._piece)
        channel.rows -= rows
        channel.size -= size
        channel.sent_rows += rows
        return element, _update(channel)

    def _read(self, connection: socket.socket) -> None:
        reason = "it closed the connection"
        try:
            while True:
                data = connection.recv(HEADER.size, socket.MSG_WAITALL)
                if len(data) < HEADER.size:
                    break
                tag, channel_id, amount = read_header(data)
                if tag == GOODBYE:
                    self._drop_all()
                else:
                    self._told(tag, self._channels[channel_id], amount)
        except OSError as error:
            reason = str(error)
        if self._peer_closed or self._closing:
            return
        if not all(channel.end_sent for channel in self._channels.values()):
            self._fail(lost_peer(self._ends.peer, reason))

    def _told(self, tag: int, channel: RemoteChannel, amount: int) -> None:
        """The receiver of a channel has said what it takes."""
        with self._condition:
            if tag == CREDIT:
                channel.credit += amount
            elif tag == ROWS:
                channel.allowed_rows = amount
            elif tag == WAITING:
                channel.told_rows = amount
            self._schedule(channel)
            freed = _update(channel)
        if freed:
            self._changed()

    def _drop_all(self) -> None:
        with self._condition:
            self._peer_closed = True
            self._clear()
        self._changed()

    def _fail(self, error: ExchangeError) -> None:
        with self._condition:
            if self._closing or self.failure is not None:
                return
            self.failure = error
            self._clear()
        self._changed()

    def _clear(self) -> None:
        self._sendable.clear()
        for channel in self._channels.values():
            channel.queue.clear()
            channel.rows = channel.size = 0
            if channel.was_full:
                channel.was_full = False
                channel.changed(False)
        self._condition.notify_all()


def _update(channel: RemoteChannel) -> bool:
    """Tell the gate whether a channel is full if that has changed; True if it isn't any more."""
    full = channel.full
    if full == channel.was_full:
        return False
    channel.was_full = full
    channel.changed(full)
    return not full


def _send(connection: socket.socket, parts: list[bytes | memoryview]) -> None:
    """Send all parts; in one system call where the kernel takes them at once."""
    total = sum(len(part) for part in parts)
    sent = connection.sendmsg(parts)
    if sent == total:
        return
    for part in parts:
        if sent >= len(part):
            sent -= len(part)
            continue
        connection.sendall(memoryview(part)[sent:])
        sent = 0
