"""What a worker process does: runs tasks for a job until the job closes the channel of control."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import socket
import sys
import threading
import time

# Imported before the fork, so that a worker has them at once.
import drey.runtime.operators.calc
import drey.runtime.operators.group_aggregate
import drey.runtime.operators.python_calc
import drey.runtime.operators.sink  # noqa: F401
from drey.process_settings import keep_freed_memory, shorten_turns
from drey.runtime.execution.control import ControlChannel, ControlClosedError
from drey.runtime.execution.executor import TaskExecutor
from drey.runtime.execution.failures import portable
from drey.runtime.execution.messages import Decline, Metrics, Report, Shutdown, TaskFailed
from drey.runtime.execution.output import name_lines

METRICS_SECONDS = 0.2
"""How often a worker tells its counters, if they have changed."""

HEARTBEAT_SECONDS = 1.0
"""How often it says that it is there."""


def run(end: socket.socket, name: str) -> None:
    """Serve the job at the other end of a channel of control; returns when the job is done with the worker."""
    name_lines(name)
    # A crash in native code ends the process; only so it says in which line of the user's code.
    faulthandler.enable(file=2, all_threads=False)
    shorten_turns()
    keep_freed_memory()
    worker = _Worker(ControlChannel(end))
    worker.serve()


class _Worker:
    def __init__(self, control: ControlChannel) -> None:
        self._control = control
        self._executor = TaskExecutor("drey-tasks", self._send, {})
        self._ended = threading.Event()
        self._last: Metrics | None = None
        self._told = 0.0

    def serve(self) -> None:
        threading.Thread(target=self._tell_metrics, name="drey-metrics", daemon=True).start()
        while True:
            try:
                message = self._control.receive()
            except ControlClosedError:
                # The job's process is gone, or has no use for this one: nothing may become visible any more.
                os._exit(1)
            if isinstance(message, Shutdown):
                break
            self._executor.handle(message)
        self._executor.close()
        self._ended.set()
        self._tell(self._executor.metrics())
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):  # a user's function may have closed or replaced it
                stream.flush()

    def _send(self, attempt: int, report: Report) -> None:
        if isinstance(report, TaskFailed):
            report = TaskFailed(report.task, portable(report.error))
        elif isinstance(report, Decline):
            report = Decline(report.task, report.checkpoint_id, portable(report.error))
        try:
            self._control.send((attempt, report))
        except ControlClosedError:
            os._exit(1)

    def _tell_metrics(self) -> None:
        while not self._ended.wait(METRICS_SECONDS):
            self._tell(self._executor.metrics())

    def _tell(self, metrics: Metrics) -> None:
        now = time.monotonic()
        if metrics != self._last or now >= self._told + HEARTBEAT_SECONDS:
            self._last, self._told = metrics, now
            self._send(0, metrics)
