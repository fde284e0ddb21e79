"""The DataStream program that the fault tests kill: keyed state of every kind, timers, an exactly-once sink.

Usage: ``python -m tests.faults.stream_job WORK_DIRECTORY SEED PAUSE [RESTORE_PATH]``. It takes PAUSE milliseconds for every
50 values at least, and prints ``finished`` at its end.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from drey.connectors.api import TableSpec
from drey.pyflink.common import Configuration, Types, WatermarkStrategy
from drey.pyflink.common.watermark_strategy import TimestampAssigner
from drey.pyflink.datastream import KeyedProcessFunction, RuntimeContext, StreamExecutionEnvironment
from drey.pyflink.datastream.connectors.base import Sink
from drey.pyflink.datastream.connectors.number_seq import NumberSequenceSource
from drey.pyflink.datastream.sources import StreamSink
from drey.pyflink.datastream.state import ListStateDescriptor, MapStateDescriptor, ValueStateDescriptor
from tests.doubles.graphs import row_type

ROWS, KEYS, TIMER_EVERY = 12_000, 40, 100
COLUMNS = {"what": "STRING", "k": "STRING", "n": "BIGINT", "count": "BIGINT"}


class Number(TimestampAssigner):
    """The number is the time."""

    def extract_timestamp(self, value: int, record_timestamp: int) -> int:
        return value


class Bookkeeping(KeyedProcessFunction):
    """Numbers the values of each key, and reports at each hundred what has come since the last report."""

    def __init__(self, pause: float) -> None:
        self.pause = pause

    def open(self, runtime_context: RuntimeContext) -> None:
        self.count = runtime_context.get_state(ValueStateDescriptor("count", Types.LONG()))
        self.waiting = runtime_context.get_list_state(ListStateDescriptor("waiting", Types.LONG()))
        self.counts = runtime_context.get_map_state(MapStateDescriptor("counts", Types.LONG(), Types.LONG()))

    def process_element(self, value: int, ctx: Any) -> Iterator[Any]:
        if value % 50 == 0:
            time.sleep(self.pause)
        count = (self.count.value() or 0) + 1
        self.count.update(count)
        self.waiting.add(value)
        timer = (value // TIMER_EVERY + 1) * TIMER_EVERY
        self.counts.put(timer, (self.counts.get(timer) or 0) + 1)
        ctx.timer_service().register_event_time_timer(timer)
        yield "element", ctx.get_current_key(), value, count

    def on_timer(self, timestamp: int, ctx: Any) -> Iterator[Any]:
        # Later values may be here already: a watermark comes behind a batch.
        yield "sum", ctx.get_current_key(), timestamp, sum(n for n in self.waiting.get() if n < timestamp)
        yield "number", ctx.get_current_key(), timestamp, self.counts.get(timestamp)
        self.waiting.update([n for n in self.waiting.get() if n >= timestamp])
        self.counts.remove(timestamp)


def main(work: Path, pause: str, restore: str | None) -> None:
    options = {
        "drey.source.batch-rows": "50",
        "execution.checkpointing.interval": "15 ms",
        "execution.checkpointing.dir": str(work / "checkpoints"),
        "execution.checkpointing.num-retained": "2",
        "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
        "$internal.pipeline.job-id": "f" * 32,
    }
    if restore is not None:
        options["execution.state-recovery.path"] = restore
    configuration = Configuration()
    for key, value in options.items():
        configuration.set_string(key, value)
    env = StreamExecutionEnvironment.get_execution_environment(configuration)
    strategy = WatermarkStrategy.for_monotonous_timestamps().with_timestamp_assigner(Number())
    numbers = env.from_source(NumberSequenceSource(0, ROWS - 1), strategy, "numbers")
    reports = numbers.key_by(lambda n: f"key {n * 7 % KEYS}").process(Bookkeeping(int(pause) / 1000))
    table = TableSpec(
        "out", {"connector": "directory-sink", "directory": str(work / "out")}, row_type(**COLUMNS)
    )
    reports.sink_to(Sink(StreamSink(table)))
    env.execute("stream fault job")
    print("finished", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[3], sys.argv[4] if len(sys.argv) > 4 else None)
