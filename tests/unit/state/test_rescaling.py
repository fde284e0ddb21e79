"""State that some subtasks have written, taken over by another number of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from drey.runtime.checkpoint.manifest import MANIFEST_FILE, Manifest, merge_operators, read_manifest
from drey.runtime.checkpoint.state_files import StateFileWriter
from drey.runtime.checkpoint.storage import begin_snapshot, complete_snapshot, read_operator
from drey.runtime.elements import ROW_KIND, ChangelogBatch
from drey.runtime.operators.changelog_normalize import ChangelogNormalizeOperator
from drey.runtime.operators.group_aggregate import GroupAggregateOperator
from drey.runtime.operators.operator import Operator
from drey.runtime.state.key_groups import key_groups, key_hashes, subtask_of
from drey.runtime.state.snapshot import OperatorSnapshot
from drey.testing.operators import Materialized, operator_for

GROUPS = 128
KEYS = 500


def call(name: str, arguments: list[int], type_: str, output: str, distinct: bool = False) -> dict[str, Any]:
    return {"name": name, "arguments": arguments, "type": type_, "distinct": distinct, "filter": None,
            "output": output, "options": []}  # fmt: skip


def aggregate() -> GroupAggregateOperator:
    calls = [
        call("COUNT", [], "BIGINT NOT NULL", "n"),
        call("COUNT", [1], "BIGINT NOT NULL", "d", distinct=True),
        call("FIRST_VALUE", [1], "BIGINT", "f"),
    ]
    params = {"keys": ["k"], "calls": calls, "generate_update_before": True, "retract_input": True}
    output = "k STRING, n BIGINT NOT NULL, d BIGINT NOT NULL, f BIGINT"
    made = operator_for(GroupAggregateOperator, params, "k STRING, v BIGINT", output)
    assert isinstance(made, GroupAggregateOperator)
    return made


def normalize() -> Operator:
    return operator_for(
        ChangelogNormalizeOperator, {"keys": ["k"]}, "k STRING, v BIGINT", "k STRING, v BIGINT"
    )


def split(rows: pl.DataFrame, parallelism: int) -> list[pl.DataFrame]:
    """The rows that a hash exchange sends to each subtask."""
    owners = subtask_of(key_groups(key_hashes(rows.select("k")), GROUPS), parallelism, GROUPS)
    return [rows.filter(pl.Series(owners == subtask)) for subtask in range(parallelism)]


def fed(operators: list[Operator], rows: pl.DataFrame, table: Materialized) -> None:
    for operator, part in zip(operators, split(rows, len(operators)), strict=True):
        if part.height:
            table.apply(operator.process(ChangelogBatch(part)))  # type: ignore[arg-type]


def stored(operators: list[Operator], target: Path) -> Manifest:
    """Each subtask writes its part into one directory; then the manifest names them all."""
    temporary = begin_snapshot(target)
    entries = []
    for subtask, operator in enumerate(operators):
        one = OperatorSnapshot("op", "Op", subtask=subtask)
        operator.snapshot(one.writer())
        writer = StateFileWriter(temporary, None, GROUPS, prefix=f"s{subtask}-")
        entries += writer.write([one]).operators
    manifest = Manifest("j", "n", "o", 1, "savepoint", 0, GROUPS, "", ())
    complete_snapshot(temporary, target, manifest, merge_operators(entries))
    return read_manifest(target / MANIFEST_FILE)


def rows_of(seed: int) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    keys = [f"key {k}" for k in rng.integers(0, KEYS, 3000)]
    return pl.DataFrame({"k": keys, "v": rng.integers(0, 9, 3000)})


@pytest.mark.parametrize(("old", "new"), [(1, 2), (2, 3), (3, 2), (4, 1), (2, 2)])
def test_an_aggregate_goes_on_at_another_parallelism(old: int, new: int, tmp_path: Path) -> None:
    undisturbed, rescaled = Materialized(), Materialized()
    alone: list[Operator] = [aggregate()]
    before: list[Operator] = [aggregate() for _ in range(old)]
    fed(alone, rows_of(1), undisturbed)
    fed(before, rows_of(1), rescaled)
    manifest = stored(before, tmp_path / "s")
    (entry,) = manifest.operators
    after: list[Operator] = [aggregate() for _ in range(new)]
    for subtask, operator in enumerate(after):
        operator.restore(read_operator(tmp_path / "s", entry, GROUPS, subtask, new))
    taken_back = rows_of(1).with_columns(pl.lit(3, dtype=pl.Int8).alias(ROW_KIND))[:1500]
    for rows in (rows_of(2), taken_back):
        fed(alone, rows, undisturbed)
        fed(after, rows, rescaled)
    assert rescaled.rows == undisturbed.rows
    assert sum(len(one._table) for one in after) == len(alone[0]._table)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("old", "new"), [(1, 3), (3, 2)])
def test_rows_by_key_that_are_no_table_go_on_at_another_parallelism(
    old: int, new: int, tmp_path: Path
) -> None:
    table = Materialized()
    before = [normalize() for _ in range(old)]
    fed(before, rows_of(1), table)
    (entry,) = stored(before, tmp_path / "s").operators
    after = [normalize() for _ in range(new)]
    for subtask, operator in enumerate(after):
        operator.restore(read_operator(tmp_path / "s", entry, GROUPS, subtask, new))
    fed(after, rows_of(2), table)
    last = pl.concat([rows_of(1), rows_of(2)]).unique("k", keep="last")
    assert table.rows == Counter(last.rows())


def test_key_groups_of_another_hash_are_computed_anew(tmp_path: Path) -> None:
    operator = aggregate()
    fed([operator], rows_of(1), Materialized())
    (entry,) = stored([operator], tmp_path / "s").operators
    (one,) = entry.subtasks
    for name, table in one.tables.items():
        ((file,),) = table.layers
        path = tmp_path / "s" / file.path
        wrong = pl.read_parquet(path).with_columns(pl.lit(5, pl.Int32).alias("$key_group"))
        wrong.write_parquet(path)
        file = replace(file, crc32=None, size=path.stat().st_size, key_groups=(5, 5))
        one.tables[name] = replace(table, hash="murmur64-1+polars-0.1", layers=((file,),))
    shares = [aggregate() for _ in range(3)]
    for subtask, part in enumerate(shares):
        part.restore(read_operator(tmp_path / "s", entry, GROUPS, subtask, 3))
    sizes = [len(part._table) for part in shares]
    assert sum(sizes) == len(operator._table)
    assert min(sizes) > 0


def test_snapshots_with_more_compression_are_smaller_and_hold_the_same(tmp_path: Path) -> None:
    rows = pl.DataFrame({"k": [f"the key with the number {i}" for i in range(5000)]})
    found, sizes = [], []
    for compress in (False, True):
        one = OperatorSnapshot("op", "Op")
        one.writer().table("rows", rows, keys=["k"])
        temporary = begin_snapshot(tmp_path / f"{compress}")
        written = StateFileWriter(temporary, None, GROUPS, compress=compress).write([one])
        (entry,) = merge_operators(written.operators)
        found.append(read_operator(temporary, entry, GROUPS).table("rows"))
        sizes.append(written.size)
    assert found[0].equals(found[1])
    assert set(found[0]["k"]) == set(rows["k"])
    assert sizes[1] < 0.8 * sizes[0]


def test_state_without_keys_goes_to_exactly_one_subtask(tmp_path: Path) -> None:
    temporary = begin_snapshot(tmp_path / "s")
    entries = []
    for subtask in range(3):
        one = OperatorSnapshot(
            "op", "Op", source={"split": subtask}, ended_inputs=(subtask > 0,), subtask=subtask
        )
        one.writer().value("writer", f"state {subtask}")
        one.writer().table("buffer", pl.DataFrame({"a": [subtask]}))
        entries += StateFileWriter(temporary, None, GROUPS, prefix=f"s{subtask}-").write([one]).operators
    (entry,) = merge_operators(reversed(entries))
    shares = [read_operator(temporary, entry, GROUPS, subtask, 2) for subtask in range(2)]
    assert [share.values("writer") for share in shares] == [["state 0", "state 2"], ["state 1"]]
    assert [share.sources for share in shares] == [[{"split": 0}, {"split": 2}], [{"split": 1}]]
    assert [[f["a"].to_list() for f in share.tables("buffer")] for share in shares] == [[[0], [2]], [[1]]]
    assert [share.value("writer") for share in shares] == ["state 0", "state 1"]
    assert shares[0].ended_inputs == (False,)
    nothing = read_operator(temporary, entry, GROUPS, 3, 4)
    assert (nothing.values("writer"), nothing.value("writer"), nothing.table("buffer")) == ([], None, None)
