"""Cuts read by another thread while the table changes, chains, and what checkpoints cost in bytes."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from drey.errors import CheckpointError
from drey.runtime.checkpoint.manifest import Manifest
from drey.runtime.checkpoint.storage import (
    StoredSnapshot,
    discard_snapshot,
    read_snapshot,
    remove_unfinished,
    write_snapshot,
)
from drey.runtime.state.chains import Chains, Layer, StateFile, foundation
from drey.runtime.state.columns import FixedColumn, HeapColumn
from drey.runtime.state.snapshot import OperatorSnapshot
from drey.runtime.state.table import KeyedTable

KEYS = 20_000


class Counter:
    """Counts keys, and keeps the count as text, too."""

    def __init__(self) -> None:
        self.count, self.text = FixedColumn(pl.Int64(), 0), HeapColumn(pl.String())
        self.table = KeyedTable({"k": pl.Int64()}, {"n": self.count, "t": self.text})
        self.model: dict[int, int] = {}

    def add(self, keys: np.ndarray) -> None:
        slots, _ = self.table.lookup_or_insert(pl.DataFrame({"k": keys}))
        self.table.tracker.touch(slots)
        self.count.values[slots] += 1
        self.text.scatter(slots, pl.Series(self.count.values[slots]).cast(pl.String))
        for key in keys.tolist():
            self.model[key] = self.model.get(key, 0) + 1

    def delete(self, keys: np.ndarray) -> None:
        slots = self.table.lookup(pl.DataFrame({"k": keys}))
        self.table.delete(slots[slots >= 0])
        for key in keys.tolist():
            self.model.pop(key, None)


def held(frame: pl.DataFrame) -> dict[int, int]:
    assert (frame["n"].cast(pl.String) == frame["t"]).all()
    assert not frame["k"].is_duplicated().any()
    return dict(zip(frame["k"].to_list(), frame["n"].to_list(), strict=True))


@pytest.fixture
def _switching() -> object:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("_switching")
@pytest.mark.parametrize("seed", range(3))
def test_a_cut_is_right_while_another_thread_changes_the_table(seed: int) -> None:
    rng = np.random.default_rng(seed)
    counter = Counter()
    counter.add(np.arange(KEYS))
    for _ in range(4):
        cut = counter.table.tracker.cut(128)
        expected = dict(counter.model)
        found: list[pl.DataFrame] = []
        reader = threading.Thread(
            target=lambda c, f: f.extend(s.rows for s in c.slices(257)), args=(cut, found)
        )
        reader.start()
        while reader.is_alive():
            counter.add(rng.choice(2 * KEYS, 500, replace=False))
            counter.delete(rng.choice(2 * KEYS, 200, replace=False))
        reader.join()
        assert held(pl.concat(found)) == expected
    assert held(counter.table.snapshot(128)) == counter.model


def test_a_closed_cut_gives_nothing_more_and_costs_nothing() -> None:
    counter = Counter()
    counter.add(np.arange(1000))
    cut = counter.table.tracker.cut(128)
    slices = cut.slices(100)
    next(slices)
    cut.close()
    with pytest.raises(CheckpointError, match="given up"):
        next(slices)
    counter.add(np.arange(1000))
    assert not counter.table.tracker._active


def test_a_cut_that_nobody_holds_is_forgotten() -> None:
    counter = Counter()
    counter.add(np.arange(1000))
    counter.table.tracker.cut(128)
    counter.add(np.arange(1000))
    assert not counter.table.tracker._active


class Checkpoints:
    """Checkpoints of a counter in a directory, with three of them retained."""

    def __init__(self, counter: Counter, directory: Path) -> None:
        self.counter, self.directory = counter, directory
        self.chains = Chains(smallest=0)
        self.number = 0
        self.retained: list[Path] = []

    def take(self, chains: bool = True) -> StoredSnapshot:
        self.number += 1
        one = OperatorSnapshot("op", "Op")
        one.writer(self.chains if chains else None).slots("groups", self.counter.table.tracker, 128)
        manifest = Manifest("cafe" * 8, "n", "o", self.number, "checkpoint", 0, 128, "", ())
        stored = write_snapshot(self.directory / f"chk-{self.number}", manifest, [one])
        self.chains.written(self.number, stored.chains)
        return stored

    def complete(self, stored: StoredSnapshot) -> None:
        self.chains.completed(stored.manifest.checkpoint_id)
        self.retained.append(stored.path)
        while len(self.retained) > 3:
            discard_snapshot(self.retained.pop(0))

    def content(self, path: Path) -> dict[int, int]:
        (operator,) = read_snapshot(path)[1].values()
        return held(operator.tables["groups"].frame)


def test_an_incremental_checkpoint_writes_what_has_changed(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    counter = Counter()
    counter.add(np.arange(10 * KEYS) * 7919)
    checkpoints = Checkpoints(counter, tmp_path)
    full = checkpoints.take()
    checkpoints.complete(full)
    counter.add(rng.choice(10 * KEYS, KEYS // 10, replace=False) * 7919)
    second = checkpoints.take()
    checkpoints.complete(second)
    assert second.size < 0.05 * full.size
    assert second.full_size > full.full_size
    assert checkpoints.content(second.path) == counter.model
    assert checkpoints.take(chains=False).size > 0.5 * full.size, "a savepoint is whole"


@pytest.mark.parametrize(("share", "layers"), [(0.3, 2), (0.8, 1)])
def test_a_table_of_which_most_has_changed_is_written_whole(
    tmp_path: Path, share: float, layers: int
) -> None:
    counter = Counter()
    counter.add(np.arange(KEYS))
    checkpoints = Checkpoints(counter, tmp_path)
    checkpoints.complete(checkpoints.take())
    counter.add(np.random.default_rng(2).choice(KEYS, int(share * KEYS), replace=False))
    counter.delete(np.arange(100))
    second = checkpoints.take()
    checkpoints.complete(second)
    assert len(second.manifest.operators[0].subtasks[0].tables["groups"].layers) == layers
    assert checkpoints.content(second.path) == counter.model
    counter.add(np.arange(50))
    third = checkpoints.take()
    assert len(third.manifest.operators[0].subtasks[0].tables["groups"].layers) == layers + 1
    assert checkpoints.content(third.path) == counter.model


def test_a_failed_checkpoint_loses_no_changes(tmp_path: Path) -> None:
    counter = Counter()
    counter.add(np.arange(KEYS))
    checkpoints = Checkpoints(counter, tmp_path)
    checkpoints.complete(checkpoints.take())
    counter.add(np.arange(0, 100))
    lost = checkpoints.take()
    checkpoints.chains.aborted(lost.manifest.checkpoint_id)
    discard_snapshot(lost.path)
    counter.add(np.arange(100, 200))
    counter.delete(np.arange(50))
    third = checkpoints.take()
    checkpoints.complete(third)
    assert checkpoints.content(third.path) == counter.model


def test_files_go_with_the_last_checkpoint_that_names_them(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    counter = Counter()
    counter.add(np.arange(KEYS))
    checkpoints = Checkpoints(counter, tmp_path)
    longest = 0
    for _ in range(40):
        counter.add(rng.choice(KEYS, 200, replace=False))
        counter.delete(rng.choice(KEYS, 20, replace=False))
        stored = checkpoints.take()
        checkpoints.complete(stored)
        longest = max(longest, len(stored.manifest.operators[0].subtasks[0].tables["groups"].layers))
        named = {f.path for path in checkpoints.retained for one in [manifest_of(path)] for f in one}
        assert {f"../shared/{path.name}" for path in (tmp_path / "shared").iterdir()} == named
        assert checkpoints.content(stored.path) == counter.model
    assert 3 < longest <= 12
    left = tmp_path / "shared" / f"{'cafe' * 2}-orphan.parquet"
    left.write_bytes(b"of a killed process")
    other = tmp_path / "shared" / "12345678-other.parquet"
    other.write_bytes(b"of another job")
    remove_unfinished(tmp_path, "cafe" * 8)
    assert not left.exists()
    assert other.exists()
    other.unlink()
    for path in checkpoints.retained:
        discard_snapshot(path)
    assert list(tmp_path.iterdir()) == []


def test_a_manifest_that_can_not_be_read_deletes_no_files(tmp_path: Path) -> None:
    counter = Counter()
    counter.add(np.arange(KEYS))
    checkpoints = Checkpoints(counter, tmp_path)
    first = checkpoints.take()
    checkpoints.complete(first)
    second = checkpoints.take()
    (second.path / "_metadata").write_text("{")
    before = sorted((tmp_path / "shared").iterdir())
    discard_snapshot(first.path)
    remove_unfinished(tmp_path, "cafe" * 8)
    assert sorted((tmp_path / "shared").iterdir()) == before
    discard_snapshot(second.path)
    remove_unfinished(tmp_path, "cafe" * 8)
    assert not any((tmp_path / "shared").glob("*"))


def manifest_of(path: Path) -> list[StateFile]:
    return [file for entry in read_snapshot(path)[0].operators for file in entry.files]


def layer(size: int) -> Layer:
    return Layer(1, (StateFile("f", 1, size),) if size else ())


def test_what_a_delta_is_made_on() -> None:
    assert foundation(()) == ()
    chain = (layer(1000), layer(10), layer(20))
    assert foundation(chain) == chain
    assert foundation((layer(1000), layer(501))) == (), "the deltas have half the size of the base"
    equal = (layer(1000), *[layer(10)] * 10)
    assert foundation(equal) == (layer(1000),), "many small ones are written again as one"
    mixed = (layer(10_000), layer(1000), *[layer(10)] * 10)
    assert foundation(mixed) == (layer(10_000), layer(1000)), "a larger one below them stays"
