"""Numbers by 1,000 keys through a process function with a counter in a ValueState and a timer, thrown away.

Usage: stream_keyed_state.py COUNT [KEY=VALUE ...]; the parallelism is what the engine is told, or an option.
"""

from __future__ import annotations

import sys
import time

from pyflink.common import Configuration, Types, WatermarkStrategy
from pyflink.common.watermark_strategy import TimestampAssigner
from pyflink.datastream import KeyedProcessFunction, RuntimeContext, StreamExecutionEnvironment
from pyflink.datastream.connectors.number_seq import NumberSequenceSource
from pyflink.datastream.state import ValueStateDescriptor

KEYS = 1000


class Millis(TimestampAssigner):
    """The number is the time."""

    def extract_timestamp(self, value, record_timestamp):
        return value


class Count(KeyedProcessFunction):
    """Counts the values of each key; a timer a second after each first value of a second clears the count."""

    def open(self, runtime_context: RuntimeContext):
        self.count = runtime_context.get_state(ValueStateDescriptor("count", Types.LONG()))

    def process_element(self, value, ctx: KeyedProcessFunction.Context):
        count = self.count.value()
        count = 1 if count is None else count + 1
        self.count.update(count)
        ctx.timer_service().register_event_time_timer(value - value % 10_000 + 10_000)
        yield count

    def on_timer(self, timestamp, ctx: KeyedProcessFunction.OnTimerContext):
        yield -self.count.value()


count, *options = sys.argv[1:]
configuration = Configuration()
for option in options:
    name, _, value = option.partition("=")
    configuration.set_string(name, value)
env = StreamExecutionEnvironment.get_execution_environment(configuration)
source = NumberSequenceSource(1, int(count))
numbers = env.from_source(source, WatermarkStrategy.no_watermarks(), "numbers", Types.LONG())
timed = numbers.assign_timestamps_and_watermarks(
    WatermarkStrategy.for_monotonous_timestamps().with_timestamp_assigner(Millis())
)
keyed = timed.key_by(lambda x: x % KEYS, Types.LONG())
keyed.process(Count(), Types.LONG()).filter(lambda x: x == 0).print()

started = time.time()
env.execute("stream keyed state")
print("elapsed", time.time() - started)
