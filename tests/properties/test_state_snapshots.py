"""Keyed tables under random changes, cuts, aborted and completed checkpoints, and restores, against dictionaries."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drey.functions.aggregates.accumulator import Rows
from drey.runtime.checkpoint.state_files import StateFileWriter, WrittenState
from drey.runtime.checkpoint.storage import open_operator
from drey.runtime.state.backend import MemoryBackend, StateBackend
from drey.runtime.state.chains import Chains
from drey.runtime.state.columns import FixedColumn, HeapColumn
from drey.runtime.state.cuts import Cut, Slice
from drey.runtime.state.key_groups import key_group_range, key_groups, key_hashes
from drey.runtime.state.rocksdb.backend import RocksDbBackend
from drey.runtime.state.rocksdb.memory import StateMemory
from drey.runtime.state.rocksdb.table import RocksTable
from drey.runtime.state.snapshot import OperatorSnapshot, RestoredState
from drey.runtime.state.value_tables import CountedValues, ListedValues

GROUPS = 16
Model = dict[Any, tuple[int, str | None]]
Values = dict[tuple[Any, int], int]
Lists = dict[Any, list[int]]


class State:
    """A keyed table with two columns and two second-level tables, and what they must hold."""

    def __init__(self, text: bool, backend: StateBackend) -> None:
        self.text = text
        self.number, self.word = FixedColumn(pl.Int64(), 0), HeapColumn(pl.String())
        dtype: pl.DataType = pl.String() if text else pl.Int64()
        self.table = backend.keyed_table({"k": dtype}, {"n": self.number, "w": self.word}, GROUPS)
        self.counts = CountedValues([pl.Int64()], self.table.index)
        self.lists = ListedValues([pl.Int64()], self.table.index)
        self.table.attach("counts", self.counts)
        self.table.attach("lists", self.lists)
        self.model: Model = {}
        self.values: Values = {}
        self.listed: Lists = {}

    def key(self, number: int) -> Any:
        return f"key {number}" if self.text else number

    def update(self, changes: list[tuple[int, int]]) -> None:
        """Add numbers to keys, keys may repeat."""
        keys = [self.key(k) for k, _ in changes]
        frame = pl.DataFrame({"k": keys}, schema=self.table.index.schema)
        slots, _ = self.table.lookup_or_insert(frame)
        self.table.tracker.touch(slots)
        amounts = pl.Series([v for _, v in changes], dtype=pl.Int64)
        np.add.at(self.number.values, slots, amounts.to_numpy())
        words = pl.Series([f"{k} {v}" if v else None for k, v in changes], dtype=pl.String)
        last = {int(slot): row for row, slot in enumerate(slots)}
        self.word.scatter(np.array(list(last)), words.gather(list(last.values())))
        self.counts.update(Rows(slots, (amounts,)))
        self.lists.update(Rows(slots, (amounts,)))
        for row, (key, (k, v)) in enumerate(zip(keys, changes, strict=True)):
            self.model[key] = (self.model.get(key, (0, None))[0] + v, words[row])
            self.values[key, v] = self.values.get((key, v), 0) + 1
            self.listed.setdefault(key, []).append(v)
            assert k is not None

    def take_back(self, keys: set[int]) -> None:
        """Remove each key's oldest listed value and one of its counted values."""
        chosen = [self.key(k) for k in keys if self.listed.get(self.key(k))]
        if not chosen:
            return
        slots = self.table.lookup(pl.DataFrame({"k": chosen}, schema=self.table.index.schema))
        self.table.tracker.touch(slots)
        oldest = [self.listed[key].pop(0) for key in chosen]
        rows = Rows(slots, (pl.Series(oldest, dtype=pl.Int64),), np.full(len(slots), -1, dtype=np.int8))
        self.lists.update(rows)
        self.counts.update(rows)
        for key, value in zip(chosen, oldest, strict=True):
            self.values[key, value] -= 1
            if not self.values[key, value]:
                del self.values[key, value]

    def delete(self, keys: set[int]) -> None:
        there = [self.key(k) for k in keys if self.key(k) in self.model]
        if not there:
            return
        slots = self.table.lookup(pl.DataFrame({"k": there}, schema=self.table.index.schema))
        self.counts.discard(slots)
        self.lists.discard(slots)
        self.table.delete(slots)
        for key in there:
            del self.model[key]
            self.listed.pop(key, None)
        self.values = {(k, v): n for (k, v), n in self.values.items() if k not in there}

    def snapshot(self, chains: Chains | None) -> OperatorSnapshot:
        one = OperatorSnapshot("op", "Op")
        writer = one.writer(chains)
        for name, part in (("groups", self.table), ("counts", self.counts), ("lists", self.lists)):
            writer.slots(name, part.tracker, GROUPS)
        return one

    def expected(self) -> tuple[Model, Values, Lists]:
        listed = {key: list(values) for key, values in self.listed.items() if values}
        return dict(self.model), dict(self.values), listed


def restored(text: bool, reader: RestoredState, backend: StateBackend) -> State:
    state = State(text, backend)
    for frame in reader.frames("groups"):
        state.table.restore(frame)
    for name, part in (("counts", state.counts), ("lists", state.lists)):
        for frame in reader.frames(name):
            owners = state.table.lookup(frame.select("k"))
            assert (owners >= 0).all()
            state.table.tracker.touch(owners)
            part.restore(owners, frame)
    return state


def content(state: State) -> tuple[Model, Values, Lists]:
    """What the tables hold, read through the tables, or through whole cuts where not all of it is in memory."""
    if isinstance(state.table, RocksTable):
        return cut_content(state)
    slots = state.table.index.live_slots()
    rows = state.table.read(slots)
    model = {row["k"]: (row["n"], row["w"]) for row in rows.to_dicts()}
    keys = rows["k"].to_list()
    found = state.counts.entries(slots)
    triples = zip(found.owners, found.values[0], found.counts, strict=True)
    values = {(keys[owner], value): int(count) for owner, value, count in triples}
    listed: Lists = {}
    ordered = state.lists.entries(slots)
    for owner, value in zip(ordered.owners, ordered.values[0], strict=True):
        listed.setdefault(keys[owner], []).append(value)
    return model, values, listed


def cut_content(state: State) -> tuple[Model, Values, Lists]:
    rows = state.table.tracker.cut(GROUPS).frame
    assert len(state.table) == rows.height
    model = {row["k"]: (row["n"], row["w"]) for row in rows.to_dicts()}
    counted = state.counts.tracker.cut(GROUPS).frame
    values = {(row["k"], row["$value0"]): row["$count"] for row in counted.to_dicts()}
    listed: Lists = {}
    for row in state.lists.tracker.cut(GROUPS).frame.sort("$sequence").to_dicts():
        listed.setdefault(row["k"], []).append(row["$value0"])
    return model, values, listed


class Checkpoint:
    """One checkpoint under way: its slices are read one at a time, between changes."""

    def __init__(self, number: int, state: State, chains: Chains | None, directory: Path) -> None:
        self.number = number
        self.snapshot = state.snapshot(chains)
        self.expected = state.expected()
        self.directory = directory / f"chk-{number}"
        self.directory.mkdir()
        self.cuts = [Stepped(table) for table in self.snapshot.tables.values() if isinstance(table, Cut)]

    def read_some(self) -> None:
        for cut in self.cuts:
            cut.read_some()

    def write(self) -> WrittenState:
        shared = self.directory.parent / "shared"
        return StateFileWriter(self.directory, shared, GROUPS).write([self.snapshot])


class Stepped:
    """Has a cut read in slices of three slots, whenever it is told to, before the writer gets them all."""

    def __init__(self, cut: Cut) -> None:
        self._rest = cut.slices(3)
        self._read: list[Slice] = []
        cut.slices = lambda rows=None: self._all()  # type: ignore[method-assign]

    def read_some(self) -> None:
        self._read.extend(itertools.islice(self._rest, 1))

    def _all(self) -> Iterator[Slice]:
        yield from self._read
        yield from self._rest


steps = st.one_of(
    st.tuples(
        st.just("update"), st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3)), min_size=1, max_size=8)
    ),
    st.tuples(st.just("delete"), st.sets(st.integers(0, 9), max_size=4)),
    st.tuples(st.just("take back"), st.sets(st.integers(0, 9), max_size=4)),
    st.tuples(st.just("begin"), st.booleans()),
    st.tuples(st.just("read some"), st.integers(0, 2)),
    st.tuples(st.just("write"), st.integers(0, 2)),
    st.tuples(st.just("complete"), st.integers(0, 2)),
    st.tuples(st.just("abort"), st.integers(0, 2)),
)


def backend(hot_rows: int | None, directory: Path) -> StateBackend:
    """RocksDB with so many rows in memory, or all in memory."""
    if hot_rows is None:
        return MemoryBackend()
    return RocksDbBackend(directory, StateMemory(1 << 20, hot_rows))


@pytest.mark.parametrize(("text", "hot_rows"), [(False, None), (True, None), (False, 2), (True, 5)])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(script=st.lists(steps, min_size=30, max_size=60), data=st.data())
def test_every_complete_checkpoint_holds_the_state_of_its_barrier(
    text: bool,
    hot_rows: int | None,
    script: list[tuple[str, Any]],
    data: st.DataObject,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    directory = tmp_path_factory.mktemp("state")
    own = backend(hot_rows, directory)
    state, chains = State(text, own), Chains(smallest=0)
    under_way: list[Checkpoint] = []
    written: list[tuple[Checkpoint, WrittenState]] = []
    number = 0
    for action, argument in [*script, ("begin", True), ("write", 0), ("complete", 0)]:
        match action:
            case "update":
                state.update(argument)
            case "delete":
                state.delete(argument)
            case "take back":
                state.take_back(argument)
            case "begin":
                number += 1
                under_way.append(Checkpoint(number, state, chains if argument else None, directory))
            case "read some" if argument < len(under_way):
                under_way[argument].read_some()
            case "write" if argument < len(under_way):
                one = under_way.pop(argument)
                files = one.write()
                chains.written(one.number, files.chains)
                written.append((one, files))
            case "complete" if argument < len(written):
                one, files = written.pop(argument)
                chains.completed(one.number)
                parts = open_operator(one.directory, files.operators[0])
                other = backend(3 if hot_rows is None and len(written) % 2 else None, directory)
                assert content(restored(text, RestoredState(parts), other)) == one.expected
                other.close()
                check_shares(text, parts, one.expected, data.draw(st.integers(2, 5)))
            case "abort" if argument < len(under_way):
                one = under_way.pop(argument)
                one.snapshot.close()
                chains.aborted(one.number)
    assert content(state) == state.expected()
    for one in under_way:
        one.snapshot.close()
    own.close()
    assert not list(directory.glob("drey-rocksdb-*"))


def check_shares(
    text: bool, parts: list[OperatorSnapshot], expected: tuple[Model, Values, Lists], parallelism: int
) -> None:
    """The shares of several subtasks are disjoint, by key group, and together the whole."""
    together: Model = {}
    for subtask in range(parallelism):
        own = restored(text, RestoredState(parts, subtask, parallelism, GROUPS), MemoryBackend())
        model, values, lists = content(own)
        frame = pl.DataFrame({"k": list(model)}, schema=own.table.index.schema)
        groups = key_groups(key_hashes(frame), GROUPS)
        assert set(groups.tolist()) <= set(key_group_range(subtask, parallelism, GROUPS))
        assert not together.keys() & model.keys()
        together |= model
        assert values == {key: n for key, n in expected[1].items() if key[0] in model}
        assert lists == {key: v for key, v in expected[2].items() if key in model}
    assert together == expected[0]
