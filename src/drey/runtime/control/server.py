"""Answers requests about the jobs of this process, in daemon threads that wait on a Unix socket."""

from __future__ import annotations

import atexit
import contextlib
import json
import logging
import os
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from drey.errors import DreyError
from drey.runtime.control.directory import (
    ENDED_SUFFIX,
    SOCKET_SUFFIX,
    JobControlError,
    directories,
    make_directory,
)
from drey.runtime.control.listing import job_json, short
from drey.runtime.control.protocol import receive_request, send
from drey.runtime.jobs.client import JobHandle

Json = Any

_ENDED_KEPT = 20
"""Jobs that have ended are remembered: so many of this process, and files of so many processes."""

_REQUEST_SECONDS = 5.0
_FAREWELL_SECONDS = 2.0
"""How long the end of the process waits until an answer has been given, for example that a job was stopped."""

_END_SECONDS = 60.0
"""How long a request to cancel or to stop waits for the end of the job."""

_log = logging.getLogger("drey.control")
_lock = threading.Lock()
_server: JobServer | None = None


def announce(job: JobHandle) -> None:
    """Let other processes of the user find a job; with the first one the server starts.

    What goes wrong is logged: the job runs on, and can't be found.
    """
    global _server
    with _lock:
        if _server is None or _server.owner != os.getpid():
            _server = JobServer()
            try:
                _server.start(directories(os.environ)[0])
            except (OSError, JobControlError) as error:
                _log.warning("drey list and its like can't find the jobs of this process: %s", error)
        _server.add(job)


class JobServer:
    """The jobs of this process, and the socket at which they are asked for."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self._jobs: dict[str, JobHandle] = {}
        self._ended: deque[dict[str, Json]] = deque(maxlen=_ENDED_KEPT)
        self._changing = threading.Lock()
        self._active: set[threading.Thread] = set()

    def start(self, directory: Path) -> None:
        """Listen.

        Raises:
            OSError: There can be no socket here.
            JobControlError: The directory isn't safe.
        """
        make_directory(directory)
        path = directory / f"{self.owner}{SOCKET_SUFFIX}"
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        # Whoever finds the name must be able to connect: one that refuses is taken for that of a dead process.
        unready = directory / f".{self.owner}"
        unready.unlink(missing_ok=True)
        listening.bind(str(unready))
        listening.listen(16)
        unready.rename(path)
        threading.Thread(target=self._serve, args=(listening,), name="drey-control", daemon=True).start()
        atexit.register(self._farewell, path)

    def add(self, job: JobHandle) -> None:
        """A job begins."""
        self._sweep()
        with self._changing:
            self._jobs[job.job_id] = job

    def _sweep(self) -> None:
        """Keep of jobs that have ended only what is to be said about them."""
        with self._changing:
            for job in [one for one in self._jobs.values() if one.status().terminal]:
                self._ended.append(job_json(job))
                del self._jobs[job.job_id]

    def _farewell(self, path: Path) -> None:
        """The process ends: finish the answers under way, and leave word of the jobs."""
        if self.owner != os.getpid():
            return  # a fork of the process
        with contextlib.suppress(OSError):
            path.unlink()
        deadline = time.monotonic() + _FAREWELL_SECONDS
        for thread in list(self._active):
            thread.join(max(0.0, deadline - time.monotonic()))
        self._sweep()
        if self._ended:
            with contextlib.suppress(OSError):
                _leave(path.parent, list(self._ended))

    # -- requests ---------------------------------------------------------------------------------------------

    def _serve(self, listening: socket.socket) -> None:
        while True:
            connection, _ = listening.accept()
            thread = threading.Thread(
                target=self._converse, args=(connection,), name="drey-control-request", daemon=True
            )
            self._active.add(thread)
            thread.start()

    def _converse(self, connection: socket.socket) -> None:
        try:
            with connection, contextlib.suppress(OSError):
                connection.settimeout(_REQUEST_SECONDS)
                send(connection, self._answer(connection))
        finally:
            self._active.discard(threading.current_thread())

    def _answer(self, connection: socket.socket) -> Json:
        try:
            return {"result": self._do(receive_request(connection))}
        except DreyError as error:
            facts = {"message": error.message, "detail": error.detail, "hint": error.hint, "code": error.code}
            return {"error": facts}
        except Exception as error:
            return {"error": {"message": f"{type(error).__name__}: {error}", "code": JobControlError.code}}

    def _do(self, request: dict[str, Json]) -> Json:
        self._sweep()
        wish = request.get("do")
        if wish == "list":
            jobs = [job_json(job) for job in list(self._jobs.values())]
            return [short(job) for job in [*jobs, *(self._ended if request.get("ended") else ())]]
        if wish == "status":
            return self._status(str(request.get("job")))
        actions: dict[str, Callable[[JobHandle, dict[str, Json]], Json]] = {
            "savepoint": _savepoint,
            "stop": _stop,
            "cancel": _cancel,
        }
        if wish not in actions:
            raise JobControlError(f"unknown request '{wish}'")
        return actions[wish](self._job(str(request.get("job"))), request)

    def _status(self, job_id: str) -> Json:
        for ended in list(self._ended):
            if ended["id"] == job_id:
                return ended
        return job_json(self._job(job_id))

    def _job(self, job_id: str) -> JobHandle:
        if job_id not in self._jobs:
            raise JobControlError(f"job {job_id} has ended")
        return self._jobs[job_id]


def _savepoint(job: JobHandle, request: dict[str, Json]) -> Json:
    return {"path": job.trigger_savepoint(request.get("directory"))}


def _stop(job: JobHandle, request: dict[str, Json]) -> Json:
    path = job.stop_with_savepoint(request.get("directory"), drain=bool(request.get("drain")))
    return {"path": path, "status": job.status().value}


def _cancel(job: JobHandle, request: dict[str, Json]) -> Json:
    job.cancel()
    job.join(_END_SECONDS)
    return {"status": job.status().value}


def _leave(directory: Path, jobs: list[dict[str, Json]]) -> None:
    """Write what there is to say about jobs that have ended, for ``drey list -a``; old files go."""
    name = f"{os.getpid()}-{time.time_ns()}{ENDED_SUFFIX}"
    unready = directory / f".{name}"
    unready.write_text(json.dumps(jobs, default=float))
    unready.rename(directory / name)
    files = sorted(directory.glob(f"*{ENDED_SUFFIX}"), key=lambda file: file.name.partition("-")[2])
    for old in files[:-_ENDED_KEPT]:
        old.unlink(missing_ok=True)
