"""The process that worker processes are forked from.

Importing the engine takes 0.3 s and more on a busy machine; a fork of a process that has imported it takes 10 ms. So the
first job that needs workers starts one clean process, which imports the engine, runs nothing of the user's, and
forks whenever a worker is asked for: at the start of a job and after a failure. What jobs need beside the engine itself,
such as their connectors (another 0.1 to 0.2 s for each worker), it imports while nobody asks for workers, so that the
next job has it. A fork of the user's own process would copy its threads' locks. ``multiprocessing`` isn't used, since it runs the user's script again in each child where there is no
``__main__`` guard.

The server reads requests from an inherited socket and ends when that is closed, which also happens when the user's
process is killed.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Iterable, Mapping
from pathlib import Path

from drey.errors import JobError
from drey.runtime.operators.registry import OPERATORS

_BOOT = (
    "import sys, json; "
    "sys.path[:] = json.loads(sys.argv[2]); "
    "import drey; drey.use('embedded'); "  # the user's modules may import pyflink
    "from drey.runtime.execution.fork_server import serve; "
    "serve(int(sys.argv[1]))"
)
_MAX_REQUEST = 1 << 20
_ENGINE = ("drey.connectors.", "drey.functions.", "drey.runtime.", "drey.types.", "drey.udf.")
"""What workers may import of the engine begins with one of these."""

_HEAD_START_SECONDS = 1.0
"""How long the first job has the cores for itself before the server imports more for those that come."""

_lock = threading.Lock()
_server: ForkServer | None = None


class ForkServer:
    """The user's process's end."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            arguments = [str(theirs.fileno()), json.dumps([_home(), *sys.path])]
            self._process = subprocess.Popen(
                [sys.executable, "-c", _BOOT, *arguments],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
            )
        self._socket = ours
        self._environment = dict(os.environ)
        self.owner = os.getpid()
        atexit.register(self.close)

    @property
    def alive(self) -> bool:
        """True if it can be asked for workers."""
        return self.owner == os.getpid() and self._process.poll() is None

    def fork(self, control: socket.socket, name: str, threads: int) -> int:
        """Start a worker.

        Args:
            control: The worker's end of its control channel; the caller closes its copy.
            name: The worker's name, for its output and its process title.
            threads: How many threads Polars may use there.

        Returns:
            The worker's process id.

        Raises:
            JobError: The server has died.
        """
        request = {
            "name": name,
            "threads": threads,
            "cwd": os.getcwd(),
            "path": sys.path,
            "environment": _changed(self._environment, os.environ),
            "modules": sorted(name for name in list(sys.modules) if name.startswith(_ENGINE)),
        }
        try:
            socket.send_fds(self._socket, [json.dumps(request).encode()], [control.fileno()])
            answer = self._socket.recv(64)
        except OSError as error:
            raise JobError("can't start a worker process", detail=str(error)) from error
        if not answer:
            raise JobError(
                "can't start a worker process", detail="the process that forks workers has ended unexpectedly"
            )
        return int(answer)

    def close(self) -> None:
        """End the server's process; the workers that it has forked go on."""
        if self.owner != os.getpid():
            return
        atexit.unregister(self.close)
        with contextlib.suppress(OSError):
            # Closing isn't enough where the user's program has forked: its child has the socket, too.
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._process.wait()


def fork_worker(control: socket.socket, name: str, threads: int) -> int:
    """Start a worker process; see :meth:`ForkServer.fork`. Starts the server if there is none, or if it has died."""
    with _lock:
        try:
            return _running_server().fork(control, name, threads)
        except JobError:
            # It was killed a moment ago: its end of the socket is closed before its exit status can be read.
            if _server is not None:
                _server.close()
            return _running_server().fork(control, name, threads)


def start_early() -> None:
    """Start the server in the background, for a job that will need workers soon."""
    with _lock:
        _running_server()


def _running_server() -> ForkServer:
    """The server, a new one where it has died; called with the lock held."""
    global _server
    if _server is None or not _server.alive:
        if _server is not None:
            _server.close()
        _server = ForkServer()
    return _server


def _changed(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str | None]:
    """What a program has done to its environment since; None for what it has removed."""
    changed = {key: value for key, value in new.items() if old.get(key) != value}
    return {**changed, **dict.fromkeys(old.keys() - new.keys())}


def _home() -> str:
    """The directory that the engine itself was imported from."""
    return str(Path(__file__).resolve().parents[3])


def serve(descriptor: int) -> None:
    """The server's process: fork a worker for each request, until the other end is closed."""
    from drey.runtime.execution import worker  # imports the engine before the first request

    # A Ctrl-C in a terminal reaches the whole process group; the user's process decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the workers: the kernel forgets them
    requests = socket.socket(fileno=descriptor)
    imports = _Imports()
    while True:
        imports.until_readable(requests)
        try:
            message, descriptors, _, _ = socket.recv_fds(requests, _MAX_REQUEST, 1)
        except ConnectionError:  # the user's process was killed before it had read an answer
            os._exit(0)
        if not message:
            os._exit(0)
        request = json.loads(message)
        gc.freeze()  # workers look for garbage among their own objects only
        pid = os.fork()
        if pid == 0:
            requests.close()
            _become_worker(worker, request, descriptors[0])
        os.close(descriptors[0])
        with contextlib.suppress(OSError):
            requests.send(str(pid).encode())
        imports.add(request["modules"])


class _Imports:
    """What the server imports while nobody asks for workers: all operators, and what the user's process has."""

    def __init__(self) -> None:
        self._waiting: deque[str] = deque()
        self._known: set[str] = set()
        self._begin: float | None = None

    def add(self, modules: Iterable[str]) -> None:
        """Import these as well, in time."""
        if self._begin is None:
            self._begin = time.monotonic() + _HEAD_START_SECONDS
            modules = [*(target.partition(":")[0] for target in OPERATORS.values()), *modules]
        new = [one for one in modules if one not in self._known]
        self._known.update(new)
        self._waiting.extend(new)

    def until_readable(self, requests: socket.socket) -> None:
        """Import one module after the other until there is a request."""
        while self._waiting and self._begin is not None:
            patience = max(0.0, self._begin - time.monotonic())
            if select.select([requests], [], [], patience)[0]:
                return
            # A worker that needs it says what is wrong with it.
            with contextlib.suppress(Exception):
                importlib.import_module(self._waiting.popleft())


def _become_worker(worker: object, request: dict[str, object], descriptor: int) -> None:
    code = 1
    try:
        for key, value in dict(request["environment"]).items():  # type: ignore[call-overload]
            if value is None:
                os.environ.pop(key, None)
            else:
                os.environ[key] = value
        os.environ["POLARS_MAX_THREADS"] = str(request["threads"])
        sys.path[:] = list(request["path"])  # type: ignore[call-overload]
        with contextlib.suppress(OSError):
            os.chdir(str(request["cwd"]))
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        worker.run(socket.socket(fileno=descriptor), str(request["name"]))  # type: ignore[attr-defined]
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)
