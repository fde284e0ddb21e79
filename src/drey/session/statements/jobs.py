"""SHOW JOBS, DESCRIBE JOB and STOP JOB, for the jobs of this process."""

from __future__ import annotations

import datetime as dt

from drey.errors import ValidationError, did_you_mean
from drey.runtime.jobs.client import JobHandle
from drey.session.defaults import submitted_jobs
from drey.session.result import StatementResult
from drey.session.session import Session
from drey.session.statements.handler import Handlers
from drey.sql.statements.inspection import DescribeJob, Show
from drey.sql.statements.session import StopJob
from drey.types import logical as t

_JOBS = t.RowType.of(
    ("job id", t.string_type()),
    ("job name", t.string_type()),
    ("status", t.string_type()),
    ("start time", t.LocalZonedTimestampType(3)),
    nullable=False,
)


def _row(job: JobHandle) -> tuple[object, ...]:
    started = dt.datetime.fromtimestamp(job.started_at, dt.UTC) if job.started_at is not None else None
    return job.job_id, job.name, job.status().value, started


def list_jobs(session: Session, statement: Show) -> StatementResult:
    """The jobs of this process that the session knows of, the last submitted first."""
    return StatementResult.table(_JOBS, [_row(job) for job in reversed(submitted_jobs())])


def _job(job_id: str) -> JobHandle:
    known = {job.job_id: job for job in submitted_jobs()}
    if job_id not in known:
        raise ValidationError(
            f"no job of this process has the id '{job_id}'",
            hint=did_you_mean(job_id, known) or "SHOW JOBS lists the jobs",
        )
    return known[job_id]


def describe_job(session: Session, statement: DescribeJob) -> StatementResult:
    return StatementResult.table(_JOBS, [_row(_job(statement.job_id))])


def stop_job(session: Session, statement: StopJob) -> StatementResult:
    """Cancel a job; WITH SAVEPOINT stop it with a savepoint and return its path."""
    if statement.with_drain and not statement.with_savepoint:
        raise ValidationError("WITH DRAIN needs WITH SAVEPOINT")
    job = _job(statement.job_id)
    if not statement.with_savepoint:
        job.cancel()
        return StatementResult.ok()
    path = job.stop_with_savepoint(None, drain=statement.with_drain)
    return StatementResult.strings("savepoint path", [path])


HANDLERS: Handlers = {DescribeJob: describe_job, StopJob: stop_job}
