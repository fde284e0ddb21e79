"""Numbers through a lambda on a stream, and thrown away by a filter.

Usage: stream_map.py COUNT [KEY=VALUE ...]
"""

from __future__ import annotations

import sys
import time

from pyflink.common import Configuration, Types, WatermarkStrategy
from pyflink.datastream import StreamExecutionEnvironment
from pyflink.datastream.connectors.number_seq import NumberSequenceSource

count, *options = sys.argv[1:]
configuration = Configuration()
for option in options:
    name, _, value = option.partition("=")
    configuration.set_string(name, value)
env = StreamExecutionEnvironment.get_execution_environment(configuration)
env.set_parallelism(1)
source = NumberSequenceSource(1, int(count))
numbers = env.from_source(source, WatermarkStrategy.no_watermarks(), "numbers", Types.LONG())
numbers.map(lambda x: x * 2 + 1, Types.LONG()).filter(lambda x: x < 0).print()

started = time.time()
env.execute("stream map")
print("elapsed", time.time() - started)
