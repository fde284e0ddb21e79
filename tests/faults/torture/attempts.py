"""Attempts of a job: processes of their own, and what is below them."""

from __future__ import annotations

import contextlib
import glob
import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


class Attempt:
    """A running attempt.

    Args:
        pid: The main process.
        starter: Who tells how it ends.
    """

    def __init__(self, pid: int, starter: Starter) -> None:
        self.pid = pid
        self._starter = starter

    def poll(self) -> int | None:
        """Its exit code; None while it runs."""
        return self._starter.code(self.pid)


class Starter:
    """Starts attempts, by a fork of a process that has imported the engine."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.faults.torture.starter"]
        self._environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
        self._process = subprocess.Popen(
            command, env=self._environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
        )
        self._codes: dict[int, int] = {}

    def start(self, arguments: list[str], environment: dict[str, str], log: Path) -> Attempt:
        """Run ``drey ARGUMENTS``."""
        assert self._process.stdin is not None
        request = {"arguments": arguments, "environment": environment, "log": str(log)}
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        self._process.stdin.flush()
        pid = self._heard("started")
        self._codes.pop(pid, None)  # of an attempt long ago: a system gives out its numbers again
        return Attempt(pid, self)

    def code(self, pid: int) -> int | None:
        """The exit code of an attempt; None while it runs."""
        assert self._process.stdout is not None
        while pid not in self._codes and select.select([self._process.stdout], [], [], 0)[0]:
            self._heard("ended")
        return self._codes.get(pid)

    def _heard(self, wanted: str) -> int:
        assert self._process.stdout is not None
        while True:
            line = _line(self._process.stdout.fileno())
            told = json.loads(line)
            if "ended" in told:
                self._codes[told["ended"]] = told["code"]
            if wanted in told:
                return int(told[wanted])

    def close(self) -> None:
        """End the process that forks; attempts go on."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


def _line(descriptor: int) -> bytes:
    """One line, without reading beyond it, so that select() still knows of the next one."""
    found = b""
    while not found.endswith(b"\n"):
        more = os.read(descriptor, 1)
        if not more:
            raise AssertionError("the process that starts attempts has ended")
        found += more
    return found


def descendants(pid: int) -> list[int]:
    """The processes below a process, the one that forks workers first, then the workers."""
    children: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                text = Path(f"/proc/{entry}/stat").read_text()
                parent = int(text.rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
            children.setdefault(parent, []).append(int(entry))
    found, waiting = [], [pid]
    while waiting:
        below = sorted(children.get(waiting.pop(0), []))
        found += below
        waiting += below
    return found


def alive(pid: int) -> bool:
    """True while a process runs or is stopped."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def signalled(pid: int, number: signal.Signals) -> bool:
    """Send a signal; False if the process is gone."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return False
    return True


def end(attempt: Attempt) -> None:
    """Kill an attempt and what is below it, stopped or not."""
    for pid in [*descendants(attempt.pid), attempt.pid]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def newest_checkpoint(work: Path) -> tuple[int, Path] | None:
    """When the newest complete checkpoint of any attempt was written, in ns, and its directory."""
    found: list[tuple[int, Path]] = []
    # The running job removes what is subsumed, and at its end its directory; Path.glob() doesn't bear that.
    for path in map(Path, glob.glob(f"{glob.escape(str(work))}/disk/checkpoints/*/chk-*/_metadata")):
        with contextlib.suppress(FileNotFoundError):
            found.append((path.stat().st_mtime_ns, path.parent))
    return max(found, default=None)
