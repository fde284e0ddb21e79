"""The directories with the sockets of exchanges, and the removal of those that killed processes have left.

Each directory holds a file that its owner keeps locked. The system releases the lock when the owner is gone, however
that happened; so what can be locked belongs to nobody. A process id in the name wouldn't do: another process may have
it by now, or the owner may be in a container with process ids of its own.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
import threading
import time
from pathlib import Path

PREFIX = "drey-exchange-"
_LOCK_FILE = "owner"
_UNREADY_SECONDS = 600.0
"""A directory without the file is being made, unless it is older than this."""

_removing = threading.Lock()
_removed = False


class ExchangeDirectory:
    """A new directory that only the user can enter. Removed by :meth:`close`, or after the death of this process."""

    def __init__(self) -> None:
        _remove_once()
        self.path, self._lock = _make()

    def close(self) -> None:
        """Remove it with all that is in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        os.close(self._lock)


def remove_stale() -> None:
    """Remove the user's directories whose owners are gone."""
    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):  # another process may be about it at the same time
            if path.lstat().st_uid == os.getuid():
                _remove_abandoned(path)


def _make() -> tuple[Path, int]:
    while True:
        path = Path(tempfile.mkdtemp(prefix=PREFIX))
        lock = os.open(path / _LOCK_FILE, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (path / _LOCK_FILE).exists():
            return path, lock
        os.close(lock)  # another process was quicker, took it for abandoned, and has removed it


def _remove_once() -> None:
    global _removed
    with _removing:
        if not _removed:
            _removed = True
            remove_stale()


def _remove_abandoned(path: Path) -> None:
    try:
        lock = os.open(path / _LOCK_FILE, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        if path.lstat().st_mtime < time.time() - _UNREADY_SECONDS:
            shutil.rmtree(path, ignore_errors=True)
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(path, ignore_errors=True)
    except BlockingIOError:
        return  # its owner is alive
    finally:
        os.close(lock)
