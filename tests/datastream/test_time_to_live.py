"""State that ends: when it is seen, what renews it, and that it is removed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from drey.pyflink.common import Types
from drey.pyflink.common.time import Time
from drey.pyflink.datastream.state import (
    ListStateDescriptor,
    MapStateDescriptor,
    ReducingStateDescriptor,
    StateTtlConfig,
    ValueState,
    ValueStateDescriptor,
)
from drey.runtime.state.backend import MemoryBackend, StateBackend
from drey.runtime.state.objects.store import ObjectStateStore
from drey.runtime.state.objects.ttl import TimeToLive, TtlMapState
from drey.runtime.state.rocksdb.backend import RocksDbBackend
from drey.runtime.state.rocksdb.memory import StateMemory
from drey.runtime.state.snapshot import OperatorSnapshot


class Clock:
    now = 1000

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def made(store: ObjectStateStore, method: str, descriptor: Any, config: StateTtlConfig, clock: Clock) -> Any:
    """A state of a store, by a clock that the test sets."""
    descriptor.enable_time_to_live(config)
    state = getattr(store, method)(descriptor)
    state._ttl = replace(state._ttl, clock=clock)
    return state


BACKENDS: list[StateBackend] = []


@pytest.fixture(params=["hashmap", "rocksdb"], autouse=True)
def _backend(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    rocksdb = RocksDbBackend(tmp_path / "rocksdb", StateMemory(1 << 20, hot_rows=2))
    BACKENDS.append(rocksdb if request.param == "rocksdb" else MemoryBackend())
    yield
    BACKENDS.pop().close()
    rocksdb.close()


def store() -> ObjectStateStore:
    one = ObjectStateStore.of_subtask(128, 0, 1, BACKENDS[-1])
    one.current.key = "k"
    return one


def config(**changes: Any) -> Any:
    builder = StateTtlConfig.new_builder(Time.milliseconds(100))
    for name in changes:
        builder = getattr(builder, name)()
    return builder.build()


def test_a_value_ends_after_its_last_update(clock):
    state = made(store(), "value_state", ValueStateDescriptor("v", Types.INT()), config(), clock)
    assert isinstance(state, ValueState)
    state.update(1)
    clock.now += 99
    assert state.value() == 1
    state.update(2)
    clock.now += 99
    assert state.value() == 2
    clock.now += 1
    assert state.value() is None
    assert len(state) == 0


def test_reading_may_renew_and_ended_values_may_be_seen(clock):
    reads = made(
        store(),
        "value_state",
        ValueStateDescriptor("v", Types.INT()),
        config(update_ttl_on_read_and_write=True),
        clock,
    )
    shows = made(
        store(),
        "value_state",
        ValueStateDescriptor("w", Types.INT()),
        config(return_expired_if_not_cleaned_up=True),
        clock,
    )
    reads.update(1)
    shows.update(1)
    for _ in range(3):
        clock.now += 60
        assert reads.value() == 1
    assert shows.value() == 1  # ended, and not removed until now
    assert shows.value() is None


def test_elements_and_entries_end_one_by_one(clock):
    both = store()
    numbers = made(both, "list_state", ListStateDescriptor("l", Types.INT()), config(), clock)
    entries = made(both, "map_state", MapStateDescriptor("m", Types.INT(), Types.STRING()), config(), clock)
    for number in (1, 2, 3):
        numbers.add(number)
        entries.put(number, str(number))
        clock.now += 40
    assert numbers.get() == list(numbers) == [2, 3]
    assert entries.items() == [(2, "2"), (3, "3")]
    numbers.update([9])
    clock.now += 70
    assert numbers.get() == [9]
    assert entries.is_empty()


def test_a_reduction_begins_anew(clock):
    descriptor = ReducingStateDescriptor("r", lambda a, b: a + b, Types.INT())
    state = made(store(), "reducing_state", descriptor, config(), clock)
    state.add(1)
    state.add(2)
    assert state.get() == 3
    clock.now += 100
    state.add(5)
    assert state.get() == 5


def test_what_has_ended_is_not_in_snapshots_and_times_come_back(clock):
    first = store()
    state = made(first, "list_state", ListStateDescriptor("l", Types.INT()), config(), clock)
    state.add(1)
    clock.now += 60
    state.add(2)
    clock.now += 60
    taken = OperatorSnapshot("op", "Op")
    first.snapshot(taken.writer())
    assert taken.tables["state-l"].frame.select("key", "value", "written").rows() == [("k", 2, 1060)]
    second = store()
    second.restore(taken.reader())
    again = made(second, "list_state", ListStateDescriptor("l", Types.INT()), config(), clock)
    assert again.get() == [2]
    clock.now += 40
    assert again.get() == []


def test_ticks_remove_what_nobody_looks_at(clock):
    one = TtlMapState(store().current, TimeToLive(100, clock=clock))
    for number in range(5000):
        one._current.key = number
        one.put(0, number)
    clock.now += 100
    for _ in range(4):
        one.purge()
    assert len(one) == 0
