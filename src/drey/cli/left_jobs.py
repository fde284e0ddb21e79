"""What becomes of the jobs that a program leaves running when it ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from drey.cli.failures import report
from drey.runtime.interrupts import raising_on_sigterm
from drey.session.defaults import running_jobs, wait_for_jobs

_SIGTERM_CODE = 143


@contextmanager
def seeing_jobs_through() -> Iterator[None]:
    """Wait for the jobs that the block has left running; cancel them where it fails, or is interrupted.

    ``sys.exit(0)`` is a good end, as of a program without it. A process that the program has forked has no jobs.
    """
    owner = os.getpid()
    with raising_on_sigterm():
        try:
            try:
                yield
            except SystemExit as ended:
                if ended.code or os.getpid() != owner:
                    raise
                wait_for_jobs(report)
                raise
            if os.getpid() == owner:
                wait_for_jobs(report)
        except BaseException as error:
            if os.getpid() == owner:
                _cancel_jobs(error)
            raise


def _cancel_jobs(error: BaseException) -> None:
    asked = isinstance(error, KeyboardInterrupt) or (
        isinstance(error, SystemExit) and error.code == _SIGTERM_CODE
    )
    for job in running_jobs():
        if not asked:
            print(
                f"warning: job '{job.name}' is cancelled, as the program ends with an error", file=sys.stderr
            )
        job.end()
