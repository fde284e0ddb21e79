"""The progress line of ``-v``: rows, rate and watermark of the running jobs, on the terminal's error stream."""

from __future__ import annotations

import datetime as dt
import sys
import threading
from types import TracebackType
from typing import Self

from drey.runtime.jobs.client import JobHandle, Progress
from drey.session.defaults import running_jobs, submitted_jobs

_SECONDS = 1.0


class ProgressLine:
    """Prints a line once a second while it is entered, and a last one for each job at the end."""

    def __init__(self, enabled: bool) -> None:
        self._enabled = enabled
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="progress", daemon=True)

    def __enter__(self) -> Self:
        if self._enabled:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._enabled:
            return
        self._stop.set()
        self._thread.join()
        for job in submitted_jobs():
            print(summary(job), file=sys.stderr)

    def _run(self) -> None:
        end = "\r" if sys.stderr.isatty() else "\n"
        while not self._stop.wait(_SECONDS):
            for job in running_jobs():
                print(text(job), end=end, file=sys.stderr, flush=True)


def text(job: JobHandle) -> str:
    """One line about a running job."""
    now = job.progress()
    mark = "none" if now.watermark is None else _time(now.watermark)
    return (
        f"{job.name}: {now.rows_in:,} rows in, {now.rows_per_second:,.0f} rows/s, {now.rows_out:,} out, "
        f"watermark {mark}, {now.checkpoints} checkpoints{_tasks(now)}"
    )


def summary(job: JobHandle) -> str:
    """One line about a job that has ended."""
    now = job.progress()
    rate = now.rows_in / now.seconds if now.seconds else 0.0
    return (
        f"{job.name}: {now.status.value}, {now.rows_in:,} rows in, {now.rows_out:,} out, "
        f"{now.seconds:.2f} s, {rate:,.0f} rows/s{_tasks(now)}"
    )


def _tasks(now: Progress) -> str:
    """What there is to say of a parallel job, or of one that was restarted."""
    text = f", parallelism {now.parallelism}" if now.parallelism > 1 else ""
    return text + (f", {now.restarts} restarts" if now.restarts else "")


def _time(milliseconds: int) -> str:
    return dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC).isoformat(sep=" ", timespec="milliseconds")
