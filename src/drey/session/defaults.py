"""What the process as a whole brings into every session: options of the command line, and its running jobs."""

from __future__ import annotations

from collections.abc import Callable

from drey.older_keys import todays_key
from drey.runtime.control.server import announce
from drey.runtime.jobs.client import JobHandle

_OPTIONS: dict[str, str] = {}
_JOBS: list[JobHandle] = []

_TURN_SECONDS = 0.2
"""How long one of several jobs is waited for before the others are looked at."""


def set_process_option(key: str, value: str) -> None:
    """Give every session an option; what a program sets itself comes first."""
    _OPTIONS[todays_key(key)] = value


def process_options() -> dict[str, str]:
    """The options that every session starts from."""
    return dict(_OPTIONS)


def track(job: JobHandle) -> None:
    """Remember a job that was submitted, and let other processes of the user find it."""
    _JOBS[:] = [known for known in _JOBS if not known.status().terminal or known.unseen_failure]
    _JOBS.append(job)
    announce(job)


def running_jobs() -> list[JobHandle]:
    """The jobs of this process that have not ended."""
    return [job for job in _JOBS if not job.status().terminal]


def failed_jobs() -> list[JobHandle]:
    """The jobs whose failure nobody has seen yet: ``wait`` raises it."""
    return [job for job in _JOBS if job.unseen_failure]


def wait_for_jobs(report: Callable[[BaseException], None]) -> None:
    """Wait for the end of all jobs that nobody waits for.

    Args:
        report: Is given the failure of a job while others still run, which go on.

    Raises:
        BaseException: The failure of the last one, also of one that failed before the call and that nobody has seen.
        SystemExit: With code 1, where all failures are reported.
    """
    failed = False
    while waiting := [*failed_jobs(), *running_jobs()]:
        for job in waiting:
            try:
                job.wait(None if len(waiting) == 1 else _TURN_SECONDS)
            except Exception as error:
                if not running_jobs() and not failed_jobs():
                    raise
                report(error)
                failed = True
    if failed:
        raise SystemExit(1)


def submitted_jobs() -> list[JobHandle]:
    """The jobs that were running when the last job was submitted, that one, and failures nobody has seen."""
    return list(_JOBS)
