"""The directory of a user in which processes that run jobs can be found.

``<pid>.sock`` is the Unix socket of a process that runs jobs, ``<pid>-<time>.json`` tells of jobs of a process that has
ended. Nobody but the user can enter it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from drey.errors import JobError

DIRECTORY_VARIABLE = "DREY_RUNTIME_DIR"
"""An environment variable that names another directory, and nothing is looked for elsewhere."""

SOCKET_SUFFIX = ".sock"
ENDED_SUFFIX = ".json"


class JobControlError(JobError):
    """A job can't be found, or its process can't be asked."""

    code = "JOB_CONTROL"


def directories(environment: Mapping[str, str]) -> list[Path]:
    """Where processes may be found; the first is that of this process.

    A process without ``XDG_RUNTIME_DIR``, such as one of cron, has its socket in ``/tmp``, so that place is always
    looked at.
    """
    chosen = environment.get(DIRECTORY_VARIABLE)
    if chosen:
        return [Path(chosen)]
    shared = Path(f"/tmp/drey-{os.getuid()}")
    session = environment.get("XDG_RUNTIME_DIR")
    own = Path(session or f"/run/user/{os.getuid()}")
    return [own / "drey", shared] if session and own.is_dir() else [shared, own / "drey"]


def make_directory(path: Path) -> None:
    """Make a directory that only the user can enter, if there is none.

    Raises:
        JobControlError: What is there isn't safe.
        OSError: It can't be made.
    """
    try:
        os.mkdir(path, 0o700)
    except FileExistsError:
        check_directory(path)


def check_directory(path: Path) -> None:
    """Refuse a directory that somebody else has made or can write to.

    Raises:
        JobControlError: It isn't a directory of the user alone.
        FileNotFoundError: There is none.
    """
    found = os.lstat(path)
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise JobControlError(
            f"'{path}' is not safe for the sockets of jobs",
            detail="it must be a directory that belongs to you and that nobody else can enter",
            hint=f"remove it, or set {DIRECTORY_VARIABLE} to another directory",
        )
