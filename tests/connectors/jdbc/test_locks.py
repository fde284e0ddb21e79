"""Whom an error names when a write into PostgreSQL has waited for a lock, and whom not."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from drey.connectors.api import WriterContext
from drey.connectors.registry import table_factory
from drey.errors import ConnectorError
from tests.connectors.jdbc.databases import connect
from tests.waiting import PATIENCE, eventually

INS, DEL = 0, 3
JOB = "0123456789abcdef0123456789abcdef"
UPDATE = "UPDATE keyed SET a = 'o' WHERE id = 1"
SHORT, LONG = "lock_timeout=100ms", "lock_timeout=20s"
"""How long a write waits: LONG where a test does something meanwhile, which a slow machine has done by then, too."""


@pytest.fixture
def session(postgresql):
    """Opens a session that begins a transaction with some statements."""
    opened = []

    def begin(*statements, name=""):
        one = connect(postgresql.server, postgresql.name)
        opened.append(one)
        one.execute("SELECT set_config('application_name', %s, false)", [name])
        one.execute("BEGIN")
        for statement in statements:
            one.execute(statement)
        return one

    postgresql.execute("CREATE TABLE keyed (id INT PRIMARY KEY, a VARCHAR(50))")
    postgresql.execute("INSERT INTO keyed VALUES (1, 'x'), (2, 'x'), (3, 'x')")
    postgresql.execute("CREATE TABLE plain (id INT, a VARCHAR(50))")
    yield begin
    for one in opened:
        one.close()


@pytest.fixture
def sink(postgresql, spec):
    def make(table="keyed", properties=f"options=-c%20{SHORT}", **more):
        options = postgresql.options(table, **{"sink.max-retries": "0", **more})
        options["url"] += f"?{properties}"
        key = ("id",) if table == "keyed" else ()
        return table_factory("jdbc").create_sink(spec("id INT, a STRING", options, primary_key=key))

    return make


@pytest.fixture
def failed_write(sink, changes):
    """The error of a write into row 1 that waits for a lock; ``meanwhile`` is called with the write's future."""

    def fail(meanwhile=None):
        writer = sink(properties=f"options=-c%20{LONG if meanwhile else SHORT}").create_writer()
        writer.open(WriterContext(job_id=JOB))
        writer.write(*changes((INS, 1, "w")))
        with ThreadPoolExecutor() as pool:
            written = pool.submit(writer.prepare_commit, 1)
            if meanwhile:
                meanwhile(written)
            with pytest.raises(ConnectorError) as error:
                written.result(PATIENCE)
        writer.close()
        return error.value

    return fail


def wait_for_lock(postgresql, waiting, sessions=1):
    """Return when so many sessions wait for a lock; fail when what is to wait has ended instead."""
    count = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    eventually(
        lambda: waiting.done() or postgresql.execute(count) == [(sessions,)],
        lambda: postgresql.execute(count),
    )
    assert not waiting.done(), waiting.exception()


def named(*sessions):
    """The end of a detail that names these sessions, each with its state."""
    return "; may be locked by " + " or ".join(
        f"session {one.info.backend_pid} of test ({state})" for one, state in sessions
    )


@pytest.mark.parametrize(
    "statement",
    [
        UPDATE,
        "SELECT * FROM keyed WHERE id = 1 FOR UPDATE",
        "LOCK TABLE keyed IN SHARE MODE",
        "LOCK TABLE keyed IN EXCLUSIVE MODE",
    ],
)
def test_a_reader_is_not_named_beside_who_locks(session, failed_write, statement):
    session("SELECT * FROM keyed")
    locking = session(statement, name="nightly")
    error = failed_write()
    assert "another transaction holds a lock for too long" in str(error)
    assert error.detail.endswith(named((locking, "nightly, idle in transaction")))
    assert "pg_terminate_backend" not in str(error)
    assert "pg_blocking_pids" in error.hint


def test_who_can_not_have_been_in_the_way_is_not_named(postgresql, session, failed_write):
    locking = session(UPDATE)
    session("UPDATE keyed SET a = 'o' WHERE id = 9")  # no row
    session("SELECT * FROM keyed WHERE id = 9 FOR UPDATE")
    session("LOCK TABLE keyed IN SHARE UPDATE EXCLUSIVE MODE")  # as VACUUM has it
    session("UPDATE keyed SET a = 'o' WHERE id = 2", name=f"drey {JOB}")  # the same job
    session("INSERT INTO plain VALUES (1, 'x')")  # another table

    def meanwhile(written):
        wait_for_lock(postgresql, written)
        # The wait's begin is reckoned back from the look for holders, which may come late by so much.
        time.sleep(10)
        assert not written.done()
        session("UPDATE keyed SET a = 'o' WHERE id = 3")
        assert not written.done()

    assert failed_write(meanwhile).detail.endswith(named((locking, "idle in transaction")))


def test_who_may_have_been_in_the_way_is_named_oldest_first(session, failed_write):
    holders = [session(UPDATE.replace("1", str(row))) for row in (3, 1)]
    error = failed_write()
    assert error.detail.endswith(named(*((one, "idle in transaction") for one in holders)))


def test_who_waits_in_front_for_the_table_is_named(postgresql, session, failed_write):
    reader = session("SELECT * FROM keyed")
    altering = session()
    with ThreadPoolExecutor() as pool:
        altered = pool.submit(altering.execute, "ALTER TABLE keyed ADD b INT")
        try:
            wait_for_lock(postgresql, altered)
            error = failed_write()
        finally:
            reader.rollback()
        altered.result(PATIENCE)
    assert error.detail.endswith(named((altering, "active")))


def test_a_deadlock_names_nobody(postgresql, session, sink, changes):
    properties = f"options=-c%20deadlock_timeout=100ms%20-c%20lock_timeout={PATIENCE:.0f}s"
    writer = sink(properties=properties).create_writer()
    writer.write(*changes((INS, 1, "w"), (INS, 2, "w"), (INS, 3, "w")))
    holding = session(UPDATE.replace("1", "2"))
    # It waits for the writer before the writer waits for it, and looks for no deadlock: the writer does, and gives way.
    other = session("SET deadlock_timeout = '1h'", UPDATE.replace("1", "3"))
    with ThreadPoolExecutor() as pool:
        written = pool.submit(writer.prepare_commit, 1)
        try:
            wait_for_lock(postgresql, written)
            updated = pool.submit(other.execute, UPDATE)
            wait_for_lock(postgresql, written, 2)
        finally:
            holding.rollback()
        with pytest.raises(ConnectorError, match="a deadlock with another transaction") as error:
            written.result(PATIENCE)
        updated.result(PATIENCE)
    assert "may be locked" not in error.value.detail
    assert f"session {other.info.backend_pid}" not in str(error.value)
    assert error.value.hint == "raise 'sink.max-retries'"
    writer.close()


def test_a_lock_on_the_table_of_commits_names_nobody(session, sink, changes):
    made = sink("plain")
    writer, committer = made.create_writer(), made.create_committer()
    writer.write(*changes((INS, 1, "a")))
    committer.commit(writer.prepare_commit(1))
    session("INSERT INTO plain VALUES (2, 'b')")
    session("SELECT * FROM drey_commits FOR UPDATE")
    writer.write(*changes((INS, 3, "c")))
    with pytest.raises(ConnectorError, match="holds a lock for too long") as error:
        committer.commit(writer.prepare_commit(2))
    assert "may be locked" not in error.value.detail
    writer.close()
    committer.close()


@pytest.mark.parametrize(
    ("properties", "name"),
    [
        ("connectTimeout=9", f"drey {JOB}"),
        ("ApplicationName=", f"drey {JOB}"),
        ("ApplicationName=shop", "shop"),
        ("options=-c%20application_name=shop", "shop"),
    ],
)
def test_sessions_of_a_sink_have_the_name_of_the_job(postgresql, session, sink, changes, properties, name):
    def names():
        return postgresql.execute(
            "SELECT application_name FROM pg_stat_activity "
            "WHERE datname = current_database() AND application_name <> '' ORDER BY pid"
        )

    made = sink("plain", properties)
    writer = made.create_writer()
    writer.open(WriterContext(job_id=JOB))
    committer = made.create_committer()
    committer.open(WriterContext(job_id=JOB))
    for epoch in (1, 2):
        writer.write(*changes((INS, epoch, "a")))
        committer.commit(writer.prepare_commit(epoch))
        # The committer's second connection is made because its first is lost.
        assert names() == ([(name,), (name,)] if epoch == 1 else [(name,)])
        postgresql.execute("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
                           f"WHERE datname = current_database() AND application_name = '{name}'")  # fmt: skip
    writer.close()
    committer.close()
