"""The job under fire: a process of ``drey run`` and its workers, killed and started again from its checkpoints."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

DREY = (sys.executable, "-W", "ignore::DeprecationWarning", "-m", "drey")
PARALLELISM = 2
START_SECONDS = 90.0
"""How long a start may take on a busy machine, to the first checkpoint."""


class JobFailedError(Exception):
    """The job ended by itself, or does not start."""


class Job:
    """One job over all of its processes.

    Args:
        script: The program, which imports nothing but pyflink.
        name: The name that the script gives its job.
        arguments: Its arguments.
        work: A directory for all that the processes write.
    """

    def __init__(self, script: Path, name: str, arguments: Sequence[str], work: Path) -> None:
        self._script = script
        self._name = name
        self._arguments = list(arguments)
        self._checkpoints = work / "checkpoints"
        self._savepoints = work / "savepoints"
        temporary = work / "tmp"
        temporary.mkdir(parents=True)
        # A killed process leaves its sockets behind: here they go with the demo's directory.
        self._environment = os.environ | {
            "TMPDIR": str(temporary),
            "DREY_RUNTIME_DIR": str(temporary / "jobs"),
        }
        self.log = work / "job.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._known: set[Path] = set()

    def start(self) -> Path | None:
        """Start it, from its newest checkpoint if there is one; return that."""
        options = {
            "execution.checkpointing.interval": "500 ms",
            "execution.checkpointing.dir": str(self._checkpoints),
            "execution.checkpointing.num-retained": "3",
            "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
            "restart-strategy.type": "fixed-delay",
            "restart-strategy.fixed-delay.attempts": "1000",
            "restart-strategy.fixed-delay.delay": "200 ms",
        }
        command = [*DREY, "run", "-p", str(PARALLELISM)]
        for key, value in options.items():
            command += ["-D", f"{key}={value}"]
        newest = self.newest_checkpoint()
        if newest is not None:
            command += ["-s", str(newest)]
        self._known = self._complete()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, str(self._script), *self._arguments],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        return newest

    @property
    def pid(self) -> int:
        """The main process's id."""
        assert self._process is not None, "it has been started"
        return self._process.pid

    def check(self) -> None:
        """Raise if it has ended by itself.

        Raises:
            JobFailedError: It has; the text has the end of its log.
        """
        assert self._process is not None, "it has been started"
        if self._process.poll() is not None:
            raise JobFailedError(f"the job ended with code {self._process.returncode}\n{self.log_tail()}")

    def log_tail(self) -> str:
        """The last lines that it printed."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-20:])

    def _complete(self) -> set[Path]:
        return {path.parent for path in self._checkpoints.glob("*/chk-*/_metadata")}

    def newest_checkpoint(self) -> Path | None:
        """The newest complete checkpoint of all its processes."""
        found: list[tuple[int, Path]] = []
        for path in self._complete():
            with contextlib.suppress(FileNotFoundError):  # the running job removes what is subsumed
                found.append(((path / "_metadata").stat().st_mtime_ns, path))
        return max(found)[1] if found else None

    def has_new_checkpoint(self) -> bool:
        """True if a checkpoint was completed since the last start, kill or call of :meth:`forget`."""
        return bool(self._complete() - self._known)

    def forget(self) -> None:
        """Count only later checkpoints as new."""
        self._known = self._complete()

    def workers(self) -> list[int]:
        """The process ids of its workers: the children of the process that forks them."""
        return [worker for server in _children(self.pid) for worker in _children(server)]

    def kill_worker(self, choose: Callable[[list[int]], int]) -> int:
        """Kill a worker with SIGKILL; returns its pid."""
        pid = choose(self.workers())
        os.kill(pid, signal.SIGKILL)
        self.forget()
        return pid

    def kill(self) -> None:
        """Kill the main process with SIGKILL; its workers end by themselves. Nothing if it does not run."""
        if self._process is None:
            return
        workers = self.workers()
        self._process.kill()
        self._process.wait()
        deadline = time.monotonic() + 20.0
        while any(Path(f"/proc/{pid}").exists() for pid in workers):
            if time.monotonic() > deadline:
                raise JobFailedError(f"workers {workers} outlived their job")
            time.sleep(0.02)

    def stop(self) -> Path:
        """Stop it with a savepoint, from outside, and wait for its end; returns the savepoint.

        Raises:
            JobFailedError: It can't be stopped, or ends with an error.
        """
        command = [*DREY, "stop", "--savepoint-path", str(self._savepoints), self._name]
        done = subprocess.run(command, env=self._environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise JobFailedError(f"drey stop failed: {done.stderr}\n{self.log_tail()}")
        assert self._process is not None, "it has been started"
        code = self._process.wait(START_SECONDS)
        if code:
            raise JobFailedError(f"the stopped job's process ended with code {code}\n{self.log_tail()}")
        return Path(done.stdout.strip())


def _children(parent: int) -> list[int]:
    found: list[int] = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has just ended
            state, owner = path.read_text().rpartition(")")[2].split()[:2]
            if int(owner) == parent and state != "Z":
                found.append(int(path.parent.name))
    return sorted(found)
