"""Options of the filesystem connector, as Flink's ``FileSystemConnectorOptions``."""

from __future__ import annotations

from datetime import timedelta

from drey.options import ConfigOption, MemorySize

PATH: ConfigOption[str] = ConfigOption(
    "path", str, description="a file, a directory or a pattern with * and ?"
)
FORMAT: ConfigOption[str] = ConfigOption("format", str, description="the format of the files")
DEFAULT_PARTITION = ConfigOption(
    "partition.default-name", str, "__DEFAULT_PARTITION__", description="the directory of null or empty keys"
)
MONITOR_INTERVAL: ConfigOption[timedelta] = ConfigOption(
    "source.monitor-interval",
    timedelta,
    description="look for new files this often; the source is then unbounded",
)
PATH_REGEX: ConfigOption[str] = ConfigOption(
    "source.path.regex-pattern", str, description="files under path whose full path matches this are read"
)
STATISTICS = ConfigOption("source.report-statistics", str, "ALL", choices=("NONE", "ALL"))

ROLLING_SIZE = ConfigOption("sink.rolling-policy.file-size", MemorySize, 128 << 20)
ROLLOVER_INTERVAL = ConfigOption("sink.rolling-policy.rollover-interval", timedelta, timedelta(minutes=30))
INACTIVITY_INTERVAL = ConfigOption(
    "sink.rolling-policy.inactivity-interval", timedelta, timedelta(minutes=30)
)
CHECK_INTERVAL = ConfigOption("sink.rolling-policy.check-interval", timedelta, timedelta(minutes=1))
SHUFFLE = ConfigOption("sink.shuffle-by-partition.enable", bool, False)
SINK_PARALLELISM: ConfigOption[int] = ConfigOption("sink.parallelism", int)

EXTRACTOR_KIND = ConfigOption("partition.time-extractor.kind", str, "default", choices=("default", "custom"))
EXTRACTOR_CLASS: ConfigOption[str] = ConfigOption("partition.time-extractor.class", str)
EXTRACTOR_FORMATTER: ConfigOption[str] = ConfigOption("partition.time-extractor.timestamp-formatter", str)
EXTRACTOR_PATTERN: ConfigOption[str] = ConfigOption(
    "partition.time-extractor.timestamp-pattern", str, description="such as '$year-$month-$day $hour:00:00'"
)
COMMIT_TRIGGER = ConfigOption(
    "sink.partition-commit.trigger", str, "process-time", choices=("process-time", "partition-time")
)
COMMIT_DELAY = ConfigOption("sink.partition-commit.delay", timedelta, timedelta(0))
COMMIT_ZONE = ConfigOption("sink.partition-commit.watermark-time-zone", str, "UTC")
COMMIT_POLICY: ConfigOption[str] = ConfigOption(
    "sink.partition-commit.policy.kind", str, description="success-file"
)
COMMIT_CLASS: ConfigOption[str] = ConfigOption("sink.partition-commit.policy.class", str)
COMMIT_PARAMETERS: ConfigOption[str] = ConfigOption("sink.partition-commit.policy.class.parameters", str)
SUCCESS_FILE = ConfigOption("sink.partition-commit.success-file.name", str, "_SUCCESS")

AUTO_COMPACTION = ConfigOption("auto-compaction", bool, False)
COMPACTION_SIZE: ConfigOption[int] = ConfigOption("compaction.file-size", MemorySize)
COMPACTION_PARALLELISM: ConfigOption[int] = ConfigOption("compaction.parallelism", int)
SCAN_PARALLELISM: ConfigOption[int] = ConfigOption("scan.parallelism", int)

REQUIRED = (PATH, FORMAT)
OPTIONAL = (
    DEFAULT_PARTITION, MONITOR_INTERVAL, PATH_REGEX, STATISTICS, ROLLING_SIZE, ROLLOVER_INTERVAL,
    INACTIVITY_INTERVAL, CHECK_INTERVAL, SHUFFLE, SINK_PARALLELISM, EXTRACTOR_KIND, EXTRACTOR_CLASS,
    EXTRACTOR_FORMATTER, EXTRACTOR_PATTERN, COMMIT_TRIGGER, COMMIT_DELAY, COMMIT_ZONE, COMMIT_POLICY, COMMIT_CLASS,
    COMMIT_PARAMETERS, SUCCESS_FILE, AUTO_COMPACTION, COMPACTION_SIZE, COMPACTION_PARALLELISM, SCAN_PARALLELISM,
)  # fmt: skip
