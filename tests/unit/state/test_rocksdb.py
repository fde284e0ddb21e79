"""What is in RocksDB and what is in memory: packing, the filter, dictionaries, directories, increments."""

from __future__ import annotations

import datetime as dt
import os
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drey.errors import DependencyError, OptionError
from drey.runtime.checkpoint.manifest import Manifest
from drey.runtime.checkpoint.storage import read_snapshot, write_snapshot
from drey.runtime.configuration import state_directory, state_memory
from drey.runtime.state.chains import Chains
from drey.runtime.state.choosing import state_backend
from drey.runtime.state.columns import FixedColumn
from drey.runtime.state.rocksdb.backend import RocksDbBackend
from drey.runtime.state.rocksdb.directories import WorkingDirectory
from drey.runtime.state.rocksdb.key_filter import KeyFilter
from drey.runtime.state.rocksdb.memory import StateMemory
from drey.runtime.state.rocksdb.row_codec import RowCodec
from drey.runtime.state.rocksdb.spilling_dict import SpillingDict, key_bytes, loaded
from drey.runtime.state.snapshot import OperatorSnapshot
from drey.runtime.state.ttl import SlotTtl, StateTtl
from drey.types.row import Row
from tests.processes import run

COLUMNS = [
    pl.Series([1, None, -(1 << 63)]),
    pl.Series([True, False, None]),
    pl.Series(["a", None, "é" * 300]),
    pl.Series([-0.0, float("nan"), None]),
    pl.Series([Decimal("1.20"), None, Decimal(-1) * 10**30], dtype=pl.Decimal(38, 2)),
    pl.Series(
        [[{"at": dt.datetime(2020, 1, 1), "d": Decimal("1.1")}], [], None],
        dtype=pl.List(pl.Struct({"at": pl.Datetime("ns"), "d": pl.Decimal(10, 1)})),
    ),
    pl.Series([dt.date(2020, 1, 1), None, None]),
    pl.Series([b"x", None, b"\x00"]),
    pl.Series([2**100, None, -5], dtype=pl.Int128),
    pl.Series([dt.time(1), None, dt.time(3, 2, 1)]),
    pl.Series([None, None, None]),
]


@pytest.mark.parametrize("ordered", [False, True])
@pytest.mark.parametrize("columns", [COLUMNS, COLUMNS[:1], COLUMNS[2:3], COLUMNS[:2]])
def test_packed_rows_come_back(ordered: bool, columns: list[pl.Series]) -> None:
    codec = RowCodec([series.dtype for series in columns], ordered)
    prefix = np.array([[1, 2]] * 3, dtype=np.uint8)
    for records, skip in ((codec.encode(columns), 0), (codec.encode(columns, prefix), 2)):
        for before, after in zip(columns, codec.decode(records, skip), strict=True):
            assert before.equals(after, check_dtypes=True, null_equal=True)


def test_near_numbers_have_near_keys() -> None:
    records = RowCodec([pl.Int64()], ordered=True).encode([pl.Series([1, 2, 256, 1 << 40])])
    assert records == sorted(records)


def test_the_filter_knows_all_keys_and_few_others() -> None:
    rng = np.random.default_rng(0)
    known, unknown = (rng.integers(0, 1 << 63, 50_000).astype(np.uint64) for _ in range(2))
    keys = KeyFilter(64 << 10)  # 10 bits a key
    keys.add(known)
    assert keys.may_have(known).all()
    assert keys.may_have(unknown).mean() < 0.06
    keys.add(unknown)  # too many for it
    assert keys.may_have(rng.integers(0, 1 << 63, 100).astype(np.uint64)).all()


KEYS = st.one_of(st.integers(0, 12), st.text(max_size=1), st.tuples(st.integers(0, 2), st.text(max_size=1)))
ACTIONS = st.tuples(st.sampled_from(["set", "append", "pop", "get", "in", "snapshot", "walk"]), KEYS)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(script=st.lists(ACTIONS, max_size=60), hot=st.sampled_from([1, 4]))
def test_a_spilling_dict_is_a_dict(
    script: list[tuple[str, Any]], hot: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    held = SpillingDict(tmp_path_factory.mktemp("dict"), StateMemory(1 << 20, hot_rows=hot))
    model: dict[Any, list[int]] = {}
    for number, (action, key) in enumerate(script):
        match action:
            case "set":
                held[key] = [number]
                model[key] = [number]
            case "append":
                held.setdefault(key, []).append(number)
                model.setdefault(key, []).append(number)
            case "pop":
                assert held.pop(key, None) == model.pop(key, None)
            case "get":
                assert held.get(key) == model.get(key)
            case "in":
                assert (key in held) == (key in model)
            case "snapshot":
                held.snapshot()
            case "walk":
                assert sorted(map(repr, held)) == sorted(map(repr, model))
        assert len(held) == len(model)
    assert dict(held.items()) == model
    held.close()


class Unlike:
    """A key that is equal to no copy of itself."""


def test_a_key_that_is_unlike_its_pickle_keeps_its_value_and_its_number(tmp_path: Path) -> None:
    held = SpillingDict(tmp_path / "dict", StateMemory(1 << 20, hot_rows=2))
    key = Unlike()
    numbers = set()
    for number in range(20):
        held[key] = number
        for other in range(4):
            held[other] = other
        assert held[key] == number
        stored = held.snapshot()
        assert stored is not None
        entries = [loaded(record) for _, records in stored.scan() for record in records]
        numbers |= {number for one, _, number in entries if isinstance(one, Unlike)}
    assert len(held) == 5
    assert len(numbers) == 1
    held.close()


def test_equal_keys_are_one_key() -> None:
    assert key_bytes(1) == key_bytes(1.0) == key_bytes(True)
    assert key_bytes((1, "a")) == key_bytes((1.0, "a"))
    assert key_bytes(Decimal("1.00")) == key_bytes(1)
    assert key_bytes(Decimal("1.5")) == key_bytes(1.5)
    word = "".join(["wo", "rd"])
    assert key_bytes(Row(word, word)) == key_bytes(Row(word, "".join(["wo", "rd"])))
    different = [1, 10**400, "1", b"1", ("1",), (1,), 1.5, ("1", ""), None, float("inf"), float("nan")]
    assert len({key_bytes(one) for one in different}) == len(different)


def test_directories_of_the_dead_are_removed(tmp_path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path\n"
        "from drey.runtime.state.rocksdb.directories import WorkingDirectory\n"
        "made = WorkingDirectory(Path(sys.argv[1])); (made.path / 'file').write_text('left')\n"
        "os.kill(os.getpid(), 9)"
    )
    run([sys.executable, "-c", script, str(tmp_path)])
    (left,) = tmp_path.iterdir()
    living = WorkingDirectory(tmp_path)
    other = WorkingDirectory(tmp_path)
    assert not left.exists()
    assert set(tmp_path.iterdir()) == {living.path, other.path}
    living.close()
    other.close()
    assert list(tmp_path.iterdir()) == []


class Counter:
    """Counts keys, few of them in memory."""

    def __init__(self, directory: Path, hot_rows: int) -> None:
        self.backend = RocksDbBackend(directory, StateMemory(1 << 20, hot_rows))
        self.count = FixedColumn(pl.Int64(), 0)
        self.table = self.backend.keyed_table({"k": pl.Int64()}, {"n": self.count}, 128)

    def add(self, keys: np.ndarray) -> None:
        for start in range(0, len(keys), 1000):
            slots, _ = self.table.lookup_or_insert(pl.DataFrame({"k": keys[start : start + 1000]}))
            self.table.tracker.touch(slots)
            np.add.at(self.count.values, slots, 1)


def test_an_increment_has_what_has_changed_wherever_it_is(tmp_path: Path) -> None:
    counter, chains = Counter(tmp_path / "db", 3000), Chains(smallest=0)
    counter.add(np.arange(40_000) * 7919)
    sizes = []
    for number in range(1, 5):
        one = OperatorSnapshot("op", "Op")
        one.writer(chains).slots("groups", counter.table.tracker, 128)
        manifest = Manifest("cafe" * 8, "n", "o", number, "checkpoint", 0, 128, "", ())
        stored = write_snapshot(tmp_path / f"chk-{number}", manifest, [one])
        chains.written(number, stored.chains)
        chains.completed(number)
        sizes.append(stored.size)
        counter.add(np.arange(number * 100, number * 100 + 400) * 7919)
        slots = counter.table.lookup(pl.DataFrame({"k": np.arange(number, number + 10) * 7919}))
        counter.table.delete(slots[slots >= 0])
        counter.add(np.arange(30_000, 34_000) * 7919)  # the changed rows leave memory
    assert max(sizes[1:]) < 0.4 * sizes[0]
    (operator,) = read_snapshot(tmp_path / "chk-4")[1].values()
    found = operator.tables["groups"].frame.select(pl.col("k") // 7919, "n")
    last = np.ones(40_000, dtype=np.int64)
    gone = np.zeros(40_000, dtype=np.bool_)
    for number in range(1, 4):
        last[number * 100 : number * 100 + 400] += 1
        gone[number : number + 10] = True
        last[30_000:34_000] += 1
    expected = {int(k): int(last[k]) for k in np.flatnonzero(~gone)}
    assert dict(found.iter_rows()) == expected
    counter.backend.close()


def test_a_snapshot_is_read_after_the_job_has_ended(tmp_path: Path) -> None:
    counter = Counter(tmp_path, 100)
    counter.add(np.arange(5000))
    cut = counter.table.tracker.cut(128)
    counter.add(np.arange(5000))
    counter.backend.close()
    assert list(tmp_path.iterdir())
    frame = cut.frame
    assert frame["k"].sort().to_list() == list(range(5000))
    assert (frame["n"] == 1).all()
    assert list(tmp_path.iterdir()) == []


def test_rows_past_their_life_leave_the_database(tmp_path: Path) -> None:
    now = 1000
    counter = Counter(tmp_path, 50)
    ttl = SlotTtl(counter.table, StateTtl(100), lambda: now)
    for start in range(0, 3000, 100):
        slots, _ = counter.table.lookup_or_insert(pl.DataFrame({"k": np.arange(start, start + 100)}))
        ttl.written(slots)
    assert len(counter.table) == 3000
    now += 100
    for _ in range(10):
        counter.table.delete(ttl.sweep(1000))
    assert len(counter.table) == 0
    assert counter.table.tracker.cut(128).frame.height == 0
    counter.backend.close()


def test_options_say_where_and_how_much() -> None:
    assert state_directory({"io.tmp.dirs": "/a,/b"}) == Path("/a")
    assert state_directory({"state.backend.rocksdb.localdir": "file:///c", "io.tmp.dirs": "/a"}) == Path("/c")
    assert state_memory({"state.backend.rocksdb.memory.fixed-per-slot": "64 mb"}) == 64 << 20
    assert state_memory({}) == 512 << 20
    with pytest.raises(OptionError, match=r"forst"):
        state_backend({"state.backend.type": "forst"})


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rocksdict", None)
    with pytest.raises(DependencyError) as caught:
        state_backend({"state.backend": "rocksdb"})
    assert "rocksdict" in str(caught.value)
    assert "drey[rocksdb]" in str(caught.value)
    state_backend({"state.backend": "rocksdb"}, streaming=False)


LARGER = """
import resource, sys
from pathlib import Path
import numpy as np, polars as pl

from drey.runtime.state.rocksdb.backend import RocksDbBackend
from drey.runtime.state.rocksdb.memory import StateMemory
from drey.runtime.state.columns import FixedColumn, HeapColumn

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10

backend = RocksDbBackend(Path(sys.argv[1]), StateMemory(int(sys.argv[2]) << 20))
number, word = FixedColumn(pl.Int64(), 0), HeapColumn(pl.String())
table = backend.keyed_table({"k": pl.Int64()}, {"n": number, "w": word}, 128)
half = None
for start in range(0, int(sys.argv[3]), 10_000):
    keys = pl.DataFrame({"k": np.arange(start, start + 10_000) * 7919})
    slots, added = table.lookup_or_insert(keys)
    assert len(added) == 10_000
    table.tracker.touch(slots)
    number.values[slots] = 1
    word.scatter(slots, pl.Series([f"{one:0200d}" for one in range(start, start + 10_000)]))
    if start == int(sys.argv[3]) // 2:
        half = peak(), table.nbytes >> 20
written = peak(), table.nbytes >> 20
rows = 0
for part in table.tracker.cut(128).slices():
    rows += part.rows.height
print(*half, *written, peak(), rows, len(table))
"""


def test_memory_holds_a_part_of_the_state(tmp_path: Path) -> None:
    budget, keys = 24, 800_000
    done = run(
        [sys.executable, "-c", LARGER, str(tmp_path), str(budget), str(keys)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.returncode == 0, done.stderr
    peak_at_half, half, peak_at_end, state, peak_of_snapshot, rows, held = map(int, done.stdout.split())
    assert rows == held == keys
    assert state > 4 * budget
    # What is needed at all is there by half of the keys: from then on memory stays flat.
    more = peak_at_end - peak_at_half
    assert more < 0.25 * (state - half), f"{more} MB more for {state - half} MB of state"
    assert peak_of_snapshot - peak_at_end < 0.5 * state, "a snapshot is read in parts"
