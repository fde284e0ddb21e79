"""A job that runs while it is watched: its lines with the time they came, its processes, and a sure end."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from pathlib import Path
from types import TracebackType

from engines import environment_for

_ORDERLY = 15.0
_KEPT_LINES = 200_000
_SHOWN_LINES = 15


class BackgroundJob:
    """A command in a process group of its own; the group is ended with the ``with`` block."""

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self.lines: list[tuple[float, str]] = []
        """What was printed so far, with the seconds since the epoch when it came."""

    def __enter__(self) -> BackgroundJob:
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment_for(self._command),
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_ORDERLY)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)  # what the command has left behind
        self._process.wait()

    @property
    def pid(self) -> int:
        return self._process.pid

    def check(self) -> None:
        """End the measuring if the job has ended, with its last lines."""
        code = self._process.poll()
        if code is not None:
            self._reader.join(5.0)
            text = "\n".join(line for _, line in self.lines[-_SHOWN_LINES:])
            raise SystemExit(f"the job ended with code {code} while it was measured:\n{text}")

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.lines.append((time.time(), line.decode(errors="replace").rstrip()))
            if len(self.lines) > _KEPT_LINES:
                del self.lines[: _KEPT_LINES // 2]


def tree(root: int) -> list[int]:
    """A process and all that descend from it. Linux only."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                children.setdefault(int(_fields(int(entry.name))[1]), []).append(int(entry.name))
    found = [root]
    for pid in found:
        found += children.get(pid, [])
    return found


def resident(pid: int) -> int:
    """Bytes of a process in memory, 0 if it is gone."""
    with contextlib.suppress(OSError, IndexError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def computed(pid: int) -> float:
    """CPU seconds of a process, 0 if it is gone."""
    with contextlib.suppress(OSError, IndexError):
        fields = _fields(pid)
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def _fields(pid: int) -> list[str]:
    """The fields of a process behind its name: state, parent, ..."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
