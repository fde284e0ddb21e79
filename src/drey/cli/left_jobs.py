"""What becomes of the jobs that a program leaves running when it ends."""

from __future__ import annotations

import os
import sys
from types import TracebackType

from drey.cli.failures import report
from drey.runtime.interrupts import raising_on_sigterm
from drey.session.defaults import running_jobs, wait_for_jobs

_SIGTERM_CODE = 143


class seeing_jobs_through:  # noqa: N801 - reads as a statement: ``with seeing_jobs_through(): ...``
    """Waits for the jobs that the block has left running; cancels them where it fails, or is interrupted.

    ``sys.exit(0)`` is a good end, as of a program without it. A process that the program has forked has no jobs.
    """

    def __enter__(self) -> None:
        self._owner = os.getpid()
        self._sigterm = raising_on_sigterm()
        self._sigterm.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            if os.getpid() == self._owner:
                _see_through(error)
        finally:
            self._sigterm.__exit__(None, None, None)


def _see_through(error: BaseException | None) -> None:
    if error is None or (isinstance(error, SystemExit) and not error.code):
        try:
            wait_for_jobs(report)
        except BaseException as another:
            _cancel_jobs(another)
            raise
    else:
        _cancel_jobs(error)


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
