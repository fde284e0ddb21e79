"""What functions learn of the subtask that they run in, and of its attempts, at parallelism 2 with a restart."""

import ast
import os
import tempfile
from pathlib import Path

from pyflink.common import Configuration, Types
from pyflink.datastream import (
    KeyedProcessFunction,
    MapFunction,
    ProcessFunction,
    RuntimeContext,
    StreamExecutionEnvironment,
)
from pyflink.table import StreamTableEnvironment
from pyflink.table.udf import ScalarFunction, udf

seen = Path(tempfile.mkdtemp()) / "seen"

configuration = Configuration()
configuration.set_string("restart-strategy.type", "fixed-delay")
configuration.set_string("restart-strategy.fixed-delay.attempts", "5")
configuration.set_string("restart-strategy.fixed-delay.delay", "10 ms")
env = StreamExecutionEnvironment.get_execution_environment(configuration)
env.set_parallelism(2)
env.set_max_parallelism(64)
t_env = StreamTableEnvironment.create(env)
t_env.execute_sql("CREATE TABLE nowhere (v INT) WITH ('connector' = 'blackhole')")


def note(context, *more):
    """Keep what a context says in a file, as a line, which processes that write at once don't tear."""
    facts = (
        *more,
        context.get_task_name_with_subtasks().removeprefix(context.get_task_name()),
        context.get_number_of_parallel_subtasks(),
        context.get_max_number_of_parallel_subtasks(),
        context.get_index_of_this_subtask(),
        context.get_attempt_number(),
    )
    line = os.open(seen, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(line, f"{facts}\n".encode())
    os.close(line)


def show(title):
    """Print what the last attempts noted; an earlier one may fail before all of its subtasks are open."""
    notes = {ast.literal_eval(line) for line in seen.read_text().splitlines()}
    attempts = sorted({note[-1] for note in notes})
    print(title, attempts)
    for note in sorted(note for note in notes if note[-1] == attempts[-1]):
        print(note)
    seen.unlink()


class Map(MapFunction):
    def open(self, runtime_context: RuntimeContext):
        note(runtime_context, "map")

    def map(self, value):
        return value


class Process(ProcessFunction):
    def open(self, runtime_context: RuntimeContext):
        note(runtime_context, "process")

    def process_element(self, value, ctx: "ProcessFunction.Context"):
        yield value


class Keyed(KeyedProcessFunction):
    """Fails in the first and the second attempt."""

    def open(self, runtime_context: RuntimeContext):
        note(runtime_context, "keyed")
        self.attempt = runtime_context.get_attempt_number()

    def process_element(self, value, ctx: "KeyedProcessFunction.Context"):
        if self.attempt < 2:
            raise RuntimeError("not yet")
        yield value


def run(stream):
    t_env.from_data_stream(stream).execute_insert("nowhere").wait()


numbers = env.from_collection([1, 2, 3, 4, 5, 6, 7, 8], Types.INT())
run(numbers.map(Map(), Types.INT()))
show("a map")
run(numbers.map(Map(), Types.INT()).name("mine").filter(lambda x: True).process(Process(), Types.INT()))
show("a chain")
run(numbers.map(Map(), Types.INT()).key_by(lambda x: x).process(Keyed(), Types.INT()))
show("three attempts")


class Scalar(ScalarFunction):
    """Fails in the first attempt."""

    def open(self, function_context):
        note(function_context, "scalar")
        self.attempt = function_context.get_attempt_number()

    def eval(self, value):
        if self.attempt < 1:
            raise RuntimeError("not yet")
        return value


t_env.create_temporary_function("scalar", udf(Scalar(), result_type="INT"))
t_env.execute_sql(
    "CREATE TABLE numbers (v INT) WITH ('connector' = 'datagen', 'fields.v.kind' = 'sequence',"
    " 'fields.v.start' = '1', 'fields.v.end' = '8')"
)
t_env.execute_sql("INSERT INTO nowhere SELECT scalar(v) FROM numbers").wait()
show("a function of SQL")
