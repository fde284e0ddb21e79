"""The DataStream job that ``test_stream_kills`` kills: topic, Python functions, state by key, topic, exactly once.

Usage: ``drey run ... stream_kill_job.py BROKERS SOURCE SINK STAGING [POINT [NUMBER]]``, as ``kill_job.py``;
``slowly`` is a point where nothing is killed, and a process crawls still more slowly: whoever kills it hits the middle of
the job, however slow the machine is.
"""

import sys
import time

from pyflink.common import Types, WatermarkStrategy
from pyflink.datastream import KeyedProcessFunction, StreamExecutionEnvironment
from pyflink.datastream.connectors.base import DeliveryGuarantee
from pyflink.datastream.connectors.kafka import (
    KafkaOffsetsInitializer,
    KafkaRecordSerializationSchema,
    KafkaSink,
    KafkaSource,
)
from pyflink.datastream.formats.json import JsonRowDeserializationSchema, JsonRowSerializationSchema
from pyflink.datastream.state import ValueStateDescriptor

from tests.connectors.kafka.kill_job import CRAWL, PAUSE, SOON, TO_BE_KILLED, arm

READ = Types.ROW_NAMED(["n", "pad"], [Types.LONG(), Types.STRING()])
WRITTEN = Types.ROW_NAMED(
    ["n", "key", "count", "pad"], [Types.LONG(), Types.LONG(), Types.LONG(), Types.STRING()]
)
KEYS = 7
LATER = 0.05 if "slowly" in sys.argv else CRAWL if TO_BE_KILLED else PAUSE
passed = [0]


def paused(value):
    """The value, after a while."""
    passed[0] += 1
    time.sleep(LATER if passed[0] > SOON else PAUSE)
    return value


class Count(KeyedProcessFunction):
    """Numbers the records of each key."""

    def open(self, runtime_context):
        self.count = runtime_context.get_state(ValueStateDescriptor("count", Types.LONG()))

    def process_element(self, value, ctx):
        count = (self.count.value() or 0) + 1
        self.count.update(count)
        yield value.n, ctx.get_current_key(), count, value.pad


def main(brokers, source, sink, staging, point="", number="2"):
    if point:
        arm(point, int(number))
    env = StreamExecutionEnvironment.get_execution_environment()
    records = (
        KafkaSource.builder()
        .set_bootstrap_servers(brokers)
        .set_topics(source)
        .set_starting_offsets(KafkaOffsetsInitializer.earliest())
        .set_bounded(KafkaOffsetsInitializer.latest())
        .set_value_only_deserializer(JsonRowDeserializationSchema.builder().type_info(READ).build())
        .build()
    )
    serializer = (
        KafkaRecordSerializationSchema.builder()
        .set_topic(sink)
        .set_value_serialization_schema(JsonRowSerializationSchema.builder().with_type_info(WRITTEN).build())
        .build()
    )
    written = (
        KafkaSink.builder()
        .set_bootstrap_servers(brokers)
        .set_record_serializer(serializer)
        .set_delivery_guarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .set_transactional_id_prefix(sink)
        .set_property("sink.staging-directory", staging)
        .build()
    )
    stream = env.from_source(records, WatermarkStrategy.no_watermarks(), "records").uid("records")
    # In front of the exchange: behind it, what waits becomes one batch, and no barrier comes in the middle of that.
    counted = stream.map(paused, READ).key_by(lambda row: row.n % KEYS).process(Count(), WRITTEN).uid("count")
    counted.sink_to(written).uid("written")
    env.execute("stream kill job")
    print("finished", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
