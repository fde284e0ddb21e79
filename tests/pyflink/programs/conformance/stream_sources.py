"""Sources, watermark strategies, partitioning and names."""

import os
import tempfile

from pyflink.common import Duration, Types, WatermarkStrategy
from pyflink.common.watermark_strategy import TimestampAssigner
from pyflink.datastream import KeySelector, Partitioner, ProcessFunction, StreamExecutionEnvironment
from pyflink.datastream.connectors.file_system import FileSource, StreamFormat
from pyflink.datastream.connectors.number_seq import NumberSequenceSource

env = StreamExecutionEnvironment.get_execution_environment()
env.set_parallelism(1)


def show(stream):
    with stream.execute_and_collect() as values:
        print(stream.get_type(), [value for value in values])


class Own(TimestampAssigner):
    def extract_timestamp(self, value, record_timestamp):
        return value * 1000


class Stamp(ProcessFunction):
    def process_element(self, value, ctx):
        yield value, ctx.timestamp()


numbers = env.from_source(NumberSequenceSource(3, 7), WatermarkStrategy.no_watermarks(), "numbers", Types.LONG())
show(numbers)
show(numbers.map(lambda x: x * 2, Types.LONG()))
idle = WatermarkStrategy.for_monotonous_timestamps().with_idleness(Duration.of_seconds(9)).with_timestamp_assigner(Own())
strategy = WatermarkStrategy.for_bounded_out_of_orderness(Duration.of_seconds(1)).with_timestamp_assigner(Own())
show(numbers.assign_timestamps_and_watermarks(strategy).process(Stamp()))
show(numbers.assign_timestamps_and_watermarks(strategy).filter(lambda x: x > 4).flat_map(lambda x: [x, -x]).process(Stamp()))
show(numbers.assign_timestamps_and_watermarks(idle).map(str).process(Stamp()))

directory = tempfile.mkdtemp()
path = os.path.join(directory, "lines.txt")
with open(path, "w") as file:
    file.write("one\ntwo words\n\nfour")
lines = env.from_source(
    FileSource.for_record_stream_format(StreamFormat.text_line_format(), path).process_static_file_set().build(),
    WatermarkStrategy.no_watermarks(),
    "lines",
)
show(lines)
show(lines.flat_map(lambda line: line.split()))


class Parity(Partitioner):
    def partition(self, key, num_partitions):
        return key % num_partitions


class Itself(KeySelector):
    def get_key(self, value):
        return value


for partitioned in (
    numbers.rebalance(),
    numbers.rescale(),
    numbers.shuffle(),
    numbers.broadcast(),
    numbers.forward(),
    numbers.partition_custom(Parity(), Itself()),
    numbers.partition_custom(lambda key, n: 0, lambda x: x),
):
    partitioned.map(lambda x: x + 1, Types.LONG()).print()
    env.execute()
named = numbers.map(lambda x: x, Types.LONG()).name("My Map").uid("my-map").set_parallelism(1).set_max_parallelism(8)
named = named.set_description("a map").set_buffer_timeout(5).start_new_chain().slot_sharing_group("default")
show(named)
show(numbers.map(lambda x: x, Types.LONG()).disable_chaining().force_non_parallel())
