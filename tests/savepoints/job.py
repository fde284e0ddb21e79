"""The PyFlink program whose savepoints are kept: SQL and DataStream state, timers, exactly-once files, in parallel.

Usage: ``drey run job.py DIRECTORY ROWS PAUSE [SAVEPOINTS]``. After every twentieth number it sleeps for PAUSE seconds. With
SAVEPOINTS it stops with a savepoint there when a quarter of the numbers is visible. Every other number goes to a SQL aggregate in a SQLite table; all go to files
as they are, and through a keyed process function with value, list and map state and event-time timers to other files.
"""

import sys
import time
from pathlib import Path

from pyflink.common import Types, WatermarkStrategy
from pyflink.common.watermark_strategy import TimestampAssigner
from pyflink.datastream import KeyedProcessFunction, StreamExecutionEnvironment
from pyflink.datastream.connectors.number_seq import NumberSequenceSource
from pyflink.datastream.state import ListStateDescriptor, MapStateDescriptor, ValueStateDescriptor
from pyflink.table import Schema, StreamTableEnvironment

KEYS, TIMER_EVERY = 20, 100


class Number(TimestampAssigner):
    """The number is the time."""

    def extract_timestamp(self, value, record_timestamp):
        return value


class Bookkeeping(KeyedProcessFunction):
    """Numbers the values of each key, and at each hundred tells their sum and number since the last."""

    def open(self, runtime_context):
        self.count = runtime_context.get_state(ValueStateDescriptor("count", Types.LONG()))
        self.waiting = runtime_context.get_list_state(ListStateDescriptor("waiting", Types.LONG()))
        self.counts = runtime_context.get_map_state(MapStateDescriptor("counts", Types.LONG(), Types.LONG()))

    def process_element(self, value, ctx):
        count = (self.count.value() or 0) + 1
        self.count.update(count)
        self.waiting.add(value)
        timer = (value // TIMER_EVERY + 1) * TIMER_EVERY
        self.counts.put(timer, (self.counts.get(timer) or 0) + 1)
        ctx.timer_service().register_event_time_timer(timer)
        yield "element", ctx.get_current_key(), value, count

    def on_timer(self, timestamp, ctx):
        # Later values may be here already: a watermark comes behind a batch.
        yield "sum", ctx.get_current_key(), timestamp, sum(n for n in self.waiting.get() if n < timestamp)
        yield "number", ctx.get_current_key(), timestamp, self.counts.get(timestamp)
        self.waiting.update([n for n in self.waiting.get() if n >= timestamp])
        self.counts.remove(timestamp)


def main(work, rows, pause, savepoints=None):
    def slowly(value):
        if value % 20 == 0:
            time.sleep(pause)
        return value

    env = StreamExecutionEnvironment.get_execution_environment()
    t_env = StreamTableEnvironment.create(env)
    strategy = WatermarkStrategy.for_monotonous_timestamps().with_timestamp_assigner(Number())
    numbers = env.from_source(NumberSequenceSource(0, rows - 1), strategy, "numbers", Types.LONG()).uid(
        "numbers"
    )
    numbers = numbers.map(slowly, Types.LONG()).uid("slowly")
    kind = Types.ROW_NAMED(
        ["what", "k", "n", "value"], [Types.STRING(), Types.STRING(), Types.LONG(), Types.LONG()]
    )
    reports = (
        numbers.key_by(lambda n: f"key {n * 7 % KEYS}", Types.STRING())
        .process(Bookkeeping(), kind)
        .uid("bookkeeping")
    )
    t_env.create_temporary_view("numbers", numbers, Schema.new_builder().column("f0", "BIGINT").build())
    t_env.create_temporary_view("reports", reports)
    files = "'connector' = 'filesystem', 'format' = 'csv', 'path'"
    t_env.execute_sql(f"CREATE TABLE all_numbers (n BIGINT) WITH ({files} = '{work}/numbers')")
    t_env.execute_sql(
        f"CREATE TABLE all_reports (what STRING, k STRING, n BIGINT, v BIGINT) WITH ({files} = '{work}/reports')"
    )
    t_env.execute_sql(f"""
        CREATE TABLE totals (k BIGINT, n BIGINT, total BIGINT, least BIGINT, kinds BIGINT, PRIMARY KEY (k) NOT ENFORCED)
        WITH ('connector' = 'jdbc', 'url' = 'jdbc:sqlite:{work}/result.sqlite', 'table-name' = 'totals')
    """)
    inserts = t_env.create_statement_set()
    inserts.add_insert_sql("INSERT INTO all_numbers SELECT f0 FROM numbers")
    inserts.add_insert_sql("INSERT INTO all_reports SELECT what, k, n, `value` FROM reports")
    inserts.add_insert_sql("""
        INSERT INTO totals
        SELECT MOD(f0, 10), COUNT(*), SUM(f0), MIN(f0), COUNT(DISTINCT MOD(f0, 7)) FROM numbers GROUP BY MOD(f0, 10)
    """)
    result = inserts.execute()
    if savepoints is None:
        result.wait()
        return
    while sum(len(path.read_text().split()) for path in Path(work, "numbers").glob("part-*")) < rows // 4:
        time.sleep(0.02)
    result.get_job_client().stop_with_savepoint(False, savepoints).result()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), *sys.argv[4:])
