"""CURRENT_WATERMARK in a streaming job: what the operator's input has reached when a batch comes."""

from __future__ import annotations

import datetime as dt

import pytest

import drey
from drey.errors import ValidationError

drey.use("embedded")

from pyflink.table import EnvironmentSettings, TableEnvironment  # noqa: E402 (named by drey.use)

LINES = ["1,2024-01-01 00:00:00", "2,2024-01-01 00:00:05", "3,2024-01-01 00:00:02", "4,2024-01-01 00:00:09"]


@pytest.fixture(params=["streaming", "batch"])
def mode(request):
    return request.param


@pytest.fixture
def t_env(tmp_path, mode):
    (tmp_path / "w.csv").write_text("\n".join(LINES))
    settings = EnvironmentSettings.new_instance()
    made = TableEnvironment.create(
        (settings.in_batch_mode() if mode == "batch" else settings.in_streaming_mode()).build()
    )
    made.get_config().set("drey.source.batch-rows", "1")
    made.get_config().set("table.local-time-zone", "UTC")
    made.execute_sql(f"""
        CREATE TABLE w (id INT, ts TIMESTAMP(3), z AS CAST(ts AS TIMESTAMP_LTZ(3)), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)
        WITH ('connector' = 'filesystem', 'path' = '{tmp_path}/w.csv', 'format' = 'csv')""")
    return made


def rows(t_env, sql):
    with t_env.execute_sql(sql).collect() as found:
        return sorted(tuple(row) for row in found)


def at(second):
    return dt.datetime(2024, 1, 1) + dt.timedelta(seconds=second)


def test_the_watermark_before_each_batch(t_env, mode):
    expected = [None] * 4 if mode == "batch" else [None, at(-1), at(4), at(4)]
    assert rows(t_env, "SELECT id, CURRENT_WATERMARK(ts) FROM w") == list(
        zip([1, 2, 3, 4], expected, strict=True)
    )


def test_late_rows_are_filtered(t_env, mode):
    late = "CURRENT_WATERMARK(ts) IS NOT NULL AND ts <= CURRENT_WATERMARK(ts)"
    assert rows(t_env, f"SELECT id FROM w WHERE {late}") == ([] if mode == "batch" else [(3,)])
    assert len(rows(t_env, f"SELECT id FROM w WHERE NOT ({late})")) == (4 if mode == "batch" else 3)


def test_only_a_rowtime_has_a_watermark(t_env):
    for argument in ("z", "CAST(ts AS TIMESTAMP(6))", "TIMESTAMP '2024-01-01 00:00:00'"):
        with pytest.raises(ValidationError, match="must be a rowtime attribute"):
            t_env.sql_query(f"SELECT CURRENT_WATERMARK({argument}) FROM w")
    for arguments in ("id", "", "ts, ts"):
        with pytest.raises(ValidationError):
            t_env.sql_query(f"SELECT CURRENT_WATERMARK({arguments}) FROM w")
