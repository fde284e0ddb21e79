"""Increments with RocksDB of what belongs to keys: second-level tables, and Python objects."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drey.functions.aggregates.accumulator import Rows
from drey.runtime.checkpoint.manifest import Manifest
from drey.runtime.checkpoint.state_files import StateFileWriter
from drey.runtime.checkpoint.storage import open_operator, read_snapshot, write_snapshot
from drey.runtime.state.chains import Chains
from drey.runtime.state.columns import FixedColumn
from drey.runtime.state.objects.current import CurrentKey
from drey.runtime.state.objects.list_state import ObjectListState
from drey.runtime.state.objects.map_state import ObjectMapState
from drey.runtime.state.objects.value_state import ObjectValueState
from drey.runtime.state.rocksdb.backend import RocksDbBackend
from drey.runtime.state.rocksdb.memory import StateMemory
from drey.runtime.state.snapshot import OperatorSnapshot
from drey.runtime.state.value_tables import CountedValues, ListedValues

GROUPS = 16


class Checkpoints:
    """Takes complete incremental checkpoints of whatever ``write`` writes."""

    def __init__(self, directory: Path, write: Callable[[Any], None], smallest: int = 0) -> None:
        self.directory = directory
        self._write = write
        self._smallest = smallest
        self._chains = Chains(smallest)
        self._number = 0

    def take(self, whole: bool = False) -> int:
        """One more, by wish with all rows although it might be an increment; the bytes that it wrote."""
        self._number += 1
        if whole:
            self._chains = Chains(self._smallest)
        one = OperatorSnapshot("op", "Op")
        self._write(one.writer(self._chains))
        manifest = Manifest("cafe" * 8, "n", "o", self._number, "checkpoint", 0, GROUPS, "", ())
        stored = write_snapshot(self.directory / f"chk-{self._number}", manifest, [one])
        self._chains.written(self._number, stored.chains)
        self._chains.completed(self._number)
        return stored.size

    def table(self, name: str) -> list[pl.DataFrame]:
        """A table of the last one, in parts with rows."""
        (operator,) = read_snapshot(self.directory / f"chk-{self._number}")[1].values()
        return [frame for frame in operator.tables[name].frames() if frame.height]


@pytest.mark.parametrize("kind", [CountedValues, ListedValues])
@pytest.mark.parametrize("hot_rows", [2_000, 100_000])
def test_second_level_rows_of_one_key_in_a_hundred(tmp_path: Path, kind: Any, hot_rows: int) -> None:
    backend = RocksDbBackend(tmp_path / "db", StateMemory(1 << 20, hot_rows))
    table = backend.keyed_table({"k": pl.Int64()}, {"n": FixedColumn(pl.Int64(), 0)}, GROUPS)
    values = kind([pl.Int64()], table.index)
    table.attach("values", values)

    def add(keys: np.ndarray, value: int) -> None:
        for start in range(0, len(keys), 1000):
            some = keys[start : start + 1000]
            slots, _ = table.lookup_or_insert(pl.DataFrame({"k": some}))
            table.tracker.touch(slots)
            values.update(Rows(slots, (pl.Series(some * 10 + value),)))

    checkpoints = Checkpoints(tmp_path, lambda writer: writer.slots("values", values.tracker, GROUPS))
    keys = np.arange(10_000)
    for value in range(3):
        add(keys, value)
    whole = checkpoints.take()
    expected = {(key, 10 * key + value) for key in range(10_000) for value in range(3)}
    for round_ in range(3):
        changed = keys[round_ * 37 :: 100]
        add(changed, 5 + round_)
        expected |= {(key, 10 * key + 5 + round_) for key in changed.tolist()}
        gone = table.lookup(pl.DataFrame({"k": keys[round_ * 10 : round_ * 10 + 5]}))
        table.tracker.touch(gone)
        values.discard(gone)
        table.delete(gone)
        expected = {one for one in expected if not round_ * 10 <= one[0] < round_ * 10 + 5}
        assert checkpoints.take() < 0.05 * whole
    found = pl.concat(checkpoints.table("values"))
    assert found.height == len(expected)
    assert set(found.select("k", "$value0").iter_rows()) == expected
    backend.close()


@pytest.mark.parametrize("hot_rows", [500, 100_000])
def test_a_row_may_take_the_number_of_a_deleted_one(tmp_path: Path, hot_rows: int) -> None:
    """The number's deletion belongs to increments on cuts before it, and to no other."""
    backend = RocksDbBackend(tmp_path / "db", StateMemory(1 << 20, hot_rows))
    table = backend.keyed_table({"k": pl.Int64()}, {"n": FixedColumn(pl.Int64(), 0)}, GROUPS)
    values = ListedValues([pl.Int64()], table.index)
    table.attach("values", values)

    def write(writer: Any) -> None:
        writer.slots("keys", table.tracker, GROUPS)
        writer.slots("values", values.tracker, GROUPS)

    def add(keys: range) -> None:
        for start in range(keys.start, keys.stop, 200):
            some = np.arange(start, min(start + 200, keys.stop))
            slots, _ = table.lookup_or_insert(pl.DataFrame({"k": some}))
            table.tracker.touch(slots)
            values.update(Rows(slots, (pl.Series(some),)))

    checkpoints = Checkpoints(tmp_path, write)
    add(range(2000))
    expected = set(range(2000))
    for number in range(12):
        checkpoints.take(whole=number % 4 == 3)
        gone = table.lookup(pl.DataFrame({"k": [number]}))
        table.tracker.touch(gone)
        values.discard(gone)
        table.delete(gone)
        add(range(5000 + number, 5001 + number))
        expected = expected - {number} | {5000 + number}
    checkpoints.take()
    for name in ("keys", "values"):
        assert sorted(pl.concat(checkpoints.table(name))["k"]) == sorted(expected), name
    backend.close()


def test_the_change_log_of_a_table_that_has_shrunk_stays_small(tmp_path: Path) -> None:
    backend = RocksDbBackend(tmp_path / "db", StateMemory(1 << 20, hot_rows=500))
    table = backend.keyed_table({"k": pl.Int64()}, {"n": FixedColumn(pl.Int64(), 0)}, GROUPS)

    def touch(keys: range) -> None:
        for start in range(keys.start, keys.stop, 200):
            slots, _ = table.lookup_or_insert(pl.DataFrame({"k": np.arange(start, start + 200)}))
            table.tracker.touch(slots)

    checkpoints = Checkpoints(
        tmp_path, lambda writer: writer.slots("keys", table.tracker, GROUPS), smallest=100_000
    )
    touch(range(20_000))
    checkpoints.take()
    for start in range(2_000, 20_000, 200):
        gone = table.lookup(pl.DataFrame({"k": np.arange(start, start + 200)}))
        table.tracker.touch(gone)
        table.delete(gone)
    sizes = []
    for _ in range(30):
        touch(range(2_000))
        checkpoints.take()
        sizes.append(sum(file.stat().st_size for file in (tmp_path / "db").rglob("*.arrow")))
    assert table.tracker.nbytes < 100_000
    assert 0 < max(sizes[10:]) <= 1.5 * max(sizes[:10])
    assert sorted(pl.concat(checkpoints.table("keys"))["k"]) == list(range(2_000))
    backend.close()


def hashed(number: int) -> str:
    """A text that no codec makes much shorter."""
    return hashlib.sha256(str(number).encode()).hexdigest()


@pytest.mark.parametrize("hot_rows", [2_000, 100_000])
def test_objects_of_one_key_in_a_hundred(tmp_path: Path, hot_rows: int) -> None:
    backend = RocksDbBackend(tmp_path / "db", StateMemory(1 << 20, hot_rows))
    held = backend.object_map()
    tracker = backend.object_tracker(held, ObjectValueState.rows_of)
    assert tracker is not None
    checkpoints = Checkpoints(tmp_path, lambda writer: writer.slots("state", tracker, GROUPS))
    expected = {f"key {number}": hashed(number) for number in range(20_000)}
    held.update(expected)
    whole = checkpoints.take()
    for round_ in range(3):
        changed = {f"key {number}": hashed(-number) for number in range(round_, 20_000, 100)}
        held.update(changed)
        expected.update(changed)
        del held[f"key {round_ + 50}"], expected[f"key {round_ + 50}"]
        assert checkpoints.take() < 0.05 * whole
    found = pl.concat(checkpoints.table("state")).select("key", "value")
    assert dict(found.iter_rows()) == expected
    backend.close()


KEYS = st.integers(0, 9)
STEPS = st.one_of(
    st.tuples(st.just("put"), KEYS, st.integers(0, 3)),
    st.tuples(st.just("remove"), KEYS, st.integers(0, 3)),
    st.tuples(st.just("append"), KEYS, st.integers(0, 3)),
    st.tuples(st.just("clear"), KEYS, st.just(0)),
    st.tuples(st.just("checkpoint"), st.sampled_from([0, 0, 1]), st.just(0)),
)


class Model:
    """A map state and a list state, and what they must hold."""

    def __init__(self, directory: Path, hot_rows: int) -> None:
        self.directory = directory
        self.current = CurrentKey()
        self.backend = RocksDbBackend(directory, StateMemory(1 << 20, hot_rows))
        self.maps = ObjectMapState(self.current, self.backend.object_map())
        self.lists = ObjectListState(self.current, self.backend.object_map())
        self.expected: tuple[dict[int, dict[int, str]], dict[int, list[int]]] = {}, {}
        self.chains = Chains(smallest=0)

    def play(self, action: str, key: int, value: int) -> None:
        maps, lists = self.expected
        self.current.key = key
        match action:
            case "put":
                self.maps.put(value, f"{key} {value}")
                maps.setdefault(key, {})[value] = f"{key} {value}"
            case "remove":
                self.maps.remove(value)
                maps.get(key, {}).pop(value, None)
            case "append":
                self.lists.add(value)
                lists.setdefault(key, []).append(value)
            case "clear":
                self.maps.clear()
                self.lists.clear()
                maps.pop(key, None)
                lists.pop(key, None)

    def checkpoint(self, number: int, complete: bool) -> None:
        snapshot = OperatorSnapshot("op", "Op")
        for name, state in (("maps", self.maps), ("lists", self.lists)):
            tracker = self.backend.object_tracker(state.held, state.rows_of)
            assert tracker is not None
            snapshot.writer(self.chains).slots(name, tracker, GROUPS)
        directory = self.directory / f"chk-{number}"
        directory.mkdir()
        written = StateFileWriter(directory, self.directory / "shared", GROUPS).write([snapshot])
        if not complete:
            return
        self.chains.written(number, written.chains)
        self.chains.completed(number)
        (part,) = open_operator(directory, written.operators[0])
        maps, lists = ObjectMapState(self.current), ObjectListState(self.current)
        for name, state in (("maps", maps), ("lists", lists)):
            for frame in part.tables[name].frames():
                if frame.height:
                    state.restore(frame)
        assert dict(maps.held) == {key: one for key, one in self.expected[0].items() if one}
        assert dict(lists.held) == self.expected[1]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(script=st.lists(STEPS, min_size=20, max_size=80), hot_rows=st.sampled_from([1, 4, 100]))
def test_every_complete_checkpoint_has_the_objects_of_its_barrier(
    script: list[tuple[str, int, int]], hot_rows: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    model = Model(tmp_path_factory.mktemp("state"), hot_rows)
    for number, (action, key, value) in enumerate([*script, ("checkpoint", 0, 0)]):
        if action == "checkpoint":
            model.checkpoint(number, complete=not key)
        else:
            model.play(action, key, value)
    model.backend.close()
    assert not list(model.directory.glob("drey-rocksdb-*"))
