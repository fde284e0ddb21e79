"""Savepoints: snapshots that the user asks for and owns.

A savepoint is self-contained: its manifest names files in its own directory only, so the directory can be moved.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Mapping

from drey.errors import CheckpointError
from drey.runtime.checkpoint.places import Place, place
from drey.runtime.checkpoint.storage import SAVEPOINT_PREFIX
from drey.runtime.configuration import SAVEPOINT_DIR


class SavepointRequest:
    """A user's wish for a savepoint, answered by the task's thread.

    Args:
        target: The directory to write.
        stop: True to end the job with it.
        drain: With ``stop``: first let all time pass, as if the input had ended.

    The job gives it a :attr:`number`.
    """

    def __init__(self, target: Place, stop: bool = False, drain: bool = False) -> None:
        self.number = 0
        self.target = target
        self.stop = stop
        self.drain = drain
        self._answered = threading.Event()
        self._path: str | None = None
        self._error: CheckpointError | None = None

    def succeed(self, path: str) -> None:
        """The savepoint is complete."""
        self._path = path
        self._answered.set()

    def fail(self, error: CheckpointError) -> None:
        """There is no savepoint."""
        if not self._answered.is_set():
            self._error = error
            self._answered.set()

    def wait(self, timeout: float | None) -> bool:
        """True once the request is answered."""
        return self._answered.wait(timeout)

    def result(self, timeout: float | None = None) -> str:
        """The savepoint's directory, once it is complete.

        Raises:
            CheckpointError: It failed, or wasn't complete within ``timeout`` seconds.
        """
        if not self._answered.wait(timeout):
            raise CheckpointError(f"the savepoint was not complete after {timeout} s")
        if self._error is not None:
            raise self._error
        assert self._path is not None
        return self._path


def savepoint_target(directory: str | None, options: Mapping[str, str], job_id: str) -> Place:
    """A new directory's name for a savepoint, as Flink makes it: ``savepoint-<job>-<random>``.

    Args:
        directory: Where the user wants it; None for the configured directory.
        options: The job's configuration.
        job_id: The job.

    Raises:
        CheckpointError: No directory is named or configured.
    """
    parent = directory or SAVEPOINT_DIR.get(options)
    if parent is None:
        raise CheckpointError(
            "no directory for the savepoint", hint=f"name one, or set '{SAVEPOINT_DIR.key}'"
        )
    return place(parent, options) / f"{SAVEPOINT_PREFIX}{job_id[:6]}-{uuid.uuid4().hex[:12]}"
