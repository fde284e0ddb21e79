"""Points at which a fault test kills a process; without the variable ``DREY_FAULT`` they do nothing.

``DREY_FAULT=pre-commit:3:/tmp/x/fired`` kills the process that passes ``pre-commit`` as its third time with SIGKILL, and
makes the file, with its pid, so that it happens once only, whichever process comes first. ``pre-commit/STOP:3:...``
stops it with SIGSTOP instead. ``DREY_FAULT=@/tmp/x/fault`` reads that from a file, if it is there, each time a point is
passed, so that a running job can be hit again; each of its texts counts the passings for itself. Workers inherit the
environment. All points are passed once for each checkpoint, never for rows.
"""

from __future__ import annotations

import os
import signal
from collections import Counter
from pathlib import Path

VARIABLE = "DREY_FAULT"

POINTS = (
    "before-barrier",  # a task is aligned and has taken nothing yet
    "after-barrier",  # its snapshot is taken
    "snapshot-written",  # its files are there
    "acknowledged",  # the job has been told
    "pre-commit",  # a sink has prepared
    "manifest-written",  # the checkpoint is complete, and no task knows
    "before-commit",  # a sink is about to commit
    "committed",  # it has
)

_passed: Counter[str] = Counter()


def reach(point: str) -> None:
    """Die here, or stop, if a test wants it."""
    wanted = os.environ.get(VARIABLE)
    if wanted is not None and wanted.startswith("@"):
        try:
            wanted = Path(wanted[1:]).read_text(encoding="utf-8")
        except FileNotFoundError:
            return
    if wanted is None:
        return
    name, number, fired = wanted.split(":", 2)
    name, _, stop = name.partition("/")
    if name != point:
        return
    _passed[wanted] += 1
    if _passed[wanted] < int(number):
        return
    try:
        with Path(fired).open("x") as file:
            file.write(str(os.getpid()))
    except FileExistsError:
        return
    os.kill(os.getpid(), signal.SIGSTOP if stop else signal.SIGKILL)
