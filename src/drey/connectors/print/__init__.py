"""The ``print`` connector: one line per change on the standard output or error stream."""

from __future__ import annotations

import sys

import polars as pl

from drey.connectors.api.factory import SinkAbilities, TableFactory, TableSpec
from drey.connectors.api.sink import Sink, SinkWriter, WriterContext
from drey.options import ConfigOption
from drey.types.changelog import ALL_CHANGES
from drey.types.logical import RowType
from drey.types.row_text import row_texts

PRINT_IDENTIFIER: ConfigOption[str] = ConfigOption(
    "print-identifier", str, description="text in front of each line"
)
STANDARD_ERROR = ConfigOption("standard-error", bool, False, description="print to standard error")


class PrintWriter(SinkWriter):
    """Writes lines as Flink's PrintSinkOutputWriter does.

    ``identifier> +I[a, b]``, at parallelism above 1 ``identifier:2> +I[a, b]`` with the number of the subtask from 1,
    and without an identifier ``+I[a, b]`` and ``2> +I[a, b]``.
    """

    def __init__(self, row_type: RowType, identifier: str, standard_error: bool) -> None:
        self._row_type = row_type
        self._names = [identifier] if identifier else []
        self._prefix = f"{identifier}> " if identifier else ""
        self._standard_error = standard_error

    def open(self, context: WriterContext) -> None:
        if context.parallelism > 1:
            self._prefix = ":".join([*self._names, str(context.subtask + 1)]) + "> "

    def write(self, rows: pl.DataFrame, kinds: pl.Series | None) -> None:
        texts = row_texts(rows, self._row_type, kinds)
        # The stream is looked up per batch, since notebooks and tests replace it.
        stream = sys.stderr if self._standard_error else sys.stdout
        # In a worker process the stream names the worker before each line that a user prints; these lines have a name.
        stream = getattr(stream, "plain", stream)
        stream.write("".join(f"{self._prefix}{text}\n" for text in texts))
        stream.flush()


class PrintSink(Sink):
    """A configured print table."""

    def __init__(self, row_type: RowType, identifier: str, standard_error: bool) -> None:
        self._arguments = (row_type, identifier, standard_error)

    def create_writer(self) -> SinkWriter:
        return PrintWriter(*self._arguments)


class PrintFactory(TableFactory):
    """``'connector' = 'print'``."""

    identifier = "print"
    optional = (PRINT_IDENTIFIER, STANDARD_ERROR, ConfigOption("sink.parallelism", int))

    def sink_abilities(self, spec: TableSpec) -> SinkAbilities:
        return SinkAbilities(ALL_CHANGES, overwrite=True, partitions=True)

    def create_sink(self, spec: TableSpec) -> Sink:
        identifier = PRINT_IDENTIFIER.get(spec.options) or ""
        return PrintSink(spec.row_type, identifier, STANDARD_ERROR.get(spec.options) is True)
