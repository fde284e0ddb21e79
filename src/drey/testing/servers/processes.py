"""Server processes: started detached, remembered by pid and start time, stopped by exactly that."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from drey.errors import ConnectorError
from drey.records import record

_POLL = 0.05
_SHOWN_LINES = 15
_PORTS = range(20_000, 32_000)


@record
class Account:
    """The system user that a server runs as.

    Args:
        name: The user's name.
        uid: Its number.
        gid: The number of its group.
    """

    name: str
    uid: int
    gid: int


def start_ticks(pid: int) -> int | None:
    """When a process started, in clock ticks since boot; None if it is gone or a zombie."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] == "Z" else int(fields[19])


def port_open(port: int) -> bool:
    """True if something listens on the port of 127.0.0.1."""
    with socket.socket() as probe:
        probe.settimeout(1.0)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def port_closes(port: int, patience: float = 10.0) -> bool:
    """True as soon as nothing listens on the port: a killed process is gone before the last of its threads."""
    deadline = time.monotonic() + patience
    while port_open(port):
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL)
    return True


def free_port(count: int = 3) -> int:
    """The first of some ports of 127.0.0.1 in a row that nothing uses now; Kafka takes three.

    They are below those that the system gives to clients, so that no connection takes one before the server does.
    """
    while True:
        first = random.choice(_PORTS)
        if all(map(_unused, range(first, first + count))):
            return first


def _unused(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def run(command: Sequence[str], what: str, account: Account | None = None, text: str | None = None) -> str:
    """Run a command to its end and return what it printed.

    Raises:
        ConnectorError: It failed; the detail has its last lines.
    """
    done = subprocess.run(
        command,
        input=text,
        capture_output=True,
        text=True,
        check=False,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        cwd="/" if account else None,
    )
    if done.returncode:
        lines = (done.stdout + done.stderr).strip().splitlines()[-_SHOWN_LINES:]
        raise ConnectorError(f"can't {what}", detail="\n".join([" ".join(command[:3]), *lines]))
    return done.stdout


class ServerProcess:
    """One process whose pid, start time and output are kept in a directory."""

    def __init__(self, directory: Path) -> None:
        self._record = directory / "pid.json"
        self._directory = directory
        self.log = directory / "log"

    def pid(self) -> int | None:
        """The pid if the process that was launched still runs; a reused pid is not it."""
        try:
            found: Mapping[str, int] = json.loads(self._record.read_text())
        except (OSError, ValueError):
            return None
        ticks = found["ticks"]  # None if it had ended before it could be looked at
        return found["pid"] if ticks is not None and start_ticks(found["pid"]) == ticks else None

    def launch(self, command: Sequence[str], account: Account | None = None) -> None:
        """Start the command in a session of its own, with its output in :attr:`log`."""
        self._directory.mkdir(parents=True, exist_ok=True)
        # The shell goes away at once, so that the server is no child of this process.
        script = '"$@" 1>&2 </dev/null & echo $!'
        with self.log.open("wb") as log:
            done = subprocess.run(
                ["sh", "-c", script, "sh", *command],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                check=True,
                start_new_session=True,
                cwd="/",
                user=account.uid if account else None,
                group=account.gid if account else None,
                extra_groups=[] if account else None,
            )
        pid = int(done.stdout)
        self._record.write_text(json.dumps({"pid": pid, "ticks": start_ticks(pid)}))

    def wait_ready(self, ready: Callable[[], bool], timeout: float) -> None:
        """Wait until ``ready`` says so.

        Raises:
            ConnectorError: The process ended, or ``timeout`` seconds passed.
        """
        deadline = time.monotonic() + timeout
        while not ready():
            if self.pid() is None:
                raise ConnectorError("the server stopped while starting", detail=self._tail())
            if time.monotonic() > deadline:
                detail = self._tail()
                self.stop(signal.SIGKILL, 10.0)
                raise ConnectorError(f"the server is not ready after {timeout:.0f} s", detail=detail)
            time.sleep(_POLL)

    def _tail(self) -> str:
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return "\n".join([f"log {self.log}", *text.splitlines()[-_SHOWN_LINES:]])

    def stop(self, how: signal.Signals, timeout: float) -> bool:
        """Signal the process and wait; kill it after ``timeout`` seconds. False if it did not run."""
        pid = self.pid()
        if pid is None:
            self._record.unlink(missing_ok=True)
            return False
        self.signal(how)
        deadline = time.monotonic() + timeout
        while self.pid() is not None:
            if time.monotonic() > deadline:
                self.signal(signal.SIGKILL)
                deadline = time.monotonic() + timeout
            time.sleep(_POLL)
        self._record.unlink(missing_ok=True)
        return True

    def signal(self, how: signal.Signals) -> None:
        """Send a signal to the process, if it runs; for stopping and going on (SIGSTOP, SIGCONT) too."""
        pid = self.pid()
        if pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, how)
