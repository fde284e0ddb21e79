"""The upsert materialiser against the row-by-row definition of Flink's operator, with both state backends."""

from __future__ import annotations

from collections import defaultdict

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drey.runtime.operators.upsert_materializer import UpsertMaterializer
from drey.runtime.state.backend import MemoryBackend, StateBackend
from drey.runtime.state.rocksdb.backend import RocksDbBackend
from drey.runtime.state.rocksdb.memory import StateMemory
from drey.runtime.state.snapshot import OperatorSnapshot
from drey.runtime.state.ttl import StateTtl
from drey.types.changelog import RowKind
from tests.doubles.graphs import row_type

ROW = row_type(pk="BIGINT", uk="BIGINT", v="STRING")
SCHEMA = {"pk": pl.Int64, "uk": pl.Int64, "v": pl.String}
CHANGES = st.tuples(
    st.sampled_from([0, 1, 2, 3]), st.integers(0, 2), st.integers(0, 2), st.sampled_from(["x", "y", None])
)


def expected(batches, by_upsert_key: bool) -> list[dict[int, tuple]]:
    """The table after each batch, with the rows of each key in a list as Flink keeps them."""
    lists: dict[int, list[tuple]] = defaultdict(list)
    tables = []
    for batch in batches:
        for kind, *values in batch:
            row, rows = tuple(values), lists[values[0]]
            same = [r for r in rows if (r[1] == row[1] if by_upsert_key else r == row)]
            if RowKind(kind).is_add:
                if by_upsert_key and same:
                    rows[rows.index(same[0])] = row
                else:
                    rows.append(row)
            elif same:
                rows.remove(same[0])
        tables.append({key: rows[-1] for key, rows in lists.items() if rows})
    return tables


def backend(name: str, directory) -> StateBackend:
    if name == "hashmap":
        return MemoryBackend()
    return RocksDbBackend(directory, StateMemory(1 << 20, hot_rows=1))


BACKENDS = st.sampled_from(["hashmap", "rocksdb"])


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    batches=st.lists(st.tuples(st.lists(CHANGES, min_size=1, max_size=8), BACKENDS), max_size=6),
    by_upsert_key=st.booleans(),
    recover=st.booleans(),
)
def test_the_table_is_the_one_that_the_row_by_row_operator_keeps(
    batches, by_upsert_key, recover, tmp_path_factory
):
    directory = tmp_path_factory.mktemp("state")
    made: list[StateBackend] = []

    def make(name: str) -> UpsertMaterializer:
        made.append(backend(name, directory))
        return UpsertMaterializer(ROW, ["pk"], ["pk", "uk"] if by_upsert_key else [], made[-1], 16)

    materializer = make(batches[0][1] if batches else "hashmap")
    table: dict[int, tuple] = {}
    wanted_tables = expected([batch for batch, _ in batches], by_upsert_key)
    for (batch, name), wanted in zip(batches, wanted_tables, strict=True):
        if recover:
            snapshot = OperatorSnapshot("sink", "Sink")
            materializer.snapshot(snapshot.writer())
            materializer = make(name)
            materializer.restore(snapshot.reader())
        frame = pl.DataFrame([one[1:] for one in batch], schema=SCHEMA, orient="row")
        kinds = pl.Series([one[0] for one in batch], dtype=pl.Int8)
        rows, out = materializer.apply(frame, kinds)
        for row, kind in zip(rows.rows(), out, strict=True):
            assert (row[0] in table) == (kind != RowKind.INSERT)
            if kind == RowKind.DELETE:
                assert table.pop(row[0]) == row
            else:
                assert table.get(row[0]) != row, "a change that changes nothing"
                table[row[0]] = row
        assert table == wanted
    for one in made:
        one.close()
    assert not list(directory.iterdir())


@pytest.mark.parametrize("upsert_keys", [[], ["uk"]])
def test_the_row_before_comes_back(upsert_keys):
    materializer = UpsertMaterializer(ROW, ["pk"], upsert_keys, MemoryBackend(), 16)

    def play(*changes):
        frame = pl.DataFrame([one[1:] for one in changes], schema=SCHEMA, orient="row")
        rows, kinds = materializer.apply(frame, pl.Series([one[0] for one in changes], dtype=pl.Int8))
        return [(RowKind(kind).short, *row) for kind, row in zip(kinds, rows.rows(), strict=True)]

    assert play((0, 1, 1, "a"), (0, 1, 2, "b")) == [("+I", 1, 2, "b")]
    assert play((3, 1, 2, "b")) == [("+U", 1, 1, "a")]
    assert play((3, 1, 1, "a")) == [("-D", 1, 1, "a")]
    assert materializer.count == 0


def test_rows_leave_memory(tmp_path):
    rocksdb = backend("rocksdb", tmp_path)
    materializer = UpsertMaterializer(ROW, ["pk"], [], rocksdb, 16)
    for number in range(5):
        materializer.apply(pl.DataFrame([(number, 1, "x")], schema=SCHEMA, orient="row"), pl.Series([0]))
    assert materializer.count == 5
    assert list(tmp_path.rglob("db"))
    rocksdb.close()


TTL = 100


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from([0, 1, TTL // 2, TTL - 1, TTL]),
            st.lists(CHANGES, min_size=1, max_size=5),
            st.none() | BACKENDS,
        ),
        max_size=8,
    ),
    first=BACKENDS,
    by_upsert_key=st.booleans(),
)
def test_the_rows_of_a_key_are_forgotten_together(steps, first, by_upsert_key, tmp_path_factory):
    directory, now = tmp_path_factory.mktemp("state"), [1_000_000]
    made: list[StateBackend] = []

    def make(name: str) -> UpsertMaterializer:
        made.append(backend(name, directory))
        keys = ["pk", "uk"] if by_upsert_key else []
        return UpsertMaterializer(ROW, ["pk"], keys, made[-1], 16, StateTtl(TTL), lambda: now[0])

    materializer, lists, changed = make(first), defaultdict(list), dict.fromkeys(range(3), 0)
    for pause, batch, next_backend in steps:
        now[0] += pause
        if next_backend is not None:
            snapshot = OperatorSnapshot("sink", "Sink")
            materializer.snapshot(snapshot.writer())
            materializer = make(next_backend)
            materializer.restore(snapshot.reader())
        for key, at in changed.items():
            if at + TTL <= now[0]:
                lists[key].clear()
        before = {key: rows[-1] for key, rows in lists.items() if rows}
        for kind, *values in batch:
            row, rows = tuple(values), lists[values[0]]
            same = [r for r in rows if (r[1] == row[1] if by_upsert_key else r == row)]
            if RowKind(kind).is_add and by_upsert_key and same:
                rows[rows.index(same[0])] = row
            elif RowKind(kind).is_add:
                rows.append(row)
            elif same:
                rows.remove(same[0])
            if RowKind(kind).is_add or same:
                changed[row[0]] = now[0]
        after = {key: rows[-1] for key, rows in lists.items() if rows}
        wanted = set()
        for key in before.keys() | after.keys():
            if key not in after:
                wanted.add((RowKind.DELETE, before[key]))
            elif before.get(key) != after[key]:
                wanted.add((RowKind.UPDATE_AFTER if key in before else RowKind.INSERT, after[key]))
        frame = pl.DataFrame([one[1:] for one in batch], schema=SCHEMA, orient="row")
        rows, out = materializer.apply(frame, pl.Series([one[0] for one in batch], dtype=pl.Int8))
        assert {(RowKind(kind), row) for row, kind in zip(rows.rows(), out, strict=True)} == wanted
    now[0] += TTL
    for _ in range(2):
        materializer.apply(
            pl.DataFrame([(7, 7, "x")], schema=SCHEMA, orient="row"), pl.Series([0], dtype=pl.Int8)
        )
    assert materializer.count == (1 if by_upsert_key else 2), "what nobody asks for goes, too"
    for one in made:
        one.close()
    assert not list(directory.iterdir())


def test_a_life_can_begin_with_a_restore():
    now = 1_000_000
    forever = UpsertMaterializer(ROW, ["pk"], [], MemoryBackend(), 16)
    forever.apply(pl.DataFrame([(1, 1, "x")], schema=SCHEMA, orient="row"), pl.Series([0], dtype=pl.Int8))
    snapshot = OperatorSnapshot("sink", "Sink")
    forever.snapshot(snapshot.writer())
    short = UpsertMaterializer(ROW, ["pk"], [], MemoryBackend(), 16, StateTtl(TTL), lambda: now)
    short.restore(snapshot.reader())
    taken_back = pl.DataFrame([(1, 1, "x")], schema=SCHEMA, orient="row"), pl.Series([3], dtype=pl.Int8)
    now += TTL - 1
    assert short.apply(*taken_back)[0].height == 1
    short.restore(snapshot.reader())
    now += TTL
    assert short.apply(*taken_back)[0].height == 0
