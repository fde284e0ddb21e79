"""The files of a snapshot, read as anybody may read them: with Polars and a JSON parser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import drey
from drey.runtime.state.key_groups import key_groups, key_hashes
from tests.doubles.continued import Plan, conducted
from tests.waiting import PATIENCE, eventually

drey.use("embedded")

from pyflink.table import EnvironmentSettings, TableEnvironment  # noqa: E402 (named by drey.use)


def savepoint(directory: Path, columns: str, query: str) -> Path:
    """A savepoint of a query over random rows that never end."""
    t_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
    t_env.execute_sql(
        f"CREATE TABLE numbers ({columns}, v INT) WITH ('connector' = 'datagen', "
        "'rows-per-second' = '20000', 'fields.v.min' = '0', 'fields.v.max' = '50')"
    )
    job = t_env.execute_sql(query)._statement_result.job
    assert job is not None
    eventually(lambda: job.progress().rows_in > 1000)
    return Path(job.stop_with_savepoint(str(directory), timeout=PATIENCE))


def subtasks(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """The state of each operator, which had one subtask."""
    return [only for one in manifest["operators"] for only in one["subtasks"]]


@pytest.mark.parametrize(
    ("columns", "keys", "hash_name"),
    [
        ("k BIGINT", ["k"], "murmur64-1"),
        ("k SMALLINT, l DOUBLE", ["k", "l"], "murmur64-1"),
        ("k STRING", ["k"], f"murmur64-1+polars-{pl.__version__}"),
    ],
)
def test_keyed_state_is_parquet_by_key_group(
    tmp_path: Path, columns: str, keys: list[str], hash_name: str
) -> None:
    query = f"SELECT {', '.join(keys)}, COUNT(*), SUM(v) FROM numbers GROUP BY {', '.join(keys)}"
    path = savepoint(tmp_path, columns, query)
    manifest = json.loads((path / "_metadata").read_text())
    assert (manifest["format"], manifest["version"], manifest["max_parallelism"]) == ("drey.snapshot", 2, 128)
    (aggregate,) = [one for one in subtasks(manifest) if "groups" in one["tables"]]
    assert aggregate["values"]["hash"] == hash_name
    entry = aggregate["tables"]["groups"]
    assert (entry["keys"], entry["hash"]) == (keys, hash_name)
    ((file,),) = entry["layers"]
    groups = pl.read_parquet(path / file["path"])
    assert groups.height == file["rows"] > 0
    assert (path / file["path"]).stat().st_size == file["size"]
    assert groups.columns[: len(keys)] == keys
    assert groups.columns[-1] == entry["key_group"] == "$key_group"
    assert groups.select(keys).is_duplicated().any() is False
    of_rows = groups["$key_group"]
    assert of_rows.dtype == pl.Int32()
    assert of_rows.is_sorted()
    assert [of_rows[0], of_rows[-1]] == file["key_groups"]
    assert of_rows.to_list() == key_groups(key_hashes(groups.select(keys)), 128).tolist()
    counts = groups.select(pl.selectors.numeric().exclude(*keys, "$key_group"))
    assert counts.width >= 2, "an accumulator for each aggregate"


def test_second_level_state_lies_under_the_key_of_its_group(tmp_path: Path) -> None:
    path = savepoint(tmp_path, "k SMALLINT", "SELECT k, COUNT(DISTINCT v) FROM numbers GROUP BY k")
    manifest = json.loads((path / "_metadata").read_text())
    tables = {name: t["layers"][0][0] for one in subtasks(manifest) for name, t in one["tables"].items()}
    (name,) = [name for name in tables if name.startswith("values")]
    values = pl.read_parquet(path / tables[name]["path"])
    groups = pl.read_parquet(path / tables["groups"]["path"])
    assert values["$key_group"].is_sorted()
    assert values["k"].is_in(groups["k"].implode()).all()
    one_group = values.join(groups, on="k").select((pl.col("$key_group") == pl.col("$key_group_right")).all())
    assert one_group.item()


def test_a_restore_needs_no_key_groups_of_the_file(tmp_path: Path) -> None:
    """Under another hash they are computed anew: what a file says of them is for readers that want a part."""
    plan = Plan(3, "savepoint", at=0.5)
    t_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
    values = ", ".join(f"('k{i % 7}', {i})" for i in range(50))
    query = f"SELECT k, SUM(v) FROM (VALUES {values}) AS t(k, v) GROUP BY k"

    def shuffled(path: str) -> None:
        for file in Path(path).glob("*groups.parquet"):
            manifest = Path(path) / "_metadata"
            frame = pl.read_parquet(file).with_columns(pl.lit(0, pl.Int32).alias("$key_group"))
            frame.write_parquet(file)
            text = json.loads(manifest.read_text())
            for one in subtasks(text):
                for table in one["tables"].values():
                    table["layers"][0][0]["crc32"] = None
            manifest.write_text(json.dumps(text))

    with conducted(plan) as continuation:
        continuation.before_restore = shuffled
        rows = list(t_env.execute_sql(query).collect())
    last = {row[0]: row[1] for row in rows if row.get_row_kind().name in ("INSERT", "UPDATE_AFTER")}
    assert continuation.count == 1
    assert last == {f"k{k}": sum(i for i in range(50) if i % 7 == k) for k in range(7)}
