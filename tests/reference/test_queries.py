"""Replays every recorded query in batch and in streaming mode."""

import json
from pathlib import Path

import pytest
from comparing import query_mismatch, report
from queries import load_queries, run_query, sorted_rows
from samples import register_orders, register_samples

import drey

drey.use("embedded")

from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment  # noqa: E402 (named by drey.use)

HERE = Path(__file__).parent
RECORDS = json.loads((HERE / "recorded_queries.json").read_text(encoding="utf-8"))
FILES = sorted({record["file"] for record in RECORDS["records"]})


def describe(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0]


@pytest.mark.parametrize("mode", ["batch", "streaming"])
@pytest.mark.parametrize("file", FILES)
def test_queries_answer_as_recorded(file: str, mode: str) -> None:
    batch = mode == "batch"
    settings = EnvironmentSettings.in_batch_mode() if batch else EnvironmentSettings.in_streaming_mode()
    t_env = TableEnvironment.create(settings)
    t_env.get_config().set("parallelism.default", "1")
    t_env.get_config().set("table.local-time-zone", RECORDS["time_zone"])
    register_samples(t_env, DataTypes)
    register_orders(t_env)
    found = {}
    for record in RECORDS["records"]:
        if record["file"] != file:
            continue
        same = record["streaming"] == "same"
        expected = record["batch"] if batch or same else record["streaming"]
        actual = run_query(t_env, record["sql"], batch, describe)
        if not batch and same and "rows" in expected:
            expected = {**expected, "rows": sorted_rows(expected["rows"])}
        found[record["sql"]] = query_mismatch(expected, actual)
    failure = report(f"{file} ({mode})", found)
    assert not failure, failure


def test_every_query_is_recorded() -> None:
    assert [record["sql"] for record in RECORDS["records"]] == [query.sql for query in load_queries()]
