"""The ``file-buckets`` connector: what DataStream's ``FileSink`` writes, lines in a directory for each span of time.

As the ``filesystem`` connector writes tables (see :mod:`drey.connectors.filesystem.sink`), but the directory comes from the
clock, in the form of a pattern, and not from columns.
"""

from __future__ import annotations

import datetime as dt
import time
from zoneinfo import ZoneInfo

import polars as pl

from drey.connectors.api.factory import SinkAbilities, TableFactory, TableSpec
from drey.connectors.api.sink import Sink, SinkWriter
from drey.connectors.filesystem import options as o
from drey.connectors.filesystem.sink import FileSink, FileSinkTable, FileSinkWriter, sink_table
from drey.functions.temporal.datetime_pattern import Moment, format_moment
from drey.options import ConfigOption

BUCKET_FORMAT = ConfigOption(
    "bucket.format",
    str,
    "",
    description="the pattern of Java's DateTimeFormatter of a directory; none if empty",
)
BUCKET_ZONE = ConfigOption("bucket.time-zone", str, "UTC", description="the time zone of the directories")
PREFIX = ConfigOption("part.prefix", str, "part", description="what file names begin with")
SUFFIX = ConfigOption("part.suffix", str, "", description="what file names end with")


class BucketWriter(FileSinkWriter):
    """Writes into the directory of now."""

    def __init__(self, table: FileSinkTable) -> None:
        super().__init__(table)
        options = table.spec.options
        self._pattern = BUCKET_FORMAT.require(options)
        self._zone = ZoneInfo(BUCKET_ZONE.require(options))
        self._prefix, self._suffix = PREFIX.require(options), SUFFIX.require(options)

    def write(self, rows: pl.DataFrame, kinds: pl.Series | None) -> None:
        self._now = time.time()
        self._append(self._bucket(), rows)

    def _bucket(self) -> str:
        if not self._pattern:
            return ""
        now = dt.datetime.fromtimestamp(self._now, self._zone)
        return format_moment(
            self._pattern, Moment(now.replace(tzinfo=None), now.microsecond * 1000, self._zone)
        )

    def _file_name(self, number: int) -> str:
        return f"{self._prefix}-{self._attempt}-{self._context.subtask}-{number}{self._suffix}"


class BucketSink(FileSink):
    """A directory of buckets, writable."""

    def create_writer(self) -> SinkWriter:
        return BucketWriter(self._table)


class FileBucketsFactory(TableFactory):
    """``'connector' = 'file-buckets'``; made by programs, not by users' DDL."""

    identifier = "file-buckets"
    required = (o.PATH, o.FORMAT)
    optional = (
        BUCKET_FORMAT,
        BUCKET_ZONE,
        PREFIX,
        SUFFIX,
        o.ROLLING_SIZE,
        o.ROLLOVER_INTERVAL,
        o.INACTIVITY_INTERVAL,
        o.CHECK_INTERVAL,
    )

    def sink_abilities(self, spec: TableSpec) -> SinkAbilities:
        return SinkAbilities()

    def create_sink(self, spec: TableSpec) -> Sink:
        return BucketSink(sink_table(spec))
