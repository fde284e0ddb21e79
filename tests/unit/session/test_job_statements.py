"""SHOW JOBS, DESCRIBE JOB and STOP JOB on a job that would never end."""

from __future__ import annotations

import pytest
from tests.waiting import PATIENCE

from drey.errors import ValidationError
from drey.runtime.scheduling.job_status import JobStatus
from drey.session.result import StatementResult
from drey.session.session import Session
from drey.session.statements import execute_statement
from drey.sql import parse_statement


def run(session: Session, sql: str) -> StatementResult:
    return execute_statement(session, parse_statement(sql))


def test_a_job_is_listed_described_and_stopped() -> None:
    session = Session({"pipeline.name": "endless"})
    run(session, "CREATE TABLE numbers (a INT) WITH ('connector' = 'datagen', 'rows-per-second' = '1')")
    run(session, "CREATE TABLE nowhere (a INT) WITH ('connector' = 'blackhole')")
    job = run(session, "INSERT INTO nowhere SELECT a FROM numbers").job
    assert job is not None
    listed = {row[0]: row[1] for row in run(session, "SHOW JOBS").rows}
    assert listed[job.job_id] == "endless"
    assert run(session, f"DESCRIBE JOB '{job.job_id}'").rows[0][:2] == (job.job_id, "endless")
    run(session, f"STOP JOB '{job.job_id}'")
    assert job.wait(PATIENCE) is JobStatus.CANCELED


def test_an_unknown_job_is_named() -> None:
    with pytest.raises(ValidationError, match="no job of this process has the id 'abc'"):
        run(Session(), "STOP JOB 'abc'")
