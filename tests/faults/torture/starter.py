"""A process that has imported the engine and forks an attempt of a job for each request.

It saves a second and more of a core for each attempt. What the child does then is what ``python -m drey ARGUMENTS`` does;
only the process that forks workers comes by a fork, too, and not as a new program.
Requests come as lines of JSON on the standard input; the pid, and later the status, are told on the standard output.
"""

from __future__ import annotations

import atexit
import importlib
import json
import os
import runpy
import select
import socket
import sys
import threading
import time
from pathlib import Path

import drey
from drey.runtime.execution import fork_server
from tests.faults.torture import strikes

_IMPORTED = (
    "drey.cli.run",
    "drey.cli.options",
    "drey.cli.progress",
    "drey.session.session",
    "drey.runtime.execution.worker",
    "drey.pyflink.table",
    "drey.connectors.filesystem",
    "drey.connectors.kafka",
    "drey.connectors.jdbc",
)


class _Child:
    """A forked process, as :class:`subprocess.Popen` shows one."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._ended = False

    def poll(self) -> int | None:
        self._ended = self._ended or os.waitpid(self._pid, os.WNOHANG)[0] != 0
        return 0 if self._ended else None

    def wait(self) -> None:
        if not self._ended:
            os.waitpid(self._pid, 0)
            self._ended = True


class _ForkedServer(fork_server.ForkServer):
    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        pid = os.fork()
        if pid == 0:
            self._socket.close()
            fork_server.serve(theirs.detach())
        theirs.close()
        self._process = _Child(pid)  # type: ignore[assignment]
        self._environment = dict(os.environ)
        self.owner = os.getpid()
        atexit.register(self.close)


def main() -> None:
    drey.use("embedded")  # as the process that forks workers has it
    for name in _IMPORTED:
        importlib.import_module(name)
    # Those of Polars' allocator are there, as in the process that forks workers: they bear a fork.
    assert threading.active_count() == 1, "a fork would copy the locks of other threads"
    requests = open(0, "rb", buffering=0, closefd=False)  # noqa: SIM115 - as long as the process
    poll = select.poll()
    poll.register(requests, select.POLLIN)
    children: dict[int, int] = {}
    while True:
        for descriptor, _ in poll.poll():
            if descriptor:
                poll.unregister(descriptor)
                os.close(descriptor)
                pid = children.pop(descriptor)
                code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
                print(json.dumps({"ended": pid, "code": code}), flush=True)
                continue
            line = requests.readline()
            if not line:
                return
            pid = os.fork()
            if pid == 0:
                for one in children:
                    os.close(one)
                _become(json.loads(line))
                return
            descriptor = os.pidfd_open(pid)
            children[descriptor] = pid
            poll.register(descriptor, select.POLLIN)
            print(json.dumps({"started": pid}), flush=True)


def _become(request: dict[str, object]) -> None:
    log = os.open(str(request["log"]), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, descriptor in enumerate((nothing, log, log)):
        os.dup2(descriptor, number)
    os.environ.update(request["environment"])  # type: ignore[call-overload]
    sys.argv = ["drey", *request["arguments"]]  # type: ignore[misc]
    if strikes.CLOCK_VARIABLE in os.environ:
        _let_clock_jump(Path(os.environ[strikes.CLOCK_VARIABLE]))
    if "-Dparallelism.default=1" not in sys.argv:
        fork_server._server = _ForkedServer()
    runpy.run_module("drey", run_name="__main__", alter_sys=True)


def _let_clock_jump(file: Path) -> None:
    """Let the time of day of this process and of its workers be off by the seconds in a file.

    That is the clock of Python code. The clients' libraries have the machine's, as libfaketime breaks their waiting.
    """
    true_time, true_nanoseconds = time.time, time.time_ns
    time.time = lambda: true_time() + float(file.read_text())
    time.time_ns = lambda: true_nanoseconds() + int(float(file.read_text()) * 1e9)


if __name__ == "__main__":
    main()
