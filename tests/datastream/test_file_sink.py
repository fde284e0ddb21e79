"""Streams into files: what they are called, what is in them, and that they are there once."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from drey.pyflink.common import Encoder, Types
from drey.pyflink.datastream import StreamExecutionEnvironment
from drey.pyflink.datastream.connectors.file_system import (
    BucketAssigner,
    FileSink,
    OutputFileConfig,
    RollingPolicy,
)


def written(directory: Path) -> dict[str, list[str]]:
    """The lines of all files that can be seen, by relative path."""
    files = (path for path in directory.rglob("*") if path.is_file())
    return {str(path.relative_to(directory)): path.read_text().splitlines() for path in files}


def test_lines_in_a_directory_of_the_hour(tmp_path):
    env = StreamExecutionEnvironment.get_execution_environment()
    sink = FileSink.for_row_format(str(tmp_path / "out"), Encoder.simple_string_encoder()).build()
    pairs = Types.TUPLE([Types.STRING(), Types.INT()])
    hours = [dt.datetime.now().strftime("%Y-%m-%d--%H")]
    env.from_collection([("a", 1), ("b", None)], pairs).sink_to(sink).name("files").uid("files")
    env.execute()
    hours.append(dt.datetime.now().strftime("%Y-%m-%d--%H"))
    [(name, lines)] = written(tmp_path / "out").items()
    assert lines == ["(a,1)", "(b,null)"]
    hour, _, file = name.partition("/")
    assert hour in hours
    assert re.fullmatch(r"part-[0-9a-f-]{36}-0-0", file)


def test_names_and_sizes(tmp_path):
    env = StreamExecutionEnvironment.get_execution_environment()
    env.get_config()
    env.configuration.set_string("drey.source.batch-rows", "10")
    names = OutputFileConfig.builder().with_part_prefix("log").with_part_suffix(".txt").build()
    sink = (
        FileSink.for_row_format(str(tmp_path / "out"), Encoder.simple_string_encoder())
        .with_bucket_assigner(BucketAssigner.base_path_bucket_assigner())
        .with_output_file_config(names)
        .with_rolling_policy(RollingPolicy.default_rolling_policy(part_size=100))
        .with_bucket_check_interval(1000)
        .build()
    )
    env.from_collection([f"line {i:04}" for i in range(100)]).sink_to(sink)
    env.execute()
    files = written(tmp_path / "out")
    assert len(files) == 10
    assert all(name.startswith("log-") and name.endswith(".txt") for name in files)
    assert sorted(line for lines in files.values() for line in lines) == [f"line {i:04}" for i in range(100)]
