"""Servers that go away, refuse or hold locks: what is waited for, and what the user sees."""

from __future__ import annotations

import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import pytest

from drey.connectors.api import ReaderContext
from drey.connectors.jdbc.dialects.postgresql import PostgresqlDialect
from drey.connectors.registry import table_factory
from drey.errors import ConnectorError, DependencyError, OptionError
from drey.testing.servers import MariadbServer, PostgresqlServer
from drey.testing.servers.processes import free_port
from tests.connectors.jdbc.databases import TestDatabase, connect
from tests.waiting import PATIENCE, eventually

COLUMNS = "id INT, a STRING"
INS = 0
LOCK_TIMEOUT = "?options=-c%20lock_timeout=300ms"
_CRASH = {"mariadb": signal.SIGKILL, "postgresql": signal.SIGQUIT}


@pytest.fixture(scope="module", params=["mysql", "postgresql"])
def own_database(request, tmp_path_factory):
    """A server that may be restarted."""
    request.getfixturevalue("mariadb_server" if request.param == "mysql" else "postgresql_server")
    kind = MariadbServer if request.param == "mysql" else PostgresqlServer
    server = kind(tmp_path_factory.mktemp("db"), free_port())
    server.start()
    database = TestDatabase(server, "test")
    yield database
    database.connection.close()
    server.stop()


@pytest.fixture
def restartable(own_database):
    own_database.empty()
    own_database.execute("CREATE TABLE keyed (id INT PRIMARY KEY, a VARCHAR(50))")
    own_database.execute("CREATE TABLE plain (id INT, a VARCHAR(50))")
    return own_database


def sink_of(database, spec, name="keyed", **more):
    key = ("id",) if name == "keyed" else ()
    return table_factory("jdbc").create_sink(spec(COLUMNS, database.options(name, **more), primary_key=key))


@pytest.mark.parametrize("crash", [False, True])
def test_a_restarted_server_is_waited_for(restartable, spec, changes, crash):
    patiently = {"connection.max-retry-timeout": f"{PATIENCE:g} s"}
    writer = sink_of(restartable, spec, **patiently).create_writer()
    appends = sink_of(restartable, spec, "plain", **patiently)
    appender, committer = appends.create_writer(), appends.create_committer()
    writer.write(*changes((INS, 1, "a")))
    writer.prepare_commit(1)
    appender.write(*changes((INS, 1, "a")))
    committer.commit(appender.prepare_commit(1))
    server = restartable.server
    server.process.stop(_CRASH[server.name] if crash else server.stop_signal, 30)

    def restart():
        time.sleep(0.5)
        server.start()

    with ThreadPoolExecutor(1) as pool:
        restarted = pool.submit(restart)
        writer.write(*changes((INS, 1, "b"), (INS, 2, "c")))
        writer.prepare_commit(2)
        appender.write(*changes((INS, 2, "b")))
        committer.commit(appender.prepare_commit(2))
        restarted.result()
    for one in (writer, appender, committer):
        one.close()
    restartable.connection.close()
    restartable.connection = type(restartable)(server, "test").connection
    assert restartable.rows("keyed") == [(1, "b"), (2, "c")]
    assert restartable.rows("plain") == [(1, "a"), (2, "b")]


def test_a_server_that_stays_away_is_given_up(restartable, spec, changes):
    options = {"connection.max-retry-timeout": "1 s"}
    writer = sink_of(restartable, spec, **options).create_writer()
    restartable.server.stop()
    try:
        writer.write(*changes((INS, 1, "b")))
        with pytest.raises(ConnectorError, match="can't write into table 'keyed' of a database") as error:
            writer.prepare_commit(1)
        assert "could not be reached for 1 s" in error.value.detail
        assert "connection.max-retry-timeout" in error.value.hint
        with pytest.raises(
            ConnectorError, match="can't connect to a database: the database can't be reached"
        ) as error:
            sink_of(restartable, spec).create_writer()
        assert "is the server running" in error.value.hint
    finally:
        writer.close()
        restartable.server.start()


def kill_others(database):
    """Close all connections to the database but this one."""
    if database.kind == "mysql":
        own = database.execute("SELECT CONNECTION_ID()")
        for (one,) in database.execute(
            f"SELECT id FROM information_schema.processlist WHERE db = '{database.name}' AND id <> {own[0][0]}"
        ):
            database.execute(f"KILL {one}")
    else:
        database.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_a_killed_connection_is_made_again(database, spec, changes, source):
    database.execute("CREATE TABLE keyed (id INT PRIMARY KEY, a VARCHAR(50))")
    writer = sink_of(database, spec).create_writer()
    writer.write(*changes(*((INS, i, "a") for i in range(5000))))
    writer.prepare_commit(1)
    kill_others(database)
    writer.write(*changes((INS, 5000, "b")))
    writer.prepare_commit(2)
    writer.close()
    assert database.execute("SELECT COUNT(*) FROM keyed") == [(5001,)]

    made = source(COLUMNS, database.options("keyed"))
    reader = made.create_reader()
    reader.open(ReaderContext())
    reader.assign(made.create_enumerator().discover())
    seen = []
    while (fetched := reader.fetch(500, 1.0)) is not None:
        seen += fetched.data["id"].to_list()
        if len(seen) in (500, 2000):
            kill_others(database)
    reader.close()
    assert seen == list(range(5001))


def waits_for_a_lock(database):
    """True if a session of the database waits for a lock that another one holds."""
    query = {
        "mysql": "SELECT trx_id FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'",
        "postgresql": "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = '{}'",
    }
    with closing(connect(database.server, database.name)) as another, another.cursor() as cursor:
        cursor.execute(query[database.kind].format(database.name))
        return bool(cursor.fetchall())


def test_a_deadlock_is_tried_again(database, spec, changes):
    database.execute("CREATE TABLE keyed (id INT PRIMARY KEY, a VARCHAR(50))")
    database.execute("INSERT INTO keyed VALUES (1, 'x'), (2, 'x')")
    writer = sink_of(database, spec).create_writer()
    writer.write(*changes((INS, 1, "w"), (INS, 2, "w")))
    # The other one locks 2, then 1 while the writer has 1 and waits for 2: the server ends one of the two.
    database.execute("BEGIN")
    database.execute("UPDATE keyed SET a = 'o' WHERE id = 2")
    with ThreadPoolExecutor(1) as pool:
        written = pool.submit(writer.prepare_commit, 1)
        eventually(lambda: waits_for_a_lock(database) or written.done())
        try:
            database.execute("UPDATE keyed SET a = 'o' WHERE id = 1")
            database.execute("COMMIT")
        except Exception:  # the server may choose either
            database.execute("ROLLBACK")
        written.result(PATIENCE)
    writer.close()
    assert database.rows("keyed") == [(1, "w"), (2, "w")]


@contextmanager
def lock_timeout_of_a_second(database):
    """Sessions of MariaDB that begin now wait for a lock so long; PostgreSQL's are told by the url."""
    if database.kind == "postgresql":
        yield
        return
    [(before,)] = database.execute("SELECT @@global.innodb_lock_wait_timeout")
    database.execute("SET GLOBAL innodb_lock_wait_timeout = 1")
    try:
        yield
    finally:
        database.execute(f"SET GLOBAL innodb_lock_wait_timeout = {before}")


def test_rows_locked_for_good(database, spec, changes):
    database.execute("CREATE TABLE keyed (id INT PRIMARY KEY, a VARCHAR(50))")
    database.execute("INSERT INTO keyed VALUES (1, 'x')")
    options = {"sink.max-retries": "1"}
    if database.kind == "postgresql":
        options["url"] = database.options("keyed")["url"] + LOCK_TIMEOUT
    with lock_timeout_of_a_second(database):
        writer = sink_of(database, spec, **options).create_writer()
        writer.write(*changes((INS, 1, "w")))
    database.execute("BEGIN")
    database.execute("UPDATE keyed SET a = 'o' WHERE id = 1")
    with pytest.raises(ConnectorError, match="another transaction holds a lock for too long") as error:
        writer.prepare_commit(1)
    assert "keyed" in str(error.value)
    assert "1 retries" in error.value.detail
    assert "'sink.max-retries'" in error.value.hint
    if database.kind == "postgresql":
        [(pid,)] = database.execute("SELECT pg_backend_pid()")
        assert error.value.detail.endswith(f"; may be locked by session {pid} of test (idle in transaction)")
        assert "pg_blocking_pids" in error.value.hint
        assert "pg_terminate_backend" not in str(error.value)
    database.execute("ROLLBACK")
    writer.close()


def test_postgresql_does_not_wait_for_locks_without_end(postgresql):
    url = postgresql.options("keyed")["url"]
    for more, expected in (("", "50s"), (LOCK_TIMEOUT, "300ms")):
        dialect = PostgresqlDialect(url + more, "test", "test")
        connection = dialect.connect()
        assert dialect.execute(connection, "SHOW lock_timeout") == [(expected,)]
        connection.close()


def test_a_duplicate_key(database, spec, changes):
    database.execute("CREATE TABLE plain (id INT PRIMARY KEY, a VARCHAR(50))")
    made = sink_of(database, spec, "plain")
    writer, committer = made.create_writer(), made.create_committer()
    writer.write(*changes((INS, 1, "a"), (INS, 1, "b")))
    with pytest.raises(ConnectorError, match="a row with the same key exists") as error:
        committer.commit(writer.prepare_commit(1))
    assert "PRIMARY KEY (...) NOT ENFORCED" in error.value.hint
    writer.close()
    committer.close()


def test_wrong_credentials_and_database(database, read):
    database.execute("CREATE TABLE t (id INT, a VARCHAR(5))")
    options = database.options("t")
    if database.kind == "mysql":  # PostgreSQL trusts the machine's own users here
        with pytest.raises(ConnectorError, match="the database refuses the user") as error:
            read(COLUMNS, {**options, "password": "secret"})
        assert "secret" not in str(error.value)
        assert "'username' and 'password'" in error.value.hint
    with pytest.raises(ConnectorError, match="the database refuses the user"):
        read(COLUMNS, {**options, "username": "nobody"})
    with pytest.raises(ConnectorError, match="the database does not exist"):
        read(COLUMNS, {**options, "url": options["url"] + "_none"})


def test_a_key_that_the_database_does_not_enforce_is_refused(database, spec):
    database.execute("CREATE TABLE plain (id INT, a VARCHAR(5))")
    made = table_factory("jdbc").create_sink(spec(COLUMNS, database.options("plain"), primary_key=("id",)))
    with pytest.raises(ConnectorError, match="no unique constraint") as error:
        made.create_writer()
    database.execute(error.value.hint.removeprefix("create one: "))
    made.create_writer().close()


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("jdbc:mysql//localhost/x", "is no JDBC url"),
        ("jdbc:mysql://me:secret@localhost/x", "no user before its host"),
        ("jdbc:mysql://localhost:port/x", "no host and port"),
        ("jdbc:mysql://localhost/x?usSSL=true", "unknown property 'usSSL'"),
        ("jdbc:mysql://localhost/x?serverTimezone=Asia/Shanghai", "the session runs in UTC"),
        ("jdbc:postgresql://localhost/x?sslmod=require", "unknown property 'sslmod'"),
    ],
)
def test_bad_urls(spec, url, message):
    with pytest.raises(OptionError, match=message) as error:
        spec(COLUMNS, {"connector": "jdbc", "url": url, "table-name": "t"})
    assert "secret" not in str(error.value)


def test_a_missing_driver_is_named(monkeypatch, spec):
    monkeypatch.setitem(sys.modules, "pymysql", None)
    monkeypatch.delitem(sys.modules, "drey.connectors.jdbc.dialects.mysql", raising=False)
    with pytest.raises(
        DependencyError, match=r"the jdbc connector needs for MySQL: pip install 'drey\[jdbc\]'"
    ):
        spec(COLUMNS, {"connector": "jdbc", "url": "jdbc:mysql://localhost/x", "table-name": "t"})
