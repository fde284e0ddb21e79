"""Keyed state and timers: what a snapshot holds, and that it comes back, whole or by key groups."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import polars as pl
import pytest

from drey.errors import CheckpointError, JobError
from drey.pyflink.common import Types
from drey.pyflink.datastream import AggregateFunction, KeyedProcessFunction
from drey.pyflink.datastream.state import (
    AggregatingState,
    AggregatingStateDescriptor,
    ListState,
    ListStateDescriptor,
    MapState,
    MapStateDescriptor,
    ReducingState,
    ReducingStateDescriptor,
    ValueState,
    ValueStateDescriptor,
)
from drey.runtime.elements import ChangelogBatch, EndOfInput, Watermark
from drey.runtime.state.key_groups import key_groups, key_hashes
from drey.runtime.state.object_keys import object_key_groups
from drey.udf.stream import StreamFunction
from tests.datastream.operators import Harness
from tests.processes import run


class Mean(AggregateFunction):
    def create_accumulator(self) -> Any:
        return (0, 0)

    def add(self, value: Any, accumulator: Any) -> Any:
        return accumulator[0] + value, accumulator[1] + 1

    def get_result(self, accumulator: Any) -> Any:
        return accumulator[0] / accumulator[1]

    def merge(self, acc_a: Any, acc_b: Any) -> Any:
        return acc_a[0] + acc_b[0], acc_a[1] + acc_b[1]


class Everything(KeyedProcessFunction):
    """Keeps each value in every kind of state, and has a timer at it."""

    def open(self, runtime_context: Any) -> None:
        self.last = runtime_context.get_state(ValueStateDescriptor("last", Types.INT()))
        self.all = runtime_context.get_list_state(ListStateDescriptor("all values", Types.INT()))
        self.seen = runtime_context.get_map_state(MapStateDescriptor("seen", Types.INT(), Types.STRING()))
        self.sum = runtime_context.get_reducing_state(
            ReducingStateDescriptor("sum", lambda a, b: a + b, Types.INT())
        )
        self.mean = runtime_context.get_aggregating_state(
            AggregatingStateDescriptor("mean", Mean(), Types.PICKLED_BYTE_ARRAY())
        )

    def process_element(self, value: int, ctx: Any) -> Iterator[Any]:
        self.last.update(value)
        self.all.add(value)
        self.seen.put(value, str(value))
        self.sum.add(value)
        self.mean.add(value)
        ctx.timer_service().register_event_time_timer(value)
        ctx.timer_service().register_processing_time_timer(value + 10**15)
        yield self.now(ctx)

    def now(self, ctx: Any) -> Any:
        return (
            ctx.get_current_key(),
            self.last.value(),
            self.all.get(),
            dict(self.seen.items()),
            self.sum.get(),
            self.mean.get(),
        )

    def on_timer(self, timestamp: int, ctx: Any) -> Iterator[Any]:
        yield ("timer", timestamp, *self.now(ctx))


BACKENDS = {
    "hashmap": {},
    "rocksdb": {"state.backend.type": "rocksdb", "drey.state.rocksdb.hot-rows": "2"},
}
OPTIONS: dict[str, str] = {}


@pytest.fixture(params=list(BACKENDS), autouse=True)
def _backend(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    directory = tmp_path_factory.mktemp("rocksdb")
    OPTIONS.update(BACKENDS[request.param], **{"state.backend.rocksdb.localdir": str(directory)})
    yield
    OPTIONS.clear()


def everything() -> Harness:
    function = StreamFunction("P", Everything(), "process_element")
    return Harness("stream-keyed-process", {"function": function}, OPTIONS.copy())


class Point(NamedTuple):
    x: int
    y: int


KEYS: list[Any] = ["a", 7, 7.5, None, True is False, b"\x00", ("t", 1), Point(1, 2), 10**30, "\ud800", ""]


@pytest.mark.parametrize("keys", [["a", "b", "c"], [1, 2, -5], KEYS], ids=["texts", "integers", "mixed"])
def test_all_state_comes_back(tmp_path, keys):
    first = everything()
    first.send_values(*range(1, 7), keys=[keys[0], keys[1], keys[0], keys[2], keys[0], keys[1]])
    for number, key in enumerate(keys):
        first.send_values(100 + number, keys=[key])
    second = first.recovered(tmp_path)
    assert second.send_values(50, keys=[keys[0]]) == first.send_values(50, keys=[keys[0]])
    fired = first.send(Watermark(10_000)), second.send(Watermark(10_000))
    assert fired[0] == fired[1]
    assert len(fired[0]) == 7 + len(keys)


def test_each_subtask_takes_its_key_groups(tmp_path):
    keys = [f"key {i}" for i in range(40)]
    first = everything()
    first.send_values(*range(40), keys=keys)
    parts = [first.recovered(tmp_path, subtask, 2) for subtask in (0, 1)]
    fired = [part.send(Watermark(10_000)) for part in parts]
    assert all(fired)
    assert sorted(map(repr, fired[0] + fired[1])) == sorted(map(repr, first.send(Watermark(10_000))))
    assert (object_key_groups([row[2] for row in fired[0]], 128) < 64).all()
    assert parts[0].snapshot().tables["state-last"].frame.height == len(fired[0])
    # The two again as three, and as one; a part with keys of another class has other columns.
    parts[0].send_values(7, keys=[("a", "tuple")])
    whole = parts[0].recovered(tmp_path, 0, 1, parts[1])
    thirds = [parts[0].recovered(tmp_path, subtask, 3, parts[1]) for subtask in (0, 1, 2)]
    counted = [len(one.snapshot().tables["state-last"].frame) for one in thirds]
    assert sum(counted) == len(whole.snapshot().tables["state-last"].frame) == 41
    assert min(counted) > 5


def test_a_snapshot_is_readable_tables():
    harness = everything()
    harness.send_values(1, 2, 3, keys=["a", "b", "a"])
    tables = harness.snapshot().tables
    last = tables["state-last"].frame.sort("key")
    assert last.select("key", "value").rows() == [("a", 3), ("b", 2)]
    assert last.schema["value"] == pl.Int64
    assert last["$key_group"].to_list() == object_key_groups(["a", "b"], 128).tolist()
    assert tables["state-all%20values"].frame.sort("key", "value").select("key", "value").rows() == [
        ("a", 1),
        ("a", 3),
        ("b", 2),
    ]
    assert sorted(tables["state-seen"].frame.select("key", "map_key", "value").rows()) == [
        ("a", 1, "1"),
        ("a", 3, "3"),
        ("b", 2, "2"),
    ]
    assert tables["state-mean"].frame.sort("key")["value"].to_list() == ["(4, 2)", "(2, 1)"]
    timers = tables["timers"].frame
    assert sorted(timers.select("domain", "timestamp", "key").rows())[:3] == [
        ("event", 1, "a"),
        ("event", 2, "b"),
        ("event", 3, "a"),
    ]
    assert set(timers.columns) == {"domain", "timestamp", "key", "namespace", "$key_group"}


def test_state_is_of_pyflinks_classes():
    function = Everything()
    harness = Harness(
        "stream-keyed-process", {"function": StreamFunction("P", function, "process_element")}, OPTIONS.copy()
    )
    made = harness.node.operator._function.function  # type: ignore[attr-defined]
    kinds = (ValueState, ListState, MapState, ReducingState, AggregatingState)
    for state, kind in zip((made.last, made.all, made.seen, made.sum, made.mean), kinds, strict=True):
        assert isinstance(state, kind)


def test_state_that_the_new_program_has_not_is_kept(tmp_path):
    first = everything()
    first.send_values(1, keys=["a"])

    class Less(KeyedProcessFunction):
        def process_element(self, value: int, ctx: Any) -> None:
            pass

    first.arguments = (
        "stream-keyed-process",
        {"function": StreamFunction("P", Less(), "process_element")},
        None,
    )
    other = everything()
    other.send_values(9, keys=[("b", "c")])
    second = first.recovered(tmp_path, 0, 1, other)
    second.arguments = everything().arguments
    third = second.recovered(tmp_path)
    assert third.send_values(5, keys=[("b", "c")])[0][2] == [9, 5]
    assert third.send_values(5, keys=["a"]) == [("a", 5, [1, 5], {1: "1", 5: "5"}, 6, 3.0)]


def test_timers_fire_in_order_and_once():
    class Timers(KeyedProcessFunction):
        def process_element(self, value: Any, ctx: Any) -> None:
            service = ctx.timer_service()
            service.register_event_time_timer(value)
            service.register_event_time_timer(value)
            service.register_event_time_timer(value + 1)
            service.delete_event_time_timer(value + 1)

        def on_timer(self, timestamp: int, ctx: Any) -> Iterator[Any]:
            if timestamp == 10:
                ctx.timer_service().register_event_time_timer(15)  # due already: fires with this watermark
                ctx.timer_service().register_event_time_timer(99)
            yield ctx.get_current_key(), timestamp

    harness = Harness(
        "stream-keyed-process", {"function": StreamFunction("P", Timers(), "process_element")}, OPTIONS.copy()
    )
    harness.send_values(30, 10, 20, 20, keys=["a", "b", "a", "c"])
    assert harness.send(Watermark(9)) == []
    assert harness.send(Watermark(20)) == [("b", 10), ("b", 15), ("a", 20), ("c", 20)]
    assert harness.send(EndOfInput()) == [("a", 30), ("b", 99)]


def test_a_deleted_timer_of_the_same_time_does_not_fire():
    class Rivals(KeyedProcessFunction):
        def process_element(self, value: int, ctx: Any) -> None:
            ctx.timer_service().register_event_time_timer(value)

        def on_timer(self, timestamp: int, ctx: Any) -> Iterator[Any]:
            ctx.timer_service().delete_event_time_timer(timestamp)
            yield ctx.get_current_key()

    harness = Harness(
        "stream-keyed-process", {"function": StreamFunction("P", Rivals(), "process_element")}, OPTIONS.copy()
    )
    harness.send_values(5, 5, keys=["a", "b"])
    assert harness.send(Watermark(5)) == ["a", "b"]


def test_a_timer_may_register_an_earlier_one():
    class Back(KeyedProcessFunction):
        def process_element(self, value: int, ctx: Any) -> None:
            ctx.timer_service().register_event_time_timer(value)

        def on_timer(self, timestamp: int, ctx: Any) -> Iterator[Any]:
            if timestamp == 10:
                ctx.timer_service().register_event_time_timer(3)
            yield ctx.get_current_key(), timestamp

    harness = Harness(
        "stream-keyed-process", {"function": StreamFunction("P", Back(), "process_element")}, OPTIONS.copy()
    )
    harness.send_values(10, 10, 12, keys=["a", "b", "c"])
    assert harness.send(Watermark(20)) == [("a", 10), ("a", 3), ("b", 10), ("b", 3), ("c", 12)]
    assert harness.send(EndOfInput()) == []


def test_processing_time_timers_fire_at_ticks():
    class Soon(KeyedProcessFunction):
        def process_element(self, value: int, ctx: Any) -> None:
            now = ctx.timer_service().current_processing_time()
            ctx.timer_service().register_processing_time_timer(now - 1 if value else now + 10**9)

        def on_timer(self, timestamp: int, ctx: Any) -> Iterator[Any]:
            yield ctx.get_current_key(), ctx.time_domain().name

    harness = Harness(
        "stream-keyed-process", {"function": StreamFunction("P", Soon(), "process_element")}, OPTIONS.copy()
    )
    harness.send_values(1, 0, keys=["a", "b"])
    harness.elements.clear()
    harness.node.tick(0.0)
    assert harness.values() == [("a", "PROCESSING_TIME")]


def test_a_value_that_cannot_be_pickled_fails_the_snapshot():
    class Keeps(KeyedProcessFunction):
        def open(self, runtime_context: Any) -> None:
            self.state = runtime_context.get_state(ValueStateDescriptor("state", Types.PICKLED_BYTE_ARRAY()))

        def process_element(self, value: Any, ctx: Any) -> None:
            self.state.update(n for n in [value])

    harness = Harness(
        "stream-keyed-process", {"function": StreamFunction("P", Keeps(), "process_element")}, OPTIONS.copy()
    )
    harness.send_values(1, keys=["a"])
    with pytest.raises(CheckpointError, match="can't be pickled"):
        harness.snapshot()


def test_one_name_is_one_kind_of_state():
    class Twice(KeyedProcessFunction):
        def open(self, runtime_context: Any) -> None:
            runtime_context.get_state(ValueStateDescriptor("s", Types.INT()))
            runtime_context.get_list_state(ListStateDescriptor("s", Types.INT()))

        def process_element(self, value: Any, ctx: Any) -> None:
            pass

    with pytest.raises(Exception, match="the state 's' is used as two kinds"):
        Harness(
            "stream-keyed-process",
            {"function": StreamFunction("P", Twice(), "process_element")},
            OPTIONS.copy(),
        )


def test_key_groups_do_not_depend_on_the_process():
    program = (
        "from drey.runtime.state.object_keys import object_key_groups\n"
        "from tests.datastream.test_keyed_state import KEYS\n"
        "print(object_key_groups(KEYS, 128).tolist())"
    )
    found = set()
    for seed in ("1", "2"):
        done = run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        )
        assert done.returncode == 0, done.stderr
        found.add(done.stdout)
    assert found == {f"{object_key_groups(KEYS, 128).tolist()}\n"}


def test_key_groups_are_those_of_columns_and_of_equal_keys():
    numbers = [0, 5, -3, 2**40]
    columns = key_groups(key_hashes(pl.DataFrame({"k": pl.Series(numbers, dtype=pl.Int64)})), 128)
    assert object_key_groups(numbers, 128).tolist() == columns.tolist()
    assert object_key_groups([5, "x"], 128)[0] == columns[1]
    assert len(set(object_key_groups([1, 1.0, True, "x"], 128)[:3].tolist())) == 1
    spread = np.bincount(object_key_groups([f"k{i}" for i in range(12_800)], 128), minlength=128)
    assert spread.min() > 50


def test_an_operator_of_objects_refuses_columns():
    with pytest.raises(JobError, match="takes Python objects"):
        everything().send(ChangelogBatch(pl.DataFrame({"a": [1]})))
