"""Settings of the processes that belong to Drey: the command's and the workers'."""

from __future__ import annotations

import ctypes
import os
import sys

_TURN_SECONDS = 0.0005

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
_MMAP_BYTES = 8 << 20
_TRIM_BYTES = 64 << 20


def shorten_turns() -> None:
    """Let threads take the interpreter from each other sooner than after Python's 5 ms.

    Readers and tasks take turns with each batch: rows that wait for two turns of 5 ms are 10 ms late.
    """
    sys.setswitchinterval(_TURN_SECONDS)


def keep_freed_memory() -> None:
    """Let the C library keep up to 64 MiB that are freed for what is asked next.

    Arrays and frames of 1 MiB come and go with each batch. By itself glibc gives most of them back to the system, and
    the next one costs a page fault for each 4 KiB: half of the time of an exchange of batches of 16,384 rows, a tenth
    of that of a GROUP BY. Blocks of 8 MiB and more are still given back at once. Other C libraries, and a process whose
    environment has settings of its own, stay as they are.
    """
    if "GLIBC_TUNABLES" in os.environ or any(name.startswith("MALLOC_") for name in os.environ):
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _MMAP_BYTES)
        mallopt(_M_TRIM_THRESHOLD, _TRIM_BYTES)
