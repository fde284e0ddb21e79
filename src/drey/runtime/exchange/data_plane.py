"""How the elements of a job travel between its worker processes on one machine."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from drey.runtime.exchange.errors import ExchangeError
from drey.runtime.exchange.handshake import answer
from drey.runtime.exchange.inbound import InboundConnection
from drey.runtime.exchange.input_channel import InputChannel
from drey.runtime.exchange.input_gate import InputGate
from drey.runtime.exchange.limits import ExchangeLimits
from drey.runtime.exchange.outbound import OutboundConnection, Peer
from drey.runtime.exchange.output_gate import LocalChannel, OutputChannel, OutputGate
from drey.runtime.exchange.partitioners import Partitioner
from drey.runtime.exchange.wire import ChannelId

MAX_PATH = 107
"""Bytes of a Unix socket's path that Linux takes."""


class DataPlane:
    """A worker's end of all exchanges of one attempt of a job.

    It listens on ``directory/<worker>.sock`` and connects to a peer when the first gate towards it is made. The
    socket is in a directory of mode 0700, and each connection starts with a proof that both sides know the token.
    A plane serves one attempt: after a failure, make new ones in a new directory.

    Args:
        directory: Where the sockets of the job's workers are; is made if it doesn't exist.
        worker: This worker's index.
        token: The secret that the job's coordinator gave to all its workers.
        notify: Called by I/O threads, with no lock held, when the task thread should look at its gates again.
        limits: The bounds of channels, alike in all workers.

    Raises:
        ExchangeError: The directory is open to others, or the socket's path is too long.
    """

    def __init__(
        self,
        directory: Path,
        worker: int,
        token: bytes,
        notify: Callable[[], None],
        limits: ExchangeLimits | None = None,
    ) -> None:
        self.worker = worker
        self.limits = limits or ExchangeLimits()
        self._directory = directory
        self._token = token
        self._notify = notify
        self._lock = threading.Lock()
        self._closed = False
        self._inputs: dict[ChannelId, InputChannel] = {}
        self._outbound: dict[int, OutboundConnection] = {}
        self._inbound: list[InboundConnection] = []
        self._threads: list[threading.Thread] = []
        self._handshakes: set[socket.socket] = set()
        self._listener = _listen(directory, _path(directory, worker))
        self._accepting = threading.Thread(target=self._accept, name="drey-accept", daemon=True)
        self._accepting.start()

    def output_gate(
        self, edge: int, subtask: int, targets: Sequence[int], partitioner: Partitioner
    ) -> OutputGate:
        """The output of an upstream subtask.

        Args:
            edge: The edge's index, equal in all workers.
            subtask: The upstream subtask's index.
            targets: The worker of each downstream subtask.
            partitioner: Distributes rows over as many channels.
        """
        channels: list[OutputChannel] = []
        for downstream, worker in enumerate(targets):
            channel_id = ChannelId(edge, subtask, downstream)
            if worker == self.worker:
                channels.append(LocalChannel(self._input_channel(channel_id), self.limits))
            else:
                channels.append(self._connection(worker).channel(channel_id))
        return OutputGate(f"edge {edge}, subtask {subtask}", channels, partitioner)

    def input_gate(
        self, edge: int, subtask: int, sources: Sequence[int], first_rows: int | None = None
    ) -> InputGate:
        """The input of a downstream subtask; senders get credit from now on.

        Args:
            edge: The edge's index, equal in all workers.
            subtask: The downstream subtask's index.
            sources: The worker of each upstream subtask.
            first_rows: The rows of the task's first step, if its speed is to decide how many may wait.
        """
        channels = [
            self._input_channel(ChannelId(edge, upstream, subtask)) for upstream in range(len(sources))
        ]
        return InputGate(f"edge {edge}, subtask {subtask}", channels, self.limits.batch_rows, first_rows)

    def flush(self, timeout: float) -> bool:
        """Wait until everything that gates have emitted to other workers is sent; False after ``timeout`` seconds.

        A worker calls it between the end of its tasks and :meth:`close`. It waits for receivers that are slow.
        """
        deadline = time.monotonic() + timeout
        return all(connection.wait_sent(deadline) for connection in list(self._outbound.values()))

    def close(self) -> None:
        """End all connections and threads, and remove the socket; drops what is queued and tells the peers."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            outbound, inbound = list(self._outbound.values()), list(self._inbound)
            handshakes = list(self._handshakes)
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in handshakes:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for sender in outbound:
            sender.close()
        for receiver in inbound:
            receiver.close()
        for thread in (self._accepting, *self._threads):
            thread.join(1.0)
        _path(self._directory, self.worker).unlink(missing_ok=True)

    def _input_channel(self, channel_id: ChannelId) -> InputChannel:
        with self._lock:
            channel = self._inputs.get(channel_id)
            if channel is None:
                channel = self._inputs[channel_id] = InputChannel(channel_id.upstream)
            return channel

    def _connection(self, peer: int) -> OutboundConnection:
        with self._lock:
            if self._closed:
                raise ExchangeError("the data plane is closed")
            if peer not in self._outbound:
                ends = Peer(self.worker, peer, _path(self._directory, peer), self._token)
                self._outbound[peer] = OutboundConnection(ends, self.limits, self._notify)
            return self._outbound[peer]

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(
                target=self._serve, args=(connection,), name="drey-receive", daemon=True
            )
            with self._lock:
                self._threads = [one for one in self._threads if one.is_alive()]
                self._threads.append(thread)
                self._handshakes.add(connection)
                # Started with the lock held, so that close() joins only threads that have started.
                thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            try:
                peer = answer(connection, self.worker, self._token)
            except (OSError, EOFError, ExchangeError):
                return  # a stranger; who belongs to the job sees the refusal at its own end
            finally:
                with self._lock:
                    self._handshakes.discard(connection)
            receiver = InboundConnection(
                peer, connection, self._input_channel, self.limits.window, self._notify
            )
            with self._lock:
                if self._closed:
                    return
                self._inbound.append(receiver)
            receiver.run()


def _path(directory: Path, worker: int) -> Path:
    return directory / f"{worker}.sock"


def _listen(directory: Path, path: Path) -> socket.socket:
    length = len(os.fsencode(path))
    if length > MAX_PATH:
        raise ExchangeError(
            "the path of a worker's socket is too long",
            detail=f"{path} has {length} bytes, a Unix socket takes {MAX_PATH}",
            hint="choose a shorter directory, for example by setting TMPDIR to /tmp",
        )
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = directory.stat()
    if status.st_uid != os.getuid() or status.st_mode & 0o077:
        raise ExchangeError(
            "the directory of the workers' sockets is open to other users",
            detail=f"{directory} has mode {status.st_mode & 0o777:o} and owner {status.st_uid}",
            hint="let the job make a new directory, or give it mode 700",
        )
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(path))
    listener.listen(128)
    return listener
