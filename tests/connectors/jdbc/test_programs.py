"""SQL programs over databases on real servers, end to end."""

from __future__ import annotations

import pytest

import drey
from tests.waiting import eventually

drey.use("embedded")

from pyflink.table import EnvironmentSettings, TableEnvironment  # noqa: E402 (named by drey.use)


@pytest.fixture
def t_env():
    return TableEnvironment.create(EnvironmentSettings.in_streaming_mode())


def test_upsert_and_scan(database, t_env):
    database.execute("CREATE TABLE totals (k VARCHAR(20) PRIMARY KEY, n BIGINT, total DECIMAL(38, 2))")
    columns = "k STRING, n BIGINT, total DECIMAL(38, 2), PRIMARY KEY (k) NOT ENFORCED"
    t_env.execute_sql(f"CREATE TABLE totals ({columns}) {database.ddl('totals')}")
    rows = "('a', 1.50), ('b', 2.25), ('b', CAST(NULL AS DECIMAL(10, 2))), ('it''s', 4)"
    t_env.execute_sql(
        f"INSERT INTO totals SELECT k, COUNT(*), SUM(v) FROM (VALUES {rows}) AS t (k, v) GROUP BY k"
    ).wait()
    with t_env.execute_sql("SELECT k, n, CAST(total AS STRING) FROM totals WHERE n < 3").collect() as found:
        assert sorted(tuple(row) for row in found) == [
            ("a", 1, "1.50"),
            ("b", 2, "2.25"),
            ("it's", 1, "4.00"),
        ]


def test_the_spelling_of_flink_1_10(mysql, t_env):
    """The sink of PyFlink's introduction of 2020: the key comes from the query."""
    mysql.execute("CREATE TABLE access (province VARCHAR(20) PRIMARY KEY, n BIGINT)")
    options = {
        "connector.type": "jdbc",
        "connector.url": mysql.options("x")["url"] + "?useSSL=false&characterEncoding=utf8",
        "connector.table": "access",
        "connector.driver": "com.mysql.jdbc.Driver",
        "connector.username": "test",
        "connector.password": "test",
        "connector.write.flush.max-rows": "1",
        "connector.write.flush.interval": "1s",
        "connector.write.max-retries": "2",
        "update-mode": "upsert",
    }
    ddl = ", ".join(f"'{key}' = '{value}'" for key, value in options.items())
    with pytest.warns(DeprecationWarning, match="spelled as in Flink 1.10") as warned:
        t_env.execute_sql(f"CREATE TABLE access (province VARCHAR, n BIGINT) WITH ({ddl})")
    assert "'test'" not in str(warned[0].message).replace("'username' = 'test'", "")
    rows = "('Peking'), ('Shanghai'), ('Peking')"
    t_env.execute_sql(
        f"INSERT INTO access SELECT p, COUNT(*) FROM (VALUES {rows}) AS t (p) GROUP BY p"
    ).wait()
    assert mysql.rows("access") == [("Peking", 2), ("Shanghai", 1)]


def test_sessions_of_a_sink_have_the_name_of_the_job(postgresql, t_env):
    """A writer's and a committer's: an error about a lock never names a session of the job itself."""
    postgresql.execute("CREATE TABLE numbers (n INT)")
    t_env.get_config().set("execution.checkpointing.interval", "100 ms")
    t_env.execute_sql("CREATE TABLE source (n INT) WITH ('connector' = 'datagen', 'rows-per-second' = '100')")
    t_env.execute_sql(f"CREATE TABLE numbers (n INT) {postgresql.ddl('numbers')}")
    job = t_env.execute_sql("INSERT INTO numbers SELECT n FROM source").get_job_client()
    eventually(lambda: postgresql.execute("SELECT COUNT(*) FROM numbers") != [(0,)], "no row came", 0.05)
    names = postgresql.execute(
        "SELECT application_name FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    job.cancel().result()
    assert names == [(f"drey {job.get_job_id()}",)] * 2
