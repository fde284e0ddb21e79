"""The ``blackhole`` connector: takes every change and drops it."""

from __future__ import annotations

import polars as pl

from drey.connectors.api.factory import SinkAbilities, TableFactory, TableSpec
from drey.connectors.api.sink import Sink, SinkWriter
from drey.options import ConfigOption
from drey.types.changelog import ALL_CHANGES


class BlackholeWriter(SinkWriter):
    """Drops rows."""

    def write(self, rows: pl.DataFrame, kinds: pl.Series | None) -> None:
        """Drop the rows."""


class BlackholeSink(Sink):
    """A sink without effect, for measuring what is before it."""

    def create_writer(self) -> SinkWriter:
        return BlackholeWriter()


class BlackholeFactory(TableFactory):
    """``'connector' = 'blackhole'``."""

    identifier = "blackhole"
    optional = (ConfigOption("sink.parallelism", int),)

    def sink_abilities(self, spec: TableSpec) -> SinkAbilities:
        return SinkAbilities(ALL_CHANGES, overwrite=True, partitions=True)

    def create_sink(self, spec: TableSpec) -> Sink:
        return BlackholeSink()
