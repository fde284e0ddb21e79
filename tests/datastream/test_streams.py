"""DataStream programs in this process: what the recorded programs of ``tests/pyflink`` don't reach."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from drey.graph.job_graph import JobGraph
from drey.planner.planner import compile_streams
from drey.planner.streams.nodes import StreamNode
from drey.pyflink.common import Configuration, Row, Types, WatermarkStrategy
from drey.pyflink.common.job_status import JobStatus
from drey.pyflink.common.watermark_strategy import TimestampAssigner
from drey.pyflink.datastream import (
    KeyedProcessFunction,
    MapFunction,
    OutputTag,
    ProcessFunction,
    RuntimeExecutionMode,
    StreamExecutionEnvironment,
)
from drey.pyflink.datastream.connectors.number_seq import NumberSequenceSource
from drey.pyflink.datastream.state import ValueStateDescriptor
from drey.pyflink.table import StreamTableEnvironment
from drey.pyflink.table.expressions import col
from drey.runtime.elements import Watermark, WatermarkStatus
from drey.runtime.scheduling.building import build_execution_graph
from drey.session.functions import pickle_function
from tests.datastream.operators import Harness
from tests.waiting import eventually

LOWEST = -(1 << 63)


@pytest.fixture
def env() -> StreamExecutionEnvironment:
    return StreamExecutionEnvironment.get_execution_environment()


def graph_of(stream: Any) -> JobGraph:
    """The job graph of a stream that is printed."""
    stream.print()
    sinks: list[StreamNode] = stream._env._sinks
    stream._env._sinks = []
    return compile_streams("test", sinks, stream._env._tables, pickle_function, {})


def numbers(env: StreamExecutionEnvironment, end: int = 9) -> Any:
    return env.from_source(NumberSequenceSource(0, end), WatermarkStrategy.no_watermarks(), "numbers")


class Itself(TimestampAssigner):
    def extract_timestamp(self, value, record_timestamp):
        return value


class Watermarks(ProcessFunction):
    """The watermark that each value finds."""

    def process_element(self, value, ctx):
        yield ctx.timer_service().current_watermark()
        time.sleep(0.01)


@pytest.mark.parametrize(("interval", "last"), [("1 h", LOWEST), ("1 ms", 8), ("0", LOWEST)])
def test_watermarks_come_at_intervals(interval, last):
    """So a small stream has one, at its end, as in Flink, however few values come at once."""
    configuration = Configuration()
    configuration.set_string("drey.source.batch-rows", "1")
    configuration.set_string("pipeline.auto-watermark-interval", interval)
    env = StreamExecutionEnvironment.get_execution_environment(configuration)
    strategy = WatermarkStrategy.for_monotonous_timestamps().with_timestamp_assigner(Itself())
    stream = env.from_collection([5, 1, 9, 3], Types.LONG()).assign_timestamps_and_watermarks(strategy)
    assert list(stream.process(Watermarks(), Types.LONG()).execute_and_collect())[-1] == last


def test_an_idle_stream_says_how_far_it_is_and_then_nothing():
    """A watermark behind the status would end the idleness of what comes after."""
    harness = Harness("stream-watermarks", {}, assigner=None, watermarks=True, delay_ms=0, idle_ms=100)
    harness.send_values("a", times=[10])
    now = time.monotonic()
    harness.elements.clear()
    for seconds in (0.0, 0.15, 0.3, 0.6, 10.0):
        harness.node.tick(now + seconds)
    assert harness.elements == [Watermark(9), WatermarkStatus(True)]


@pytest.mark.parametrize("rows", ["1", "7", "1000"])
def test_batches_do_not_matter(rows):
    configuration = Configuration()
    configuration.set_string("drey.source.batch-rows", rows)
    env = StreamExecutionEnvironment.get_execution_environment(configuration)
    stream = (
        numbers(env, 99)
        .flat_map(lambda x: [x, -x])
        .filter(lambda x: x % 3)
        .key_by(lambda x: abs(x) % 5)
        .sum()
    )
    got = list(stream.execute_and_collect())
    totals: dict[int, int] = {}
    wanted = []
    for value in [v for x in range(100) for v in (x, -x) if v % 3]:
        totals[abs(value) % 5] = totals.get(abs(value) % 5, 0) + value
        wanted.append(totals[abs(value) % 5])
    assert got == wanted


def test_stateless_functions_are_one_operator(env):
    stream = numbers(env).map(str).filter(len).flat_map(list)
    assert [one.kind for one in graph_of(stream).operators] == [
        "source",
        "stream-from-rows",
        "stream-chain",
        "stream-print",
    ]


@pytest.mark.parametrize(
    "cut",
    [
        lambda s: s.rebalance(),
        lambda s: s.disable_chaining(),
        lambda s: s.set_parallelism(3),
        lambda s: s.uid("mine"),
        lambda s: s.slot_sharing_group("other"),
    ],
    ids=["rebalance", "disable_chaining", "parallelism", "uid", "slot group"],
)
def test_what_the_program_says_keeps_operators_apart(env, cut):
    kinds = [one.kind for one in graph_of(cut(numbers(env).map(str)).map(int)).operators]
    assert kinds.count("stream-chain") == 2


def with_side_output(stream: Any) -> Any:
    """A process function of whose outputs both may be read."""
    processed = stream.process(Watermarks())
    processed.get_side_output(OutputTag("side", Types.LONG()))
    return processed


@pytest.mark.parametrize(
    ("program", "apart"),
    [
        (lambda s: s.map(str).disable_chaining().map(int), [[1, 2], [3], [4, 5]]),
        (lambda s: s.map(str).start_new_chain().map(int), [[1, 2], [3, 4]]),
        (lambda s: s.disable_chaining().map(str), [[1, 2], [3, 4]]),
        (lambda s: s.start_new_chain().map(str), [[1, 2, 3, 4]]),
        (lambda s: with_side_output(s).disable_chaining().map(str), [[1, 2], [3, 4], [5, 6]]),
        (lambda s: with_side_output(s).start_new_chain().map(str), [[1, 2], [3, 4, 5, 6]]),
    ],
)
def test_tasks_are_apart_where_the_program_breaks_chains(env, program, apart):
    graph = graph_of(program(numbers(env)))
    vertices = build_execution_graph(graph, {"parallelism.default": "2"}).vertices
    assert [list(vertex.operators) for vertex in vertices] == apart


def test_operators_share_the_slots_of_their_inputs(env):
    def groups(stream):
        return [one.slot_sharing_group for one in graph_of(stream).operators]

    assert set(groups(numbers(env).map(str))) == {"default"}
    a, b = numbers(env).slot_sharing_group("a"), numbers(env).slot_sharing_group("b")
    assert set(groups(a.map(str).disable_chaining().map(int))) == {"a"}
    assert groups(a.union(b).map(str))[-1] == "default"


def test_tables_of_a_stream_share_its_slots_and_tasks(env):
    tables = StreamTableEnvironment.create(env)
    stream = numbers(env).slot_sharing_group("mine")
    table = tables.from_data_stream(stream).alias("n").select(col("n") + 1)
    graph = graph_of(tables.to_data_stream(table).map(str))
    assert {one.slot_sharing_group for one in graph.operators} == {"mine"}
    execution = build_execution_graph(graph, {"parallelism.default": "2"})
    assert (len(execution.vertices), execution.workers) == (1, 2)


def test_a_stream_that_is_read_twice_is_computed_once(env):
    base = numbers(env).map(str)
    graph = graph_of(base.map(int).union(base.map(len)))
    assert [one.kind for one in graph.operators].count("source") == 1
    assert [one.kind for one in graph.operators].count("stream-chain") == 3


def test_exchanges_and_settings_are_in_the_graph(env):
    stream = numbers(env).map(str).name("Text").uid("text")
    graph = graph_of(stream.key_by(len).reduce(lambda a, b: a).rebalance().map(int).broadcast())
    exchanges = {one.kind: [edge.exchange for edge in one.inputs] for one in graph.operators}
    assert exchanges["stream-reduce"] == ["hash"]
    assert exchanges["stream-print"] == ["broadcast"]
    assert [one.uid for one in graph.operators if one.name == "Text"] == ["text"]
    assert JobGraph.from_json(graph.to_json()).operators == graph.operators


def test_a_function_of_a_keyed_stream_may_use_state(env):
    class Number(MapFunction):
        def open(self, runtime_context: Any) -> None:
            self.count = runtime_context.get_state(ValueStateDescriptor("n", Types.INT()))
            runtime_context.get_metrics_group().counter("opened").inc()

        def map(self, value: str) -> Any:
            self.count.update((self.count.value() or 0) + 1)
            return value, self.count.value()

    stream = env.from_collection(["a", "b", "a"]).key_by(lambda x: x).map(Number())
    assert list(stream.execute_and_collect()) == [("a", 1), ("b", 1), ("a", 2)]


def test_a_reduction_that_changes_its_first_argument(env):
    def add(one: list[int], two: list[int]) -> list[int]:
        one[0] += two[0]
        return one

    stream = env.from_collection([[1], [2], [3]]).key_by(lambda x: 0).reduce(add)
    assert list(stream.execute_and_collect()) == [[1], [3], [6]]


def test_batch_mode_reduces_to_one_value_for_each_key(env):
    env.set_runtime_mode(RuntimeExecutionMode.BATCH)
    stream = env.from_collection([1, 2, 3, 4]).key_by(lambda x: x % 2).sum()
    assert sorted(stream.execute_and_collect()) == [4, 6]


def test_a_side_output_of_a_timer(env):
    late = OutputTag("late", Types.STRING())

    class Reports(KeyedProcessFunction):
        def process_element(self, value: int, ctx: Any) -> Iterator[Any]:
            ctx.timer_service().register_event_time_timer(value)
            yield value

        def on_timer(self, timestamp: int, ctx: Any) -> Iterator[Any]:
            yield late, f"at {timestamp}"
            yield -timestamp

    main = env.from_collection([2, 1]).key_by(lambda x: x).process(Reports())
    side = main.get_side_output(late)
    assert list(side.execute_and_collect()) == ["at 1", "at 2"]
    assert list(main.execute_and_collect()) == [2, 1, -1, -2]


def test_several_sinks_are_one_job(env, capsys):
    stream = env.from_collection([1, 2])
    stream.map(lambda x: x * 10).print()
    stream.print("id")
    result = env.execute("two sinks")
    assert sorted(capsys.readouterr().out.splitlines()) == ["10", "20", "id> 1", "id> 2"]
    assert result.get_net_runtime() >= 0


def test_a_job_runs_beside_the_program_and_is_cancelled(env):
    class Slow(ProcessFunction):
        def process_element(self, value: int, ctx: Any) -> Iterator[Any]:
            time.sleep(0.01)
            yield value

    configuration = Configuration()
    configuration.set_string("drey.source.batch-rows", "1")
    env = StreamExecutionEnvironment.get_execution_environment(configuration)
    numbers(env, 10**6).process(Slow()).filter(lambda x: False).print()
    client = env.execute_async("long")
    eventually(lambda: client.get_job_status().result() == JobStatus.RUNNING)
    client.cancel().result()
    eventually(lambda: client.get_job_status().result() == JobStatus.CANCELED)


def test_the_values_can_be_left_early(env):
    with numbers(env, 10**9).execute_and_collect() as values:
        assert [next(values) for _ in range(3)] == [0, 1, 2]
    assert numbers(env, 10**9).execute_and_collect(limit=2) == [0, 1]


def test_an_empty_collection_and_values_of_any_kind(env):
    assert list(env.from_collection([]).map(str).execute_and_collect()) == []
    values = [None, (1, "a"), Row(a=1), {"k": [1]}, {1, 2}, 10**40, b"\x00"]
    assert list(env.from_collection(values).map(lambda x: x).execute_and_collect()) == values


def test_rows_have_the_names_of_their_type(env):
    type_ = Types.ROW_NAMED(["a", "b"], [Types.INT(), Types.FLOAT()])
    stream = env.from_collection([(1, 2), Row(b=0.1, a=3)]).map(lambda x: x, type_)
    first, second = stream.execute_and_collect()
    assert first == Row(a=1, b=2.0)
    assert second.a == 3
    assert second.b == pytest.approx(0.1, abs=1e-8)
    assert second.b != 0.1  # FLOAT has 32 bits
