"""Options of the jdbc connector, as in Flink's documentation of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from drey.options import ConfigOption

URL: ConfigOption[str] = ConfigOption("url", str, description="such as jdbc:mysql://host:3306/database")
TABLE: ConfigOption[str] = ConfigOption("table-name", str, description="the table's name in the database")
DRIVER: ConfigOption[str] = ConfigOption("driver", str, description="ignored: the url decides")
COMPATIBLE: ConfigOption[str] = ConfigOption("compatible-mode", str)
USERNAME: ConfigOption[str] = ConfigOption("username", str)
PASSWORD: ConfigOption[str] = ConfigOption("password", str)
CONNECT_TIMEOUT = ConfigOption("connection.max-retry-timeout", timedelta, timedelta(seconds=60))

PARTITION_COLUMN: ConfigOption[str] = ConfigOption("scan.partition.column", str)
PARTITION_NUM: ConfigOption[int] = ConfigOption("scan.partition.num", int)
PARTITION_LOWER: ConfigOption[int] = ConfigOption("scan.partition.lower-bound", int)
PARTITION_UPPER: ConfigOption[int] = ConfigOption("scan.partition.upper-bound", int)
PARTITION = (PARTITION_COLUMN, PARTITION_NUM, PARTITION_LOWER, PARTITION_UPPER)
FETCH_SIZE = ConfigOption("scan.fetch-size", int, 0)
AUTO_COMMIT = ConfigOption("scan.auto-commit", bool, True)
SCAN_PARALLELISM: ConfigOption[int] = ConfigOption("scan.parallelism", int)

FILTERS = ConfigOption(
    "filter.handling.policy",
    str,
    "always",
    choices=("always", "never"),
    description="whether the database evaluates filters",
)

LOOKUP_CACHE = ConfigOption("lookup.cache", str, "NONE", choices=("NONE", "PARTIAL", "FULL"))
LOOKUP_RETRIES = ConfigOption("lookup.max-retries", int, 3)
CACHE_ROWS: ConfigOption[int] = ConfigOption(
    "lookup.partial-cache.max-rows", int, None, (), ("lookup.cache.max-rows",)
)
CACHE_WRITE: ConfigOption[timedelta] = ConfigOption(
    "lookup.partial-cache.expire-after-write", timedelta, None, (), ("lookup.cache.ttl",)
)
CACHE_ACCESS: ConfigOption[timedelta] = ConfigOption("lookup.partial-cache.expire-after-access", timedelta)
CACHE_MISSING = ConfigOption(
    "lookup.partial-cache.cache-missing-key", bool, True, (), ("lookup.cache.caching-missing-key",)
)
RELOAD_STRATEGY = ConfigOption(
    "lookup.full-cache.reload-strategy", str, "PERIODIC", choices=("PERIODIC", "TIMED")
)
RELOAD_INTERVAL: ConfigOption[timedelta] = ConfigOption(
    "lookup.full-cache.periodic-reload.interval", timedelta
)
RELOAD_MODE = ConfigOption(
    "lookup.full-cache.periodic-reload.schedule-mode",
    str,
    "FIXED_DELAY",
    choices=("FIXED_DELAY", "FIXED_RATE"),
)
RELOAD_TIME: ConfigOption[str] = ConfigOption(
    "lookup.full-cache.timed-reload.iso-time", str, description="such as 10:15 or 10:15+02:00"
)
RELOAD_DAYS = ConfigOption("lookup.full-cache.timed-reload.interval-in-days", int, 1)
LOOKUP: tuple[ConfigOption[Any], ...] = (
    LOOKUP_CACHE, LOOKUP_RETRIES, CACHE_ROWS, CACHE_WRITE, CACHE_ACCESS, CACHE_MISSING, RELOAD_STRATEGY,
    RELOAD_INTERVAL, RELOAD_MODE, RELOAD_TIME, RELOAD_DAYS,
)  # fmt: skip

FLUSH_ROWS = ConfigOption("sink.buffer-flush.max-rows", int, 100, description="write when so many rows wait")
FLUSH_INTERVAL = ConfigOption(
    "sink.buffer-flush.interval", timedelta, timedelta(seconds=1), description="write at least this often"
)
MAX_RETRIES = ConfigOption("sink.max-retries", int, 3, description="how often a failed write is tried again")
SINK_PARALLELISM: ConfigOption[int] = ConfigOption("sink.parallelism", int)

REQUIRED = (URL, TABLE)
OPTIONAL: tuple[ConfigOption[Any], ...] = (
    DRIVER, COMPATIBLE, USERNAME, PASSWORD, CONNECT_TIMEOUT, *PARTITION, FETCH_SIZE, AUTO_COMMIT,
    SCAN_PARALLELISM, FILTERS, *LOOKUP, FLUSH_ROWS, FLUSH_INTERVAL, MAX_RETRIES, SINK_PARALLELISM,
)  # fmt: skip
