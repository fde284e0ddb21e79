"""A worker process as its job sees it."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import threading
import time
from collections.abc import Callable, Mapping
from queue import SimpleQueue

from drey.runtime.execution.control import ControlChannel, ControlClosedError
from drey.runtime.execution.fork_server import fork_worker
from drey.runtime.execution.messages import (
    Deploy,
    Message,
    Metrics,
    Report,
    Shutdown,
    TaskId,
    TaskMetrics,
)
from drey.udf.failures import named_text

_SHUTDOWN_SECONDS = 10.0


class WorkerProcess:
    """A worker process, a thread that hears it, and one that speaks to it.

    The job never waits for a worker, which may be stopped: messages queue up here, in their order. The process is held
    by a descriptor, since its number may be another process's once it is gone.

    Args:
        slot: Its number.
        threads: How many threads Polars may use there.
        report: Called with an attempt and a report, from a thread of this object.
        lost: Called with the slot and a reason when the process is gone without having been told to end, or when
            what it says can't be read.
    """

    def __init__(
        self,
        slot: int,
        threads: int,
        report: Callable[[int, Report], None],
        lost: Callable[[int, str], None],
    ) -> None:
        self.slot = slot
        self.attempt = 0
        self.heard = time.monotonic()
        self.metrics: Mapping[TaskId, TaskMetrics] = {}
        self._report = report
        self._lost = lost
        self._ending = False
        self._reason = "its process has ended unexpectedly"
        self._messages: SimpleQueue[Message] = SimpleQueue()
        ours, theirs = socket.socketpair()
        with theirs:
            self.pid = fork_worker(theirs, f"worker {slot + 1}", threads)
        self._process: int | None = None
        with contextlib.suppress(OSError):  # it may be gone already
            self._process = os.pidfd_open(self.pid)
        self._control = ControlChannel(ours)
        self._hearing = threading.Thread(target=self._hear, name=f"drey-hears-{slot}", daemon=True)
        self._hearing.start()
        threading.Thread(target=self._speak, name=f"drey-speaks-{slot}", daemon=True).start()

    def send(self, message: Message) -> None:
        """Send a message, without waiting; a worker that is gone doesn't get it, which ``lost`` has told or will."""
        if isinstance(message, Deploy):
            self.attempt = message.attempt
        self._messages.put(message)

    def shut_down(self) -> None:
        """Have the process end by itself; returns at once."""
        self._ending = True
        self.send(Shutdown())

    def wait(self) -> None:
        """Return when the process is gone; one that takes too long is killed."""
        if not self._gone(_SHUTDOWN_SECONDS):
            self.kill()
            self._gone(_SHUTDOWN_SECONDS)
        self._hearing.join(_SHUTDOWN_SECONDS)
        if self._process is not None:
            os.close(self._process)
            self._process = None

    def kill(self) -> None:
        """End the process at once."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._process, signal.SIGKILL)

    def _gone(self, seconds: float) -> bool:
        """True once the process has ended, False after some seconds."""
        if self._process is None:
            return True
        poll = select.poll()
        poll.register(self._process, select.POLLIN)
        return bool(poll.poll(seconds * 1000))

    def _speak(self) -> None:
        while True:
            message = self._messages.get()
            try:
                self._control.send(message)
            except ControlClosedError:
                return
            except Exception as error:
                self._reason = f"a message can't be sent: {named_text(error)}"
                self.kill()
                return
            if isinstance(message, Shutdown):
                return

    def _hear(self) -> None:
        while True:
            try:
                attempt, report = self._control.receive()
            except ControlClosedError:
                break
            except Exception as error:
                self._reason = f"its report can't be read: {named_text(error)}"
                break
            self.heard = time.monotonic()
            if isinstance(report, Metrics):
                self.metrics = report.tasks
            else:
                self._report(attempt, report)
        self._control.close()
        self._messages.put(Shutdown())  # ends the thread that speaks
        if not self._ending:
            self._lost(self.slot, self._reason)
