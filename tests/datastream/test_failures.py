"""What the user sees when a function of theirs fails: their exception, its place, the value that it was given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from drey.errors import DreyError, UserFunctionError, ValidationError
from drey.pyflink.common import Row, Types, WatermarkStrategy
from drey.pyflink.common.watermark_strategy import TimestampAssigner
from drey.pyflink.datastream import (
    KeyedProcessFunction,
    MapFunction,
    ProcessFunction,
    StreamExecutionEnvironment,
)


@pytest.fixture
def env() -> StreamExecutionEnvironment:
    return StreamExecutionEnvironment.get_execution_environment()


def notes_of(stream: Any, error: type[BaseException]) -> str:
    """The notes of the exception that running a stream raises."""
    with pytest.raises(error) as caught:
        list(stream.execute_and_collect())
    return "\n".join(caught.value.__notes__)


def inverse(value: int) -> float:
    return 1 / value


def test_the_value_and_the_place_of_a_map(env):
    notes = notes_of(env.from_collection([1, 2, 0, 3]).map(inverse), ZeroDivisionError)
    assert "in Python function 'Map'" in notes
    assert "test_failures.py:" in notes
    assert "called with (0)" in notes


def test_the_function_of_a_fused_chain_is_found(env):
    stream = env.from_collection([1, 2, 3]).map(lambda x: x - 2).filter(lambda x: True).map(inverse)
    notes = notes_of(stream, ZeroDivisionError)
    assert "called with (0)" in notes
    assert "for the element 2" in notes
    notes = notes_of(env.from_collection(["1", "x"]).map(str.strip).map(int).map(inverse), ValueError)
    assert "'x'" in notes


def test_a_traceback_ends_in_the_users_function(env):
    with pytest.raises(ZeroDivisionError) as caught:
        list(env.from_collection([0]).map(inverse).execute_and_collect())
    assert caught.traceback[-1].name == "inverse"


def test_a_chain_with_timestamps_tells_the_value(env):
    class Time(TimestampAssigner):
        def extract_timestamp(self, value: int, record_timestamp: int) -> int:
            return value

    strategy = WatermarkStrategy.for_monotonous_timestamps().with_timestamp_assigner(Time())
    stream = env.from_collection([4, 0, 1]).assign_timestamps_and_watermarks(strategy)
    assert "called with (0)" in notes_of(stream.filter(lambda x: x < 4).map(inverse), ZeroDivisionError)


def test_a_filter_a_flat_map_and_a_key_selector(env):
    numbers = env.from_collection([2, 0])
    assert "'Filter'" in notes_of(numbers.filter(lambda x: 1 / x), ZeroDivisionError)
    assert "called with (0)" in notes_of(numbers.flat_map(lambda x: [1 / x]), ZeroDivisionError)
    keyed = numbers.key_by(lambda x: 1 / x)
    assert "'Key-By'" in notes_of(keyed.reduce(lambda a, b: a), ZeroDivisionError)


def test_reduce_and_process_functions_tell_the_key(env):
    class Fails(KeyedProcessFunction):
        def process_element(self, value: int, ctx: Any) -> Iterator[Any]:
            ctx.timer_service().register_event_time_timer(value)
            yield 1 / value

        def on_timer(self, timestamp: int, ctx: Any) -> Iterator[Any]:
            yield {}[timestamp]

    keyed = env.from_collection([1, 0]).key_by(lambda x: f"k{x}")
    notes = notes_of(keyed.process(Fails()), ZeroDivisionError)
    assert "called with (0)" in notes
    assert "for the key 'k0'" in notes
    notes = notes_of(env.from_collection([5]).key_by(lambda x: "k").process(Fails()), KeyError)
    assert "on_timer" in notes
    assert "for the key 'k'" in notes
    notes = notes_of(
        env.from_collection([1, 2]).key_by(lambda x: "k").reduce(lambda a, b: a / 0), ZeroDivisionError
    )
    assert "called with (1, 2)" in notes


def test_open_and_process_fail_as_themselves(env):
    class Opens(MapFunction):
        def open(self, runtime_context: Any) -> None:
            raise OSError("no connection")

        def map(self, value: Any) -> Any:
            return value

    class Yields(ProcessFunction):
        def process_element(self, value: Any, ctx: Any) -> Iterator[Any]:
            yield value
            raise LookupError(value)

    assert "'Map.open'" in notes_of(env.from_collection([1]).map(Opens()), OSError)
    assert "called with (7)" in notes_of(env.from_collection([7]).process(Yields()), LookupError)


def test_stop_iteration_does_not_end_the_stream_in_silence(env):
    def stop(value: int) -> int:
        raise StopIteration

    with pytest.raises(RuntimeError, match="StopIteration"):
        list(env.from_collection([1, 2]).map(stop).execute_and_collect())


def test_a_result_of_another_type(env):
    stream = env.from_collection([1]).map(lambda x: x, Types.ROW([Types.INT(), Types.INT()]))
    with pytest.raises(DreyError, match="must return ROW, but returned 1"):
        list(stream.execute_and_collect())
    stream = env.from_collection([1]).map(lambda x: Row(x), Types.ROW([Types.INT(), Types.INT()]))
    with pytest.raises(DreyError, match="must return ROW"):
        list(stream.execute_and_collect())


def test_a_key_without_a_hash(env):
    with pytest.raises(DreyError, match="has no hash"):
        list(env.from_collection([1]).key_by(lambda x: [x]).reduce(lambda a, b: a).execute_and_collect())


def test_a_function_that_cannot_be_pickled(env):
    lock = __import__("threading").Lock()
    with pytest.raises(UserFunctionError, match="can't be pickled"):
        env.from_collection([1]).map(lambda x: lock).execute_and_collect()


def test_nothing_to_do_and_a_uid_twice(env):
    with pytest.raises(ValidationError, match="No operators defined"):
        env.execute()
    stream = env.from_collection([1]).map(str).uid("same").rebalance().map(str).uid("same")
    with pytest.raises(ValidationError, match="'same' is used twice"):
        stream.execute_and_collect()
